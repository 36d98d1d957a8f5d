"""An agenda while it is edited: what the page sends, and what comes of it. Pure; nothing here is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from assistant.plans import Agenda, AgendaItem, Leads
from assistant.present import without_invisible
from assistant.tasks.agenda import fitted_to

__all__ = ["LONGEST_TITLE", "MOST_ITEMS", "TITLE", "Draft", "clocks", "edited", "moved_to", "usual_start"]

MOST_ITEMS = 40
LONGEST_TITLE = 200
"""Characters of an item's title."""
MOST_MINUTES = 600
TITLE = "ag-title"
"""Id of the agenda's title."""
USUAL = time(10, 0)
"""When a session starts for which nobody said so."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An agenda and when it starts."""

    agenda: Agenda
    start: datetime
    assumed: bool = True
    """True while the start is a proposal of ours."""
    seen: int = 0
    """Number of the last edit that was taken in."""
    turn: int = 1
    """Grows whenever the list must be drawn anew."""
    focus: str = ""
    """Id of what takes the focus once it is drawn; empty for none."""


def usual_start(agenda: Agenda, today: date) -> datetime:
    """Ten o'clock on the day of the agenda, or a week from today."""
    return datetime.combine(agenda.day or today + timedelta(days=7), USUAL)


def moved_to(draft: Draft, minutes: int, start: datetime, next_day: date | None) -> Draft:
    """The draft with another slot, start, or next date."""
    agenda = replace(draft.agenda, minutes=minutes, day=start.date(), next_day=next_day, problems=())
    return replace(draft, agenda=agenda, start=start, assumed=draft.assumed and start == draft.start)


def clocks(draft: Draft) -> tuple[str, ...]:
    """When each item starts, ``10:05``."""
    starts, at = [], draft.start
    for item in draft.agenda.items:
        starts.append(f"{at:%H:%M}")
        at += timedelta(minutes=item.minutes)
    return tuple(starts)


def edited(draft: Draft, sent: str) -> Draft:
    """The draft after an edit.

    Args:
        draft: As it was last drawn.
        sent: JSON of what stands on the page: ``{"act", "at", "n", "turn", "items": [{"was", "minutes", "title", "lead"}]}``. ``was`` is the place of an item
            in the draft, from 0, ``at`` the place acted on, ``act`` one of edit, add, remove, up, down and fit. ``n`` counts the edits: one that comes twice
            is taken in once. ``turn`` names the list that was edited: of one that was drawn anew meanwhile nothing is taken in. Nor is what cannot be read.
    """
    told: Any = None
    with suppress(ValueError, RecursionError):
        told = json.loads(sent)
    if not isinstance(told, dict) or not isinstance(told.get("items"), list):
        return draft
    number, turn = told.get("n"), told.get("turn", f"turn-{draft.turn}")
    if turn != f"turn-{draft.turn}" or (isinstance(number, int) and number <= draft.seen):
        return draft
    draft = replace(draft, seen=number if isinstance(number, int) else draft.seen)
    items = [_item(draft.agenda.items, one) for one in told["items"][:MOST_ITEMS] if isinstance(one, dict)]
    return _after(draft, items, str(told.get("act")), _place(told.get("at"), len(items)))


def _after(draft: Draft, items: list[AgendaItem], act: str, at: int) -> Draft:
    """Carry the act out on the items as they stand on the page."""
    focus, other = "", at + {"up": -1, "down": 1}.get(act, 0)
    if act == "add" and len(items) < MOST_ITEMS:
        items.append(AgendaItem(5, "", "", Leads.BOTH))
        focus = f"title-{len(items)}"
    elif act == "remove" and items:
        del items[at]
        focus = f"remove-{min(at + 1, len(items))}" if items else "add"
    elif act in ("up", "down") and 0 <= other < len(items):
        items[at], items[other] = items[other], items[at]
        focus = f"{act}-{other + 1}"
    agenda = replace(draft.agenda, items=tuple(items), problems=())
    return replace(draft, agenda=fitted_to(agenda, agenda.minutes) if act == "fit" else agenda, turn=draft.turn + (act != "edit"), focus=focus)


def _item(before: tuple[AgendaItem, ...], sent: Mapping[str, Any]) -> AgendaItem:
    """An item as it stands on the page, with what the page does not show taken from the draft."""
    was = sent.get("was")
    old = before[was] if isinstance(was, int) and not isinstance(was, bool) and 0 <= was < len(before) else AgendaItem(0, "", "", Leads.BOTH)
    title = without_invisible(str(sent.get("title", "")))[:LONGEST_TITLE]
    lead = sent.get("lead")
    return replace(old, minutes=_minutes(sent.get("minutes")), title=title, who_leads=Leads(lead) if lead in list(Leads) else old.who_leads)


def _minutes(sent: Any) -> int:
    """Whole minutes; what is no number counts as none."""
    try:
        return min(max(int(float(str(sent))), 0), MOST_MINUTES)
    except (ValueError, OverflowError):
        return 0


def _place(sent: Any, count: int) -> int:
    return min(max(sent, 0), max(count - 1, 0)) if isinstance(sent, int) else 0
