"""Read guidance documents and their phrasings, and refuse what breaks the form with file, line and mend. No search here."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from knowledge.form import Place, Strict, read_form, read_text
from knowledge.model import Document, Kind, Passage, Phrasings, Role, Source

__all__ = ["CARDS", "FITTING", "GUIDANCE", "cut", "read_document", "read_folder", "read_phrasings"]

GUIDANCE = Path(__file__).parent / "guidance"
"""The built-in documents."""
LESSON = ("Outcome", "Hook", "Demonstration", "Practice", "Check", "Misconceptions", "Objections", "Limits", "Take-away")
FITTING = ("Probe", "Adapt", "Deepen", "Cut", "Materials", "Terms", "Risk")
"""What fits a lesson to a level and to the minutes; Risk only where new technology is taught."""
LESSON_PARTS = (*LESSON, *(part for part in FITTING if part not in ("Risk", "Deepen")))
SECTIONS = ("In short", *LESSON, *FITTING, "Do", "Say", "Avoid", "Why", "Next")
"""Allowed headings in the order they must come (DESIGN, section 3)."""
CARDS = ("roles", "moments", "personas")
"""Folders of cards (``cards.py``), which are not asked for by questions."""
LESSON_MINUTES = 45

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Source(Strict):
    id: Line
    author: Line
    title: Line
    link: Line = Field(pattern=r"^https?://")
    year: int | None = None


class _Front(Strict):
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    origin: Line = Field(alias="from")
    title: Line
    audience: Literal["mentor", "senior", "coordinator", "all"]
    stage: Literal["prepare", "first", "teach", "feedback", "run", "close", "programme"]
    topic: Line
    family: Literal["tools", "people", "outside", "change"] | None = None
    sector: Line
    evidence: Literal["finding", "company", "practice"]
    sources: list[_Source]
    reviewed: date


def read_document(path: Path) -> Document:
    """One guidance document with its phrasings.

    Raises:
        GuidanceError: Front matter, headings, items, sources or phrasings break the form; the message has file and line.
    """
    place = Place(path)
    front, sections = read_form(path, _Front, SECTIONS)
    document = Document(
        id=front.id,
        kind=Kind.GUIDANCE,
        origin=front.origin,
        title=front.title,
        audience=None if front.audience == "all" else Role(front.audience),
        sections=sections,
        stage=front.stage,
        topic=front.topic,
        family=front.family or "",
        sector=front.sector,
        evidence=front.evidence,
        sources=tuple(Source(**source.model_dump()) for source in front.sources),
        reviewed=front.reviewed,
        path=path,
    )
    _check_sources(place, document)
    _check_lesson(place, document)
    return _with_phrasings(document, path.with_suffix(".phrasings.txt"))


def read_folder(folder: Path) -> list[Document]:
    """Every document below a folder, in the order of their ids.

    Raises:
        GuidanceError: The first document that breaks the form, or an id that is used twice.
    """
    documents = sorted((read_document(path) for path in folder.rglob("*.md") if path.parent.name not in CARDS), key=lambda document: document.id)
    for one, other in itertools.pairwise(documents):
        if one.id == other.id and other.path:
            raise Place(other.path).error(2, f"the id {other.id!r} is used twice.", "Give one of the two another id and file name.")
    return documents


def cut(document: Document) -> list[Passage]:
    """The document's passages: one for each section."""
    return [
        Passage(
            id=f"{document.id}#{section.name.lower().replace(' ', '-')}",
            document=document.id,
            title=document.title,
            heading=section.name,
            text=section.text,
            kind=document.kind,
        )
        for section in document.sections
    ]


def read_phrasings(path: Path, known: set[str]) -> tuple[Phrasings, ...]:
    """The groups of a phrasings file.

    Args:
        path: The file; one that is not there holds none.
        known: Item references or variant names that a heading may name.

    Raises:
        GuidanceError: A line before the first heading, a heading that names nothing known, or a line that stands twice.
    """
    if not path.exists():
        return ()
    place, groups, seen = Place(path), [], set[str]()
    for number, raw in enumerate(read_text(path).splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("# "):
            anchors = tuple(part.strip() for part in line[2:].split(","))
            for anchor in anchors:
                if anchor not in known:
                    raise place.error(number, f"{anchor!r} is no item of the document.", f"Name one of: {', '.join(sorted(known))}.")
            groups.append((anchors, list[str]()))
        elif not groups:
            raise place.error(number, "a phrasing stands before the first heading.", "Start with a heading such as '# In short'.")
        elif (key := line.casefold()) in seen:
            raise place.error(number, f"the phrasing {line!r} stands twice.", "Leave one of them out.")
        else:
            seen.add(key)
            groups[-1][1].append(line)
    return tuple(Phrasings(anchors, tuple(lines)) for anchors, lines in groups if lines)


def _with_phrasings(document: Document, path: Path) -> Document:
    known = set(document.items())
    known |= {section.name for section in document.sections if section.name in ("In short", "Outcome")}
    values: dict[str, Any] = {name: getattr(document, name) for name in Document.__slots__}
    return Document(**values | {"phrasings": read_phrasings(path, known)})


def _check_sources(place: Place, document: Document) -> None:
    known = {source.id for source in document.sources}
    for item in document.items().values():
        for mark in item.sources:
            if mark not in known:
                raise place.error(1, f"{item.ref} names the source {mark!r}, which the front matter does not list.", "Add it to 'sources' or mend the name.")
    unused = known - {mark for item in document.items().values() for mark in item.sources}
    if unused:
        raise place.error(
            1, f"no item rests on the source {sorted(unused)[0]!r}.", "Put its id in square brackets behind the item it supports, or leave it out."
        )


def _check_lesson(place: Place, document: Document) -> None:
    names = {section.name for section in document.sections}
    if not names & set(LESSON):
        return
    if missing := [name for name in LESSON_PARTS if name not in names]:
        raise place.error(1, f"the lesson has no {missing[0]!r}.", f"A lesson has: {', '.join(LESSON_PARTS)}.")
    if not document.family:
        raise place.error(1, "the lesson has no family.", "Write 'family: ' and tools, people, outside or change.")
    total = sum(section.minutes or 0 for section in document.sections)
    if total != LESSON_MINUTES:
        raise place.error(1, f"the lesson's minutes add up to {total}.", f"Make them add up to {LESSON_MINUTES}.")
