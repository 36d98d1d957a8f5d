"""What was prepared as JSON values, with the field names that the command line's ``--json`` promises and further ones of ours.

A field that the design lists bare, such as ``probe[]``, holds texts; ``lines`` says of each text which passages it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from assistant.export.sheet import Prepared, made_by, sources_of
from assistant.model import Cited
from assistant.plans import Agenda, Line, PlanStep, SeniorBrief, TeachingPlan, Topic, Wording
from assistant.tasks.agenda import balance

__all__ = ["json_values"]


def json_values(value: Prepared) -> dict[str, Any]:
    """What was prepared as one JSON object; its ``kind`` is plan, brief, agenda, words or topics."""
    if isinstance(value, TeachingPlan):
        return _plan(value)
    if isinstance(value, SeniorBrief):
        return _brief(value)
    if isinstance(value, Agenda):
        return _agenda(value)
    if isinstance(value, Wording):
        return _words(value)
    return _topics(value)


def _plan(plan: TeachingPlan) -> dict[str, Any]:
    lists = ("why", "probe", "misconceptions", "objections", "limits", "risk", "knows_less", "knows_more", "cut_list", "materials", "terms")
    parts: list[tuple[str, Sequence[Line]]] = [("outcome", [plan.outcome]), ("hook", [plan.hook]), ("take_away", [plan.take_away.task])]
    parts += [("checks", [check.line for check in plan.checks]), *((name, getattr(plan, name)) for name in lists)]
    parts += [(f"steps[{place}]", [*([step.say] if step.say else []), *step.points]) for place, step in enumerate(plan.steps)]
    return {
        "kind": "plan",
        "title": plan.title,
        "outcome": plan.outcome.text,
        "minutes": plan.minutes,
        "hook": plan.hook.text,
        "steps": [_step(step) for step in plan.steps],
        "checks": [check.line.text for check in plan.checks],
        "check_minutes": [check.minute for check in plan.checks],
        **{name: _texts(getattr(plan, name)) for name in lists},
        "take_away": {
            "task": plan.take_away.task.text,
            "due": plan.take_away.due.isoformat(),
            "assumed": plan.take_away.assumed,
            "citations": list(plan.take_away.task.citations),
        },
        "lesson": plan.lesson,
        "generic": plan.generic,
        "senior": plan.senior,
        "card": plan.card,
        "level": str(plan.level),
        "wish": plan.wish,
        "lines": _lines(parts),
    } | _made(plan)


def _step(step: PlanStep) -> dict[str, Any]:
    return {
        "start": step.start,
        "minutes": step.minutes,
        "title": step.title,
        "what": step.what,
        "points": _texts(step.points),
        "who_leads": str(step.who_leads),
        "say": step.say.text if step.say else "",
        "citations": list(step.citations),
    }


def _brief(brief: SeniorBrief) -> dict[str, Any]:
    lists = ("expect", "why", "prepare", "questions", "learn", "avoid", "bring")
    return {
        "kind": "brief",
        "title": brief.title,
        "minutes": brief.minutes,
        **{name: _texts(getattr(brief, name)) for name in lists},
        "promised": list(brief.promised),
        "lesson": brief.lesson,
        "generic": brief.generic,
        "lines": _lines((name, getattr(brief, name)) for name in lists),
    } | _made(brief)


def _agenda(agenda: Agenda) -> dict[str, Any]:
    items = [
        {
            "minutes": item.minutes,
            "title": item.title,
            "purpose": item.purpose,
            "who_leads": str(item.who_leads),
            "from_commitment": item.from_commitment,
            "citations": list(item.citations),
        }
        for item in agenda.items
    ]
    return {
        "kind": "agenda",
        "title": agenda.title,
        "minutes": agenda.minutes,
        "planned": agenda.planned,
        "balance": balance(agenda),
        "items": items,
        "next_day": agenda.next_day.isoformat() if agenda.next_day else None,
    } | _made(agenda)


def _words(words: Wording) -> dict[str, Any]:
    lists = ("opener", "hedged", "plain", "direct", "after")
    return {
        "kind": "words",
        "moment": words.moment,
        "title": words.title,
        **{name: _texts(getattr(words, name)) for name in lists},
        "others": list(words.others),
        "lines": _lines((name, getattr(words, name)) for name in lists),
        "notes": list(words.notes),
        "sources": _sources(words.sources),
        "generated_by": made_by("offline"),
    }


def _topics(topics: tuple[Topic, ...]) -> dict[str, Any]:
    rows = [
        {
            "lesson": topic.lesson,
            "title": topic.title,
            "because": topic.because,
            "why_now": topic.why_now.text,
            "gets": topic.gets.text,
            "first_step": topic.first_step.text,
            "stretch": topic.stretch,
            "lines": _lines([("why_now", [topic.why_now]), ("gets", [topic.gets]), ("first_step", [topic.first_step])]),
        }
        for topic in topics
    ]
    return {"kind": "topics", "topics": rows, "sources": _sources(sources_of(topics)), "generated_by": made_by("offline")}


def _made(value: TeachingPlan | SeniorBrief | Agenda) -> dict[str, Any]:
    """What these three have in common."""
    return {
        "day": value.day.isoformat() if value.day else None,
        "notes": list(value.notes),
        "problems": list(value.problems),
        "sources": _sources(value.sources),
        "engine": value.trace.engine,
        "trace": asdict(value.trace),
        "generated_by": made_by(value.trace.engine),
    }


def _lines(parts: Iterable[tuple[str, Sequence[Line]]]) -> list[dict[str, Any]]:
    return [{"part": part, "text": line.text, "citations": list(line.citations)} for part, lines in parts for line in lines]


def _texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]


def _sources(sources: Iterable[Cited]) -> list[dict[str, Any]]:
    return [{"id": s.id, "title": s.title, "heading": s.heading, "quote": s.quote, "source": s.source, "links": list(s.links)} for s in sources]
