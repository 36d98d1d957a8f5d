"""Excel sheets -> blocks of rows under the sheet's name; hidden sheets, rows and columns are left out and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from knowledge.parse.archive import Archive
from knowledge.parse.draft import Draft
from knowledge.parse.office import Part, by_people, main_part, property_title
from knowledge.parse.tree import Element, attribute, children, descendants, first, local, rows

__all__ = ["read_xlsx"]

_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Number formats that are dates or times without being spelt out (ECMA-376 part 1, 18.8.30)."""
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_REFERENCE = re.compile(r"([A-Z]{1,3})\d+")
MOST_COLUMNS = 16_384


def read_xlsx(data: bytes, draft: Draft) -> None:
    """Blocks of a workbook, sheet by sheet."""
    archive = Archive(data, draft.limits)
    main = main_part(archive, "xl/workbook.xml")
    book = _Book(main)
    people: list[str] = []
    for entry in children(first(main.root, "sheets"), "sheet"):
        if attribute(entry, "state") in ("hidden", "veryHidden"):
            draft.hide("hidden sheet{s}")
            continue
        name = main.named(next((value for key, value in entry.attrib.items() if key.endswith("}id")), ""))
        sheet = archive.part(name) if name else None
        if not sheet or "worksheet" not in name:
            draft.note("{n} chart sheet{s} {were} not read")
            continue
        draft.top()
        draft.heading(1, attribute(entry, "name"))
        draft.table(book.rows(sheet, draft))
        draft.top()
        people += _commenters(archive, name)
    by_people(draft, people)
    if pictures := sum(1 for member in archive.names if member.startswith("xl/media/")):
        draft.note("{n} picture{s} {were} not read", pictures)
    property_title(archive, draft)


def _commenters(archive: Archive, name: str) -> list[str]:
    folder, _, base = name.rpartition("/")
    relations = archive.part(f"{folder}/_rels/{base}.rels")
    if not relations or b"comments" not in relations:
        return []
    part = Part.open(archive, name)
    return [author.text or "" for one in (part.parts("comments") if part else []) for author in descendants(one.root, "author")]


class _Book:
    """What the cells of all sheets refer to."""

    def __init__(self, main: Part) -> None:
        self._strings = [_text(item) for name in main.names("sharedStrings") for item in rows(main.archive.part(name) or b"<sst/>", "si")]
        styles = main.root_of("styles")
        spelt = {attribute(one, "numFmtId"): attribute(one, "formatCode") for one in children(first(styles, "numFmts"), "numFmt")}
        self._dates = [_is_date(attribute(one, "numFmtId"), spelt) for one in children(first(styles, "cellXfs"), "xf")]
        since_1904 = attribute(first(main.root, "workbookPr"), "date1904") in ("1", "true")
        self._epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)

    def rows(self, sheet: bytes, draft: Draft) -> Iterator[list[str]]:
        """Rows of what is seen of a sheet."""
        unseen: set[int] = set()
        hidden_columns: set[int] = set()
        for row in rows(sheet, "col", "row"):
            if local(row) == "col":
                if attribute(row, "hidden") in ("1", "true") or attribute(row, "width") == "0":
                    unseen |= set(range(int(attribute(row, "min") or 1), min(int(attribute(row, "max") or 1), MOST_COLUMNS) + 1))
                continue
            cells = [(_column(attribute(cell, "r"), place), self._value(cell)) for place, cell in enumerate(children(row, "c"), 1)]
            if attribute(row, "hidden") in ("1", "true"):
                if any(text for _, text in cells):
                    draft.hide("hidden row{s}")
                continue
            hidden_columns |= {column for column, text in cells if text and column in unseen}
            yield [text for column, text in cells if column not in unseen]
        for _ in hidden_columns:
            draft.hide("hidden column{s}")

    def _value(self, cell: Element) -> str:
        kind = attribute(cell, "t")
        if kind == "inlineStr":
            return _text(first(cell, "is"))
        value = first(cell, "v")
        text = "" if value is None else value.text or ""
        if kind == "s":
            return self._strings[int(text)] if text.isdigit() and int(text) < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if kind in ("", "n") and text:
            style = attribute(cell, "s")
            return self._number(text, dated=style.isdigit() and int(style) < len(self._dates) and self._dates[int(style)])
        return text

    def _number(self, text: str, *, dated: bool) -> str:
        try:
            number = float(text)
            if not dated:
                return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.10g}"
            moment = self._epoch + timedelta(seconds=round(number * 86_400))
        except (ValueError, OverflowError):
            return text
        if number < 1:
            return moment.strftime("%H:%M")
        return moment.strftime("%Y-%m-%d" if number == int(number) else "%Y-%m-%d %H:%M")


def _is_date(id: str, spelt: dict[str, str]) -> bool:
    if id in spelt:
        return bool(_DATE.search(_QUOTED.sub("", spelt[id]))) and "General" not in spelt[id]
    return id.isdigit() and int(id) in _BUILT_IN_DATES


def _text(item: Element | None) -> str:
    """The runs of a string, without the reading aids that stand above Japanese."""
    if item is None:
        return ""
    pieces = [child for child in item if local(child) in ("t", "r")]
    return "".join((piece.text or "") if local(piece) == "t" else "".join(words.text or "" for words in children(piece, "t")) for piece in pieces)


def _column(reference: str, place: int) -> int:
    found = _REFERENCE.match(reference)
    if not found:
        return place
    number = 0
    for letter in found.group(1):
        number = number * 26 + ord(letter) - 64
    return number
