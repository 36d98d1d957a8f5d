"""Rehearse a session: the mentor types what they would say, and a played senior answers from a card. Pure, and the same every time.

The senior's lines come from a persona card, in its order, none of them twice; the doubts come from the lesson. What the mentor
types is told apart by ``moves.py`` and is never more than words in a dialogue. Whether a line speaks of a grave matter is not
looked at here: whoever calls does that first, and shows the route instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.errors import BriefError
from assistant.tasks.dialogue import CLOSING, MISCONCEPTION, OBJECTION, OPENING, Rehearsal, Said, lines_of, quotes_of, unsaid
from assistant.tasks.moves import Move, move_of
from knowledge.model import Document, Kind
from knowledge.words import stems

__all__ = ["LONGEST_LINE", "MOST_EXCHANGES", "Rehearsal", "Said", "answered", "begin", "heard", "reply"]

LONGEST_LINE = 2000
"""Characters of one line: five minutes of speech."""
MOST_EXCHANGES = 14
WAITED = "…"
"""How a pause is kept in the dialogue."""
GLANCE = "(Looks at the clock.)"
SHORT_HINT = 40
"""Words of a hint that helps somebody who is trying; beyond it is a lecture. Guessed."""

LEAVE = ("Please do.", "Go ahead.", "By all means.", "Yes, of course.", "You may.")
"""Answers to "may I?"."""
MISTAKEN = ("As I understand it:", "Asked today, I would say:", "This is how I would put it:")
"""How a misunderstanding comes out when the mentor checks."""
INSTEAD = {"Empty phrase": "Closed question", "Closed question": "Empty phrase", "Telling": "Empty phrase"}
"""Whose lines serve when a section has none left."""
SECTIONS = {
    Move.OPEN: "Open question",
    Move.NAMING: "Open question",
    Move.CLOSED: "Closed question",
    Move.CHECK: "Check",
    Move.TRY: "Try",
    Move.EMPTY: "Empty phrase",
    Move.TELLING: "Telling",
    Move.WAITING: "Telling",
    Move.CLOSING: "Telling",
}
DOUBTS_AFTER = (Move.CLOSED, Move.EMPTY, Move.TELLING, Move.OPEN, Move.NAMING, Move.WAITING)
"""What a senior may object to: nobody does in the middle of trying or of saying it back."""
DISARMS = DOUBTS_AFTER[3:]
"""After these an objection comes a line later."""
NEAR = 1 / 3
"""Share of a doubt's words that must have fallen for it to be about what was said. Guessed, read aloud."""
LATELY = 2
"""The senior's last lines, in which a try is still what a question is about."""
_OF_WORK = re.compile(
    r"\b(?:your (?:week|day|team|work|people|department|desk)|last time|usually|normally|at present|at the moment|already|these days)\b", re.IGNORECASE
)
_ABOUT_DOUBT = re.compile(r"\b(?:trust|doubt|sure|unclear|hazy|stuck|wrong)\b", re.IGNORECASE)
_SETTLED = re.compile(r"\b(?:(?<!part )done|finished|it worked|now i have it|to compare|holds for|as a beginner)\b[^?]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a played senior differs from the others."""

    objects_every: int = 3
    """Lines of the mentor from one objection to the next."""
    leaves_at: int = 0
    """The mentor's line at which they leave if nothing was tried; 0 for never."""
    waits: bool = False
    """Whether a pause brings out what they think."""
    quotes: bool = False
    """Whether they put doubts into other people's mouths."""
    opened_by: re.Pattern[str] = re.compile(r"(?!)")
    """Words in an open question that bring out what they think."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


MANNERS = {
    "persona-busy": Manner(leaves_at=8, opened_by=_words("one thing|one question|one case|two minutes|five minutes|most time|by friday")),
    "persona-sceptical": Manner(
        2, opened_by=_words("come[s]? from|what happened|makes you|small (?:test|trial)|change your mind|you are right|fair (?:point|doubt)|persuade")
    ),
    "persona-silent": Manner(waits=True, opened_by=_words("no hurry|take your time|when you are ready|in writing")),
    "persona-knows-more": Manner(
        quotes=True,
        opened_by=_words("teach(?:ing)?|taught|learn from you|your experience|you have seen|hard(?:er|est)|tricky|difficult|exceptions?|newcomers?"),
    ),
}
"""By card; any other card is an even-tempered senior."""


def begin(persona: Document, lesson: Document) -> Rehearsal:
    """A rehearsal with the senior's first line, which depends on the lesson.

    Args:
        persona: A card of kind PERSONA.
        lesson: Guidance with the sections Objections and Misconceptions; without them the senior has no doubts of the subject.

    Raises:
        ValueError: The first one is no such card.
    """
    if persona.kind is not Kind.PERSONA:
        raise ValueError(f"{persona.id!r} is no senior to rehearse with.")
    openings = lines_of(persona, "Opening")
    return Rehearsal(persona, lesson, (Said("senior", openings[sum(map(ord, lesson.id)) % len(openings)], OPENING),))


def answered(rehearsal: Rehearsal, line: str) -> Rehearsal:
    """The rehearsal with the mentor's line and the senior's answer to it.

    Args:
        rehearsal: One that is not over.
        line: What the mentor says; nothing at all, or dots, is a pause. Grave matters must have been looked for before.

    Raises:
        BriefError: The line is longer than 2,000 characters, or the senior has left.
    """
    spoken = heard(rehearsal, line)
    return replace(spoken, turns=(*spoken.turns, reply(spoken)))


def heard(rehearsal: Rehearsal, line: str) -> Rehearsal:
    """The rehearsal with the mentor's line, not answered yet.

    Raises:
        BriefError: As for :func:`answered`.
    """
    if rehearsal.over:
        raise BriefError("The senior has left.", hint="Look back on what you did, or begin again.")
    if len(line) > LONGEST_LINE:
        raise BriefError(
            f"The line has {len(line):,} characters; {LONGEST_LINE:,} fit.", hint="Say it as you would aloud, in a few sentences. Nothing was kept."
        )
    text = "".join(character for character in " ".join(line.split()) if character.isprintable() or character in "\u200c\u200d")
    return replace(rehearsal, turns=(*rehearsal.turns, Said("mentor", text or WAITED, move_of(text))))


def reply(rehearsal: Rehearsal) -> Said:
    """The senior's answer to a rehearsal whose last line is the mentor's."""
    manner = MANNERS.get(rehearsal.persona.id, Manner())
    move = Move(rehearsal.turns[-1].kind)
    count = len(rehearsal.mentor)
    untried = bool(manner.leaves_at) and not rehearsal.did(Move.TRY)
    leaves = (move is Move.CLOSING and count > 1) or count >= MOST_EXCHANGES or (untried and count >= manner.leaves_at)
    section = _section(rehearsal, move, manner)
    text = "" if leaves else _next(rehearsal, section, deep=_opens_up(rehearsal, move, manner))
    if not text:
        return Said("senior", _closing(rehearsal), CLOSING)
    if section == "Check" and _mistaken(rehearsal, move) and (mistake := _led(rehearsal, MISTAKEN, "Misconceptions")):
        return Said("senior", mistake, MISCONCEPTION)
    glance = f"{GLANCE} " if untried and count == manner.leaves_at - 2 else ""
    due = manner.objects_every + (move in DISARMS)
    if section not in ("Try", "Check") and move in DOUBTS_AFTER and _since_doubt(rehearsal) >= due:
        doubt = _led(rehearsal, lines_of(rehearsal.persona, "Objection"), "Objections", quote=manner.quotes)
        if doubt:
            return Said("senior", glance + (doubt if section == "Telling" else f"{text} {doubt}"), OBJECTION)
    return Said("senior", glance + text, section.lower())


def _section(rehearsal: Rehearsal, move: Move, manner: Manner) -> str:
    """Which lines of the card answer; an answer to "may I?" is on no card."""
    before, spoken = rehearsal.turns[-2], rehearsal.turns[-1].text
    if move is Move.PERMISSION:
        return "Permission"
    if before.kind == "try" and not _SETTLED.search(before.text) and _goes_on(move, spoken) and _next(rehearsal, "Try"):
        return "Try"
    lately = any(said.kind == "try" for said in rehearsal.senior[-LATELY:])
    if lately and move is Move.OPEN and not _OF_WORK.search(spoken) and not manner.opened_by.search(spoken):
        return "Check"
    if move is Move.WAITING and _thinking(rehearsal, manner):
        return "Open question"
    return SECTIONS[move]


def _goes_on(move: Move, spoken: str) -> bool:
    """Whether somebody in the middle of trying goes on with it after such a line."""
    if move is Move.OPEN:
        return not _OF_WORK.search(spoken)
    return move in (Move.CLOSED, Move.EMPTY, Move.WAITING, Move.NAMING) or (move is Move.TELLING and len(spoken.split()) <= SHORT_HINT)


def _thinking(rehearsal: Rehearsal, manner: Manner) -> bool:
    """Whether a pause is one to think in: it follows a question, and has not been going on for too long."""
    kinds = [said.kind for said in rehearsal.mentor]
    asked = next((place for place, kind in enumerate(reversed(kinds)) if kind != Move.WAITING), len(kinds))
    before = kinds[-asked - 1] if asked < len(kinds) else ""
    return asked <= (2 if manner.waits else 1) and before in (Move.OPEN, Move.NAMING, *((Move.CLOSED,) if manner.waits else ()))


def _opens_up(rehearsal: Rehearsal, move: Move, manner: Manner) -> bool:
    """Whether the senior says what they would otherwise have kept for later."""
    if move is Move.WAITING:
        return manner.waits
    return move is Move.OPEN and bool(manner.opened_by.search(rehearsal.turns[-1].text))


def _next(rehearsal: Rehearsal, section: str, *, deep: bool = False) -> str:
    """The first line of a section that was not said; those of its second half first for somebody who opens up. Empty when all were."""
    lines = LEAVE if section == "Permission" else lines_of(rehearsal.persona, section)
    half = len(lines) // 2 if deep and section == "Open question" else 0
    left = unsaid(rehearsal, (*lines[half:], *lines[:half]))
    if not left and section in INSTEAD:
        left = unsaid(rehearsal, lines_of(rehearsal.persona, INSTEAD[section]))
    return left[0] if left else ""


def _mistaken(rehearsal: Rehearsal, move: Move) -> bool:
    """Whether a misunderstanding comes out: at every second check that asks what they understood."""
    came_up = sum(said.kind == MISCONCEPTION for said in rehearsal.senior)
    return move is Move.CHECK and rehearsal.did(Move.CHECK) // 2 > came_up and not _ABOUT_DOUBT.search(rehearsal.turns[-1].text)


def _led(rehearsal: Rehearsal, leads: Iterable[str], section: str, *, quote: bool = False) -> str:
    """A doubt or mistake from the lesson with its introduction: the one most of whose words the mentor has used, else the first. Empty when used up."""
    said = {stem for turn in rehearsal.mentor for stem in stems(turn.text)}
    left = unsaid(rehearsal, quotes_of(rehearsal.lesson, section))
    introduced = unsaid(rehearsal, leads)
    if not left or not introduced:
        return ""
    words = [set(stems(one)) for one in left]
    shares = [len(said & some) / max(len(some), 1) for some in words]
    nearest = left[shares.index(max(shares))] if max(shares) >= NEAR else left[0]
    return f'{introduced[0]} "{nearest}"' if quote else f"{introduced[0]} {nearest}"


def _since_doubt(rehearsal: Rehearsal) -> int:
    """The mentor's lines since the senior's last objection."""
    objected = [place for place, said in enumerate(rehearsal.turns) if said.kind == OBJECTION]
    return sum(said.who == "mentor" for said in rehearsal.turns[objected[-1] if objected else 0 :])


def _closing(rehearsal: Rehearsal) -> str:
    """How the senior leaves: the later of the card's closings the more they were given to do and to say."""
    closings = lines_of(rehearsal.persona, "Closing")
    given = bool(rehearsal.did(Move.TRY)) + (rehearsal.did(Move.OPEN) + rehearsal.did(Move.CHECK) >= 2)
    return closings[min(given, len(closings) - 1)]
