"""What every plan and agenda is made of: a line with its evidence, a level, and who leads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Leads", "Level", "Line"]


class Level(StrEnum):
    """What the senior can do already."""

    NEW = "new"
    SOME = "some"
    FLUENT = "fluent"


class Leads(StrEnum):
    """Who has the word or the keyboard."""

    MENTOR = "mentor"
    SENIOR = "senior"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, say or know, with the passages it rests on."""

    text: str
    citations: tuple[str, ...] = ()
    """Ids of passages; empty for what only arranges the session: minutes, dates, the person's own words."""
