"""Read suites, and refuse what breaks the form with file, line and mend. Nothing is carried out here."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from assistant.errors import CaseError
from assistant.model import Declined, Role
from assistant.plans import Level as Knows
from evals.case import KINDS, AnyCase, Case, Expect, FindExpect, SearchCase, Suite
from evals.form import Earlier, Fault, Level, Rule, SentExpect, When
from evals.session import AgendaAsk, AgendaCase, AgendaExpect, Change, PrepareAsk, PrepareCase, PrepareExpect

__all__ = ["SUITES", "check_names", "find_suites", "read_suite"]

SUITES = Path(__file__).parent / "suites"
"""The built-in suites."""
LARGEST_FILE = 5_000_000
"""Bytes; a suite of 5,000 cases has about 2,000,000."""

Where = tuple[str | int, ...]
_CASES: dict[str, dict[str, type[BaseModel]]] = {
    "ask": {"": Case, "expect": Expect},
    "search": {"": SearchCase, "expect": FindExpect},
    "prepare": {"": PrepareCase, "prepare": PrepareAsk, "expect": PrepareExpect, "differs_from": Change},
    "agenda": {"": AgendaCase, "agenda": AgendaAsk, "plan": PrepareAsk, "expect": AgendaExpect},
}
_FORMS: dict[str, type[BaseModel]] = {"request": SentExpect, "when": When, "fault": Fault, "model_replies": Rule, "history": Earlier}
_EXAMPLES = {
    "id": "id: first-meeting-agenda",
    "as": "as: mentor",
    "ask": 'ask: "How do I open the first session?"',
    "search": 'search: "first session with a sceptic"',
    "prepare": 'prepare: {topic: AI drafting, senior: "Henrik, chief financial officer", minutes: 45}',
    "agenda": "agenda: {goals: [AI drafting], minutes: 45}",
    "topic": "topic: AI drafting",
    "why": "why: what goes wrong when this case fails",
    "level": "level: must",
    "tags": "tags: [answerable]",
    "expect": "expect: {cites: [plan-for-one-session]}",
    "finds": "finds: [plan-for-one-session]",
}
_EXPECTS = {
    "search": "expect: {finds: [plan-for-one-session]}",
    "prepare": "expect: {lesson: ai-drafting-and-checking}",
    "agenda": "expect: {commitments: 0}",
}
_ROLES, _KNOWS = [role.value for role in Role], [level.value for level in Knows]
_VALUES = {
    "as": _ROLES,
    "for": _ROLES,
    "prepare level": _KNOWS,
    "plan level": _KNOWS,
    "expect level": _KNOWS,
    "differs_from level": _KNOWS,
    "level": list(get_args(Level)),
    "declined": ["true", "false", *(reason.value for reason in Declined)],
}
_KINDS_TOLD = "one of 'ask', 'search', 'prepare' and 'agenda'"
# The C reader takes a tenth of the time, which a thousand cases notice; it is left out of some builds of PyYAML.
_Reader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def find_suites(names: Iterable[str | Path] = (), folder: Path = SUITES) -> list[Path]:
    """The files of suites by name or path; all built-in ones when none is named.

    Raises:
        CaseError: There is no such suite.
    """
    known = sorted(folder.glob("*.yaml"))
    found = []
    for name in names:
        path = next((path for path in known if path.stem == str(name)), Path(name))
        if not path.is_file():
            raise CaseError(f"There is no suite {str(name)!r}.", hint=f"Name a YAML file, or one of: {', '.join(path.stem for path in known)}.")
        found.append(path)
    return found or known


def read_suite(path: Path) -> Suite:
    """The cases of one file.

    Raises:
        CaseError: The file cannot be read or breaks the form; the message has file, line and the mend.
    """
    data, lines = _yaml(path)
    if not isinstance(data, list) or not data:
        raise _error(path, 1, "the file is no list of cases.", "Start each case with '- id: …'.")
    try:
        cases = TypeAdapter(tuple[AnyCase, ...]).validate_python(data)
    except ValidationError as error:
        raise _refusal(path, error, lines) from error
    places: dict[str, int] = {}
    for number, case in enumerate(cases):
        if case.id in places:
            raise _error(path, lines[(number,)], f"the id {case.id!r} stands already on line {places[case.id]}.", "Give one of the two another id.")
        places[case.id] = lines[(number,)]
    return Suite(name=path.stem, path=path, cases=cases, lines=places)


def check_names(suite: Suite, known: Collection[str]) -> None:
    """Refuse an expectation that can never be met because it names a document that is not there.

    Args:
        suite: What was read.
        known: Ids of documents and the pieces they were written from.

    Raises:
        CaseError: A name is unknown.
    """
    for case in suite.cases:
        for name in case.named:
            if name not in known:
                mend = f"{_nearest(name, known)} 'python -m knowledge list' shows all."
                raise _error(suite.path, suite.lines[case.id], f"{case.id}: there is no document {name!r}.", mend.strip())


def _yaml(path: Path) -> tuple[Any, dict[Where, int]]:
    """The content of a file and the line of every value by its place."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _error(path, 1, f"the file has over {LARGEST_FILE:,} bytes.", "Cut it into several suites.")
        reader = _Reader(path.read_text(encoding="utf-8-sig"))
        node = reader.get_single_node()
        lines: dict[Where, int] = {(): 1}
        if node is not None:
            _note_lines(path, node, (), lines)
        return (reader.construct_document(node) if node is not None else None), lines
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it cannot be parsed"
        raise _error(path, mark.line + 1 if mark else 1, f"not valid YAML: {what}.", "Quote values that hold a colon or a hash; indent with spaces.") from error
    except UnicodeDecodeError as error:
        raise _error(path, 1, "the file is not UTF-8 text.", "Save it again with the encoding UTF-8.") from error
    except OSError as error:
        raise _error(path, 1, f"the file cannot be read ({error.strerror}).", "Check that it exists and that you may read it.") from error


def _note_lines(path: Path, node: Any, where: Where, lines: dict[Where, int]) -> None:
    children: list[tuple[str | int, Any, int]] = []
    if isinstance(node, yaml.MappingNode):
        children = [(key.value, value, key.start_mark.line + 1) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = [(number, value, value.start_mark.line + 1) for number, value in enumerate(node.value)]
    for key, value, line in children:
        if (place := (*where, key)) in lines:
            raise _error(path, line, f"{key!r} stands twice (before on line {lines[place]}).", "Leave one of them out.")
        lines[place] = line
        _note_lines(path, value, place, lines)


def _refusal(path: Path, error: ValidationError, lines: dict[Where, int]) -> CaseError:
    """The first problem in the order of the file, in words. A misspelt field comes before the missing one that it should have been."""

    def order(problem: ErrorDetails) -> tuple[Where, bool, int]:
        place = _place(problem["loc"], lines)
        return place[:1], problem["type"] == "missing", lines[place]

    problem = min(error.errors(include_url=False), key=order)
    place = _place(problem["loc"], lines)
    what, mend = _in_words(place, problem, str(problem["loc"][1]))
    return _error(path, lines[place], what, mend)


def _place(where: Where, lines: dict[Where, int]) -> Where:
    """The nearest place that stands in the file: unions add steps of their own, such as 'bool', and what is missing stands nowhere."""
    where = (*where[:1], *where[2:])  # the second step is the kind of case
    while where not in lines:
        where = where[:-1]
    return where


def _in_words(place: Where, problem: ErrorDetails, of: str) -> tuple[str, str]:
    """What is wrong in a case of that kind, and the mend."""
    kind, message, given = problem["type"], problem["msg"], problem["input"]
    names = [step for step in place if isinstance(step, str)]
    field = str(problem["loc"][-1]) if kind == "missing" else names[-1] if names else "case"
    if kind == "extra_forbidden":
        if len(names) == 1 and field in KINDS:
            return f"a case has {_KINDS_TOLD}, not both {field!r} and {of!r}.", f"Leave {field!r} out, or make two cases of it."
        forms = _FORMS | _CASES[of]
        form = forms.get(names[-2] if len(names) > 1 else "", forms[""])
        fields = [info.alias or name for name, info in form.model_fields.items()]
        return f"{field!r} is no field here.", f"{_nearest(field, fields)} Fields: {', '.join(fields)}.".strip()
    if kind == "missing":
        example = _EXPECTS.get(of, _EXAMPLES["expect"]) if field == "expect" else _EXAMPLES.get(field)
        either = " Or a 'search', a 'prepare' or an 'agenda'." if field == "ask" else ""
        return f"{field!r} is missing.", f"Write '{example}'.{either}" if example else "Add it."
    if values := _VALUES.get(" ".join(names[-2:])) or _VALUES.get(field):
        return f"{field!r} cannot be {given!r}.", f"Use one of: {', '.join(values)}."
    if kind == "string_pattern_mismatch":
        return f"{field!r} cannot be {given!r}.", "Use small letters, digits and single hyphens."
    return (
        f"{field!r}: {message.removeprefix('Value error, ')}.",
        f"evals/{'case' if of in ('ask', 'search') else 'session'}.py and evals/form.py describe every field.",
    )


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"Did you mean {near[0]!r}?" if near else ""


def _error(path: Path, line: int, what: str, mend: str) -> CaseError:
    return CaseError(f"{path.name}:{line}: {what}", hint=mend)
