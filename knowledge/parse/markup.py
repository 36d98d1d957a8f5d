"""HTML -> blocks: what a reader of the page sees, under its headings. Used for Markdown, EPUB and mail as well."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.parse.draft import Draft
from knowledge.parse.hiding import Sheet, backs, hides, white
from knowledge.parse.tree import Element, attribute, children, descendants, html_tree, local

__all__ = ["read_html"]

_SKIPPED = frozenset(
    "script style noscript template head iframe object embed applet audio video canvas math-annotation textarea datalist noembed noframes".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset header hgroup hr html"
    " legend li main menu nav ol option optgroup p pre section select summary table tbody td tfoot th thead tr ul caption".split()
)
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_CLOSED = re.compile(r"<(title|script|style|a|p|div|span|iframe|textarea|i|b|em|strong)(\s[^<>]*)?/>", re.IGNORECASE)
_FEW_WORDS = 3
"""A comment with fewer words is a mark for a program."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for the text of an element, from those around it."""

    hidden: str = ""
    backed: bool = False
    white: bool = False
    pre: bool = False
    depth: int = 0
    """Of lists."""
    cell: bool = False


class _Page:
    """One walk over a page."""

    def __init__(self, draft: Draft, sheet: Sheet, base: int) -> None:
        self._draft = draft
        self._sheet = sheet
        self._base = base
        self._line: list[str] = []
        self._items: list[str] = []
        self._mark = ""
        self._hidden_places = 0

    def flush(self, place: _Place) -> None:
        """End the line; in a list it becomes an item, elsewhere a block."""
        text = "".join(self._line).strip()
        self._line = []
        if not text:
            return
        if place.depth and not place.cell:
            self._items.append(self._mark + text)
            self._mark = ""
        else:
            self._draft.add(text)

    def end_list(self) -> None:
        """Put the items collected so far into one block."""
        if self._items:
            self._draft.add("\n".join(self._items))
            self._items = []

    def walk(self, element: Element, place: _Place) -> None:
        """Take an element's text, and its children's; never the text after it."""
        tag = local(element).lower()
        if not tag:
            if isinstance(element.text, str) and len(element.text.split()) >= _FEW_WORDS and "[if" not in element.text:
                self._draft.hide("comment{s} in the source")
            return
        if tag in _SKIPPED:
            return
        place = self._entered(element, tag, place)
        if tag in ("img", "svg", "picture"):
            if not place.hidden:
                self._draft.note("{n} picture{s} {were} not read")
            return
        if tag == "br":
            self._say("\n", place)
        elif tag == "table" and not place.cell and self._data(element):
            self.flush(place)
            self.end_list()
            self._draft.table(self._rows(element, place))
        elif re.fullmatch("h[1-6]", tag) and not place.cell and not place.hidden:
            self.flush(place)
            self.end_list()
            self._inside(element, place)
            self._draft.heading(self._base + int(tag[1]), "".join(self._line))
            self._line = []
        elif (tag in _BLOCKS or re.fullmatch("h[1-6]", tag)) and not place.cell:
            self._block(element, tag, place)
        else:
            spaced = tag in _BLOCKS
            self._line += [" "] * spaced
            self._inside(element, place)
            self._line += [" "] * spaced

    def _block(self, element: Element, tag: str, place: _Place) -> None:
        outer = replace(place, depth=place.depth - (tag in _LISTS))
        self.flush(outer)
        if tag == "li":
            self._mark = _mark(element)
        self._inside(element, place)
        self.flush(place)
        if tag in _LISTS and not outer.depth:
            self.end_list()

    def _entered(self, element: Element, tag: str, place: _Place) -> _Place:
        attributes = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        style = self._sheet.style(tag, attributes)
        hidden = place.hidden or hides(style, attributes)
        ground = backs(style, attributes)
        coloured = "color" in style or "color" in attributes
        now = replace(
            place,
            hidden=hidden,
            backed=place.backed if ground is None else ground,
            white=white(style, attributes) if coloured else place.white,
            pre=place.pre or tag == "pre",
            depth=place.depth + (tag in _LISTS),
        )
        if hidden and not place.hidden and "".join(element.itertext()).strip():
            self._draft.hide(hidden)
        if now.white and not now.backed and not (place.white and not place.backed) and not hidden and "".join(element.itertext()).strip():
            self._draft.hide("passage{s} in white text")
        return now

    def _inside(self, element: Element, place: _Place) -> None:
        self._say(element.text, place)
        for child in element:
            self.walk(child, place)
            self._say(child.tail, place)

    def _say(self, text: str | None, place: _Place) -> None:
        if text and not place.hidden and not (place.white and not place.backed):
            self._line.append(text if place.pre or text == "\n" else re.sub(r"\s+", " ", text))

    def _data(self, table: Element) -> bool:
        """A table of cells, and not one that only lays out a page."""
        return not any(True for _ in descendants(table, "h1", "h2", "h3", "h4", "h5", "h6")) and sum(1 for _ in descendants(table, "table")) == 1

    def _rows(self, table: Element, place: _Place) -> list[list[str]]:
        made = []
        for row in descendants(table, "tr", "caption"):
            cells = []
            for cell in [row] if local(row) == "caption" else children(row, "td", "th"):
                self._line = []
                self.walk(cell, self._entered(row, "tr", replace(place, cell=True)))
                cells.append("".join(self._line))
            made.append(cells)
        self._line = []
        return made


def _mark(item: Element) -> str:
    """The bullet or number of a list's item."""
    above = item.getparent()
    if above is None or local(above) != "ol":
        return "- "
    start = attribute(above, "start")
    return f"{(int(start) if start.isdigit() else 1) + sum(1 for _ in item.itersiblings('{*}li', 'li', preceding=True))}. "


def read_html(text: str, draft: Draft, *, base: int = 0) -> None:
    """Blocks of a page.

    Args:
        text: The page, decoded.
        draft: Takes the blocks; gets the page's title if it has none.
        base: Added to the level of each heading.
    """
    if text.lstrip("\ufeff \n\r\t").startswith("<?xml"):
        # To an HTML parser <title/> opens a title that never ends.
        text = _CLOSED.sub(lambda found: f"<{found.group(1)}{found.group(2) or ''}></{found.group(1)}>", text)
    root = html_tree(text)
    if root is None:
        return
    titles = [" ".join("".join(title.itertext()).split()) for title in descendants(root, "title")]
    draft.title = draft.title or next(filter(None, titles), "")
    page = _Page(draft, Sheet("\n".join(style.text or "" for style in descendants(root, "style"))), base)
    place = _Place()
    page.walk(root, place)
    page.flush(place)
    page.end_list()
