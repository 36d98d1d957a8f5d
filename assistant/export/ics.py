"""An agenda as calendar invitations: the session and, when its day is known, the next one. The only door to icalendar.

The file invites nobody and loads nothing: no attendee, organizer, address, attachment or alarm. Texts lose what a calendar program would make a link or
markup of.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar, Event

from assistant.errors import BriefError
from assistant.export.sheet import LEADS, clock, day_in_words, made_by
from assistant.plans import Agenda
from assistant.present import without_invisible

__all__ = ["calendar", "calm", "zone_named"]

PRODUCT = "-//Upward//Reverse mentoring co-pilot//EN"
YEAR = timedelta(days=366)
"""How far around the sessions the file explains the clocks of its time zone."""
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=\bmailto):(?=\S)|(?<=\bwww)\.(?=\w)", re.IGNORECASE)


def calendar(agenda: Agenda, *, stamp: datetime, start: time, zone: ZoneInfo | None = None, assumed: bool = False) -> bytes:
    """The session, and the next one at the same hour, as a file that calendars open.

    Args:
        agenda: With its day.
        stamp: When the file is made, with its time zone.
        start: When the session begins, as clocks in the zone show it.
        zone: None for floating time: whatever clocks show where the file is opened.
        assumed: Day or hour are a proposal of ours; the events are tentative.

    Raises:
        BriefError: No day; the next day is not later; the clocks skip that hour.
    """
    if agenda.day is None:
        raise BriefError("A calendar entry needs the day of the session.", hint="Give a day such as 2026-12-03.")
    if agenda.next_day and agenda.next_day <= agenda.day:
        raise BriefError("The next session is not after this one.", hint=f"Give a day after {day_in_words(agenda.day)}.")
    hours, first, then = _Hours(start, agenda.minutes, zone, stamp, assumed), agenda.day, agenda.next_day
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add_component(_event(_uid(first, hours, agenda.title), agenda.title, _outline(agenda), first, hours))
    if then:
        lines = ["Opens with what was promised.", f"Agreed in the agenda for {day_in_words(first)}.", f"{made_by(agenda.trace.engine)}."]
        made.add_component(_event(_uid(then, hours, agenda.title), "Next reverse mentoring session", lines, then, hours))
    if zone:
        made.add_missing_timezones(first_date=first - YEAR, last_date=(then or first) + YEAR)
    return bytes(made.to_ical())


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name.

    Raises:
        BriefError: There is none.
    """
    if name not in available_timezones() - {"localtime", "Factory"}:
        raise BriefError(f"There is no time zone {name!r}.", hint="Give one such as Europe/London, America/New_York or UTC.")
    return ZoneInfo(name)


def calm(text: str) -> str:
    """The text on one line, with a space in whatever a calendar program would take for a tag or an address."""
    return _ADDRESS.sub(lambda mark: f"{mark[0]} ", _TAG.sub("< ", without_invisible(text)))


@dataclass(frozen=True, slots=True)
class _Hours:
    """When the events of a file begin and end, and how they are marked."""

    start: time
    minutes: int
    zone: ZoneInfo | None
    stamp: datetime
    assumed: bool


def _event(uid: str, title: str, lines: Sequence[str], day: date, hours: _Hours) -> Event:
    begins = _existing(datetime.combine(day, hours.start, hours.zone))
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", hours.stamp.astimezone(UTC))
    event.add("dtstart", begins)
    event.add("dtend", _later(begins, hours.minutes))
    event.add("summary", calm(title))
    event.add("description", "\n".join(map(calm, lines)))
    # Colleagues and assistants who may read a calendar see a private entry as taken time, without its words.
    event.add("class", "PRIVATE")
    event.add("status", "TENTATIVE" if hours.assumed else "CONFIRMED")
    return event


def _outline(agenda: Agenda) -> list[str]:
    lines, start = [], 0
    for item in agenda.items:
        lines.append(" ".join(filter(None, [f"{clock(start, item.minutes)}: {item.title} ({LEADS[item.who_leads]}).", item.purpose])))
        start += item.minutes
    return [*lines, f"{made_by(agenda.trace.engine)}."]


def _uid(day: date, hours: _Hours, title: str) -> str:
    """The same session gives the same id, so that a calendar replaces the entry it has; the next session's agenda replaces its placeholder."""
    named = f"{day.isoformat()}|{hours.start.isoformat()}|{hours.zone.key if hours.zone else ''}|{calm(title)}"
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@upward"


def _later(begins: datetime, minutes: int) -> datetime:
    """So many minutes of real time later, also across a change of the clocks."""
    if begins.tzinfo is None:
        return begins + timedelta(minutes=minutes)
    return (begins.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(begins.tzinfo)


def _existing(moment: datetime) -> datetime:
    if moment.tzinfo and moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise BriefError(f"On {day_in_words(moment)} the clocks skip {moment:%H:%M}.", hint="Give an hour before or after the change.")
    return moment
