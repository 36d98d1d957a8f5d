"""Whether the minutes add up to the slot, and everything stands inside it."""

from __future__ import annotations

import re
from itertools import accumulate

from assistant.plans import Agenda, SeniorBrief, TeachingPlan
from evals.made import Made
from evals.seen import Problems


def check(made: Made) -> Problems | None:
    """Of a plan its steps, starts and checks; of a brief the minutes it names; of an agenda its items."""
    sheet = made.sheet
    if sheet is None:
        return None
    if isinstance(sheet, TeachingPlan):
        return _plan(sheet)
    return _agenda(sheet, made.case.slot) if isinstance(sheet, Agenda) else _brief(sheet)


def _plan(plan: TeachingPlan) -> Problems:
    minutes = [step.minutes for step in plan.steps]
    problems = [f"the steps take {sum(minutes)} minutes of {plan.minutes}"] if sum(minutes) != plan.minutes else []
    problems += [f"a step has {one} minutes" for one in minutes if one < 1]
    if [step.start for step in plan.steps] != [0, *accumulate(minutes)][:-1]:
        problems.append("the steps do not follow one another")
    problems += [f"a check stands at minute {one.minute}" for one in plan.checks if not 0 <= one.minute <= plan.minutes]
    return tuple(problems)


def _brief(brief: SeniorBrief) -> Problems:
    named = sum(map(int, re.findall(r"\b(\d+) min\b", brief.expect[0].text))) if brief.expect else 0
    return () if named == brief.minutes else (f"the minutes it names are {named}, not {brief.minutes}",)


def _agenda(agenda: Agenda, slot: int) -> Problems:
    minutes = [item.minutes for item in agenda.items]
    problems = [f"the items take {sum(minutes)} minutes of {slot}"] if sum(minutes) != slot else []
    return (*problems, *(f"an item has {one} minutes" for one in minutes if one < 1))
