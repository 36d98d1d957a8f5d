"""A rehearsal as values: who said what, and what of it came from a card or a lesson. No rules of the played senior here. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.tasks.moves import Move
from knowledge.model import Document

__all__ = ["CLOSING", "MISCONCEPTION", "OBJECTION", "OPENING", "Rehearsal", "Said", "lines_of", "quotes_of", "unsaid", "voiced"]

OPENING, OBJECTION, MISCONCEPTION, CLOSING = "opening", "objection", "misconception", "closing"
"""What the senior's line is, where it is no answer to a move of the mentor's."""
_QUOTE = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the dialogue."""

    who: Literal["mentor", "senior"]
    text: str
    kind: str
    """Of the mentor's line its move; of the senior's the move it answers, or opening, objection, misconception, closing."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A rehearsal so far."""

    persona: Document
    lesson: Document
    turns: tuple[Said, ...]

    @property
    def over(self) -> bool:
        """Whether the senior has left."""
        return self.turns[-1].who == "senior" and self.turns[-1].kind == CLOSING

    @property
    def mentor(self) -> tuple[Said, ...]:
        """The mentor's lines."""
        return tuple(said for said in self.turns if said.who == "mentor")

    @property
    def senior(self) -> tuple[Said, ...]:
        """The senior's lines."""
        return tuple(said for said in self.turns if said.who == "senior")

    def did(self, move: Move) -> int:
        """How many of the mentor's lines made that move."""
        return sum(said.kind == move for said in self.mentor)


def voiced(said: Said, lesson: Document) -> str:
    """The objection or misconception of the lesson that a line of the senior's ends with; empty for none."""
    section = {OBJECTION: "Objections", MISCONCEPTION: "Misconceptions"}.get(said.kind, "")
    return next((quote for quote in quotes_of(lesson, section) if said.text.rstrip('"').endswith(quote)), "")


def unsaid(rehearsal: Rehearsal, lines: Iterable[str]) -> list[str]:
    """Those lines that the senior has not said yet."""
    said = [f" {turn.text} ".replace('"', "") for turn in rehearsal.senior]
    return [line for line in lines if not any(f" {line} " in text for text in said)]


def lines_of(card: Document, section: str) -> tuple[str, ...]:
    """The spoken lines of a card's section, without their quotation marks."""
    found = card.section(section)
    return tuple(item.text.strip().strip('"“”') for item in found.items) if found else ()


def quotes_of(lesson: Document, section: str) -> list[str]:
    """The quoted first halves of a lesson's section; what follows them is the mentor's to find."""
    found = lesson.section(section)
    matches = (_QUOTE.match(item.text) for item in found.items) if found else ()
    return [match[1] for match in matches if match]
