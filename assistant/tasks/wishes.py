"""Read what a person wishes changed about a plan: shorter, forty minutes, more playful, she knows it already. By rule; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.plans import LONGEST_SLOT, SHORTEST_SLOT, Brief, Level

__all__ = ["UNDERSTOOD", "Wishes", "applied", "wishes"]

UNDERSTOOD = 'minutes ("shorter", "30 minutes"), the level ("she is new to it", "he knows this well"), who it is for ("she is a lawyer"), and "more playful"'
"""What can be wished for without a model, in words."""
LESS, MORE = 0.75, 1.25
"""What "shorter" and "longer" make of the minutes. Guessed."""
_MINUTES = re.compile(r"\b(\d{1,3})\s*(?:-\s*)?min", re.IGNORECASE)
_HALF_HOUR = re.compile(r"\bhalf an hour\b", re.IGNORECASE)
_SHORTER = re.compile(r"\b(short(er|en)?|less time|quick(er)?|brief(er)?|tight(er)?|cut it down|too long)\b", re.IGNORECASE)
_LONGER = re.compile(r"\b(longer|more time|extend|too short|more detail(ed)?)\b", re.IGNORECASE)
_PLAYFUL = re.compile(
    r"\b(play(ful|fully|ing)?|fun(nier|ny)?|light(er|-hearted)?|games?|gamif\w*|lively|livelier|less (dry|serious|stiff)|entertaining)\b", re.IGNORECASE
)
_NEW = re.compile(
    r"\b(beginner|novice|new to (it|this|that|the)|never (used|done|tried|seen|opened)|no idea|from (zero|scratch)|knows? (nothing|little)|simpler|easier"
    r"|slower|basic)\b",
    re.IGNORECASE,
)
_FLUENT = re.compile(
    r"\b(advanced|expert|fluent|experienced|knows? (it|this|that|a lot|more|the basics)\b|already (uses?|knows?|does)|good at (it|this)|harder|deeper"
    r"|higher level|less basic|more demanding)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was understood."""

    minutes: int | None = None
    level: Level | None = None
    playful: bool = False
    understood: bool = False
    """Whether anything but who it is for was understood."""


def wishes(brief: Brief) -> Wishes:
    """What the refine text of a brief asks for."""
    text = brief.refine
    named = _MINUTES.search(text)
    minutes = int(named[1]) if named else 30 if _HALF_HOUR.search(text) else None
    if minutes is None and _SHORTER.search(text):
        minutes = max(SHORTEST_SLOT, 5 * round(brief.minutes * LESS / 5))
    elif minutes is None and _LONGER.search(text):
        minutes = min(LONGEST_SLOT, 5 * round(brief.minutes * MORE / 5))
    level = Level.FLUENT if _FLUENT.search(text) else Level.NEW if _NEW.search(text) else None
    playful = bool(_PLAYFUL.search(text))
    return Wishes(minutes, level, playful, bool(minutes or level or playful))


def applied(brief: Brief, wished: Wishes) -> tuple[int, Level]:
    """Minutes and level of the plan that is wished for."""
    return wished.minutes or brief.minutes, wished.level or brief.level
