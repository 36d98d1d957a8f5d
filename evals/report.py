"""Show a run: a table on a terminal, and ``run.json`` for everything else. Judges nothing."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.model import Answer, Trace
from assistant.plans import Agenda, SeniorBrief, TeachingPlan
from evals.case import KINDS
from evals.finding import DEPTH, MEASURES, Finding, Measured
from evals.run import CaseRun, Run, Status
from evals.session import AgendaCase, PrepareCase

__all__ = ["as_data", "as_json", "print_run", "write_run"]

FORM = 1
"""Of ``run.json``; raised when a field changes its meaning."""
SHOWN = 240
"""Characters of an answer beside its failed check; ``run.json`` has the whole."""
COLOURS = {Status.PASSED: "green", Status.FAILED: "red", Status.ERROR: "red", Status.MOCK: "magenta"}


def as_data(run: Run) -> dict[str, Any]:
    """The run as plain values. The same cases, product and guidance give the same ones, but for ``times``."""
    return {
        "form": FORM,
        "engine": run.engine,
        "guidance": run.guidance,
        "suites": list(dict.fromkeys(result.suite for result in run.results)),
        "exit": run.exit_code,
        "counts": {status.value: run.count(status) for status in Status} | {"not_run": len(run.not_run)},
        "checks": {name: dict(zip(("passed", "failed", "not_scored"), row, strict=True)) for name, row in run.scores().items()},
        "retrieval": {by: {name: _measured(one) for name, one in groups.items()} for by, groups in run.retrieval.items()} or None,
        "cases": [_case(result) for result in run.results],
        "not_run": list(run.not_run),
        "times": {
            "cpu_seconds": round(run.cpu_seconds, 3),
            "opening_cpu_seconds": round(run.opening_cpu_seconds, 3),
            "wall_seconds": round(run.wall_seconds, 3),
            "cases": {result.case.id: round(result.seconds, 4) for result in run.results},
        },
    }


def as_json(run: Run) -> str:
    """One JSON object, indented."""
    return json.dumps(as_data(run), ensure_ascii=False, indent=1) + "\n"


def write_run(run: Run, folder: Path) -> Path:
    """Write ``run.json`` into a folder, which is made if need be; nobody sees half of it.

    Raises:
        OSError: The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, draft = folder / "run.json", folder / "run.json.draft"
    draft.write_text(as_json(run), encoding="utf-8")
    return draft.replace(path)


def print_run(run: Run, console: Console) -> None:
    """Every check with its counts, every failed case with what it said, and what the run cost."""
    table = Table("check", title=f"Cases: {len(run.results)}, engine: {run.engine}", title_justify="left")
    for heading in ("passed", "failed", "not scored"):
        table.add_column(heading, justify="right")
    for name, (passed, failed, unscored) in run.scores().items():
        table.add_row(name, str(passed), f"[red]{failed}[/red]" if failed else "0", f"[dim]{unscored}[/dim]")
    console.print(table)
    if run.retrieval:
        console.print(_retrieval(run))
    for result in run.results:
        if result.status is not Status.PASSED:
            _print_failed(result, console)
    console.print(_totals(run), highlight=False)


def _retrieval(run: Run) -> Table:
    table = Table("", title="Right document found: by role, by its stage, by tag", title_justify="left", box=SIMPLE, padding=0, collapse_padding=True)
    for name in ("searches", *MEASURES, "not scored"):
        table.add_column(name, justify="right")
    for groups in run.retrieval.values():
        table.add_section()
        for name, one in groups.items():
            means = ("–" if mean is None else f"{mean:.2f}" for mean in one.means.values())
            table.add_row(escape(name), str(one.scored), *means, f"[dim]{one.not_scored}[/dim]")
    return table


def _print_failed(result: CaseRun, console: Console) -> None:
    case, colour = result.case, COLOURS[result.status]
    console.print(
        f"[{colour}]{result.status}[/{colour}] [bold]{escape(case.id)}[/bold] ({case.level}, {case.role or 'anybody'})  {escape(case.question)}",
        highlight=False,
    )
    console.print(f"  [dim]why it matters:[/dim] {escape(case.why)}", highlight=False)
    for problem in result.problems:
        console.print(f"  [{colour}]✗[/{colour}] {escape(problem)}", highlight=False)
    if said := _said(result):
        text = " ".join(said.split())
        console.print(f"  [dim]it said:[/dim] {escape(text[:SHOWN])}{'…' if len(text) > SHOWN else ''}", highlight=False)


def _said(result: CaseRun) -> str:
    if result.sheet:
        return outline(result.sheet)
    return result.answer.text if result.answer else result.refusal


def outline(sheet: TeachingPlan | SeniorBrief | Agenda) -> str:
    """What was made, in a line: its minutes and titles."""
    if isinstance(sheet, TeachingPlan):
        return f"{sheet.lesson}, {sheet.card}: " + "; ".join(f"{step.minutes} {step.title}" for step in sheet.steps)
    if isinstance(sheet, Agenda):
        return "; ".join(f"{item.minutes} {item.title}" for item in sheet.items)
    return f"{sheet.lesson}: {sheet.expect[0].text if sheet.expect else ''}"


def _totals(run: Run) -> str:
    parts = [f"[{COLOURS[status]}]{run.count(status)} {status}[/{COLOURS[status]}]" for status in Status if run.count(status) or status is Status.PASSED]
    if should := run.count(Status.FAILED, "should"):
        parts.append(f"{should} of the failed are 'should' and do not fail the run")
    if run.not_run:
        parts.append(f"{len(run.not_run)} not for this engine")
    cost = f"{run.cpu_seconds:.2f} s CPU, {run.wall_seconds:.2f} s wall; {run.opening_cpu_seconds:.2f} s CPU to open the library"
    return f"{', '.join(parts)}\n{cost}"


def _case(result: CaseRun) -> dict[str, Any]:
    case = result.case
    data: dict[str, Any] = {
        "suite": result.suite,
        "id": case.id,
        "as": case.role.value if case.role else None,
        next(name for name, form in KINDS.items() if isinstance(case, form)): case.question,
        "why": case.why,
        "level": case.level,
        "tags": list(case.tags),
        "status": result.status.value,
        "problems": list(result.problems),
        "verdicts": {verdict.check: verdict.passed for verdict in result.verdicts},
    }
    if result.finding:
        return data | _finding(result.finding)
    if isinstance(case, PrepareCase | AgendaCase):
        data |= {"sheet": _sheet(result.sheet) if result.sheet else None, "refusal": result.refusal}
    return data | {
        "answer": _answer(result.answer) if result.answer else None,
        "requests": [_request(result, number) for number in range(len(result.exchanges))],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "right": sorted(finding.right),
        "stage": finding.stage,
        "place": finding.place,
        "found": None if finding.ranked is None else list(finding.ranked[:DEPTH]),
    }


def _measured(one: Measured) -> dict[str, Any]:
    means = {name: None if mean is None else round(mean, 4) for name, mean in one.means.items()}
    return {"scored": one.scored, "not_scored": one.not_scored} | means


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "declined": answer.declined,
        "reason": answer.reason,
        "sentences": [{"text": one.text, "citations": list(one.citations), "support": one.support.value} for one in answer.sentences],
        "sources": [source.id for source in answer.sources],
        "follow_ups": list(answer.follow_ups),
        "engine": answer.engine,
        "trace": _trace(answer.trace),
    }


def _sheet(sheet: TeachingPlan | SeniorBrief | Agenda) -> dict[str, Any]:
    from assistant.export.json import json_values  # its package loads Word and calendar libraries, which a run without a sheet need not wait for

    values = json_values(sheet)
    values["trace"] = _trace(sheet.trace)
    return values | {"sources": [source["id"] for source in values["sources"]]}


def _trace(trace: Trace) -> dict[str, Any]:
    # An estimate counts the tokens of the random fence, which would make every run differ.
    return dataclasses.asdict(trace) | ({"prompt_tokens": None} if trace.tokens_estimated else {})


def _request(result: CaseRun, number: int) -> dict[str, Any]:
    exchange = result.exchanges[number]
    data: dict[str, Any] = {"digest": exchange.sent.digest, "role": exchange.sent.role, "passages": len(exchange.sent.blocks)}
    data |= {"fault": exchange.fault, "reply": exchange.reply}
    # Only where something failed: a thousand requests would be several megabytes.
    return data if result.status is Status.PASSED else data | {"sent": exchange.sent.text}
