"""Whether what was made is for this topic, this senior, this level and this slot."""

from __future__ import annotations

from assistant.plans import Agenda, TeachingPlan
from evals.made import Made
from evals.seen import Problems, names
from evals.session import AgendaExpect, PrepareCase, PrepareExpect


def check(made: Made) -> Problems | None:
    """``lesson``, ``card``, ``generic``, ``address``, ``minutes`` and ``level``; of an agenda ``cites``, ``commitments`` and ``items``."""
    expect = made.case.expect
    if made.sheet is None:
        return None
    if isinstance(expect, AgendaExpect):
        return _agenda(made.sheet, expect, made) if isinstance(made.sheet, Agenda) else ("it is no agenda",)
    return _prepared(made, expect)


def _prepared(made: Made, expect: PrepareExpect) -> Problems:
    sheet = made.sheet
    if sheet is None or isinstance(sheet, Agenda) or not isinstance(made.case, PrepareCase):
        return ("it is neither a plan nor a brief",)
    problems = []
    if expect.lesson and sheet.lesson not in (wanted := [expect.lesson] if isinstance(expect.lesson, str) else expect.lesson):
        problems.append(f"the lesson is {sheet.lesson}, not {' or '.join(wanted)}")
    if expect.generic is not None and sheet.generic is not expect.generic:
        problems.append(f"it is {'the general plan' if sheet.generic else 'made from a lesson of the library'}")
    if sheet.minutes != (minutes := expect.minutes or made.case.prepare.minutes):
        problems.append(f"it is for {sheet.minutes} minutes, not {minutes}")
    if isinstance(sheet, TeachingPlan):
        problems += _plan(sheet, expect, made.case)
    return tuple(problems)


def _plan(plan: TeachingPlan, expect: PrepareExpect, case: PrepareCase) -> list[str]:
    problems = []
    if expect.card and plan.card not in (wanted := [expect.card] if isinstance(expect.card, str) else expect.card):
        problems.append(f"the card is {plan.card}, not {' or '.join(wanted)}")
    if expect.address and plan.senior != expect.address:
        problems.append(f"it calls the senior {plan.senior!r}, not {expect.address!r}")
    if plan.level is not (level := expect.level or case.prepare.level):
        problems.append(f"it is for the level {plan.level}, not {level}")
    return problems


def _agenda(agenda: Agenda, expect: AgendaExpect, made: Made) -> Problems:
    cited = names((key for item in agenda.items for key in item.citations), made.documents)
    problems = [f"{name} is not cited, but {', '.join(sorted(cited))}" for name in expect.cites if name not in cited]
    count = sum(item.from_commitment for item in agenda.items)
    if expect.commitments is not None and count != expect.commitments:
        problems.append(f"{count} items come from commitments, not {expect.commitments}")
    if expect.items and not expect.items[0] <= len(agenda.items) <= expect.items[1]:
        problems.append(f"there are {len(agenda.items)} items, not {expect.items[0]} to {expect.items[1]}")
    return tuple(problems)
