"""Days in words, and the real day in the place of an example's. Pure; the day is always given."""

from __future__ import annotations

import re
from itertools import chain, repeat

from assistant.plans import Day, days_after

__all__ = ["dated", "fits_day", "spoken_day", "undated"]

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
LATER = 14
"""Days from the first day of an example to its second."""
_EXAMPLE = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?the \d{1,2}(?:st|nd|rd|th)\b")


def spoken_day(day: Day) -> str:
    """``Thursday 3 December 2026``, whatever language the machine is set to."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def dated(text: str, day: Day) -> str:
    """A sentence of the guidance with the real day for its example: "By Friday the 4th I ask …"; a second one falls two weeks later."""
    days = chain([day], repeat(days_after(day, LATER)))
    return _EXAMPLE.sub(lambda found: _as_example(next(days), weekday="day " in found[0]), text)


def fits_day(text: str, day: Day) -> bool:
    """Whether the first day that a sentence names in that way, if any, is this one."""
    found = _EXAMPLE.search(text)
    return not found or found[0] == _as_example(day, weekday="day " in found[0])


def undated(text: str) -> str:
    """The sentence without any such day, to compare it with the guidance."""
    return _EXAMPLE.sub("that day", text)


def _as_example(day: Day, *, weekday: bool) -> str:
    ending = "th" if day.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{DAYS[day.weekday()] + ' ' if weekday else ''}the {day.day}{ending}"
