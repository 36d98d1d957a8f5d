"""What happens on the Agenda page: each handler calls one verb of the co-pilot, or none, and shows the agenda as it is now. Knows no layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, Protocol, cast

from assistant.errors import BriefError
from assistant.pages import agendaview, planview, wordview
from assistant.pages.downloads import Downloads
from assistant.pages.editing import TITLE, Draft, edited, moved_to, usual_start
from assistant.pages.files import address, agenda_files
from assistant.pages.opening import Opening
from assistant.pages.planning import day_of, failed, lines_of, minutes_of, steps
from assistant.plans import Agenda, AgendaRequest, TeachingPlan, Topic

__all__ = ["LENGTHS", "USUAL", "Drafter", "Laid", "Slot", "slot_of", "starts_of"]

STEPS = ("Put what was promised first", "Give each point its minutes")
LENGTHS, USUAL = ("20", "30", "45", "60", "90"), "45"
"""Minutes that can be chosen without writing them, and those that are chosen at first."""
LATER = "The next date is not after this session, so the calendar file cannot hold it."


class _Agendas(Protocol):
    """What this page needs of a co-pilot."""

    def agenda(self, request: AgendaRequest) -> Agenda:
        """See :meth:`assistant.Copilot.agenda`."""


class Slot(NamedTuple):
    """The fields above the agenda, as they came."""

    length: str | None
    """None from a page that was not shown yet."""
    minutes: float | None
    starts: str
    next_day: str


@dataclass(frozen=True, slots=True)
class Laid:
    """An agenda as it is shown: HTML of its parts, the draft, and the key of its files. A part that is None stays as it is."""

    draft: Draft | None
    key: str
    sum: str | None = None
    items: str | None = None
    about: str | None = None
    links: str | None = None
    slot: bool = False
    """True when the fields above show the draft's slot anew."""


class Drafter:
    """Makes and edits agendas for the page.

    Args:
        opening: The co-pilot, perhaps still opening.
        downloads: Where the files of an agenda are offered.
        today: Tells the day.
    """

    def __init__(self, opening: Opening, downloads: Downloads, today: Callable[[], date] = date.today) -> None:
        self._opening = opening
        self._downloads = downloads
        self._today = today

    def from_goals(self, goals: str, promised: str, slot: Slot, draft: Draft | None, key: str) -> Iterator[Laid]:
        """From goals and what was promised, one a line, for the slot on the page."""
        try:
            start = starts_of(slot.starts)
            day, next_day = start.date() if start else None, day_of(slot.next_day, "The next date")
            request = AgendaRequest(minutes_of(slot.length, slot.minutes), lines_of(goals), lines_of(promised), day=day, next_day=next_day)
        except BriefError as error:
            yield Laid(draft, key, about=failed(error))
            return
        yield from self._made(request, draft, key, start)

    def from_plan(self, plan: TeachingPlan, promised: tuple[str, ...], draft: Draft | None, key: str) -> Iterator[Laid]:
        """From a teaching plan."""
        yield from self._made(AgendaRequest(plan.minutes, promised=promised, plan=plan, day=plan.day), draft, key)

    def from_topics(self, topics: tuple[Topic, ...], promised: tuple[str, ...], draft: Draft | None, key: str) -> Iterator[Laid]:
        """From suggested topics."""
        yield from self._made(AgendaRequest(promised=promised, topics=topics), draft, key)

    def edited(self, sent: str, draft: Draft | None, key: str) -> Laid:
        """After an edit in the list; the list is drawn anew only when items came, went or moved."""
        if draft is None:
            return Laid(draft, key)
        now = edited(draft, sent)
        laid = self._laid(now, key)
        return laid if now.turn != draft.turn else replace(laid, items=None)

    def moved(self, slot: Slot, draft: Draft | None, key: str) -> Laid:
        """After another slot, start or next date was chosen."""
        if draft is None:
            return Laid(draft, key)
        try:
            start = starts_of(slot.starts) or draft.start
            unwritten = not slot.minutes and not (slot.length or "").isdigit()
            minutes = draft.agenda.minutes if unwritten else minutes_of(slot.length, slot.minutes)
            now = moved_to(draft, minutes, start, day_of(slot.next_day, "The next date"))
        except BriefError as error:
            return Laid(draft, key, about=failed(error, "The agenda below is unchanged."))
        return replace(self._laid(now, key), items=None)

    def forget(self, key: str) -> None:
        """Take the files away when the browser session has ended."""
        self._downloads.drop(key)

    def _made(self, request: AgendaRequest, draft: Draft | None, key: str, start: datetime | None = None) -> Iterator[Laid]:
        if self._opening.state != "ready":
            yield Laid(draft, key, about=wordview.waiting("Making the agenda", steps(self._opening, STEPS)))
        try:
            agenda = cast(_Agendas, self._opening.copilot()).agenda(request)
        except Exception as error:  # noqa: BLE001 - a page tells people in words, whatever it was
            yield Laid(draft, key, about=failed(error))
            return
        made = Draft(agenda, start or usual_start(agenda, self._today()), assumed=start is None, turn=draft.turn + 1 if draft else 1, focus=TITLE)
        made = replace(made, agenda=replace(agenda, day=made.start.date()))
        yield replace(self._laid(made, key), slot=True)

    def _laid(self, draft: Draft, key: str) -> Laid:
        key = self._downloads.keep(key, files := agenda_files(draft))
        late = draft.agenda.next_day is not None and draft.agenda.next_day <= draft.start.date()
        notes = (*draft.agenda.notes, *((LATER,) if late else ()))
        about = agendaview.about(replace(draft.agenda, notes=notes))
        return Laid(draft, key, agendaview.sum_card(draft), agendaview.items(draft), about, planview.files(address(key), files))


def starts_of(text: str) -> datetime | None:
    """Day and hour as browsers send them; None for none.

    Raises:
        BriefError: They are none.
    """
    if not text or not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError as error:
        raise BriefError(f"The start cannot be read: {text.strip()[:20]!r}.", hint="Write it as 2026-11-26 14:00.") from error


def slot_of(draft: Draft | None) -> Slot:
    """What the fields above show of a draft; before there is one, the usual length."""
    if draft is None:
        return Slot(USUAL, None, "", "")
    minutes = str(draft.agenda.minutes)
    length = minutes if minutes in LENGTHS else "other"
    next_day = draft.agenda.next_day.isoformat() if draft.agenda.next_day else ""
    return Slot(length, draft.agenda.minutes, f"{draft.start:%Y-%m-%dT%H:%M}", next_day)
