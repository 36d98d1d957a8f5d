"""The words of the library as frozen values: documents, their items and phrasings, passages, what a search found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

__all__ = ["GENERAL_LESSON", "Document", "Found", "Item", "Kind", "OwnDocument", "Passage", "Phrasings", "Ranked", "Role", "Section", "Source", "Tier"]


GENERAL_LESSON = "any-topic"
"""Id of the lesson for topics that have none."""


class Role(StrEnum):
    """Whom an answer is for."""

    MENTOR = "mentor"
    SENIOR = "senior"
    COORDINATOR = "coordinator"


class Kind(StrEnum):
    """What a document is for: guidance answers, an escalation gives a route, not-ours declines."""

    GUIDANCE = "guidance"
    ESCALATION = "escalation"
    NOT_OURS = "not-ours"
    OWN = "own"
    """A programme's own document: quoted beside the guidance."""
    ROLE = "role"
    """A card about a kind of senior."""
    MOMENT = "moment"
    """A card with words for a hard moment."""
    PERSONA = "persona"
    """A card of a senior to rehearse with."""


class Tier(StrEnum):
    """How far a document is to be trusted; citations show it."""

    BUILT_IN = "built-in"
    PROGRAMME = "programme"
    """A programme's own document, which its coordinator stands behind."""
    OUTSIDE = "outside"
    """Somebody else's document, kept for reference and checked by nobody here."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    id: str
    author: str
    title: str
    link: str
    year: int | None = None
    """None when the page states no year."""


@dataclass(frozen=True, slots=True)
class Item:
    """One step, spoken sentence, warning or fact: the smallest thing an answer quotes."""

    ref: str
    """Section and place, such as ``Do 2``; ``In short`` for the whole of that section."""
    text: str
    """As it is shown, without role mark and source marks."""
    audience: Role | None = None
    """The only person it is meant for; None for everybody the document is for."""
    sources: tuple[str, ...] = ()
    """Ids of the document's sources that the item rests on."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its items, in the order of the file."""

    name: str
    items: tuple[Item, ...]
    minutes: int | None = None
    """Only in a lesson."""

    @property
    def text(self) -> str:
        """The items, one a line, as a reader sees the passage."""
        return "\n".join(item.text for item in self.items)


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Ways people ask for the same few items."""

    anchors: tuple[str, ...]
    """References of the items that answer, best first."""
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of guidance, one escalation matter, or one kind of question that is not ours."""

    id: str
    kind: Kind
    origin: str
    """The piece of the evidence base it was written from (G08, T3, E4 …); empty where there is none."""
    title: str
    audience: Role | None
    """None means everybody."""
    sections: tuple[Section, ...]
    phrasings: tuple[Phrasings, ...] = ()
    stage: str = ""
    topic: str = ""
    family: str = ""
    """Of a lesson: tools, people, outside or change; chooses a role card's analogy."""
    sector: str = "any"
    evidence: str = ""
    """The strongest thing it rests on: finding, company, practice; empty outside guidance."""
    reason: str = ""
    """Why it is declined; only for kind not-ours."""
    sources: tuple[Source, ...] = ()
    reviewed: date | None = None
    path: Path | None = None

    @property
    def general(self) -> bool:
        """Whether it is the lesson for topics that have none."""
        return self.id == GENERAL_LESSON

    def section(self, name: str) -> Section | None:
        """The section of that name, or None."""
        return next((section for section in self.sections if section.name == name), None)

    def items(self) -> dict[str, Item]:
        """Every item by its reference."""
        return {item.ref: item for section in self.sections for item in section.items}


@dataclass(frozen=True, slots=True)
class Passage:
    """One section of a document with its heading path: what is searched, sent to a model and opened by a reader."""

    id: str
    """Document id, ``#``, section name in lower case with hyphens."""
    document: str
    title: str
    heading: str
    text: str
    kind: Kind = Kind.GUIDANCE
    tier: Tier = Tier.BUILT_IN
    where: str = ""
    """``page 3`` or ``slide 12`` in a document that has them."""

    @property
    def searched(self) -> str:
        """The text that is embedded and indexed: the heading path, then the words."""
        return f"{self.title} {self.heading}. {self.text}"


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A programme's own document as the library keeps it."""

    id: str
    title: str
    name: str
    """Path of the file below what was added, with ``/``; for a member of an archive the archive's name comes first."""
    root: str
    """What was added: the folder's path, or the file's, or ``upload``."""
    sha256: str
    """Of the file's bytes."""
    container: str
    """The same of the archive it came in; else empty."""
    format: str
    tier: Tier
    role: Role | None
    """The only person it is shown to; None for everybody."""
    added: date
    passages: int
    withdrawn: bool = False
    hidden: tuple[str, ...] = ()
    """Kinds of hidden text that were left out of it."""
    notes: tuple[str, ...] = ()
    """What of it could not be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and how well it fits."""

    passage: Passage
    score: float
    """Fused score, 0..1; higher is closer. Comparable within one search only."""
    why: str
    """For a person: which phrasing, words or meaning brought it up."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document and how well a question asks for it."""

    document: Document
    score: float
    """Fused score in standard deviations over all documents; higher is closer."""
    probability: float
    """The router's share for this document among all, 0..1."""
    likeness: float
    """Cosine of the question and the document's nearest phrasing, -1..1."""
    phrasing: str
    """The nearest phrasing: "because you asked like: …"."""
    anchors: tuple[str, ...]
    """The items which that phrasing's group names, best first."""
