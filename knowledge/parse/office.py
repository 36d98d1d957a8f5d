"""What Word, PowerPoint and Excel files have in common: parts, and the relations by which one names another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from knowledge.parse.archive import Archive
from knowledge.parse.draft import Draft, counted
from knowledge.parse.refusals import Stop
from knowledge.parse.tree import Element, attribute, children, first, xml_tree

__all__ = ["Part", "by_people", "main_part", "property_title"]


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    """The last word of its type."""
    target: str
    """The name of the other part."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the archive, parsed."""

    archive: Archive
    name: str
    root: Element
    relations: tuple[_Relation, ...]

    @classmethod
    def open(cls, archive: Archive, name: str) -> Self | None:
        """The part of that name; None where there is none.

        Raises:
            Stop: It is damaged.
        """
        data = archive.part(name)
        return cls(archive, name, xml_tree(data), _relations(archive, name)) if data else None

    def names(self, *kinds: str) -> list[str]:
        """The names of the parts it refers to in these ways, each once, in order."""
        return list(dict.fromkeys(one.target for one in self.relations if one.kind in kinds))

    def parts(self, *kinds: str) -> list[Part]:
        """The parts it refers to in these ways; those that are missing are left out."""
        return [part for name in self.names(*kinds) if (part := Part.open(self.archive, name))]

    def root_of(self, kind: str) -> Element | None:
        """The root of the first part it refers to in this way."""
        return next((part.root for part in self.parts(kind)), None)

    def named(self, id: str) -> str:
        """The name of the part that an id in its text stands for; empty where it stands for none."""
        return next((one.target for one in self.relations if one.id == id), "")


def _relations(archive: Archive, name: str) -> tuple[_Relation, ...]:
    folder, base = posixpath.split(name)
    data = archive.part(posixpath.join(folder, "_rels", f"{base}.rels"))
    return tuple(
        _Relation(
            attribute(one, "Id"),
            attribute(one, "Type").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, attribute(one, "Target"))).lstrip("/"),
        )
        for one in (children(xml_tree(data), "Relationship") if data else ())
        if attribute(one, "TargetMode") != "External"
    )


def main_part(archive: Archive, usual: str) -> Part:
    """The part that the archive opens with.

    Raises:
        Stop: It is encrypted or damaged.
    """
    if archive.encrypted:
        raise Stop("encrypted")
    named = next((one.target for one in _relations(archive, "") if one.kind == "officeDocument"), usual)
    part = Part.open(archive, named if archive.has(named) else usual)
    if part is None:
        raise Stop("damaged")
    return part


def property_title(archive: Archive, draft: Draft) -> None:
    """Offer the title that stands in the file's properties."""
    if core := Part.open(archive, "docProps/core.xml"):
        title = first(core.root, "title")
        draft.property_title("" if title is None else title.text or "")


def by_people(draft: Draft, people: Iterable[str]) -> None:
    """Report comments by how many wrote them."""
    if number := len(set(people)):
        draft.hide_line(f"comments by {counted(number, 'person') if number == 1 else f'{number} people'}")
