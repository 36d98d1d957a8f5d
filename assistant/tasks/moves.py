"""Tell what a mentor's line does: ask openly, ask for a yes, check, invite to try, tell, and so on. By rule, English only, pure.

Rules go by the words that English uses for each, hedges included ("I wonder whether you might have a go"). What none of them
knows is telling. A line is known by what the other one would answer to: mostly its last question.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.tasks import cues
from knowledge.words import normalised

__all__ = ["Move", "move_of", "parts_of"]

BURIED = 40
"""Words of telling after a question that make people answer the telling. Guessed: a quarter of a minute of speech."""


class Move(StrEnum):
    """What a line does."""

    OPEN = "open question"
    CLOSED = "closed question"
    CHECK = "check"
    """Asks the senior to say or judge it themselves."""
    TRY = "try"
    """Puts it into the senior's hands."""
    EMPTY = "empty phrase"
    """A check that everybody answers with yes."""
    PERMISSION = "permission"
    """Asks leave before asking, differing or showing."""
    NAMING = "naming"
    """Says what is seen or heard of the senior, and leaves it with them."""
    WAITING = "waiting"
    """Says nothing."""
    CLOSING = "closing"
    TELLING = "telling"


_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"'”’)])\s+(?=[^a-z])|\n+")
_QUOTED = re.compile(r"(?<=\w[\s,:] )\"[^\"]*\"|(?<=\w )\"[^\"]*\"|(?<=: )\"[^\"]*\"")


def parts_of(line: str) -> list[tuple[str, Move]]:
    """The sentences of a line, each with what it does; none for a line without a letter or digit."""
    sentences = [sentence.strip() for sentence in _SENTENCE.split(line) if any(character.isalnum() for character in sentence)]
    return [(sentence, _move(_QUOTED.sub("that", normalised(sentence)).strip("\"'(* "))) for sentence in sentences]


def move_of(line: str) -> Move:
    """What the other one would answer to: something to do, a check, a goodbye, else the last question that the telling after it does not bury."""
    if re.fullmatch(r"\W*(?:(?:i |we )?(?:wait|waits|waiting|pause|pauses|silence|say nothing|says nothing|stay quiet|count to \w+)\W*)?", normalised(line)):
        return Move.WAITING
    parts = parts_of(line)
    asked, told = Move.TELLING, 0
    for sentence, move in parts:
        if move is Move.TELLING:
            told += len(sentence.split())
        elif _RANK[move] >= _RANK[asked]:
            asked, told = move, 0
    return Move.TELLING if told > BURIED else asked


_RANK = {move: 2 for move in Move} | {Move.TELLING: 0, Move.NAMING: 1, Move.CLOSING: 1, Move.CHECK: 3, Move.TRY: 4}
"""What is answered to whatever else the line asks; of equals the last."""


def _move(plain: str) -> Move:
    """What one sentence does, in lower case and with one kind of quotation mark."""
    if cues.EMPTY.search(plain):
        return Move.EMPTY
    if cues.CHECK.search(plain):
        return Move.CHECK
    asked_what = (cues.INVERTED.search(plain) or (_marked(plain) and cues.WORD_AT_CLAUSE.search(plain))) and not cues.SUGGESTS.search(plain)
    if cues.TRY.search(plain) and not cues.NOT_TRY.search(plain) and not asked_what:
        return Move.TRY
    if cues.CLOSING.search(plain):
        return Move.CLOSING
    asks = _asks(plain)
    if cues.PERMISSION.search(plain) and asks is not Move.OPEN:
        return Move.PERMISSION
    if asks:
        return asks if not (cues.NAMING.search(plain) and asks is Move.CLOSED) else Move.NAMING
    return Move.NAMING if cues.NAMING.search(plain) else Move.TELLING


def _asks(plain: str) -> Move | None:
    """An open or a closed question, or neither; the question mark may be missing where the order of the words shows one."""
    mark = _marked(plain)
    if cues.TAG.search(plain):
        return Move.CLOSED
    if cues.WHETHER.search(plain):
        return Move.CLOSED
    if cues.ASKS.search(plain) and (mark or not cues.OFFERS.search(plain)):
        return Move.OPEN
    if cues.INVERTED.search(plain) or (mark and cues.WORD_AT_CLAUSE.search(plain)):
        return Move.CLOSED if cues.FACT.search(plain) else Move.OPEN
    return Move.CLOSED if mark or cues.AUX.search(plain) else None


def _marked(plain: str) -> bool:
    return plain.rstrip("\"')* ").endswith("?")
