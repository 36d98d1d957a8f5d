"""The senior's brief, one page: what to expect, what was promised, ten minutes of preparation, three questions, how to learn from a junior. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.plans import Line, PlanStep, SeniorBrief
from assistant.tasks.days import spoken_day
from assistant.tasks.plan import PlanRequest, compose, lines_of, title_of
from knowledge.cards import keyed
from knowledge.model import Document

__all__ = ["LEARN", "PREPARE", "Nearest", "compose_brief"]

PREPARE, LEARN = "ten-minutes-before-a-session", "how-to-be-a-good-mentee"
"""Documents of the guidance that the brief quotes."""
QUESTIONS = {"people": "senior-questions-about-the-work", "outside": "senior-questions-about-the-work"}
"""Bank of questions by family of topics; other families take the one about tools."""
ABOUT_TOOLS = "senior-questions-about-tools"
THREE, FEW = 3, 4
COURSE = {
    "Hook": "where things stand and why it matters",
    "Demonstration": "your mentor shows it once",
    "Practice": "you try it, your mentor keeps their hands off",
    "Own": "you do it on something of your own",
    "Break": "a break",
    "Check": "you say or show what has stuck",
    "Take-away": "one try with a date",
}
"""What each step of a plan is for the person who learns."""
Nearest = Callable[[str, Sequence[Line]], Sequence[float]]
"""How near each of some lines is to a text."""


def compose_brief(request: PlanRequest, documents: Mapping[str, Document], nearest: Nearest) -> SeniorBrief:
    """The brief by rule: the same session as the mentor's plan, seen from the other chair.

    Args:
        request: As for the plan; the senior is called "your senior" in it, so that its steps can be told apart.
        documents: The guidance by id.
        nearest: Chooses the questions that are closest to the topic.
    """
    plan = compose(request)
    bank = lines_of(documents[QUESTIONS.get(request.lesson.family, ABOUT_TOOLS)], "Say")
    near = nearest(f"{request.lesson.topic}. {request.brief.topic}", bank)
    chosen = sorted(range(len(bank)), key=lambda place: -near[place])[:THREE]
    task, passage = keyed(request.card, "Task")[request.lesson.id]
    return SeniorBrief(
        lesson=request.lesson.id,
        generic=request.generic,
        title=request.brief.topic.strip(),
        minutes=request.minutes,
        expect=(
            Line(_course(plan.steps, request.address)),
            Line(f"The task on material of your own: {task}.", (passage,)),
            Line(f"At the end you agree one thing to try by {spoken_day(request.due)}."),
        ),
        why=plan.why,
        promised=tuple(promise.strip() for promise in request.brief.promised if promise.strip()),
        prepare=lines_of(documents[PREPARE], "Do")[: FEW + 1],
        questions=tuple(bank[place] for place in sorted(chosen)),
        learn=lines_of(documents[LEARN], "Do")[:FEW],
        avoid=(*lines_of(documents[LEARN], "Avoid"), *lines_of(documents[PREPARE], "Avoid")[-1:]),
        bring=lines_of(request.card, "Bring"),
        notes=request.notes,
        day=request.brief.day,
    )


def _course(steps: Sequence[PlanStep], address: str) -> str:
    """The steps with their minutes in one sentence."""
    courses = {title_of(name, address): course for name, course in COURSE.items()}
    return "; ".join(f"{step.minutes} min: {courses[step.title]}" for step in steps) + "."
