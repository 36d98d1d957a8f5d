"""Is this a plan one can teach from? Every part there, minutes that add up, open checks, real thinking, evidence; whoever wrote it. Pure.

A part that fails is replaced by the offline one, and a note says so; what even that cannot mend is listed in ``problems``. Nothing is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate

from assistant.model import Support
from assistant.plans import Line, PlanStep, TeachingPlan
from assistant.support import check, sentences
from assistant.tasks.address import fitted
from assistant.tasks.bloom import LEAST_HIGHER, share_above
from assistant.tasks.days import fits_day, undated
from assistant.tasks.plan import TITLES, PlanRequest, apportioned
from knowledge.words import stems

__all__ = ["BANNED", "EMPTY", "activities", "faults", "mended"]

LEAST_CHECKS, LEAST_STEPS, MOST_STEPS = 2, 3, 9
BANNED = re.compile(r"\b(simply|obviously|of course you|trivial(ly)?|as everyone knows|even a child|dummies)\b", re.IGNORECASE)
"""What talks down. "Just" is left out: it also means fair, and a moment ago."""
EMPTY = re.compile(
    r"\b(does (that|this|it) make sense|got it|do you (understand|follow|see)|is (that|this|it) clear|are you with me|any questions|ok(ay)?)\b\s*\?",
    re.IGNORECASE,
)
"""Checks that anybody can answer with yes."""
CLOSED = re.compile(
    r"""(?:^|["“.:]\s*)(?:and |so |but )?(?:is|are|was|were|do|does|did|can|has|have|will|would|should)(?:n't)? """
    r"""(?:it|this|that|these|they|you|there|we|i)\b[^?]*\?""",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\b(what|how|which|why|where|who|whom|when|show|tell|explain|describe)\b", re.IGNORECASE)
"""A question that yes or no answers, unless it asks for more than that."""
MOST = {"steps": 40, "checks": 8, "why": 4, "objections": 12}
"""Lines of what a model writes: more is no plan, whatever it says."""
MOST_POINTS = 8
LISTS = ("why", "probe", "misconceptions", "objections", "limits", "knows_less", "knows_more", "cut_list", "materials")
"""Parts of several lines that a plan may not lack."""
NAMES = {
    "outcome": "outcome", "why": "reason why it matters", "probe": "questions to find the level", "hook": "opening sentence", "steps": "steps",
    "checks": "checks", "misconceptions": "misconceptions", "objections": "objections", "limits": "limits", "risk": "part on risk",
    "take_away": "take-away", "knows_less": "way for those who know less", "knows_more": "way for those who know more", "cut_list": "cut list",
    "materials": "materials", "terms": "terms",
}  # fmt: skip
Text = Callable[[str], str]


def mended(plan: TeachingPlan, offline: TeachingPlan, request: PlanRequest, text: Text) -> TeachingPlan:
    """The plan with what fails replaced, and what still fails said.

    Args:
        plan: Whoever wrote it.
        offline: The plan by rule for the same request.
        request: What was asked.
        text: The text of a passage by its id.
    """
    notes = list(plan.notes)
    timed = _timed(plan.steps, request.minutes)
    if timed != plan.steps:
        notes.append(f"The minutes did not add up to {request.minutes} and were set anew.")
        plan = replace(plan, steps=timed)
    bad = faults(plan, request, text)
    if bad and plan != offline:
        parts = {part: getattr(offline, part) for part in bad}
        if {"steps", "checks"} & set(bad):  # a check stands at a minute of the steps
            parts |= {"steps": offline.steps, "checks": offline.checks}
        plan = replace(plan, **parts)
        notes += [f"The {NAMES[part]} came out unsound ({why[0]}), so the offline one stands here." for part, why in bad.items()]
        bad = faults(plan, request, text)
    problems = tuple(f"{NAMES[part][0].upper()}{NAMES[part][1:]}: {why}." for part, some in bad.items() for why in some)
    return replace(plan, notes=tuple(notes), problems=problems)


def faults(plan: TeachingPlan, request: PlanRequest, text: Text) -> dict[str, list[str]]:
    """What is wrong, by part; empty for a sound plan.

    Args:
        plan: As it would be shown.
        request: What was asked.
        text: The text of a passage by its id.
    """
    found: dict[str, list[str]] = {}
    for part, why in (*_missing(plan, request), *_untimely(plan, request), *_shallow(plan), *_unborne(plan, request, text)):
        found.setdefault(part, []).append(why)
    return found


def activities(plan: TeachingPlan) -> list[str]:
    """What is done in the session but arriving, pausing and agreeing: what the share above "apply" is counted over."""
    outside = {TITLES[name] for name in ("Hook", "Break", "Take-away")}
    return [point.text for step in plan.steps for point in step.points if step.title not in outside]


def _missing(plan: TeachingPlan, request: PlanRequest) -> Iterator[tuple[str, str]]:
    for part in LISTS:
        if not getattr(plan, part):
            yield part, "there is none"
    if not plan.outcome.text:
        yield "outcome", "there is none"
    if not plan.hook.text:
        yield "hook", "there is none"
    if not LEAST_STEPS <= len(plan.steps) <= MOST_STEPS or not all(step.points and step.title for step in plan.steps):
        yield "steps", f"there are {len(plan.steps)}, or one is empty"
    counts = {"steps": sum(len(step.points) for step in plan.steps), **{part: len(getattr(plan, part)) for part in MOST if part != "steps"}}
    for part, most in MOST.items():
        if counts[part] > most or (part == "steps" and any(len(step.points) > MOST_POINTS for step in plan.steps)):
            yield part, "there are too many"
    if request.lesson.section("Risk") and not plan.risk:
        yield "risk", "there is none, though new technology is taught"


def _untimely(plan: TeachingPlan, request: PlanRequest) -> Iterator[tuple[str, str]]:
    starts = [0, *accumulate(step.minutes for step in plan.steps)]
    if sum(step.minutes for step in plan.steps) != request.minutes or any(step.minutes < 1 for step in plan.steps):
        yield "steps", f"the minutes add up to {sum(step.minutes for step in plan.steps)}, not {request.minutes}"
    elif [step.start for step in plan.steps] != starts[:-1]:
        yield "steps", "the starts do not follow one another"
    if any(not 0 <= one.minute <= request.minutes for one in plan.checks):
        yield "checks", "one stands outside the session"
    if plan.take_away.due != request.due or not fits_day(plan.take_away.task.text, request.due):
        yield "take_away", "it has not the date that was worked out"


def _shallow(plan: TeachingPlan) -> Iterator[tuple[str, str]]:
    open_checks = [one for one in plan.checks if not _answered_by_yes(one.line.text)]
    if len({one.line.text for one in open_checks}) < LEAST_CHECKS:
        yield "checks", f"{len(open_checks)} of them cannot be answered with yes"
    if len(open_checks) < len(plan.checks):
        yield "checks", "one can be answered with yes"
    if (share := share_above(activities(plan))) < LEAST_HIGHER:
        yield "steps", f"{share:.0%} of the activities ask for more than applying"
    for part, line in _parts(plan):
        if banned := BANNED.search(line.text):
            yield part, f"it says {banned[0]!r}"


def _unborne(plan: TeachingPlan, request: PlanRequest, text: Text) -> Iterator[tuple[str, str]]:
    """Lines that no passage bears out. A break and the arrangement of minutes claim nothing."""
    sent = {passage.id for passage in (*request.passages, *request.extra)}
    for part, line in _parts(plan):
        if not line.citations:
            yield part, "a line cites nothing"
            continue
        if not set(line.citations) <= sent:
            yield part, "a line cites what was not read"
            continue
        read = [undated(fitted(text(key), plan.senior)) for key in line.citations]
        strange = _begins_with_a_stranger(line.text, f"{plan.senior} {' '.join(read)}")
        if strange or check(undated(line.text), read, plan.senior).support is not Support.SUPPORTED:
            yield part, "a line is not borne out by its passage"


def _answered_by_yes(text: str) -> bool:
    return bool(EMPTY.search(text)) or (bool(CLOSED.search(text)) and not _OPENS.search(text))


def _begins_with_a_stranger(text: str, read: str) -> bool:
    """Whether a sentence begins with a word that its passage has nowhere: there, a name cannot be told from any other word."""
    known = set(stems(read))
    firsts = (sentence.lstrip("\"'“(").split(" ", 1)[0] for sentence in sentences(text))
    return any(first[:1].isupper() and stems(first) and not set(stems(first)) <= known for first in firsts)


def _parts(plan: TeachingPlan) -> Iterator[tuple[str, Line]]:
    """Every line with the part it belongs to."""
    yield "outcome", plan.outcome
    yield "hook", plan.hook
    yield "take_away", plan.take_away.task
    for step in plan.steps:
        if step.title != TITLES["Break"]:
            yield from (("steps", line) for line in (*step.points, *((step.say,) if step.say else ())))
    yield from (("checks", one.line) for one in plan.checks)
    for part in (*LISTS, "risk", "terms"):
        yield from ((part, line) for line in getattr(plan, part))


def _timed(steps: tuple[PlanStep, ...], total: int) -> tuple[PlanStep, ...]:
    """The steps with minutes in the same proportion that add up to the slot; as they are when they do, or when there are too many or too few."""
    if not LEAST_STEPS <= len(steps) <= MOST_STEPS or len(steps) > total:
        return steps
    minutes = [step.minutes for step in steps]
    if sum(minutes) != total or min(minutes) < 1:
        minutes = apportioned(total, [max(one, 1) for one in minutes], least=1)
    starts = [0, *accumulate(minutes)]
    return tuple(replace(step, start=start, minutes=one) for step, start, one in zip(steps, starts, minutes, strict=False))
