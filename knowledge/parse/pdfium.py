"""A PDF's letters by line, with place, size, weight and whether they are seen. With ``pdfobjects`` the only door to pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pypdfium2_raw as pdfium

from knowledge.parse.pdflines import Line, Lines
from knowledge.parse.pdfobjects import WHITE, Box, annotation, bounds, grounds, kinds_inside, letter_box, letter_size, owner_of, page_box, wide_text
from knowledge.parse.refusals import Stop

__all__ = ["Page", "Pdf", "opened"]

TINY = 1.0
_PASSWORD, _SECURITY = 4, 5
_INVISIBLE = (3, 7)
"""Text render modes: neither filled nor stroked (ISO 32000-1, table 106)."""
_UNSEEN = 2 | 32
"""Flags of a note that is hidden or not to be viewed (ISO 32000-1, table 165)."""
_SCAN = 0.5
"""Share of a page that a picture covers when the page is a scan. A chosen value."""


@dataclass(slots=True)
class Page:
    """What stands on a page."""

    number: int
    height: float = 0.0
    lines: list[Line] = field(default_factory=list)
    recognised: list[Line] = field(default_factory=list)
    """Invisible text over a picture of the page: what text recognition left there."""
    hidden: dict[str, int] = field(default_factory=dict)
    pictures: int = 0
    scanned: bool = False
    """A picture covers most of it."""
    comments: int = 0
    fields: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Pdf:
    """An open document."""

    handle: Any
    pages: int
    title: str
    attached: int

    def __iter__(self) -> Iterator[Page | None]:
        """Its pages in order; None for one that cannot be read."""
        for number in range(self.pages):
            page = pdfium.FPDF_LoadPage(self.handle, number)
            if not page:
                yield None
                continue
            try:
                yield _Reader(page, Page(number + 1)).read()
            finally:
                pdfium.FPDF_ClosePage(page)


@cache
def _library() -> None:
    pdfium.FPDF_InitLibrary()


@contextmanager
def opened(data: bytes) -> Iterator[Pdf]:
    """A document for as long as it is read.

    Raises:
        Stop: It is encrypted or damaged.
    """
    _library()
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        raise Stop("encrypted" if pdfium.FPDF_GetLastError() in (_PASSWORD, _SECURITY) else "damaged")
    try:
        title = wide_text(lambda buffer, size: pdfium.FPDF_GetMetaText(handle, b"Title", buffer, size))
        yield Pdf(handle, pdfium.FPDF_GetPageCount(handle), title, max(pdfium.FPDFDoc_GetAttachmentCount(handle), 0))
    finally:
        pdfium.FPDF_CloseDocument(handle)


class _Reader:
    """One walk over the letters of a page."""

    def __init__(self, page: Any, found: Page) -> None:
        self._page = page
        self._found = found
        self._box = page_box(page)
        self._kinds: dict[int, str] = {}
        self._grounds: list[Box] | None = None
        found.height = self._box[3] - self._box[1]

    def read(self) -> Page:
        """Lines, pictures, comments."""
        self._objects()
        text = pdfium.FPDFText_LoadPage(self._page)
        if text:
            try:
                self._letters(text)
            finally:
                pdfium.FPDFText_ClosePage(text)
        self._annotations()
        return self._found

    def _objects(self) -> None:
        left, bottom, right, top = self._box
        whole = max((right - left) * (top - bottom), 1.0)
        for place in range(pdfium.FPDFPage_CountObjects(self._page)):
            one = pdfium.FPDFPage_GetObject(self._page, place)
            kind = pdfium.FPDFPageObj_GetType(one)
            inside = list(kinds_inside(one)) if kind == pdfium.FPDF_PAGEOBJ_FORM else [kind]
            pictures = inside.count(pdfium.FPDF_PAGEOBJ_IMAGE)
            self._found.pictures += pictures
            if pictures and (box := bounds(one)):
                wide = max(min(box[2], right) - max(box[0], left), 0.0)
                self._found.scanned |= wide * max(min(box[3], top) - max(box[1], bottom), 0.0) / whole >= _SCAN

    def _letters(self, text: Any) -> None:
        shown, under = Lines(), Lines()
        previous, last = 0, ""
        for index in range(pdfium.FPDFText_CountChars(text)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
            owner = owner_of(text, index)
            kind = self._kind(text, index, owner) if owner and not letter.isspace() else last
            lines = under if kind == "invisible" else shown
            if kind and kind != last:
                self._found.hidden[kind] = self._found.hidden.get(kind, 0) + 1
            last = kind
            if kind in ("", "invisible"):
                lines.take(letter, text, index, new=owner != previous)
            elif letter == "\n":
                lines.end()
            previous = owner or previous
        self._found.lines, self._found.recognised = shown.all(), under.all()

    def _kind(self, text: Any, index: int, owner: int) -> str:
        """Why the letters of a text object are not seen; empty where they are. Judged at its first letter, but for the place."""
        if owner not in self._kinds:
            self._kinds[owner] = self._look(text, index)
        kind = self._kinds[owner]
        if kind == "white":
            return "" if self._on_ground(text, index) else kind
        return kind

    def _look(self, text: Any, index: int) -> str:
        if pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, index)) in _INVISIBLE:
            return "invisible"
        box = letter_box(text, index)
        left, bottom, right, top = self._box
        if box[2] < left or box[0] > right or box[3] < bottom or box[1] > top:
            return "outside"
        size = letter_size(text, index)
        if 0 < size <= TINY:
            return "tiny"
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if pdfium.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
            stroked = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, index)) in (1, 2, 5, 6)
            if alpha.value == 0 and not stroked:
                return "invisible"
            if min(red.value, green.value, blue.value) >= WHITE and not stroked:
                return "white"
        return ""

    def _on_ground(self, text: Any, index: int) -> bool:
        if self._grounds is None:
            self._grounds = list(grounds(self._page))
        box = letter_box(text, index)
        across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(left <= across <= right and bottom <= up <= top for left, bottom, right, top in self._grounds)

    def _annotations(self) -> None:
        for place in range(pdfium.FPDFPage_GetAnnotCount(self._page)):
            note = pdfium.FPDFPage_GetAnnot(self._page, place)
            if not note or pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
                continue
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET):
                self._found.fields.append(annotation(note, b"V" if kind == pdfium.FPDF_ANNOT_WIDGET else b"Contents"))
            elif kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP) and annotation(note, b"Contents"):
                self._found.comments += 1
            pdfium.FPDFPage_CloseAnnot(note)
