"""A sheet as a Word file: headings, a timetable, lists, a footer. The only door that writes with python-docx.

Texts become plain runs: no field, link, image or macro can come of them, and characters that XML cannot hold are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.export.sheet import Entry, Look, Part, Prepared, Row, Sheet, Timetable, made_by, sheet
from assistant.present import reference, without_invisible

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["word_file"]

INK = RGBColor(0x11, 0x4B, 0x47)
STYLES = {Look.TEXT: "Normal", Look.LIST: "List Bullet", Look.STEPS: "List Number", Look.SAY: "Quote"}
LONGEST_PROPERTY = 255
"""Characters that Word allows in a property."""
WIDTHS = (Cm(2.4), Cm(4.4), Cm(10.2))
"""Of the timetable's columns; together the width of the text."""


def word_file(value: Prepared, *, made: datetime, revision: int = 1) -> bytes:
    """What was prepared as a .docx file.

    Args:
        value: What to set.
        made: When the file is made; stands in its properties.
        revision: Which version of the plan, brief or agenda it holds, from 1; stands in its properties.
    """
    page = sheet(value)
    word = Document()
    _set_up(word, page, made, revision)
    _paragraph(word, page.kind, "Subtitle")
    _paragraph(word, page.title, "Title")
    if page.facts:
        _paragraph(word, " · ".join(page.facts), "Normal")
    for part in page.parts:
        if part.heading:
            _paragraph(word, part.heading, "Heading 1")
        if isinstance(part, Timetable):
            _timetable(word, part)
        else:
            _part(word, part)
    if page.sources:
        _paragraph(word, "Sources", "Heading 1")
        _numbered(word, [_paragraph(word, reference(source), "List Number") for source in page.sources])
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _set_up(word: Word, page: Sheet, made: datetime, revision: int) -> None:
    mark = without_invisible(made_by(page.engine))
    named = word.core_properties
    named.title = _short(f"{page.kind}: {page.title}")
    named.author = named.last_modified_by = "Upward"
    named.comments, named.keywords, named.subject, named.category = _short(mark), _short(f"engine: {page.engine}"), page.kind, "Reverse mentoring"
    named.created = named.modified = made.replace(tzinfo=None)
    named.revision, named.language = revision, "en-GB"
    # The template's picture and its claim to have been made with Word.
    package = word.part.package
    for key, link in list(package.rels.items() if package else ()):
        if link.reltype.endswith(("/thumbnail", "/extended-properties")):
            del package.rels[key]
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.footer.paragraphs[0].text = f"{mark}. Check it before you rely on it."
    _set_styles(word)


def _set_styles(word: Word) -> None:
    sizes = {"Normal": 10.5, "Title": 20, "Subtitle": 10.5, "Heading 1": 13, "Footer": 8.5, "Quote": 11}
    for name, size in sizes.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = INK if name not in ("Normal", "Footer") else None
        # Theme fonts would win over the one that is named.
        for mark in style.element.xpath("./w:rPr/w:rFonts"):
            for key in [key for key in mark.attrib if key.endswith("Theme")]:
                del mark.attrib[key]
    for name in ("Normal", "List Bullet", "List Number", "Quote"):
        style = word.styles[name]
        style.paragraph_format.space_after = Pt(3)
    heading: Any = word.styles["Heading 1"]
    heading.paragraph_format.space_before = Pt(12)
    for language in word.styles.element.xpath(".//w:lang"):
        language.set(qn("w:val"), "en-GB")


def _part(word: Word, part: Part) -> None:
    paragraphs = [_entry(word.add_paragraph(style=STYLES[part.look]), entry) for entry in part.entries]
    if part.look is Look.STEPS:
        _numbered(word, paragraphs)


def _timetable(word: Word, table: Timetable) -> None:
    grid = word.add_table(rows=1, cols=3, style="Table Grid")
    grid.autofit = False
    for column, width, name in zip(grid.columns, WIDTHS, ("Minutes", "Step", "What happens"), strict=True):
        column.width = width
        column.cells[0].paragraphs[0].add_run(name).bold = True
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        _row(grid.add_row().cells, row)
    for some in grid.rows:
        some._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell, width in zip(some.cells, WIDTHS, strict=True):
            cell.width = width


def _row(cells: Iterable[_Cell], row: Row) -> None:
    when, title, what = cells
    when.paragraphs[0].add_run(row.clock.replace(" ", "\u00a0"))
    title.paragraphs[0].add_run(without_invisible(row.title)).bold = True
    title.add_paragraph(row.leads)
    points = [point for point in row.points if point.text or point.label]
    free = what.paragraphs[0]
    if row.say:
        _entry(free, row.say, italic=True)
    for place, point in enumerate(points):
        first = place == 0 and not row.say
        paragraph = free if first else what.add_paragraph()
        paragraph.style = "List Bullet" if len(points) > 1 else "Normal"
        _entry(paragraph, point)


def _entry(paragraph: Paragraph, entry: Entry, *, italic: bool = False) -> Paragraph:
    if entry.label:
        paragraph.add_run(entry.label + (": " if entry.text else "")).bold = True
    paragraph.add_run(without_invisible(entry.text)).italic = italic or None
    if entry.marks:
        paragraph.add_run(" " + "".join(f"[{number}]" for number in entry.marks))
    return paragraph


def _paragraph(word: Word, text: str, style: str) -> Paragraph:
    return word.add_paragraph(without_invisible(text), style=style)


def _numbered(word: Word, paragraphs: Iterable[Paragraph]) -> None:
    """Begin the list at 1: paragraphs of one style are one list to Word."""
    numbering: Any = word.part.numbering_part.element
    style: Any = word.styles["List Number"].element
    kind = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    fresh = numbering.add_num(kind)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in paragraphs:
        place = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        place.get_or_add_ilvl().val, place.get_or_add_numId().val = 0, fresh.numId


def _short(text: str) -> str:
    clean = without_invisible(text)
    return clean if len(clean) <= LONGEST_PROPERTY else f"{clean[: LONGEST_PROPERTY - 1]}…"
