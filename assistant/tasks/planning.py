"""Plan a session, by rule or with a model: what the prompt is filled with, and what a reply is read as. Pure.

A model writes what gains by wording: outcome, reason, opening sentence, steps, checks, objections and take-away. What is a matter of guidance
(limits, risk, cut list, materials, ways to adapt) comes from the lesson either way.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import ModelIncomplete
from assistant.plans import Check, Leads, Line, PlanStep, TakeAway, TeachingPlan
from assistant.tasks.plan import PlanRequest, compose, title_of

__all__ = ["PlanTask"]

_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
KINDS = {Leads.MENTOR: "Demonstration", Leads.SENIOR: "Practice", Leads.BOTH: "Check"}
"""What a step in the middle is, by who leads it."""
LONGEST_LINE = 600
"""Characters of a line of a reply; a longer one is no line."""


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Line(_Reply):
    text: str = ""
    sources: list[int] = Field(default_factory=list)


class _Step(_Reply):
    minutes: int = 0
    who_leads: str = ""
    points: list[_Line] = Field(default_factory=list)
    say: _Line | None = None


class _Check(_Line):
    minute: int = -1


class _Plan(_Reply):
    outcome: _Line = _Line()
    why: list[_Line] = Field(default_factory=list)
    hook: _Line = _Line()
    steps: list[_Step] = Field(default_factory=list)
    checks: list[_Check] = Field(default_factory=list)
    objections: list[_Line] = Field(default_factory=list)
    take_away: _Line = _Line()


class PlanTask:
    """Write one teaching plan."""

    prompt_name = "plan"
    reply_tokens = 2500
    """Most tokens of a reply: a plan of seven parts has 1,200 to 1,800."""

    def offline(self, request: PlanRequest) -> TeachingPlan:
        """The plan by rule; see :func:`assistant.tasks.plan.compose`."""
        return compose(request)

    def inputs(self, request: PlanRequest, fence: str) -> dict[str, object]:
        """What the prompt is filled with.

        Args:
            request: What was asked and read.
            fence: A marker made for this request, which no text can know and so none can close.
        """
        brief = request.brief
        return {
            "topic": brief.topic.replace(fence, ""),
            "senior": brief.senior.replace(fence, ""),
            "address": request.address,
            "outcome": brief.outcome.replace(fence, ""),
            "refine": brief.refine.replace(fence, ""),
            "minutes": request.minutes,
            "level": str(request.level),
            "due": request.due.isoformat(),
            "passages": [(passage.title, passage.heading, passage.text.replace(fence, "")) for passage in request.passages],
            "fence": fence,
        }

    def parse(self, reply: str, request: PlanRequest) -> TeachingPlan:
        """The plan that a reply holds; what it lacks is empty, for the validator to find.

        Raises:
            ModelIncomplete: The reply is no JSON object of that form.
        """
        found = _OBJECT.search(reply)
        try:
            read = _Plan.model_validate_json(found[0] if found else "")
        except ValidationError as error:
            raise ModelIncomplete("The reply was no plan.", hint="Nothing of it was kept. Ask again for another try.") from error
        own = compose(request)
        return replace(
            own,
            outcome=_line(read.outcome, request),
            why=_lines(read.why, request),
            hook=_line(read.hook, request),
            steps=_steps(read.steps, request),
            checks=tuple(Check(one.minute, _line(one, request)) for one in read.checks if one.text.strip()),
            objections=_lines(read.objections, request),
            take_away=TakeAway(_line(read.take_away, request), request.due, request.assumed),
        )


def _steps(steps: list[_Step], request: PlanRequest) -> tuple[PlanStep, ...]:
    """The steps, under our titles: nobody checks what a title claims, and ours say what a step is for."""
    start, made = 0, list[PlanStep]()
    for place, step in enumerate(steps):
        leads = Leads(step.who_leads) if step.who_leads in tuple(Leads) else Leads.BOTH
        say = _line(step.say, request) if step.say and step.say.text.strip() else None
        kind = "Hook" if place == 0 else "Take-away" if place == len(steps) - 1 else KINDS[leads]
        made.append(PlanStep(start, step.minutes, title_of(kind, request.address), leads, _lines(step.points, request), say))
        start += max(step.minutes, 0)
    return tuple(made)


def _lines(lines: list[_Line], request: PlanRequest) -> tuple[Line, ...]:
    return tuple(_line(line, request) for line in lines if line.text.strip())


def _line(line: _Line, request: PlanRequest) -> Line:
    """A line with the ids of the passages it names; a number that was not sent leaves it without any, so that it is thrown away."""
    known = all(1 <= number <= len(request.passages) for number in line.sources)
    cited = tuple(dict.fromkeys(request.passages[number - 1].id for number in line.sources)) if known else ()
    return Line(_plain(line.text) if len(line.text) <= LONGEST_LINE else "", cited)


def _plain(text: str) -> str:
    return " ".join(text.split())
