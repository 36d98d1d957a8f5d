"""A small deterministic model that writes teaching plans: a good one in the words of the passages it is sent, or one broken in a known way.

It uses none of the product's own code: minutes, address, level and day are those that it finds in the request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evals.sent import Sent

__all__ = ["INVENTED", "KINDS", "PLANTED", "write_plan"]

INVENTED = "Nine in ten such sessions succeed within a fortnight."
"""Stands in no passage."""
UNSENT = 99
"""The number of a passage that is never sent."""
MANY = 900
SHORT = 30
"""Minutes below which a plan has fewer points."""
_MINUTES = re.compile(r"add up to exactly (\d+)")
_ADDRESS = re.compile(r'Call the senior "([^"]+)"')
_LEVEL = re.compile(r'at the level "(\w+)"')
_DUE = re.compile(r"tries by (\d{4}-\d\d-\d\d)")
_EXAMPLE_DAY = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?the \d{1,2}(?:st|nd|rd|th)\b")
_SENIOR = re.compile(r"\b([Yy])our senior\b(?! (?:colleague|people|leader|team))")
Plan = dict[str, Any]
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks for, as the model reads it."""

    minutes: int
    address: str
    level: str
    due: date
    lesson: Mapping[str, tuple[Line, ...]]
    """The lines of the lesson by heading, ready to be used."""
    card: Mapping[str, tuple[Line, ...]]

    @classmethod
    def of(cls, sent: Sent) -> _Asked:
        rules = sent.instructions

        def found(pattern: re.Pattern[str], otherwise: str) -> str:
            match = pattern.search(rules)
            return match[1] if match else otherwise

        address = found(_ADDRESS, "your senior")
        due = date.fromisoformat(found(_DUE, "2030-01-01"))
        parts: list[dict[str, tuple[Line, ...]]] = [{}, {}]
        titles = list(dict.fromkeys(block.text.partition("\n")[0].rpartition(" / ")[0] for block in sent.blocks))
        for block in sent.blocks:
            head, _, body = block.text.partition("\n")
            title, _, heading = head.rpartition(" / ")
            lines = [{"text": _spoken(line, address, due), "sources": [block.number]} for line in body.splitlines() if line.strip()]
            parts[min(titles.index(title), 1)][heading.partition(" (")[0]] = tuple(lines)
        return cls(int(found(_MINUTES, "45")), address, found(_LEVEL, "some"), due, *parts)


def write_plan(kind: str, sent: Sent) -> str:
    """The reply: a plan as JSON, unless it is broken in a way that makes it none.

    Args:
        kind: A key of :data:`KINDS`.
        sent: The request.
    """
    asked = _Asked.of(sent)
    return KINDS[kind](_good(asked), asked)


def _good(asked: _Asked) -> Plan:
    """A plan by the rules of the prompt. Those who are new get the first lines of a list, the others its last, and a short slot gets fewer."""
    lesson, card = asked.lesson, asked.card
    brief = asked.minutes < SHORT
    mark = {"new": "New: ", "fluent": "Fluent: "}.get(asked.level, "-")
    fitting = [line | {"text": line["text"].removeprefix(mark)} for line in lesson["Adapt"] if line["text"].startswith(mark)]

    def some(heading: str, most: int) -> list[Line]:
        return list(lesson[heading][:most] if asked.level == "new" else lesson[heading][-most:])

    checks = some("Check", 2)
    named: list[tuple[str, str, list[Line]]] = [
        ("Arrive", "both", some("Hook", 1)),
        ("Watch", "mentor", some("Demonstration", 1)),
        ("Try", "senior", [*([] if brief else fitting[-1:]), *some("Deepen", 3 if brief else 4)]),
        ("Look back", "senior", checks[: 1 if brief else 2]),
        ("Agree", "both", list(lesson["Take-away"][:1])),
    ]
    minutes = [asked.minutes * share // 20 for share in (3, 4, 7, 3)]
    steps: list[Plan] = [
        {"minutes": length, "title": title, "who_leads": leads, "points": points}
        for (title, leads, points), length in zip(named, [*minutes, asked.minutes - sum(minutes)], strict=True)
    ]
    steps[0]["say"] = card["Ask"][0]
    return {
        "outcome": lesson["Outcome"][0],
        "why": [*card["Why"], *card["Analogy"]],
        "hook": card["Ask"][0],
        "steps": steps,
        "checks": [line | {"minute": asked.minutes - 1 - place} for place, line in enumerate(checks)],
        "objections": [*some("Objections", 1 if brief else 2), *card["Worries"][:1]],
        "take_away": lesson["Take-away"][0],
    }


def _spoken(line: str, address: str, due: date) -> str:
    """A line of a passage as the prompt wants it: the senior by name, the real day for the example's."""
    named = _SENIOR.sub(lambda found: address[0].upper() + address[1:] if found[1] == "Y" else address, line.strip())
    return _EXAMPLE_DAY.sub(f"{due:%A} the {due.day}{_ending(due.day)}", named)


def _ending(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


# What goes wrong with plans. Each takes a good plan and gives the text of a reply.
Breaks = Callable[[Plan, _Asked], str]


def _changed(change: Callable[[Plan, _Asked], object]) -> Breaks:
    """A plan with a change made to it in place, as JSON."""

    def broken(plan: Plan, asked: _Asked) -> str:
        plan = json.loads(json.dumps(plan))
        change(plan, asked)
        return _json(plan)

    return broken


def _with(**parts: Any) -> Breaks:
    """A plan with some parts replaced, as JSON."""
    return _changed(lambda plan, asked: plan.update(parts))


def _json(plan: Plan) -> str:
    return json.dumps(plan, ensure_ascii=False)


def _off(plan: Plan, asked: _Asked) -> None:
    for step in plan["steps"]:
        step["minutes"] += 7


def _negative(plan: Plan, asked: _Asked) -> None:
    plan["steps"][0]["minutes"] -= asked.minutes
    plan["steps"][1]["minutes"] += asked.minutes


def _one_step(plan: Plan, asked: _Asked) -> None:
    plan["steps"] = [plan["steps"][2] | {"minutes": asked.minutes}]


def _closed(plan: Plan, asked: _Asked) -> None:
    plan["checks"] = [{"minute": asked.minutes - 2, "text": "Is that clear?", "sources": plan["checks"][0]["sources"]}]


def _makes_sense(plan: Plan, asked: _Asked) -> None:
    plan["checks"].append({"minute": 5, "text": "Does that make sense?", "sources": plan["checks"][0]["sources"]})


def _yes_or_no(plan: Plan, asked: _Asked) -> None:
    """Questions in the lesson's own words that "yes" answers."""
    lines = [asked.lesson["Outcome"][0], asked.lesson["Demonstration"][0]]
    plan["checks"] = [line | {"minute": 5, "text": f"Is it right that {line['text'][0].lower()}{line['text'][1:].rstrip('.')}?"} for line in lines]


def _same_check(plan: Plan, asked: _Asked) -> None:
    plan["checks"] = [plan["checks"][0]] * 2


def _unsupported(plan: Plan, asked: _Asked) -> None:
    plan["steps"][3]["points"][0]["text"] = INVENTED


def _health(plan: Plan, asked: _Asked) -> None:
    plan["why"].append({"text": f"{asked.address} is ill and tires quickly, so keep it gentle.", "sources": [1]})


def _unsent(plan: Plan, asked: _Asked) -> None:
    plan["why"][0]["sources"] = [UNSENT]


def _banned(plan: Plan, asked: _Asked) -> None:
    point = plan["steps"][1]["points"][0]
    point["text"] = f"Simply {point['text'][0].lower()}{point['text'][1:]}"


def _many_steps(plan: Plan, asked: _Asked) -> None:
    plan["steps"] = [plan["steps"][2] | {"minutes": 1}] * MANY


def _many_points(plan: Plan, asked: _Asked) -> None:
    points = plan["steps"][2]["points"]
    plan["steps"][2]["points"] = [points[place % len(points)] for place in range(MANY)]


def _many_reasons(plan: Plan, asked: _Asked) -> None:
    plan["why"] = plan["why"][:1] * MANY


def _claiming_title(plan: Plan, asked: _Asked) -> None:
    plan["steps"][2]["title"] = INVENTED


def _talking_down(plan: Plan, asked: _Asked) -> None:
    plan["steps"][2]["title"] = "Simply the basics, even a child can do them"


def _wrong_day(plan: Plan, asked: _Asked) -> None:
    other = date.fromordinal(asked.due.toordinal() + 40)
    plan["take_away"]["text"] = _EXAMPLE_DAY.sub(f"{other:%A} the {other.day}{_ending(other.day)}", plan["take_away"]["text"])


def _plain_only(plan: Plan, asked: _Asked) -> None:
    plan["steps"][2]["points"] = list(asked.card["Bring"][:1])
    plan["steps"][3]["points"] = list(asked.card["Bring"][1:2])


def _late_check(plan: Plan, asked: _Asked) -> None:
    plan["checks"][0]["minute"] = asked.minutes + 30


def _other_name(plan: Plan, asked: _Asked) -> None:
    point = plan["steps"][2]["points"][-1]
    point["text"] = re.sub(rf"\b{re.escape(asked.address)}\b", "Bertha", point["text"], flags=re.IGNORECASE)


KINDS: Mapping[str, Breaks] = {
    "good": lambda plan, asked: _json(plan),
    "not-json": lambda plan, asked: f"Start with a chat about {asked.address}'s week, then show it once, then let them try.",
    "cut-off": lambda plan, asked: _json(plan)[: len(_json(plan)) * 2 // 3],
    "empty": lambda plan, asked: "{}",
    "wrong-types": _with(outcome=["a", 1], steps="five of them", checks={"minute": "late"}),
    "not-a-list": _with(why="because"),
    "nested": lambda plan, asked: '{"outcome": ' + "[" * 5000,
    "two-plans": lambda plan, asked: f"{_json(plan)}\n{_json(plan)}",
    "prose-around": lambda plan, asked: f"Of course! Here is your plan.\n```json\n{_json(plan)}\n```\nShall I make it shorter?",
    "minutes-off": _changed(_off),
    "negative-minutes": _changed(_negative),
    "huge-minutes": _changed(lambda plan, asked: plan["steps"][0].update(minutes=10**15)),
    "one-step": _changed(_one_step),
    "many-steps": _changed(_many_steps),
    "many-points": _changed(_many_points),
    "many-reasons": _changed(_many_reasons),
    "no-checks": _with(checks=[]),
    "closed-check-only": _changed(_closed),
    "makes-sense": _changed(_makes_sense),
    "yes-or-no": _changed(_yes_or_no),
    "same-check": _changed(_same_check),
    "late-check": _changed(_late_check),
    "unsupported": _changed(_unsupported),
    "health": _changed(_health),
    "unsent-source": _changed(_unsent),
    "no-sources": _changed(lambda plan, asked: plan["hook"].update(sources=[])),
    "banned-word": _changed(_banned),
    "plain-only": _changed(_plain_only),
    "no-hook": _with(hook={"text": "", "sources": []}),
    "empty-take-away": _with(take_away={"text": " ", "sources": [1]}),
    "wrong-day": _changed(_wrong_day),
    "claiming-title": _changed(_claiming_title),
    "talking-down-title": _changed(_talking_down),
    "other-name": _changed(_other_name),
}
"""How a plan is written, by name: ``good``, and the ways in which models break it."""
PLANTED: Mapping[str, str] = {
    "prose-around": "Here is your plan",
    "closed-check-only": "Is that clear",
    "makes-sense": "make sense",
    "yes-or-no": "Is it right that",
    "unsupported": INVENTED,
    "health": "is ill",
    "claiming-title": INVENTED,
    "talking-down-title": "even a child",
    "other-name": "Bertha",
    "not-json": "Start with a chat about",
}
"""Words of a broken plan that nobody may be shown. Of a banned word, the note that it was thrown away may tell."""
