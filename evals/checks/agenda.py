"""Whether an agenda opens with what was promised, takes up its goals with hands on, and ends with the next date."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.plans import Agenda, Leads
from evals.made import Made
from evals.seen import Problems
from evals.session import AgendaAsk, AgendaCase

GOALS = 2
"""Goals of one session; further ones are named for the next."""
HANDS_ON_FROM = 15
"""Minutes of a slot from which the senior does something."""


def check(made: Made) -> Problems | None:
    """For every agenda, whatever the case expects."""
    if not isinstance(made.case, AgendaCase) or made.agenda is None:
        return None
    asked, agenda = made.case.agenda, made.agenda
    return (*_promised(asked, agenda), *_goals(asked, agenda), *_end(asked, agenda))


def _promised(asked: AgendaAsk, agenda: Agenda) -> Iterator[str]:
    """Unfinished commitments come first, in their words and order."""
    wanted = [_plain(words) for words in asked.promised if words.strip()]
    first = [item.from_commitment for item in agenda.items]
    if first != sorted(first, reverse=True):
        yield "a commitment comes after something else"
    said = " ".join(_plain(item.title) for item in agenda.items if item.from_commitment)
    yield from (f"the commitment {words[:60]!r} is missing" for words in wanted if words not in said)
    places = [said.find(words) for words in wanted if words in said]
    if places != sorted(places):
        yield "the commitments stand in another order"
    if any(first) and not wanted:
        yield "a commitment was invented"


def _goals(asked: AgendaAsk, agenda: Agenda) -> Iterator[str]:
    goals = [_plain(goal) for goal in asked.goals if goal.strip()]
    titles, notes = " ".join(_plain(item.title) for item in agenda.items), _plain(" ".join(agenda.notes))
    if not asked.plan:
        yield from (f"the goal {goal[:60]!r} has no item" for goal in goals[:GOALS] if goal not in titles)
        yield from (f"nothing is said of the goal {goal[:60]!r}" for goal in goals[GOALS:] if goal not in notes)
    hands_on = any(item.who_leads is Leads.SENIOR and not item.from_commitment for item in agenda.items)
    if asked.minutes >= HANDS_ON_FROM and not hands_on:
        yield "the senior does nothing in it"


def _end(asked: AgendaAsk, agenda: Agenda) -> Iterator[str]:
    last = agenda.items[-1] if agenda.items else None
    if last is None or "next date" not in f"{last.title} {last.purpose}".lower():
        yield "it does not end with the next date"
    elif (day := asked.next_date) and day.isoformat() not in last.purpose and f"{day.day} {day:%B}" not in last.purpose:
        yield f"the next date {day} is not named"
    if (agenda.day, agenda.next_day) != (asked.date, asked.next_date):
        yield "it is not for the days that were given"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
