"""OpenDocument text -> blocks; what the writer's program does not show is left out and counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.parse.archive import Archive
from knowledge.parse.draft import Draft
from knowledge.parse.office import by_people
from knowledge.parse.refusals import Stop
from knowledge.parse.tree import Element, attribute, children, descendants, first, local, xml_tree

__all__ = ["read_odt"]

_INLINE_BREAKS = {"tab": "\t", "line-break": "\n", "soft-page-break": " "}
_POINTS = re.compile(r"([\d.]+)pt")


@dataclass(frozen=True, slots=True)
class _Look:
    vanished: bool = False
    white: bool = False
    tiny: bool = False
    backed: bool = False

    @property
    def hidden(self) -> str:
        if self.vanished:
            return "hidden passage{s}"
        if self.white and not self.backed:
            return "passage{s} in white text"
        return "passage{s} in tiny text" if self.tiny else ""


def read_odt(data: bytes, draft: Draft) -> None:
    """Blocks of a document; page headers and footers come last."""
    archive = Archive(data, draft.limits)
    manifest = archive.part("META-INF/manifest.xml") or b""
    if archive.encrypted or b"encryption-data" in manifest:
        raise Stop("encrypted")
    content = archive.part("content.xml")
    if not content:
        raise Stop("damaged")
    root, styles = xml_tree(content), archive.part("styles.xml")
    kept = xml_tree(styles) if styles else None
    walk = _Document(draft, [one for one in (kept, root) if one is not None])
    walk.blocks(first(root, "body", "text"), _Look())
    walk.end_list()
    draft.top()
    for part in descendants(kept, "header", "footer") if kept is not None else ():
        walk.blocks(part, _Look())
        walk.end_list()
    by_people(draft, walk.commenters)
    if meta := archive.part("meta.xml"):
        titles = list(descendants(xml_tree(meta), "title"))
        draft.property_title(titles[0].text or "" if titles else "")


class _Document:
    """One walk over the text."""

    def __init__(self, draft: Draft, roots: Iterable[Element]) -> None:
        self._draft = draft
        self._styles = {attribute(style, "name"): style for root in roots for style in descendants(root, "style")}
        self._items: list[str] = []
        self._after: list[Element] = []
        self._place = 0
        self.commenters: list[str] = []

    def end_list(self) -> None:
        """Put the items collected so far into one block."""
        if self._items:
            self._draft.add("\n".join(self._items))
            self._items = []

    def blocks(self, container: Element | None, look: _Look, mark: str = "") -> None:
        """Everything in an element that holds paragraphs."""
        for child in container if container is not None else ():
            name = local(child)
            if name in ("p", "h"):
                self._paragraph(child, look, mark)
            elif name == "list":
                self.blocks(child, look, "- ")
                if not mark:
                    self.end_list()
            elif name == "table":
                self.end_list()
                own = (row for row in descendants(child, "table-row") if _outer(row) is child)
                self._draft.table([self._cell(cell, look) for cell in children(row, "table-cell")] for row in own)
            elif name == "tracked-changes":
                for _ in descendants(child, "deletion"):
                    self._draft.hide("tracked deletion{s}")
            elif name == "section" and attribute(child, "display") in ("none", "condition"):
                self._draft.hide("hidden passage{s}")
            elif name not in ("sequence-decls", "forms", "variable-decls", "user-field-decls", "table-of-content-source", "index-title-template"):
                self.blocks(child, look, mark)

    def _paragraph(self, paragraph: Element, look: _Look, mark: str) -> None:
        self._place += 1
        look = self._styled(paragraph, look)
        text = "".join(self._words(paragraph, look)).strip()
        after, self._after = self._after, []
        level = attribute(paragraph, "outline-level")
        if not text:
            pass
        elif local(paragraph) == "h" and not mark:
            self.end_list()
            self._draft.heading(int(level) if level.isdigit() else 1, text)
        elif self._is_title(paragraph) and not self._draft.title:
            self._draft.title = text
        elif mark:
            self._items.append(mark + text)
        else:
            self.end_list()
            self._draft.add(text)
        for element in after:
            self.blocks(element, replace(look, white=False), mark)

    def _is_title(self, paragraph: Element) -> bool:
        name = attribute(paragraph, "style-name")
        return name == "Title" or attribute(self._styles.get(name), "parent-style-name") == "Title"

    def _words(self, element: Element, look: _Look) -> list[str]:
        texts = [self._seen(element.text, look)]
        for child in element:
            name = local(child)
            if name == "s":
                texts.append(" ")
            elif name in _INLINE_BREAKS:
                texts.append(_INLINE_BREAKS[name])
            elif name in ("annotation", "annotation-end"):
                self.commenters += [creator.text or "" for creator in descendants(child, "creator")] or [""] * (name == "annotation")
            elif name == "note":
                self._after.append(first(child, "note-body"))
            elif name in ("frame", "text-box", "custom-shape", "g", "rect"):
                self._frame(child)
            elif name in ("hidden-text", "hidden-paragraph"):
                self._draft.hide("hidden passage{s}", ("hidden", self._place))
            elif name == "span":
                texts += self._words(child, self._styled(child, look))
            elif name:
                texts += self._words(child, look)
            texts.append(self._seen(child.tail, look))
        return texts

    def _seen(self, text: str | None, look: _Look) -> str:
        if not text or (look.hidden and not text.strip()):
            return text or ""
        if look.hidden:
            self._draft.hide(look.hidden, (look.hidden, self._place))
            return ""
        return re.sub(r"\s+", " ", text)

    def _frame(self, frame: Element) -> None:
        """Text boxes are read after the paragraph they hang on; pictures are counted."""
        boxes = [box for box in descendants(frame, "text-box") if box is not frame]
        self._after += boxes or ([frame] if any(True for _ in children(frame, "p", "h", "list")) else [])
        if not boxes and first(frame, "image") is not None:
            self._draft.note("{n} picture{s} {were} not read")

    def _cell(self, cell: Element, look: _Look) -> str:
        look = self._styled(cell, look)
        texts = []
        for paragraph in descendants(cell, "p", "h"):
            self._place += 1
            texts.append("".join(self._words(paragraph, self._styled(paragraph, look))))
        return " ".join(texts)

    def _styled(self, element: Element, look: _Look) -> _Look:
        """With what the element's style and those above it say, the nearest last."""
        chain: list[Element] = []
        name = attribute(element, "style-name")
        while name in self._styles and len(chain) < 20:
            chain.append(self._styles[name])
            name = attribute(self._styles[name], "parent-style-name")
        for style in reversed(chain):
            for properties in children(style, "text-properties", "paragraph-properties", "table-cell-properties"):
                look = _with(properties, look)
        return look


def _with(properties: Element, look: _Look) -> _Look:
    color, ground, size = (attribute(properties, name).lower() for name in ("color", "background-color", "font-size"))
    points = _POINTS.fullmatch(size)
    if local(properties) == "text-properties":
        display = attribute(properties, "display")
        look = replace(
            look,
            vanished=display == "none" if display else look.vanished,
            white=color == "#ffffff" if color else look.white,
            tiny=float(points.group(1)) <= 1 if points else look.tiny,
        )
    if not ground or (ground == "transparent" and local(properties) != "table-cell-properties"):
        return look
    return replace(look, backed=ground not in ("#ffffff", "transparent"))


def _outer(row: Element) -> Element | None:
    return next((above for above in row.iterancestors() if local(above) == "table"), None)
