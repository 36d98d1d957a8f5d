"""A time-boxed agenda from a plan, topics or goals: unfinished commitments first, the next date last, minutes that add up. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.plans import Agenda, AgendaItem, AgendaRequest, Leads, TeachingPlan
from assistant.tasks.days import spoken_day
from assistant.tasks.plan import apportioned, lines_of
from knowledge.model import Document

__all__ = ["balance", "compose_agenda", "fitted_to", "shorter"]

SESSION, CLOSE, RECAP = "plan-for-one-session", "last-five-minutes", "notes-and-action-items"
"""Documents of the guidance that the frame of an agenda rests on."""
COMMITMENT, MOST_COMMITMENTS = 2, 3
"""Minutes for an unfinished commitment, and how many have an item of their own; the rest share the last."""
COMMITMENTS_SHARE = 1 / 3
"""Of the slot, for commitments at most."""
CHECK_IN, LAST = 3, 3
MOST_TOPICS = 2
"""Goals of one session. A second one is rushed already (G11 of the guidance), a third is moved to the next."""
DROPPED_FIRST = ("Check in",)


def compose_agenda(request: AgendaRequest, lessons: Sequence[tuple[str, Document]], documents: Mapping[str, Document]) -> Agenda:
    """The agenda by rule.

    Args:
        request: A plan is followed step by step; without one, topics and goals share the time.
        lessons: For each goal the lesson that is meant.
        documents: The guidance by id.
    """
    promised = _promised(request)
    last = AgendaItem(_last(request.minutes), "Agree one try and the next date", _closing(request), Leads.BOTH, citations=(f"{CLOSE}#do",))
    left = request.minutes - sum(item.minutes for item in promised) - last.minutes
    middle, notes = _from_plan(request, request.plan, left) if request.plan else _from_goals(request, lessons, left, documents)
    title = f"Reverse mentoring: {request.plan.title}" if request.plan else "Reverse mentoring session"
    items = (*promised, *middle, last)
    return Agenda(request.minutes, items, title, tuple(notes), _problems(request.minutes, items), day=request.day, next_day=request.next_day)


def balance(agenda: Agenda) -> str:
    """How the minutes stand against the slot: ``Fits exactly``, ``5 min free``, ``10 min over``."""
    over = agenda.planned - agenda.minutes
    return "Fits exactly" if not over else f"{over} min over" if over > 0 else f"{-over} min free"


def shorter(agenda: Agenda, minutes: int) -> tuple[str, ...]:
    """What to cut, in order, to fit a shorter slot; empty when it fits.

    Args:
        agenda: As it stands.
        minutes: Of the slot that is left.
    """
    over, said = agenda.planned - minutes, list[str]()
    for item in sorted(agenda.items, key=lambda item: (item is agenda.items[-1], *_cut_first(item))):
        least = 0 if item.title in DROPPED_FIRST else 1 if item.from_commitment else 2 if item is agenda.items[-1] else max(2, item.minutes // 2)
        taken = min(max(item.minutes - least, 0), over)
        if taken > 0:
            over -= taken
            left = item.minutes - taken
            said.append(f'Cut "{item.title}" from {item.minutes} to {left} min.' if left else f'Leave out "{item.title}" ({taken} min).')
    if over > 0:
        said.append(f"{over} min are still too many: move one item to the next session.")
    return tuple(said)


def fitted_to(agenda: Agenda, minutes: int) -> Agenda:
    """The same agenda in another slot, its items scaled so that they add up again."""
    if not agenda.items or minutes < len(agenda.items):
        return replace(agenda, minutes=minutes)
    parts = apportioned(minutes, [max(item.minutes, 1) for item in agenda.items], least=1)
    return replace(agenda, minutes=minutes, items=tuple(replace(item, minutes=part) for item, part in zip(agenda.items, parts, strict=True)), problems=())


def _promised(request: AgendaRequest) -> tuple[AgendaItem, ...]:
    """Unfinished commitments, in their own words; more than three share the last item."""
    open_ = [one.strip() for one in request.promised if one.strip()]
    if not open_:
        minutes = CHECK_IN if request.minutes >= 20 else 2
        return (AgendaItem(minutes, "Check in", "What happened since last time, and what is in the way today?", Leads.BOTH, citations=(f"{SESSION}#do",)),)
    own, rest = open_[: MOST_COMMITMENTS - 1], open_[MOST_COMMITMENTS - 1 :]
    shown = [*own, "; ".join(rest)] if rest else own
    room = max(len(shown), int(request.minutes * COMMITMENTS_SHARE))
    each = min(COMMITMENT, max(1, room // len(shown)))
    purpose = "Done, half done or not done, and why? Keep, change or drop it."
    return tuple(AgendaItem(each, one, purpose, Leads.SENIOR, from_commitment=True, citations=(f"{SESSION}#say",)) for one in shown)


def _last(minutes: int) -> int:
    return LAST if minutes < 40 else 5


def _closing(request: AgendaRequest) -> str:
    day = f" Next date: {spoken_day(request.next_day)}." if request.next_day else " Both calendars open."
    return f"Who tries what by when, in one line each.{day}"


def _from_plan(request: AgendaRequest, plan: TeachingPlan, left: int) -> tuple[list[AgendaItem], list[str]]:
    """The steps of a plan, without its own closing, in the time that is left: where that is short, doing before talk."""
    steps, notes = list(plan.steps[:-1]), list[str]()
    if left < len(steps):
        first = sorted(steps, key=lambda step: (step.who_leads is not Leads.SENIOR, step.start))[: max(left, 0)]
        notes.append(f"Left out for want of time: {', '.join(step.title for step in steps if step not in first)}.")
        steps = [step for step in steps if step in first]
    if request.goals:
        notes.append(f"The plan fills the session; kept for another: {', '.join(request.goals)}.")
    minutes = apportioned(left, [step.minutes for step in steps], least=1) if steps else []
    return [
        AgendaItem(one, step.title, step.points[0].text if step.points else "", step.who_leads, citations=step.citations)
        for step, one in zip(steps, minutes, strict=True)
    ], notes


def _from_goals(
    request: AgendaRequest, lessons: Sequence[tuple[str, Document]], left: int, documents: Mapping[str, Document]
) -> tuple[list[AgendaItem], list[str]]:
    """A share of the time for each topic and goal: doing first, then what to make of it."""
    wanted = [*((topic.title, documents[topic.lesson]) for topic in request.topics), *lessons]
    notes = []
    if len(wanted) > MOST_TOPICS:
        later = ", ".join(f'"{title}"' for title, _ in wanted[MOST_TOPICS:])
        notes.append(f"For the next session: {later}. More than two goals in one session are rushed, and none gets used.")
        wanted = wanted[:MOST_TOPICS]
    if not wanted:
        wanted = [("The senior's real task of this week", documents[SESSION])]
    items = []
    for (title, lesson), share in zip(wanted, apportioned(left, [1] * len(wanted), least=1), strict=True):
        practice = lines_of(lesson, "Practice") or lines_of(lesson, "Do")
        check = lines_of(lesson, "Check") or lines_of(lesson, "Say")
        doing = share if share < 8 else share - max(3, share // 4)
        items.append(AgendaItem(doing, title.strip(), practice[0].text, Leads.SENIOR, citations=practice[0].citations))
        if share > doing:
            items.append(AgendaItem(share - doing, f"Make sense of it: {title.strip()}", check[0].text, Leads.BOTH, citations=check[0].citations))
    return items, notes


def _problems(minutes: int, items: Sequence[AgendaItem]) -> tuple[str, ...]:
    total = sum(item.minutes for item in items)
    faults = [f"The items take {total} minutes, the slot has {minutes}."] if total != minutes else []
    return (*faults, *("An item has no minutes." for item in items if item.minutes < 1))


def _cut_first(item: AgendaItem) -> tuple[bool, bool, bool, int]:
    """The check-in, then talk before doing, long before short; commitments last."""
    return item.from_commitment, item.title not in DROPPED_FIRST, item.who_leads is Leads.SENIOR, -item.minutes
