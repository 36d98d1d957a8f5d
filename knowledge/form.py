"""Read the Markdown form that guidance and cards share: front matter, level-two headings, items. What a document means is not known here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import GuidanceError
from knowledge.model import Item, Role, Section

__all__ = ["Place", "Strict", "read_form", "read_text"]

LARGEST_FILE = 1_000_000
"""Bytes. The largest built-in document has under 20,000; more than this is not guidance."""
PROSE = ("In short", "Outcome")
"""Sections of one paragraph; all others are lists."""
HEADING = re.compile(r"^(?P<name>[^()]+?)(?: \((?P<minutes>\d+) min\))?$")
ROLE_MARK = re.compile(r"^\((mentor|senior|coordinator)\) ")
SOURCE_MARK = re.compile(r" ?\[([a-z0-9][a-z0-9-]*)\]")
Cut = tuple[str, int | None, list[Token], int]
"""Name, minutes, tokens and line of a section."""


class Strict(BaseModel):
    """Front matter in which a misspelt field is refused."""

    model_config = ConfigDict(extra="forbid")
    id: str


Front = TypeVar("Front", bound=Strict)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, for messages that name the line."""

    path: Path

    def error(self, line: int, what: str, mend: str) -> GuidanceError:
        """What is wrong on that line, and the mend."""
        return GuidanceError(f"{self.path.name}:{line}: {what}", hint=mend)


def read_text(path: Path) -> str:
    """The text of a small UTF-8 file.

    Raises:
        GuidanceError: The file is too large, not UTF-8, or cannot be read.
    """
    place = Place(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise place.error(1, f"the file has over {LARGEST_FILE:,} bytes.", "Guidance is one idea of 250 to 500 words: cut it into documents.")
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise place.error(1, "the file is not UTF-8 text.", "Save it again with the encoding UTF-8.") from error
    except OSError as error:
        raise place.error(1, f"the file cannot be read ({error.strerror}).", "Check that it exists and that you may read it.") from error


def read_form(path: Path, form: type[Front], allowed: Sequence[str]) -> tuple[Front, tuple[Section, ...]]:
    """Front matter and sections of a file.

    Args:
        path: The file; its name is the id.
        form: What the front matter must hold.
        allowed: Headings in the order they must come; the first one is required.

    Raises:
        GuidanceError: The file breaks the form; the message has file and line.
    """
    place = Place(path)
    front, body, offset = _front_matter(place, read_text(path), form)
    if front.id != path.stem:
        raise place.error(2, f"the id {front.id!r} is not the file's name.", f"Write 'id: {path.stem}'.")
    cut = _cut(place, body, offset, allowed)
    _check_order(place, cut, allowed)
    return front, tuple(_section(place, name, minutes, tokens, line, offset) for name, minutes, tokens, line in cut)


def _front_matter(place: Place, text: str, form: type[Front]) -> tuple[Front, str, int]:
    parts = re.match(r"^---\n(.*?)\n---\n", text, re.DOTALL)
    if not parts:
        raise place.error(1, "there is no front matter.", "Start the file with '---', the fields, '---' (docs/writing-guidance.md).")
    try:
        front = form.model_validate(yaml.safe_load(parts[1]))
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


def _cut(place: Place, body: str, offset: int, allowed: Sequence[str]) -> list[Cut]:
    """Cut the Markdown at its level-two headings: name, minutes, tokens, line."""
    sections: list[Cut] = []
    tokens = MarkdownIt().parse(body)
    for index, token in enumerate(tokens):
        line = offset + (token.map[0] if token.map else 0) + 1
        if token.type == "heading_open":
            heading = HEADING.match(tokens[index + 1].content)
            if token.tag != "h2" or not heading or heading["name"] not in allowed:
                raise place.error(line, f"{tokens[index + 1].content!r} is no section.", f"Use '## ' and one of: {', '.join(allowed)}.")
            sections.append((heading["name"], int(heading["minutes"]) if heading["minutes"] else None, [], line))
        elif token.type == "heading_close" or (index and tokens[index - 1].type == "heading_open"):
            continue
        elif sections:
            sections[-1][2].append(token)
        else:
            raise place.error(line, "text stands before the first section.", f"Start with '## {allowed[0]}'.")
    return sections


def _check_order(place: Place, sections: list[Cut], allowed: Sequence[str]) -> None:
    if not sections or sections[0][0] != allowed[0]:
        raise place.error(
            sections[0][3] if sections else 1,
            f"the document does not begin with {allowed[0]!r}.",
            f"Write '## {allowed[0]}' first.",
        )
    places = [allowed.index(name) for name, *_ in sections]
    for before, after, section in zip(places, places[1:], sections[1:], strict=False):
        if before >= after:
            raise place.error(section[3], f"the section {section[0]!r} is out of order or stands twice.", f"Keep the order: {', '.join(allowed)}.")


def _section(place: Place, name: str, minutes: int | None, tokens: list[Token], line: int, offset: int) -> Section:
    prose = name in PROSE
    texts = [(token.content, offset + (token.map[0] if token.map else 0) + 1) for token in tokens if token.type == "inline"]
    if not texts:
        raise place.error(line, f"the section {name!r} is empty.", "Write its items or leave the heading out.")
    if prose and len(texts) > 1:
        raise place.error(texts[1][1], f"{name!r} has more than one paragraph.", "Write one to three sentences in one paragraph.")
    if not prose and any(token.type == "paragraph_open" and token.level == 0 for token in tokens):
        raise place.error(line, f"{name!r} holds prose.", "Write a list, one item a line, starting with '- ' or '1. '.")
    return Section(name, tuple(_item(place, name if prose else f"{name} {number}", *text) for number, text in enumerate(texts, 1)), minutes)


def _item(place: Place, ref: str, content: str, line: int) -> Item:
    text = " ".join(content.split())
    role = ROLE_MARK.match(text)
    marks = tuple(SOURCE_MARK.findall(text))
    text = SOURCE_MARK.sub("", ROLE_MARK.sub("", text)).strip()
    if not text:
        raise place.error(line, f"{ref} is empty.", "Write it or leave it out.")
    if re.search(r"<[a-z/!]|\]\(|!\[|`", text):
        raise place.error(line, f"{ref} holds HTML, a link or code.", "Plain sentences only; links belong into 'sources'.")
    return Item(ref, text, Role(role[1]) if role else None, marks)
