"""The command line: ``python -m assistant ask``. Results on standard output, everything else on standard error."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant import Copilot, open_copilot
from assistant.errors import QuestionError, UpwardError
from assistant.model import Answer, Question, Role, Turn
from assistant.present import answer_json, answer_plain
from assistant.settings import Settings
from knowledge.progress import Bar

__all__ = ["main"]

DONE, DECLINED, BAD_INPUT = 0, 1, 2


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


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 done, 1 declined, 2 bad input.
    """
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Upward: a reverse-mentoring co-pilot.")
    tasks = parser.add_subparsers(required=True, metavar="TASK")
    ask = tasks.add_parser("ask", help="ask a question of the guidance", description="Ask a question. Exit 0: answered, 1: declined, 2: bad input.")
    ask.add_argument("question", nargs="?", help="what you would like to know, in your own words")
    ask.add_argument("--role", type=Role, choices=list(Role), default=Role.MENTOR, metavar="{mentor,senior,coordinator}", help="who you are (default: mentor)")
    ask.add_argument("--batch", type=Path, metavar="FILE", help='a file of lines {"id", "question", "role"?, "history"?}')
    ask.add_argument("--json", action="store_true", help="print JSON: one object, or one a line with --batch")
    ask.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: UPWARD_DATA, or your own)")
    ask.set_defaults(run=_ask)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except UpwardError as error:
        print(error.message, error.hint, sep="\n" if error.hint else "", file=sys.stderr)
        return BAD_INPUT


def _ask(given: argparse.Namespace) -> int:
    if (given.question is None) == (given.batch is None):
        raise QuestionError("Give either a question or --batch FILE.", hint='For example: python -m assistant ask "Who sends the invitation?"')
    lines = list(_lines(given.batch)) if given.batch else []
    with _opened(given) as copilot:
        if given.batch:
            return _batch(copilot, lines)
        answer = copilot.ask(Question(given.question, given.role))
    _print(json.dumps(answer_json(answer), ensure_ascii=False) if given.json else answer_plain(answer))
    return DECLINED if answer.declined else DONE


def _batch(copilot: Copilot, lines: list[_Line]) -> int:
    for line in lines:
        _print(json.dumps({"id": line.id} | _answered(copilot, line), ensure_ascii=False))
    return DONE


def _answered(copilot: Copilot, line: _Line) -> dict[str, Any]:
    history = tuple(Turn(turn) if isinstance(turn, str) else Turn(turn.question, turn.answer) for turn in line.history)
    try:
        answer: Answer = copilot.ask(Question(line.question, line.role, history))
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


def _opened(given: argparse.Namespace) -> Copilot:
    with Bar() as bar:
        return open_copilot(Settings.load(data=given.data), progress=bar)


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
