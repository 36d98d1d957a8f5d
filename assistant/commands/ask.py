"""``ask``: a question of the guidance, or a file of questions."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant import Copilot
from assistant.commands import line
from assistant.errors import QuestionError
from assistant.model import Answer, Question, Role, Turn
from assistant.present import answer_json, answer_plain

__all__ = ["add"]


class _Turn(BaseModel):
    model_config = ConfigDict(extra="ignore")
    question: str
    answer: str = ""


class _Line(BaseModel):
    """One line of a batch; fields that are not ours are left alone."""

    model_config = ConfigDict(extra="ignore")
    id: str | int
    question: str
    role: Role = Role.MENTOR
    history: Annotated[list[_Turn | str], Field(default_factory=list)]


def add(tasks: line.Tasks) -> None:
    """Add the command."""
    parser = tasks.add_parser("ask", help="ask a question of the guidance", description="Ask a question. Exit 0: answered, 1: declined, 2: bad input.")
    parser.add_argument("question", nargs="?", help="what you would like to know, in your own words")
    parser.add_argument(
        "--role", type=Role, choices=list(Role), default=Role.MENTOR, metavar="{mentor,senior,coordinator}", help="who you are (default: mentor)"
    )
    parser.add_argument("--batch", type=Path, metavar="FILE", help='a file of lines {"id", "question", "role"?, "history"?}; prints one JSON object a line')
    line.add_common(parser)
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    if (given.question is None) == (given.batch is None):
        raise QuestionError("Give either a question or --batch FILE.", hint='For example: python -m assistant ask "Who sends the invitation?"')
    lines = list(_lines(given.batch)) if given.batch else []
    with line.opened(given) as copilot:
        if given.batch:
            return _batch(copilot, lines)
        answer = copilot.ask(Question(given.question, given.role))
    line.printed(answer_json(answer) if given.json else answer_plain(answer))
    return line.DECLINED if answer.declined else line.DONE


def _batch(copilot: Copilot, lines: list[_Line]) -> int:
    for one in lines:
        line.printed({"id": one.id} | _answered(copilot, one))
    return line.DONE


def _answered(copilot: Copilot, one: _Line) -> dict[str, Any]:
    history = tuple(Turn(turn) if isinstance(turn, str) else Turn(turn.question, turn.answer) for turn in one.history)
    try:
        answer: Answer = copilot.ask(Question(one.question, one.role, history))
    except QuestionError as error:
        return {"error": error.message, "hint": error.hint}
    return answer_json(answer)


def _lines(path: Path) -> Iterator[_Line]:
    form = TypeAdapter(_Line)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"The file {path.name!r} cannot be read as UTF-8 text.", hint="Nothing was asked. Check its name, rights and encoding.") from error
    for number, raw in enumerate(text.splitlines(), 1):
        if raw.strip():
            try:
                yield form.validate_json(raw)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"]))
                raise QuestionError(f"{path.name}:{number}: {where}: {first['msg']}.", hint="Nothing was asked. Mend that line.") from error
