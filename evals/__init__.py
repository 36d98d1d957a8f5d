"""Measures the assistant through its public entry points; ``python -m evals`` is the command line."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from assistant.errors import CaseError
from evals.case import Suite
from evals.form import EngineName
from evals.load import check_names, find_suites, read_suite
from evals.product import open_product
from evals.report import write_run
from evals.run import CaseRun, Run, carry_out, choose
from knowledge import Library, open_library

__all__ = ["CaseRun", "Run", "read_suites", "run_suite"]


def read_suites(names: Iterable[str | Path] = ()) -> list[Suite]:
    """Suites by name or path; all built-in ones when none is named.

    Raises:
        CaseError: There is no such suite, or one breaks the form; the message has file, line and the mend.
    """
    return [read_suite(path) for path in find_suites(names)]


def run_suite(
    *names: str | Path,
    engine: EngineName = "offline",
    data: Path | None = None,
    library: Library | None = None,
    text: str = "",
    tags: Collection[str] = (),
    limit: int | None = None,
    jobs: int = 1,
    report: Path | None = None,
    on_start: Callable[[int], None] | None = None,
    on_case: Callable[[CaseRun], None] | None = None,
) -> Run:
    """Carry out suites: what the command line and the page call.

    Args:
        *names: Suites by name or path; all built-in ones when none is named.
        engine: ``offline``, or ``mocked``: the chat engine on each case's mocked model.
        data: Where the library's index is kept; None keeps it in memory, which costs half a minute.
        library: One that is open already; it is only read, and left open.
        text: Only cases with this in their id or question.
        tags: Only cases with all of these.
        limit: Only the first so many.
        jobs: Cases at a time.
        report: A folder for ``run.json``.
        on_start: Told how many cases there are.
        on_case: Told of each case as it ends, from whichever thread.

    Raises:
        CaseError: There is no such suite or case, or a suite breaks the form.
        UpwardError: The library cannot be opened.
    """
    suites = read_suites(names)
    cases = choose(suites, text=text, tags=tags, limit=limit)
    if not cases:
        raise CaseError("No case is left to run.", hint="Loosen --filter and --tag; 'python -m evals list' shows all cases.")
    started = time.process_time()
    opened = library or open_library(data)
    try:
        names_known = {name for document in (*opened.documents.values(), *opened.cards.values()) for name in (document.id, document.origin) if name}
        for suite in suites:
            check_names(suite, names_known)
        product, line = open_product(opened, engine)
        opening = time.process_time() - started
        if on_start:
            on_start(len(cases))
        run = carry_out(cases, product, opened, engine, jobs=jobs, on_case=on_case)
    finally:
        if library is None:
            opened.close()
    run = replace(run, strays=tuple(line.strays), opening_cpu_seconds=opening, guidance=_fingerprint(opened))
    if report:
        write_run(run, report)
    return run


def _fingerprint(library: Library) -> str:
    parts = [f"{passage.id}\n{passage.text}" for passage in library.passages.values()]
    parts += [line for document in library.documents.values() for group in document.phrasings for line in (*group.anchors, *group.lines)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
