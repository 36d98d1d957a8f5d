"""Whether one can teach from a plan: every part, open checks, real thinking, a dated take-away.

Looked up here, so that a validator that is wrong is found out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.plans import SeniorBrief, TeachingPlan, days_after
from assistant.tasks.bloom import LEAST_HIGHER, share_above
from evals.made import Made
from evals.seen import Problems
from evals.session import TODAY, PrepareCase

PARTS = ("why", "probe", "steps", "checks", "misconceptions", "objections", "limits", "knows_less", "knows_more", "cut_list", "materials")
BRIEF_PARTS = ("expect", "why", "prepare", "questions", "learn", "avoid", "bring")
MOST_LINES, MOST_PROBES, QUESTIONS = 120, 5, 3
LATEST = 14
"""Days after the session by which the take-away must be tried."""
CLOSED = re.compile(r"^\W*(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|shall|should|may)\b[^?]*\?\W*$", re.IGNORECASE)
"""A question that "yes" answers, whatever its words."""
TALKS_DOWN = re.compile(r"\b(?:simply|obviously|of course you|even a child|trivial(?:ly)?)\b", re.IGNORECASE)
DAY = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b")


def check(made: Made) -> Problems | None:
    """For every plan and brief, whatever the case expects."""
    sheet, case = made.sheet, made.case
    if not isinstance(case, PrepareCase) or sheet is None:
        return None
    if isinstance(sheet, SeniorBrief):
        return tuple(_brief(sheet, case))
    return (*_parts(sheet, made), *_checks(sheet), *_thinking(sheet), *_dated(sheet, case)) if isinstance(sheet, TeachingPlan) else ("it is no plan",)


def _parts(plan: TeachingPlan, made: Made) -> Iterator[str]:
    yield from (f"there is no {part}" for part in PARTS if not getattr(plan, part))
    yield from (f"the {part} is empty" for part in ("outcome", "hook") if not getattr(plan, part).text.strip())
    if len(plan.probe) > MOST_PROBES:
        yield f"{len(plan.probe)} questions to find the level"
    if made.documents[plan.lesson].section("Risk") and not plan.risk:
        yield "the part on the risk of new technology is missing"
    if (count := len(plan.lines())) > MOST_LINES:
        yield f"{count} lines, more than {MOST_LINES}: nobody teaches from that"
    points = Counter(point.text for step in plan.steps for point in step.points)
    yield from (f"it has {count} times: {text[:60]!r}" for text, count in points.items() if count > 1)
    for text in (*(line.text for line in plan.lines()), *(step.title for step in plan.steps)):
        if found := TALKS_DOWN.search(text):
            yield f"it talks down: {found[0]!r}"


def _checks(plan: TeachingPlan) -> Iterator[str]:
    texts = {check.line.text for check in plan.checks}
    if len(texts) < 2:
        yield f"{len(texts)} different checks"
    yield from (f"'yes' answers the check {text[:60]!r}" for text in sorted(texts) if CLOSED.search(text))


def _thinking(plan: TeachingPlan) -> Iterator[str]:
    """Arriving, agreeing and pausing are no activities."""
    done = [point.text for step in plan.steps[1:-1] if "break" not in step.title.lower() for point in step.points]
    if (share := share_above(done)) < LEAST_HIGHER:
        yield f"{share:.0%} of the activities ask for more than applying"


def _dated(plan: TeachingPlan, case: PrepareCase) -> Iterator[str]:
    day, due = case.prepare.date or TODAY, plan.take_away.due
    if not day < due <= days_after(day, LATEST):
        yield f"the take-away is due on {due}, the session is on {day}"
    if plan.take_away.assumed is not (case.prepare.date is None):
        yield "it does not say rightly whether the day was assumed"
    if (named := DAY.search(plan.take_away.task.text)) and int(named[1]) != due.day:
        yield f"the take-away names {named[0]!r}, and is due on {due}"


def _brief(brief: SeniorBrief, case: PrepareCase) -> Iterator[str]:
    yield from (f"there is no {part}" for part in BRIEF_PARTS if not getattr(brief, part))
    if len(brief.questions) != QUESTIONS:
        yield f"{len(brief.questions)} questions worth asking"
    if brief.promised != tuple(words.strip() for words in case.prepare.promised if words.strip()):
        yield "what was promised is not there in its own words"
