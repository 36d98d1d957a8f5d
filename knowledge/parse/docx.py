"""Word documents -> blocks: body, tables, text boxes, notes, headers and footers; what Word does not show is left out and counted."""

from __future__ import annotations

from dataclasses import replace

from knowledge.parse.archive import Archive
from knowledge.parse.draft import Draft
from knowledge.parse.office import Part, by_people, main_part, property_title
from knowledge.parse.tree import Element, attribute, children, descendants, first, local
from knowledge.parse.wordstyles import Look, Styles, bullet_or_number

__all__ = ["read_docx"]

_THROUGH = frozenset(
    "ins moveTo hyperlink smartTag sdt sdtContent customXml fldSimple dir bdo oMath oMathPara r e num den sub sup deg ruby rt rubyBase".split()
)
"""Elements whose children are read as if they stood outside; those of formulas and of ruby among them."""
_DELETED = frozenset({"del", "moveFrom"})


def read_docx(data: bytes, draft: Draft) -> None:
    """Blocks of a document in the order of its body; headers and footers come last."""
    archive = Archive(data, draft.limits)
    _Document(main_part(archive, "word/document.xml"), draft).read()
    property_title(archive, draft)


class _Document:
    """One walk over the body and the parts beside it."""

    def __init__(self, main: Part, draft: Draft) -> None:
        self._main = main
        self._draft = draft
        self._styles = Styles(main.root_of("styles"), main.root_of("numbering"))
        self._notes = {kind: self._noted(kind) for kind in ("footnote", "endnote")}
        self._items: list[str] = []
        self._after: list[tuple[Element, Look]] = []
        self._place = 0
        self._fields: list[bool] = []

    def _noted(self, kind: str) -> dict[str, Element]:
        notes = children(self._main.root_of(f"{kind}s"), kind)
        return {attribute(note, "id"): note for note in notes if attribute(note, "type") not in ("separator", "continuationSeparator")}

    def read(self) -> None:
        """Body, then headers and footers, then what is hidden beside them."""
        root = self._main.root
        ground = attribute(first(root, "background"), "color").upper()
        look = Look(backed=ground not in ("", "FFFFFF", "AUTO"))
        self._blocks(first(root, "body"), look)
        self._end_list()
        self._draft.top()
        for part in self._main.parts("header", "footer"):
            self._blocks(part.root, look)
            self._end_list()
        by_people(self._draft, (attribute(comment, "author") for comment in children(self._main.root_of("comments"), "comment")))
        if embedded := self._main.names("package", "oleObject", "aFChunk", "subDocument"):
            self._draft.note("{n} embedded file{s} {were} not read", len(embedded))

    def _blocks(self, container: Element | None, look: Look) -> None:
        for child in container if container is not None else ():
            name = local(child)
            if name == "p":
                self._paragraph(child, look)
            elif name == "tbl":
                self._end_list()
                self._table(child, look)
            elif name in _DELETED:
                self._draft.hide("tracked deletion{s}")
            elif name == "AlternateContent":
                self._blocks(_chosen(child), look)
            else:
                self._blocks(child, look)

    def _paragraph(self, paragraph: Element, look: Look, *, cell: bool = False) -> str:
        """Put a paragraph where it belongs, or give back its text if it stands in a cell."""
        self._place += 1
        style = self._styles.of_paragraph(first(paragraph, "pPr"), look)
        after, self._after = self._after, []
        text = "".join(self._runs(paragraph, style)).strip()
        boxes, self._after = self._after, after
        if not cell:
            self._put(text, paragraph, style)
            for element, around in boxes:
                self._end_list()
                self._blocks(element, around)
            return ""
        return " ".join([text, *(self._cell(element, around) for element, around in boxes)])

    def _put(self, text: str, paragraph: Element, style: Look) -> None:
        if not text:
            return
        if style.level is not None:
            self._end_list()
            if style.level == 0 and not self._draft.title:
                self._draft.title = text
            else:
                self._draft.heading(style.level, text)
        elif mark := bullet_or_number(self._styles, first(paragraph, "pPr"), style):
            self._items.append(f"{mark} {text}")
        else:
            self._end_list()
            if self._stands_out(paragraph, text, style):
                self._draft.heading(9, text)
            else:
                self._draft.add(text)

    def _stands_out(self, paragraph: Element, text: str, style: Look) -> bool:
        """A short line all in bold type is a heading to its reader."""
        if len(text) > 80 or text[-1] in ".,;!" or "\n" in text:
            return False
        runs = [run for run in descendants(paragraph, "r") if any(words.text and words.text.strip() for words in children(run, "t"))]
        return bool(runs) and all(self._styles.of_run(first(run, "rPr"), style).bold for run in runs)

    def _end_list(self) -> None:
        if self._items:
            self._draft.add("\n".join(self._items))
            self._items = []

    def _runs(self, element: Element, look: Look) -> list[str]:
        texts: list[str] = []
        for child in element:
            name = local(child)
            if name == "r":
                now = self._styles.of_run(first(child, "rPr"), look)
                texts += self._run(child, now)
            elif name in _DELETED:
                self._draft.hide("tracked deletion{s}", ("deleted", self._place))
            elif name in _THROUGH:
                texts += self._runs(child, look)
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._drawing(child, look)
            elif name == "t":
                texts.append(child.text or "")
            elif name not in ("pPr", "rPr", "sdtPr"):
                texts += self._runs(child, look)
        return texts

    def _run(self, run: Element, look: Look) -> list[str]:
        texts: list[str] = []
        for child in run:
            name = local(child)
            if name == "fldChar":
                self._field(attribute(child, "fldCharType"))
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._drawing(child, look)
            elif name in ("footnoteReference", "endnoteReference"):
                note = self._notes[name.removesuffix("Reference")].get(attribute(child, "id"))
                self._after += [(note, replace(look, level=None))] if note is not None else []
            elif any(self._fields):
                continue
            elif name in ("t", "ruby"):
                texts += [child.text or ""] if name == "t" else self._runs(child, look)
            elif name in ("tab", "ptab", "br", "cr", "noBreakHyphen"):
                texts.append({"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}.get(name, "\n"))
        if look.hidden and "".join(texts).strip():
            self._draft.hide(look.hidden, (look.hidden, self._place))
            return []
        return texts

    def _field(self, kind: str) -> None:
        """Of a field only the result is seen: what stands between ``separate`` and ``end``."""
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawing(self, drawing: Element, look: Look) -> None:
        """Text boxes are read after the paragraph they hang on; pictures are counted."""
        chosen = _chosen(drawing) if local(drawing) == "AlternateContent" else drawing
        if chosen is None:
            return
        filled = any(True for _ in descendants(chosen, "solidFill", "gradFill", "blipFill", "pattFill", "fillRef")) or "fillcolor" in str(
            [list(shape.attrib) for shape in descendants(chosen, "shape", "rect", "roundrect")]
        )
        boxes = [box for box in descendants(chosen, "txbxContent") if not any(local(above) == "Fallback" for above in box.iterancestors())]
        self._after += [(box, Look(backed=look.backed or filled)) for box in boxes]
        pictures = sum(1 for _ in descendants(chosen, "blip", "imagedata"))
        if pictures:
            self._draft.note("{n} picture{s} {were} not read", pictures)

    def _table(self, table: Element, look: Look) -> None:
        style = self._styles.of_table(first(table, "tblPr"), look)
        self._draft.table(self._row(row, style) for row in _inside(table, "tr"))

    def _row(self, row: Element, look: Look) -> list[str]:
        cells = []
        for cell in _inside(row, "tc"):
            joined = first(cell, "tcPr", "vMerge")
            if joined is None or attribute(joined, "val") == "restart":
                cells.append(self._cell(cell, self._styles.shaded(first(cell, "tcPr", "shd"), look)))
        return cells

    def _cell(self, cell: Element, look: Look) -> str:
        texts = []
        for child in cell:
            name = local(child)
            if name == "p":
                texts.append(self._paragraph(child, look, cell=True))
            elif name == "tbl":
                texts += [" ".join(self._row(row, look)) for row in _inside(child, "tr")]
            elif name in _THROUGH:
                texts.append(self._cell(child, look))
        return " ".join(filter(None, texts))


def _inside(element: Element, name: str) -> list[Element]:
    """Children of that name, also where a content control stands around them."""
    found = []
    for child in element:
        if local(child) == name:
            found.append(child)
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml"):
            found += _inside(child, name)
    return found


def _chosen(alternatives: Element) -> Element | None:
    """Of the forms in which a drawing is kept, the one that a new Word shows."""
    return first(alternatives, "Choice") if first(alternatives, "Choice") is not None else first(alternatives, "Fallback")
