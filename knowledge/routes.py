"""Read what is not guidance: the escalation routes of an organisation, the replies to what is not ours, and words by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from knowledge.errors import GuidanceError
from knowledge.form import read_text
from knowledge.load import GUIDANCE, read_phrasings
from knowledge.model import Document, Item, Kind, Section, Source

__all__ = ["ROUTES", "Languages", "read_crisis_words", "read_escalation", "read_languages", "read_not_ours"]

ROUTES = GUIDANCE / "escalation" / "routes.yaml"
"""The built-in routes. An organisation's own file, ``escalation.yaml`` in the data folder, stands in for it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Route(_Strict):
    who: str
    where: str
    how: str
    source: str | None = None
    checked: date | None = None


class _Matter(_Strict):
    id: str
    origin: str = ""
    title: str
    reply: dict[str, list[str]]
    routes: list[_Route]


class _Escalation(_Strict):
    organisation: str
    reviewed: date
    matters: list[_Matter]


class _NotOurs(_Strict):
    id: str
    reason: str
    title: str
    reply: str
    instead: str | None = None


class _Replies(_Strict):
    reviewed: date
    kinds: list[_NotOurs]


class _Language(_Strict):
    code: str
    name: str
    line: str
    crisis_line: str


class _Words(_Strict):
    language: str
    patterns: list[re.Pattern[str]]


Languages = dict[str, tuple[str, str]]
"""Language code to (the honest line, the line for a crisis), both in that language."""


def read_escalation(path: Path = ROUTES) -> list[Document]:
    """The escalation matters as documents: one section for each variant of the reply, then ``Routes``.

    Raises:
        GuidanceError: The file cannot be read or does not have the form; says which field.
    """
    raw = _yaml(path)
    for matter in raw.get("matters", []) if isinstance(raw, dict) else []:
        if isinstance(matter, dict) and "from" in matter:
            matter["origin"] = matter.pop("from")
    content: _Escalation = _checked(_Escalation, raw, path)
    return [_matter(matter, content.reviewed, path) for matter in content.matters]


def read_not_ours(path: Path = GUIDANCE / "not-ours" / "replies.yaml") -> list[Document]:
    """What is declined, as documents with one section, ``Reply``.

    Raises:
        GuidanceError: The file cannot be read or does not have the form.
    """
    content: _Replies = _checked(_Replies, _yaml(path), path)
    return [
        Document(
            id=kind.id,
            kind=Kind.NOT_OURS,
            origin="",
            title=kind.title,
            audience=None,
            sections=(Section("Reply", tuple(Item(f"Reply {n}", text) for n, text in enumerate(filter(None, (kind.reply, kind.instead)), 1))),),
            phrasings=read_phrasings(path.with_name(f"{kind.id}.phrasings.txt"), {"any"}),
            reason=kind.reason,
            reviewed=content.reviewed,
            path=path,
        )
        for kind in content.kinds
    ]


def read_languages(path: Path = GUIDANCE / "not-ours" / "languages.yaml") -> Languages:
    """What to say to a person who asks in another language than English."""
    languages: list[_Language] = _checked(list[_Language], _yaml(path), path)
    return {language.code: (language.line, language.crisis_line) for language in languages}


def read_crisis_words(path: Path = GUIDANCE / "escalation" / "words.yaml") -> dict[str, list[re.Pattern[str]]]:
    """Patterns by matter id that call for its route whatever the router thinks."""
    words: dict[str, list[_Words]] = _checked(dict[str, list[_Words]], _yaml(path), path)
    return {
        matter: [re.compile(pattern.pattern, re.IGNORECASE) for language in languages for pattern in language.patterns] for matter, languages in words.items()
    }


def _matter(matter: _Matter, reviewed: date, path: Path) -> Document:
    sections = [_section(name, sentences) for name, sentences in matter.reply.items()]
    sections.append(_section("Routes", [f"{route.who} ({route.where}): {route.how}" for route in matter.routes]))
    sources = {route.source: Source(f"route-{number}", route.who, route.who, route.source) for number, route in enumerate(matter.routes, 1) if route.source}
    return Document(
        id=matter.id,
        kind=Kind.ESCALATION,
        origin=matter.origin,
        title=matter.title,
        audience=None,
        sections=tuple(sections),
        phrasings=read_phrasings(ROUTES.with_name(f"{matter.id}.phrasings.txt"), set(matter.reply)),
        sources=tuple(sources.values()),
        reviewed=reviewed,
        path=path,
    )


def _section(name: str, sentences: Sequence[str]) -> Section:
    return Section(name, tuple(Item(f"{name} {number}", " ".join(text.split())) for number, text in enumerate(sentences, 1)))


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise GuidanceError(
            f"{path.name}:{mark.line + 1 if mark else 1}: the file is not valid YAML.", hint="Quote values that hold a colon or a hash."
        ) from error


def _checked(form: Any, raw: Any, path: Path) -> Any:
    try:
        return TypeAdapter(form).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise GuidanceError(f"{path.name}: {where}: {first['msg']}.", hint="The built-in file of the same name shows the form.") from error
