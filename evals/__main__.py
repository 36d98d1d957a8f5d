"""The command line: ``python -m evals run | list | validate``. Parses and prints; ``evals.run_suite`` does the work.

Exit codes: 0 passed, 1 failed checks, 2 usage or an invalid case, 3 a request that no mock answered or a mock that was not used.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant import Settings
from assistant.errors import UpwardError
from evals import CaseRun, read_suites, run_suite
from evals.load import check_names
from evals.report import as_json, print_run
from evals.run import Status
from knowledge.cards import read_cards
from knowledge.load import GUIDANCE, read_folder
from knowledge.routes import read_escalation, read_not_ours

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    asked = _parser().parse_args(arguments)
    errors = Console(stderr=True)
    try:
        return int(asked.verb(asked, errors))
    except UpwardError as error:
        errors.print(f"[red]{escape(error.message)}[/red] {escape(error.hint)}", highlight=False, soft_wrap=True)
        return USAGE
    except OSError as error:
        errors.print(f"[red]{escape(str(error))}[/red] Choose another folder with --report or --data.", highlight=False, soft_wrap=True)
        return USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m evals", description="Measure the assistant offline: no key, no network, cases in YAML.")
    verbs = parser.add_subparsers(required=True, metavar="run|list|validate")
    for name, verb, what in (
        ("run", _run, "carry out suites"),
        ("list", _list, "show suites and cases"),
        ("validate", _validate, "check suites without running them"),
    ):
        one = verbs.add_parser(name, help=what, description=f"{what.capitalize()}.")
        one.set_defaults(verb=verb)
        one.add_argument("suites", nargs="*", metavar="SUITE", help="name of a built-in suite or path of a YAML file; default: all built-in ones")
        one.add_argument("--json", action="store_true", help="print one JSON object on standard output")
        if name == "run":
            _add_run_options(one)
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--engine", choices=("offline", "mocked"), default="offline", help="who answers (default: offline)")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only cases with this in their id or question")
    parser.add_argument("--tag", action="append", default=[], help="only cases with this tag; may be given again")
    parser.add_argument("--limit", type=_positive, metavar="N", help="only the first N")
    parser.add_argument("-j", "--jobs", type=_positive, default=1, metavar="N", help="cases at a time (default: 1)")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write run.json into this folder")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder with the library's index (default: the application's own)")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not 1 or more")
    return number


def _run(asked: argparse.Namespace, errors: Console) -> int:
    data = Settings.load(data=asked.data).data
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        task, lock = progress.add_task("Opening the library", total=None), threading.Lock()
        failed = 0

        def on_start(total: int) -> None:
            progress.update(task, total=total, description=f"Asking, {asked.engine} engine")

        def on_case(result: CaseRun) -> None:
            nonlocal failed
            with lock:
                failed += result.status is not Status.PASSED
                progress.update(task, advance=1, description=f"Asking, {asked.engine} engine, {failed} failed")

        run = run_suite(
            *asked.suites,
            engine=asked.engine,
            data=data,
            text=asked.filter,
            tags=asked.tag,
            limit=asked.limit,
            jobs=asked.jobs,
            report=asked.report,
            on_start=on_start,
            on_case=on_case,
        )
    if asked.json:
        sys.stdout.write(as_json(run))
    else:
        print_run(run, Console())
        if asked.report:
            errors.print(f"Written: {asked.report / 'run.json'}", highlight=False, soft_wrap=True)
    return run.exit_code


def _list(asked: argparse.Namespace, errors: Console) -> int:
    suites = read_suites(asked.suites)
    if asked.json:
        fields = {"id", "role", "ask", "search", "prepare", "agenda", "why", "level", "tags", "engines"}
        data = {"suites": [{"name": suite.name, "cases": [case.model_dump(mode="json", include=fields) for case in suite.cases]} for suite in suites]}
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        return 0
    for suite in suites:
        table = Table("case", "as", "level", "tags", "question", title=f"{suite.name}: {len(suite.cases)} cases", title_justify="left")
        for case in suite.cases:
            table.add_row(case.id, case.role or "anybody", case.level, " ".join(case.tags), escape(case.question))
        Console().print(table)
    return 0


def _validate(asked: argparse.Namespace, errors: Console) -> int:
    suites = read_suites(asked.suites)
    documents = [*read_folder(GUIDANCE), *read_cards(), *read_escalation(), *read_not_ours()]
    known = {name for document in documents for name in (document.id, document.origin) if name}
    for suite in suites:
        check_names(suite, known)
    counts = {suite.name: len(suite.cases) for suite in suites}
    if asked.json:
        sys.stdout.write(json.dumps({"valid": True, "suites": counts}) + "\n")
    else:
        Console().print("\n".join(f"{name}: {count} cases, all valid" for name, count in counts.items()), highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
