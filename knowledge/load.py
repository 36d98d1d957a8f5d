"""Read guidance documents and their phrasings, and refuse what breaks the form with file, line and mend. No search here."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from knowledge.errors import GuidanceError
from knowledge.model import Document, Item, Kind, Passage, Phrasings, Role, Section, Source

__all__ = ["GUIDANCE", "cut", "read_document", "read_folder", "read_phrasings", "read_text"]

GUIDANCE = Path(__file__).parent / "guidance"
"""The built-in documents."""
LESSON = ("Outcome", "Hook", "Demonstration", "Practice", "Check", "Misconceptions", "Objections", "Limits", "Take-away")
SECTIONS = ("In short", *LESSON, "Do", "Say", "Avoid", "Why", "Next")
"""Allowed headings in the order they must come (DESIGN, section 3)."""
LARGEST_FILE = 1_000_000
"""Bytes. The largest built-in document has under 10,000; more than this is not guidance."""
LESSON_MINUTES = 45
HEADING = re.compile(r"^(?P<name>[^()]+?)(?: \((?P<minutes>\d+) min\))?$")
ROLE_MARK = re.compile(r"^\((mentor|senior|coordinator)\) ")
SOURCE_MARK = re.compile(r" ?\[([a-z0-9][a-z0-9-]*)\]")

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Source(_Strict):
    id: Line
    author: Line
    title: Line
    link: Line = Field(pattern=r"^https?://")
    year: int | None = None


class _Front(_Strict):
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    origin: Line = Field(alias="from")
    title: Line
    audience: Literal["mentor", "senior", "coordinator", "all"]
    stage: Literal["prepare", "first", "teach", "feedback", "run", "close", "programme"]
    topic: Line
    sector: Line
    evidence: Literal["finding", "company", "practice"]
    sources: list[_Source]
    reviewed: date


@dataclass(frozen=True, slots=True)
class _Place:
    """A file, for messages that name the line."""

    path: Path

    def error(self, line: int, what: str, mend: str) -> GuidanceError:
        return GuidanceError(f"{self.path.name}:{line}: {what}", hint=mend)


def read_text(path: Path) -> str:
    """The text of a small UTF-8 file.

    Raises:
        GuidanceError: The file is too large, not UTF-8, or cannot be read.
    """
    place = _Place(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise place.error(1, f"the file has over {LARGEST_FILE:,} bytes.", "Guidance is one idea of 250 to 500 words: cut it into documents.")
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise place.error(1, "the file is not UTF-8 text.", "Save it again with the encoding UTF-8.") from error
    except OSError as error:
        raise place.error(1, f"the file cannot be read ({error.strerror}).", "Check that it exists and that you may read it.") from error


def read_document(path: Path) -> Document:
    """One guidance document with its phrasings.

    Raises:
        GuidanceError: Front matter, headings, items, sources or phrasings break the form; the message has file and line.
    """
    place = _Place(path)
    front, body, offset = _front_matter(place, read_text(path))
    if front.id != path.stem:
        raise place.error(2, f"the id {front.id!r} is not the file's name.", f"Write 'id: {path.stem}'.")
    sections = _sections(place, body, offset)
    _check_order(place, sections)
    built = tuple(_section(place, name, minutes, tokens, line, offset) for name, minutes, tokens, line in sections)
    document = Document(
        id=front.id,
        kind=Kind.GUIDANCE,
        origin=front.origin,
        title=front.title,
        audience=None if front.audience == "all" else Role(front.audience),
        sections=built,
        stage=front.stage,
        topic=front.topic,
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
    documents = sorted((read_document(path) for path in folder.rglob("*.md")), key=lambda document: document.id)
    for one, other in itertools.pairwise(documents):
        if one.id == other.id and other.path:
            raise _Place(other.path).error(2, f"the id {other.id!r} is used twice.", "Give one of the two another id and file name.")
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
    place, groups, seen = _Place(path), [], set[str]()
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


def _front_matter(place: _Place, text: str) -> tuple[_Front, str, int]:
    parts = re.match(r"^---\n(.*?)\n---\n", text, re.DOTALL)
    if not parts:
        raise place.error(1, "there is no front matter.", "Start the file with '---', the fields, '---' (docs/writing-guidance.md).")
    try:
        front = _Front.model_validate(yaml.safe_load(parts[1]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise place.error(2 + (mark.line if mark else 0), "the front matter is not valid YAML.", "Quote values that hold a colon or a hash.") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "front matter"
        lines = parts[1].split("\n")
        line = next((number for number, content in enumerate(lines, 2) if content.startswith(f"{field}:")), 1)
        raise place.error(line, f"{'.'.join(map(str, first['loc']))}: {first['msg']}.", "Fields are listed in docs/writing-guidance.md.") from error
    return front, text[parts.end() :], parts[0].count("\n")


def _sections(place: _Place, body: str, offset: int) -> list[tuple[str, int | None, list[Token], int]]:
    """Cut the Markdown at its level-two headings: name, minutes, tokens, line."""
    sections: list[tuple[str, int | None, list[Token], int]] = []
    tokens = MarkdownIt().parse(body)
    for index, token in enumerate(tokens):
        line = offset + (token.map[0] if token.map else 0) + 1
        if token.type == "heading_open":
            heading = HEADING.match(tokens[index + 1].content)
            if token.tag != "h2" or not heading or heading["name"] not in SECTIONS:
                raise place.error(line, f"{tokens[index + 1].content!r} is no section.", f"Use '## ' and one of: {', '.join(SECTIONS)}.")
            sections.append((heading["name"], int(heading["minutes"]) if heading["minutes"] else None, [], line))
        elif token.type == "heading_close" or (index and tokens[index - 1].type == "heading_open"):
            continue
        elif sections:
            sections[-1][2].append(token)
        else:
            raise place.error(line, "text stands before the first section.", "Start with '## In short'.")
    return sections


def _check_order(place: _Place, sections: list[tuple[str, int | None, list[Token], int]]) -> None:
    if not sections or sections[0][0] != "In short":
        raise place.error(
            sections[0][3] if sections else 1,
            "the document does not begin with 'In short'.",
            "Write '## In short' first: the answer in one to three sentences.",
        )
    places = [SECTIONS.index(name) for name, *_ in sections]
    for before, after, section in zip(places, places[1:], sections[1:], strict=False):
        if before >= after:
            raise place.error(section[3], f"the section {section[0]!r} is out of order or stands twice.", f"Keep the order: {', '.join(SECTIONS)}.")


def _section(place: _Place, name: str, minutes: int | None, tokens: list[Token], line: int, offset: int) -> Section:
    prose = name in ("In short", "Outcome")
    texts = [(token.content, offset + (token.map[0] if token.map else 0) + 1) for token in tokens if token.type == "inline"]
    if not texts:
        raise place.error(line, f"the section {name!r} is empty.", "Write its items or leave the heading out.")
    if prose and len(texts) > 1:
        raise place.error(texts[1][1], f"{name!r} has more than one paragraph.", "Write one to three sentences in one paragraph.")
    if not prose and any(token.type == "paragraph_open" and token.level == 0 for token in tokens):
        raise place.error(line, f"{name!r} holds prose.", "Write a list, one item a line, starting with '- ' or '1. '.")
    return Section(name, tuple(_item(place, name if prose else f"{name} {number}", *text) for number, text in enumerate(texts, 1)), minutes)


def _item(place: _Place, ref: str, content: str, line: int) -> Item:
    text = " ".join(content.split())
    role = ROLE_MARK.match(text)
    marks = tuple(SOURCE_MARK.findall(text))
    text = SOURCE_MARK.sub("", ROLE_MARK.sub("", text)).strip()
    if not text:
        raise place.error(line, f"{ref} is empty.", "Write it or leave it out.")
    if re.search(r"<[a-z/!]|\]\(|!\[|`", text):
        raise place.error(line, f"{ref} holds HTML, a link or code.", "Plain sentences only; links belong into 'sources'.")
    return Item(ref, text, Role(role[1]) if role else None, marks)


def _check_sources(place: _Place, document: Document) -> None:
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


def _check_lesson(place: _Place, document: Document) -> None:
    names = {section.name for section in document.sections}
    if not names & set(LESSON):
        return
    if missing := [name for name in LESSON if name not in names]:
        raise place.error(1, f"the lesson has no {missing[0]!r}.", f"A lesson has: {', '.join(LESSON)}.")
    total = sum(section.minutes or 0 for section in document.sections)
    if total != LESSON_MINUTES:
        raise place.error(1, f"the lesson's minutes add up to {total}.", f"Make them add up to {LESSON_MINUTES}.")
