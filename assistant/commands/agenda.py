"""``agenda``: a time-boxed agenda from goals or from a plan, and its calendar entries."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from assistant import Copilot
from assistant.commands import line
from assistant.commands.files import Files, add_files
from assistant.errors import BriefError
from assistant.export import calendar, json_values, markdown_text, plain_text, word_file, zone_named
from assistant.export.sheet import day_in_words
from assistant.plans import Agenda, AgendaRequest, Brief, Level, TeachingPlan

__all__ = ["add"]

KINDS = {"ics": "calendar entries", "docx": "a Word file", "md": "a Markdown file"}
ASSUMED_HOUR, ASSUMED_AFTER = time(10), timedelta(days=7)
"""When a calendar entry is put that nobody gave a day or an hour for; it is marked as tentative."""


def add(tasks: line.Tasks) -> None:
    """Add the command."""
    parser = tasks.add_parser("agenda", help="make an agenda", description="A time-boxed agenda. Exit 0: done, 1: declined, 2: bad input.")
    parser.add_argument("--minutes", type=int, default=45, metavar="N", help="how long (default: 45)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--goal", action="append", default=[], metavar="TEXT", help="what the session is for; may be repeated")
    source.add_argument("--topic", metavar="TEXT", help="make it from the teaching plan for this topic instead")
    parser.add_argument("--senior", default="", metavar="TEXT", help="with --topic: role and context of the senior")
    parser.add_argument(
        "--level", type=Level, choices=list(Level), default=Level.SOME, metavar="{new,some,fluent}", help="with --topic: what they can do already"
    )
    parser.add_argument("--open-commitments", type=Path, metavar="FILE", help="what was promised and is open, one a line")
    parser.add_argument("--date", type=line.day, metavar="YYYY-MM-DD", help="day of the session")
    parser.add_argument("--start", type=line.hour, metavar="HH:MM", help="when it begins")
    parser.add_argument("--timezone", metavar="NAME", help="such as Europe/London (default: whatever clocks show where the file is opened)")
    parser.add_argument("--next", type=line.day, metavar="YYYY-MM-DD", help="day of the next session")
    add_files(parser, KINDS)
    line.add_common(parser)
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    if given.date and given.date < date.today():
        raise BriefError(f"{given.date.isoformat()} is in the past.", hint="Give the day of the session, or leave it out.")
    zone = zone_named(given.timezone) if given.timezone is not None else None
    promised = line.lines_in(given.open_commitments) if given.open_commitments else ()
    files = Files(given, KINDS)
    with line.opened(given) as copilot:
        plan = _plan(copilot, given) if given.topic is not None else None
        made = copilot.agenda(AgendaRequest(given.minutes, tuple(given.goal), promised, plan, day=given.date, next_day=given.next))

    def entries() -> bytes:
        dated, start, assumed = _dated(made, given.start, date.today())
        return calendar(dated, stamp=now, start=start, zone=zone, assumed=assumed)

    files.write({"ics": entries, "docx": lambda: word_file(made, made=now), "md": lambda: markdown_text(made).encode()})
    line.printed(json_values(made) if given.json else plain_text(made))
    return line.DONE


def _plan(copilot: Copilot, given: argparse.Namespace) -> TeachingPlan:
    plan = copilot.prepare(Brief(given.topic, given.senior, given.minutes, level=given.level, day=given.date))
    assert isinstance(plan, TeachingPlan)  # noqa: S101 - a brief for the mentor
    return plan


def _dated(agenda: Agenda, start: time | None, today: date) -> tuple[Agenda, time, bool]:
    """With a day and an hour, and whether one of them is a proposal of ours, which is said."""
    assumed = agenda.day is None or start is None
    day, start = agenda.day or today + ASSUMED_AFTER, start or ASSUMED_HOUR
    if assumed:
        line.noted(f"The calendar entry is tentative, on {day_in_words(day)} at {start:%H:%M}: give --date and --start for yours.")
    return replace(agenda, day=day), start, assumed
