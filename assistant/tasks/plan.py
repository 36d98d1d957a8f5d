"""A teaching plan from a topic lesson, a role card, a level and the minutes: request, prompt, parse, offline, result. Pure.

The lesson gives the parts; the card makes them this senior's; level and minutes choose among the items and time them. Nothing is reworded but
what the senior is called. The validator (``valid.py``) has the last word, whoever wrote the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from assistant.plans import Brief, Check, Day, Leads, Level, Line, PlanStep, TakeAway, TeachingPlan
from assistant.tasks.address import fitted, fitted_lines
from assistant.tasks.answer import passage_id
from assistant.tasks.bloom import above_apply
from assistant.tasks.days import dated
from assistant.tasks.deepen import deepened
from knowledge.cards import keyed
from knowledge.model import GENERAL_LESSON, Document, Item, Passage

__all__ = ["TITLES", "PlanRequest", "apportioned", "compose", "lines_of", "title_of"]

OWN_TASK_FROM = 30
"""Minutes of a slot from which the senior's own task has a step of its own."""
BREAK_FROM, BREAK = 75, 5
"""Minutes of a slot from which people pause, and for how long."""
SHORT = 20
"""Minutes that the cut list is for."""
WEIGHTS = {
    Level.NEW: {"Hook": 10, "Demonstration": 12, "Practice": 14, "Check": 5, "Take-away": 4},
    Level.SOME: {"Hook": 10, "Demonstration": 10, "Practice": 15, "Check": 5, "Take-away": 5},
    Level.FLUENT: {"Hook": 8, "Demonstration": 5, "Practice": 22, "Check": 5, "Take-away": 5},
}
"""Minutes out of 45 by level: the lessons' own, with more showing for a beginner and more doing for the fluent."""
OWN_SHARE = 0.4
"""Of the practice, for the senior's own task."""
PACE = {"Hook": 3, "Demonstration": 3, "Practice": 3, "Check": 2, "Take-away": 3}
"""Minutes that an item of the section takes, about."""
MOST = {"Hook": 4, "Demonstration": 5, "Practice": 7, "Check": 4, "Take-away": 3}
TITLES = {
    "Hook": "Where things stand, and why it matters",
    "Demonstration": "You show it once",
    "Practice": "Hands on: {address} drives",
    "Own": "{Address} does it alone, on a task of their own",
    "Break": "A short break",
    "Check": "What has stuck",
    "Take-away": "One try, with a date",
}
LEADS = {"Hook": Leads.BOTH, "Demonstration": Leads.MENTOR, "Practice": Leads.SENIOR, "Own": Leads.SENIOR, "Break": Leads.BOTH, "Check": Leads.SENIOR}
TERMS = {Level.NEW: 4, Level.SOME: 2, Level.FLUENT: 0}


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What an engine is given to plan with."""

    brief: Brief
    minutes: int
    level: Level
    lesson: Document
    card: Document
    """Of the senior's role."""
    address: str
    due: Day
    """Day by which the take-away is tried."""
    assumed: bool
    """Whether that day is counted from today, because none was given for the session."""
    playful: Document | None = None
    """Where livelier activities come from, when they are wished for."""
    notes: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    """Of lesson and card: what a model is sent, and a plan may cite."""
    extra: tuple[Passage, ...] = ()
    """What the offline plan may cite besides."""

    @property
    def generic(self) -> bool:
        """Whether the library has no lesson for the topic."""
        return self.lesson.general


def lines_of(document: Document, section: str) -> tuple[Line, ...]:
    """The items of a section, each with its passage; none when there is no such section."""
    found = document.section(section)
    return tuple(_line(document, item) for item in found.items) if found else ()


def compose(request: PlanRequest) -> TeachingPlan:
    """The plan by rule; see the module."""
    lesson, address = request.lesson, request.address

    def part(section: str, most: int = 99) -> tuple[Line, ...]:
        return fitted_lines(lines_of(lesson, section)[:most], address)

    steps = _steps(request)
    used = {line.text for step in steps for line in step.points}
    new, fluent = ([line for line in _adapted(request, level) if line.text not in used] for level in (Level.NEW, Level.FLUENT))
    few = request.minutes < OWN_TASK_FROM or request.level is Level.FLUENT
    return TeachingPlan(
        lesson=lesson.id,
        generic=request.generic,
        title=request.brief.topic.strip(),
        senior=address,
        card=request.card.id,
        minutes=request.minutes,
        level=request.level,
        wish=request.brief.outcome.strip(),
        outcome=part("Outcome")[0],
        why=(_keyed(request, "Why"), _analogy(request)),
        probe=part("Probe", 5),
        hook=_keyed(request, "Ask"),
        steps=steps,
        checks=_checks(request, steps),
        misconceptions=part("Misconceptions", 3 if few else 5),
        objections=(*part("Objections", 3 if few else 5), *fitted_lines(lines_of(request.card, "Worries")[:2], address)),
        limits=part("Limits"),
        risk=part("Risk"),
        take_away=TakeAway(_take_away(request), request.due, request.assumed),
        knows_less=tuple(new),
        knows_more=tuple(fluent),
        cut_list=part("Cut"),
        materials=(*part("Materials"), *fitted_lines(lines_of(request.card, "Bring"), address)),
        terms=part("Terms", TERMS[request.level]),
        notes=request.notes,
        day=request.brief.day,
    )


def title_of(name: str, address: str) -> str:
    """What a step is called in a plan for this senior.

    Args:
        name: A key of :data:`TITLES`.
        address: How the plan calls the senior.
    """
    return TITLES[name].format(address=address, Address=address[0].upper() + address[1:])


def apportioned(total: int, weights: Sequence[float], least: int = 2) -> list[int]:
    """Whole minutes in proportion to weights that add up to the total exactly (largest remainder), each at least so many.

    Args:
        total: Minutes; at least ``least`` for each weight.
        weights: Positive.
        least: Minutes of the shortest.
    """
    free = total - least * len(weights)
    shares = [free * weight / sum(weights) for weight in weights]
    minutes = [least + int(share) for share in shares]
    rest = sorted(range(len(shares)), key=lambda place: int(shares[place]) - shares[place])
    for place in rest[: total - sum(minutes)]:
        minutes[place] += 1
    return minutes


def _steps(request: PlanRequest) -> tuple[PlanStep, ...]:
    timed = _timed(request)
    points = _points(request, timed)
    starts = [0, *accumulate(timed.values())]
    return tuple(
        PlanStep(start, minutes, title_of(name, request.address), LEADS.get(name, Leads.BOTH), points[name], _said(request, name))
        for start, (name, minutes) in zip(starts, timed.items(), strict=False)
    )


def _timed(request: PlanRequest) -> dict[str, int]:
    """Minutes of each step, in order; they add up to the slot."""
    weights: dict[str, float] = dict(WEIGHTS[request.level])
    total, pause = request.minutes, request.minutes >= BREAK_FROM
    if request.minutes >= OWN_TASK_FROM:
        own = weights["Practice"] * OWN_SHARE
        weights = {
            key: value
            for name, weight in weights.items()
            for key, value in ((("Practice", weight - own), ("Own", own)) if name == "Practice" else ((name, weight),))
        }
    minutes = apportioned(total - (BREAK if pause else 0), list(weights.values()), least=1 if total < OWN_TASK_FROM else 2)
    timed = dict(zip(weights, minutes, strict=True))
    if pause:
        places = list(timed.items())
        after = [name for name, _ in places].index("Practice") + 1
        timed = dict([*places[:after], ("Break", BREAK), *places[after:]])
    return timed


def _points(request: PlanRequest, timed: dict[str, int]) -> dict[str, tuple[Line, ...]]:
    """What is done in each step: items of the lesson as time allows, those of the level first, then livelier or harder ones where they are needed."""
    room = {name: max(2 if name in ("Check", "Practice") else 1, min(MOST[name], timed[name] // PACE[name])) for name in timed if name in PACE}
    points = {name: list(lines_of(request.lesson, name)[: room[name]]) for name in room}
    points["Take-away"] = [Line(dated(line.text, request.due), line.citations) for line in points["Take-away"]]
    own_level = list(_adapted(request, request.level))
    practice = list(lines_of(request.lesson, "Practice"))
    playful = list(lines_of(request.playful, "Do")) if request.playful else []
    deeper = lines_of(request.lesson, "Deepen")
    fitting = [*playful[: 2 if room["Practice"] > 2 else 1], *own_level[: max(1, min(2, room["Practice"] // 2))]]
    rest = [*deeper[:2], *practice[2:], *practice[:2]] if request.level is Level.FLUENT else practice
    points["Practice"] = list(dict.fromkeys([*fitting, *rest]))[: room["Practice"]]
    if "Own" in timed:
        points["Own"] = [_task(request), *[line for line in deeper if line not in points["Practice"]][: max(0, timed["Own"] // 5 - 1)]]
    if "Break" in timed:
        points["Break"] = [Line("Stand up, leave the screens where they are, and start again on the minute.")]
    harder = [line for line in (*deeper, *practice) if above_apply(line.text)]
    points = deepened(points, harder, fitting)
    return {name: fitted_lines(tuple(points[name]), request.address) for name in timed}


def _checks(request: PlanRequest, steps: tuple[PlanStep, ...]) -> tuple[Check, ...]:
    """One check when the practice ends, the others spread over their own step."""
    step = next(one for one in steps if one.title == TITLES["Check"])
    practice = next(one for one in steps if one.who_leads is Leads.SENIOR)
    lines = fitted_lines(lines_of(request.lesson, "Check"), request.address)
    middle = [line for line in lines if line not in step.points][:1]
    early = [Check(practice.start + practice.minutes, line) for line in middle]
    return (*early, *(Check(step.start + place * step.minutes // len(step.points), line) for place, line in enumerate(step.points)))


def _said(request: PlanRequest, name: str) -> Line | None:
    """Words to open a step with."""
    if name == "Hook":
        return _keyed(request, "Ask")
    said = lines_of(request.lesson, "Say")
    inside = [line for line in said if not line.text.startswith(("To open", "To close"))]
    chosen = {"Practice": inside[:1], "Take-away": [line for line in said if line.text.startswith("To close")][:1]}.get(name)
    return fitted_lines(tuple(chosen), request.address)[0] if chosen else None


def _adapted(request: PlanRequest, level: Level) -> Iterable[Line]:
    """The lesson's steps for a level, without their mark."""
    mark = {Level.NEW: "New: ", Level.FLUENT: "Fluent: "}.get(level)
    lines = lines_of(request.lesson, "Adapt") if mark else ()
    return [Line(fitted(line.text.removeprefix(mark), request.address), line.citations) for line in lines if mark and line.text.startswith(mark)]


def _keyed(request: PlanRequest, section: str) -> Line:
    """What the card says about this topic, or about any topic."""
    lines = keyed(request.card, section)
    text, passage = lines.get(request.lesson.id) or lines[GENERAL_LESSON]
    return Line(text, (passage,))


def _analogy(request: PlanRequest) -> Line:
    text, passage = keyed(request.card, "Analogy")[request.lesson.family]
    return Line(text, (passage,))


def _task(request: PlanRequest) -> Line:
    """The hands-on task on material of the senior's own, as a sentence."""
    line = _keyed(request, "Task")
    return replace(line, text=line.text[0].upper() + line.text[1:] + ".")


def _take_away(request: PlanRequest) -> Line:
    """What is tried afterwards: in a short session the task itself, in a longer one what the lesson asks for, with the real day."""
    if request.minutes < OWN_TASK_FROM:
        return _task(request)
    line = lines_of(request.lesson, "Take-away")[0]
    return Line(dated(fitted(line.text, request.address), request.due), line.citations)


def _line(document: Document, item: Item) -> Line:
    return Line(item.text, (passage_id(document.id, item.ref),))
