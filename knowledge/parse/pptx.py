"""PowerPoint slides -> blocks: title, text, tables, diagrams and speaker notes of each slide; hidden slides are left out and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.parse.archive import Archive
from knowledge.parse.draft import Draft
from knowledge.parse.office import Part, by_people, main_part, property_title
from knowledge.parse.tree import Element, attribute, children, descendants, first, local

__all__ = ["read_pptx"]

_SHAPES = frozenset({"sp", "grpSp", "graphicFrame", "pic", "cxnSp", "AlternateContent", "contentPart"})
_FILLS = frozenset({"solidFill", "gradFill", "blipFill", "pattFill"})
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
"""Placeholders for number, date, footer and header, the same on every slide."""
TINY = 100
"""Hundredths of a point."""
_NOTES = "Speaker notes"


def read_pptx(data: bytes, draft: Draft) -> None:
    """Blocks of a presentation, slide by slide."""
    archive = Archive(data, draft.limits)
    main = main_part(archive, "ppt/presentation.xml")
    size = first(main.root, "sldSz")
    frame = (_whole(size, "cx"), _whole(size, "cy"))
    people: list[str] = []
    footers: list[str] = []
    for number, entry in enumerate(children(first(main.root, "sldIdLst"), "sldId"), 1):
        ids = [value for key, value in entry.attrib.items() if key.endswith("}id")]
        slide = Part.open(archive, main.named(ids[0])) if ids else None
        if slide is None:
            draft.note(f"slide {number} could not be read")
            continue
        people += [attribute(comment, "authorId") for part in slide.parts("comments") for comment in descendants(part.root, "cm")]
        if attribute(slide.root, "show") in ("0", "false"):
            draft.hide("hidden slide{s}")
        else:
            footers += _Slide(slide, number, frame, draft).read()
    for footer in dict.fromkeys(footers):
        draft.add(footer)
    by_people(draft, people)
    property_title(archive, draft)


def _whole(element: Element | None, name: str) -> int:
    value = attribute(element, name)
    return int(value) if value.lstrip("-").isdigit() else 0


@dataclass(slots=True)
class _Slide:
    part: Part
    number: int
    frame: tuple[int, int]
    draft: Draft

    def read(self) -> list[str]:
        """Title, shapes in the order they are drawn, notes; what comes back is the footer, which is said once for all slides."""
        tree = first(self.part.root, "cSld", "spTree")
        shapes = list(_shapes(tree))
        title = next((shape for shape in shapes if _placeholder(shape) in _TITLES), None)
        bright = self._white_page()
        self.draft.top()
        if title is not None:
            self.draft.heading(1, " ".join(self._lines(title, white_hides=False)), page=self.number, page_word="slide")
        for shape in shapes:
            if shape is not title and _placeholder(shape) not in _FURNITURE:
                self._shape(shape, bright=bright)
        for notes in self.part.parts("notesSlide"):
            bodies = [shape for shape in _shapes(first(notes.root, "cSld", "spTree")) if _placeholder(shape) == "body"]
            text = "\n".join(line for shape in bodies for line in self._lines(shape, white_hides=False))
            if text.strip():
                self.draft.heading(2, _NOTES)
                self.draft.add(text, page=self.number, page_word="slide")
        self.draft.top()
        return [line for shape in shapes if _placeholder(shape) == "ftr" for line in self._lines(shape, white_hides=False)]

    def _shape(self, shape: Element, *, bright: bool) -> None:
        kind, properties = local(shape), next(iter(descendants(shape, "cNvPr")), None)
        if attribute(properties, "hidden") in ("1", "true"):
            if any(True for _ in descendants(shape, "t")):
                self.draft.hide("hidden passage{s}")
        elif self._outside(shape):
            if any(True for _ in descendants(shape, "t")):
                self.draft.hide("passage{s} outside the slide")
        elif kind == "pic":
            self.draft.note("{n} picture{s} {were} not read")
        elif kind == "graphicFrame":
            self._frame(shape)
        else:
            self._add("\n".join(self._lines(shape, white_hides=bright and not _filled(shape))))

    def _add(self, text: str) -> None:
        self.draft.add(text, page=self.number, page_word="slide")

    def _frame(self, shape: Element) -> None:
        """A table, a diagram, a chart; anything else in a frame is another program's."""
        for table in descendants(shape, "tbl"):
            rows = [["\n".join(self._lines(cell, white_hides=False)) for cell in children(row, "tc")] for row in children(table, "tr")]
            self.draft.table(rows, page=self.number, page_word="slide")
            return
        for diagram in descendants(shape, "relIds"):
            part = Part.open(self.part.archive, self.part.named(attribute(diagram, "dm")))
            if part:
                self._add("\n".join(line for point in descendants(part.root, "pt") for line in self._lines(point, white_hides=False)))
            return
        for chart in descendants(shape, "chart"):
            part = Part.open(self.part.archive, self.part.named(attribute(chart, "id")))
            if part:
                names = ["".join(value.itertext()) for cache in descendants(part.root, "strCache") for value in descendants(cache, "v")]
                titles = ["".join(line.itertext()) for title in descendants(part.root, "title") for line in descendants(title, "p")]
                self._add("\n".join(dict.fromkeys(titles + names)))
            self.draft.note("of {n} chart{s} only the names were read")
            return
        self.draft.note("{n} embedded file{s} {were} not read")

    def _lines(self, shape: Element, *, white_hides: bool) -> Iterator[str]:
        for place, paragraph in enumerate(descendants(shape, "p")):
            texts = []
            for child in paragraph:
                if local(child) == "br":
                    texts.append("\n")
                elif local(child) in ("r", "fld"):
                    texts.append(self._run(child, (self.number, id(shape), place), white_hides=white_hides))
                elif local(child) not in ("pPr", "endParaRPr"):
                    texts += [words.text or "" for words in descendants(child, "t")]
            if text := "".join(texts).strip():
                yield text

    def _run(self, run: Element, place: tuple[int, int, int], *, white_hides: bool) -> str:
        text = "".join(words.text or "" for words in children(run, "t"))
        properties = first(run, "rPr")
        kind = ""
        if 0 < _whole(properties, "sz") <= TINY:
            kind = "passage{s} in tiny text"
        elif white_hides and _white(first(properties, "solidFill")):
            kind = "passage{s} in white text"
        elif _transparent(first(properties, "solidFill")):
            kind = "passage{s} in invisible text"
        if kind and text.strip():
            self.draft.hide(kind, place)
            return ""
        return text

    def _outside(self, shape: Element) -> bool:
        if not all(self.frame):
            return False
        place = first(shape, "spPr", "xfrm")
        place = place if place is not None else first(shape, "grpSpPr", "xfrm")
        place = place if place is not None else first(shape, "xfrm")
        start, size = first(place, "off"), first(place, "ext")
        if start is None or size is None:
            return False
        left, top = _whole(start, "x"), _whole(start, "y")
        return left >= self.frame[0] or top >= self.frame[1] or left + _whole(size, "cx") <= 0 or top + _whole(size, "cy") <= 0

    def _white_page(self) -> bool:
        """Whether white text cannot be read here: no picture, no filled shape, and a white ground on the slide and all it is made from."""
        if not any(_white(first(run, "solidFill")) for run in descendants(self.part.root, "rPr")):
            return False
        layouts = self.part.parts("slideLayout")
        levels = [self.part, *layouts, *(master for layout in layouts for master in layout.parts("slideMaster"))]
        for level in levels:
            ground = first(level.root, "cSld", "bg")
            if ground is not None and not (
                _white(first(ground, "bgPr", "solidFill")) or attribute(first(ground, "bgRef", "schemeClr"), "val") in ("bg1", "lt1")
            ):
                return False
            if any(local(shape) == "pic" or _filled(shape) for shape in _shapes(first(level.root, "cSld", "spTree"))):
                return False
        return True


def _shapes(tree: Element | None) -> Iterator[Element]:
    """Shapes in the order they are drawn, those of groups among them."""
    for child in tree if tree is not None else ():
        name = local(child)
        if name == "grpSp" and attribute(next(iter(descendants(child, "cNvPr")), None), "hidden") not in ("1", "true"):
            yield from _shapes(child)
        elif name == "AlternateContent":
            chosen = first(child, "Choice")
            yield from _shapes(chosen if chosen is not None and any(local(one) in _SHAPES for one in chosen) else first(child, "Fallback"))
        elif name in _SHAPES:
            yield child


def _placeholder(shape: Element) -> str:
    found = next(iter(descendants(shape, "ph")), None) if local(shape) == "sp" else None
    return "" if found is None else attribute(found, "type") or "body"


def _filled(shape: Element) -> bool:
    properties = first(shape, "spPr")
    fills = [child for child in properties if local(child) in _FILLS] if properties is not None else []
    styled = attribute(first(shape, "style", "fillRef"), "idx") not in ("", "0")
    return any(not _white(fill) for fill in fills) or (styled and not fills)


def _white(fill: Element | None) -> bool:
    if fill is None or local(fill) != "solidFill":
        return False
    return attribute(first(fill, "srgbClr"), "val").upper() == "FFFFFF" or attribute(first(fill, "schemeClr"), "val") in ("bg1", "lt1")


def _transparent(fill: Element | None) -> bool:
    return fill is not None and any(attribute(alpha, "val") in ("0", "0%") for alpha in descendants(fill, "alpha"))
