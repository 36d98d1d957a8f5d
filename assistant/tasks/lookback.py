"""Look back on a rehearsal: what the junior did, counted and quoted. Never a score, a mark or a word about the person. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.plans import Line
from assistant.tasks.answer import passage_id
from assistant.tasks.dialogue import MISCONCEPTION, OBJECTION, Rehearsal, Said, voiced
from assistant.tasks.moves import Move, parts_of
from knowledge.model import Document

__all__ = ["LookBack", "Met", "banned", "review", "rows"]

LECTURE = 60
"""Words of telling for each question, from which asking more is worth a try. Guessed: half a minute of speech."""
MOST_WORTH = 2
_BANNED = re.compile(
    r"\b(?:simply|obviously|(?<!only )(?<!fair and )just"
    r"(?! (?:now|as|before|after|in case|about|over|under|then|past|below|above|like|in time|right|enough|that moment))(?! a (?:moment|second|minute)))\b",
    re.IGNORECASE,
)
_ASKED = (Move.OPEN, Move.CLOSED, Move.CHECK)


@dataclass(frozen=True, slots=True)
class Met:
    """An objection of the senior's and what the mentor did next."""

    objection: str
    reply: str
    """The mentor's next words; empty when there were none."""
    by: str
    """``a question``, ``something to try``, ``telling``, another move, or empty."""


@dataclass(frozen=True, slots=True)
class LookBack:
    """What the mentor did, each thing with the sentences in which it was done."""

    lines: int
    """Of the mentor, pauses left out."""
    words: int
    """In all the mentor's lines."""
    told: int
    """Words in sentences that only tell."""
    open_questions: tuple[str, ...]
    closed_questions: tuple[str, ...]
    checks: tuple[str, ...]
    tries: tuple[str, ...]
    """Invitations to try."""
    asked_first: tuple[str, ...]
    """Where leave was asked, or what was noticed was said."""
    pauses: int
    empty_phrases: tuple[str, ...]
    banned: tuple[tuple[str, str], ...]
    """Words that tell people it should be easy, each with the sentence it stands in."""
    objections: tuple[Met, ...]
    came_up: tuple[str, ...]
    """Misunderstandings that a check brought up."""
    worth: tuple[Line, ...]
    """At most two things worth trying next time, from the guidance, with their passages."""

    @property
    def questions(self) -> int:
        """Open and closed questions and checks; an empty phrase is none."""
        return len(self.open_questions) + len(self.closed_questions) + len(self.checks)


def banned(text: str) -> list[str]:
    """Words that tell people it should be easy, "just", "simply" and "obviously", in lower case, where they say it."""
    return [found.group().lower() for found in _BANNED.finditer(text)]


def review(rehearsal: Rehearsal, documents: Mapping[str, Document]) -> LookBack:
    """What the mentor did in a rehearsal, over or not.

    Args:
        rehearsal: The dialogue.
        documents: The guidance by id; what is worth trying is quoted from it, and left out where it lacks the piece.
    """
    parts = [part for said in rehearsal.mentor for part in parts_of(said.text)]

    def of(*moves: Move) -> tuple[str, ...]:
        return tuple(sentence for sentence, move in parts if move in moves)

    told = of(Move.TELLING)
    spoken = [said for said in rehearsal.mentor if said.kind != Move.WAITING]
    back = LookBack(
        lines=len(spoken),
        words=sum(len(said.text.split()) for said in spoken),
        told=sum(len(sentence.split()) for sentence in told),
        open_questions=of(Move.OPEN),
        closed_questions=of(Move.CLOSED),
        checks=of(Move.CHECK),
        tries=of(Move.TRY),
        asked_first=of(Move.PERMISSION, Move.NAMING),
        pauses=len(rehearsal.mentor) - len(spoken),
        empty_phrases=of(Move.EMPTY),
        banned=tuple((word, sentence) for sentence, _ in parts for word in banned(sentence)),
        objections=tuple(_met(rehearsal, place) for place, said in enumerate(rehearsal.turns) if said.kind == OBJECTION),
        came_up=tuple(voiced(said, rehearsal.lesson) for said in rehearsal.senior if said.kind == MISCONCEPTION),
        worth=(),
    )
    return _with_worth(back, rehearsal.persona.id, documents)


def rows(back: LookBack) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The look back in words: what was counted, and the sentences it was counted in. What did not occur is named where it is worth knowing."""
    counted = (
        (_count(len(back.open_questions), "open question"), back.open_questions),
        (_count(len(back.closed_questions), "closed question"), back.closed_questions),
        (f"{_count(back.told, 'word')} of telling, {_count(back.questions, 'question')}", ()),
        (_count(len(back.checks), "check for understanding", "checks for understanding"), back.checks),
        (_count(len(back.tries), "invitation to try", "invitations to try"), back.tries),
        (_count(len(back.objections), "objection") + " met", tuple(_told(met) for met in back.objections)),
    )
    if_any = (
        (_count(len(back.came_up), "misunderstanding") + " that your checks brought up", back.came_up),
        (_count(back.pauses, "pause") + " left open", ("",) * back.pauses),
        (_count(len(back.asked_first), "time", "times") + " you asked leave or said what you noticed", back.asked_first),
        (_count(len(back.empty_phrases), "empty phrase"), back.empty_phrases),
        ("Words to listen for", tuple(f"{word}: {sentence}" for word, sentence in back.banned)),
    )
    return (*counted, *((text, tuple(filter(None, examples))) for text, examples in if_any if examples))


def _met(rehearsal: Rehearsal, place: int) -> Met:
    """An objection with the mentor's next words; a pause before them does not count as an answer."""
    next_said: Said | None = next((said for said in rehearsal.turns[place:] if said.who == "mentor" and said.kind != Move.WAITING), None)
    objection = voiced(rehearsal.turns[place], rehearsal.lesson) or rehearsal.turns[place].text
    if next_said is None:
        return Met(objection, "", "")
    by = "a question" if next_said.kind in _ASKED else {Move.TRY: "something to try", Move.NAMING: "naming it"}.get(Move(next_said.kind), next_said.kind)
    return Met(objection, next_said.text, by)


def _told(met: Met) -> str:
    return f'"{met.objection}" You answered with {_a(met.by)}: {met.reply}' if met.reply else f'"{met.objection}" There was no answer to it yet.'


def _a(by: str) -> str:
    return {"permission": "asking leave", "empty phrase": "an empty phrase", "closing": "a goodbye"}.get(by, by)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _argued(back: LookBack) -> bool:
    return any(met.by == Move.TELLING for met in back.objections)


def _never_tried(back: LookBack) -> bool:
    return not back.tries


def _never_paused(back: LookBack) -> bool:
    return not back.pauses


_Rule = tuple[Callable[[LookBack], bool], str, str]
_FOR: dict[str, _Rule] = {
    "persona-silent": (_never_paused, "ask-before-you-tell", "Do 4"),
    "persona-knows-more": (_never_tried, "says-i-know-this-already", "Do 2"),
    "persona-sceptical": (_argued, "disagree-with-someone-powerful", "Do 8"),
    "persona-busy": (_never_tried, "distracted-or-not-alone", "Do 5"),
}
_ALWAYS: tuple[_Rule, ...] = (
    (_never_tried, "check-they-have-it", "Do 2"),
    (lambda back: bool(back.empty_phrases), "check-they-have-it", "Say 3"),
    (lambda back: not back.open_questions, "ask-before-you-tell", "Say 1"),
    (_argued, "disagree-with-someone-powerful", "Say 1"),
    (lambda back: back.told > LECTURE * max(back.questions, 1), "ask-before-you-tell", "Say 6"),
    (lambda back: not back.checks, "check-they-have-it", "Do 1"),
    (_never_paused, "ask-before-you-tell", "Do 4"),
    (lambda _: True, "check-they-have-it", "Next 1"),
)
"""When a thing is worth trying, and the item that says it; what suits this senior comes first, and of one occasion nothing twice."""


def _with_worth(back: LookBack, persona: str, documents: Mapping[str, Document]) -> LookBack:
    rules = [rule for rule in (_FOR.get(persona), *_ALWAYS) if rule and rule[0](back)]
    worth: dict[Callable[[LookBack], bool], Line] = {}
    for applies, document, ref in rules:
        item = documents[document].items().get(ref) if document in documents else None
        if item and applies not in worth:
            worth[applies] = Line(item.text, (passage_id(document, ref),))
    return replace(back, worth=tuple(worth.values())[:MOST_WORTH])
