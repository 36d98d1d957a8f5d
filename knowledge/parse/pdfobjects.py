"""Single questions to pdfium: where a letter stands, how large and how heavy it is, what lies behind it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2_raw as pdfium

__all__ = [
    "WHITE",
    "Box",
    "annotation",
    "bounds",
    "grounds",
    "is_bold",
    "is_generated",
    "kinds_inside",
    "letter_box",
    "letter_size",
    "owner_of",
    "page_box",
    "space",
    "wide_text",
]

WHITE = 250
"""Of 255 in each colour."""
_FORM_DEPTH = 6
_owner = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0)
"""The same function with a number for an answer: asked for each letter, and a pointer made of each answer took a third of the whole time."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the page's lower left corner."""


def wide_text(ask: Any) -> str:
    """A text that pdfium writes as UTF-16 into a buffer, asked for its size first."""
    size = ask(None, 0)
    if size <= 2 or size > 1_000_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")


def letter_box(text: Any, index: int) -> Box:
    """Where a letter stands, from its base line up."""
    values = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, index, *values)
    left, right, bottom, top = (value.value for value in values)
    across, up = ctypes.c_double(), ctypes.c_double()
    if pdfium.FPDFText_GetCharOrigin(text, index, across, up):
        bottom = up.value
    return left, bottom, right, max(top, bottom)


def letter_size(text: Any, index: int) -> float:
    """In points as it stands on the page, whatever the font's own size was scaled by."""
    matrix = pdfium.FS_MATRIX()
    size: float = pdfium.FPDFText_GetFontSize(text, index)
    if not pdfium.FPDFText_GetMatrix(text, index, matrix):
        return size
    return round(abs(size) * math.hypot(matrix.c, matrix.d), 1)


def is_generated(text: Any, index: int) -> bool:
    """Whether pdfium put a letter in by itself."""
    return bool(pdfium.FPDFText_IsGenerated(text, index) == 1)


def space(text: Any, index: int) -> tuple[bool, float]:
    """Whether pdfium put a space in by itself, and the gap it stands for as a share of the size of type."""
    before, after = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    found = pdfium.FPDFText_GetLooseCharBox(text, index - 1, before) and pdfium.FPDFText_GetLooseCharBox(text, index + 1, after)
    size = letter_size(text, index + 1)
    gap = (after.left - before.right) / size if found and size > 0 else 1.0
    return is_generated(text, index), gap if gap >= 0 else 1.0


def owner_of(text: Any, index: int) -> int:
    """The address of the text object that a letter belongs to; 0 for one that pdfium put in."""
    return _owner(text, index) or 0


def is_bold(text: Any, index: int) -> bool:
    """Whether the letter's font is bold: by its weight, or by its name, which is all that most fonts say."""
    if pdfium.FPDFText_GetFontWeight(text, index) >= 600:
        return True
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text, index, name, 200, flags)
    return 0 < length <= 200 and any(word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"semib"))


def page_box(page: Any) -> Box:
    """The part of the page that is shown."""
    rectangle = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, rectangle):
        return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
    return 0.0, 0.0, float(pdfium.FPDF_GetPageWidthF(page)), float(pdfium.FPDF_GetPageHeightF(page))


def bounds(one: Any) -> Box | None:
    """Where an object stands; None where pdfium cannot say."""
    values = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(one, *values):
        return None
    left, bottom, right, top = (value.value for value in values)
    return left, bottom, right, top


def kinds_inside(form: Any, depth: int = 0) -> Iterator[int]:
    """Kinds of the objects in a form, and in the forms in it."""
    for place in range(max(pdfium.FPDFFormObj_CountObjects(form), 0)):
        one = pdfium.FPDFFormObj_GetObject(form, place)
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            yield from kinds_inside(one, depth + 1)
        else:
            yield kind


def grounds(page: Any) -> Iterator[Box]:
    """What white text can be read on: pictures, shadings, surfaces filled with another colour; a form with any of them as a whole."""
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        one = pdfium.FPDFPage_GetObject(page, place)
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            ground = bool(set(kinds_inside(one)) & {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING})
        else:
            ground = kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING) or (kind == pdfium.FPDF_PAGEOBJ_PATH and _coloured(one))
        if ground and (box := bounds(one)):
            yield box


def _coloured(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    filled = pdfium.FPDFPath_GetDrawMode(path, mode, stroke) and mode.value
    return bool(filled and pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha) and alpha.value and min(red.value, green.value, blue.value) < WHITE)


def annotation(note: Any, key: bytes) -> str:
    """A text that a note or a field holds."""
    return wide_text(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)).strip()
