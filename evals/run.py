"""Carry out cases and collect what became of them. Prints nothing, writes nothing."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.model import Answer, Question, Turn
from assistant.plans import Agenda, SeniorBrief, TeachingPlan
from evals.case import AnyCase, Case, SearchCase, Suite
from evals.checks import judge, judge_search, judge_session
from evals.finding import Finding, Measured, aim, look_up, measure
from evals.form import EngineName
from evals.made import make
from evals.mock import Exchange, MockedModel, UnmatchedRequest
from evals.product import Product
from evals.seen import Seen, Verdict
from evals.session import AgendaCase, PrepareCase
from knowledge import Library

__all__ = ["CaseRun", "Run", "Status", "carry_out", "choose"]


class Status(StrEnum):
    """What became of a case."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    """The product raised; counts as failed whatever the level."""
    MOCK = "mock"
    """A request that no rule answered, or a rule that was not used: the case shows nothing until it is mended."""


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A case that was carried out."""

    suite: str
    case: AnyCase
    answer: Answer | None
    """None when the product raised, for a search, and for a session that was made; of one that was declined, what is shown instead."""
    verdicts: tuple[Verdict, ...]
    exchanges: tuple[Exchange, ...] = ()
    mock_problems: tuple[str, ...] = ()
    """Unmatched requests and unused rules, each naming the rule."""
    error: str = ""
    seconds: float = 0.0
    """Wall time."""
    finding: Finding | None = None
    """Of a search; None for a question."""
    sheet: TeachingPlan | SeniorBrief | Agenda | None = None
    """What was prepared."""
    refusal: str = ""
    """Why a brief could not be worked on."""

    @property
    def status(self) -> Status:
        """The gravest thing that is true of it."""
        if self.mock_problems:
            return Status.MOCK
        if self.error:
            return Status.ERROR
        return Status.FAILED if any(verdict.passed is False for verdict in self.verdicts) else Status.PASSED

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that is wrong, in words, each with what found it."""
        found = [f"mock: {problem}" for problem in self.mock_problems] + ([f"error: {self.error}"] if self.error else [])
        return (*found, *(f"{verdict.check}: {problem}" for verdict in self.verdicts for problem in verdict.problems))


@dataclass(frozen=True, slots=True)
class Run:
    """All cases of a run, in the order of their files."""

    engine: EngineName
    results: tuple[CaseRun, ...]
    not_run: tuple[str, ...]
    """Ids of chosen cases that are not for this engine."""
    cpu_seconds: float
    """Of the whole process while the cases ran."""
    wall_seconds: float
    strays: tuple[str, ...] = ()
    """Requests that were made outside any case."""
    guidance: str = ""
    """Hash of the library's documents and phrasings: two runs can differ by these alone."""
    opening_cpu_seconds: float = 0.0
    """Of opening the library, before the first case."""

    @property
    def exit_code(self) -> int:
        """0 passed, 1 failed checks, 3 an unmatched or unused mock."""
        if self.strays or any(result.status is Status.MOCK for result in self.results):
            return 3
        failed = (result for result in self.results if result.status is not Status.PASSED)
        return int(any(result.case.level == "must" or result.status is Status.ERROR for result in failed))

    def count(self, status: Status, level: str | None = None) -> int:
        """How many cases ended so."""
        return sum(result.status is status and level in (None, result.case.level) for result in self.results)

    def scores(self) -> dict[str, tuple[int, int, int]]:
        """For each check: passed, failed, not scored."""
        table: dict[str, list[int]] = {}
        for result in self.results:
            for verdict in result.verdicts:
                place = 2 if verdict.passed is None else 0 if verdict.passed else 1
                table.setdefault(verdict.check, [0, 0, 0])[place] += 1
        return {name: (row[0], row[1], row[2]) for name, row in table.items()}

    @property
    def retrieval(self) -> dict[str, dict[str, Measured]]:
        """The measures of all searches; see :func:`evals.finding.measure`."""
        return measure(result.finding for result in self.results if result.finding)


def choose(suites: Iterable[Suite], *, text: str = "", tags: Collection[str] = (), limit: int | None = None) -> list[tuple[str, AnyCase]]:
    """Cases with their suite's name.

    Args:
        suites: In order.
        text: Stands in the id or the question, capitals aside.
        tags: All of which the case has.
        limit: The first so many.
    """
    wanted = text.casefold()
    chosen = [
        (suite.name, case)
        for suite in suites
        for case in suite.cases
        if (wanted in case.id or wanted in case.question.casefold()) and set(tags) <= set(case.tags)
    ]
    return chosen[:limit]


def carry_out(
    cases: Sequence[tuple[str, AnyCase]],
    product: Product,
    library: Library,
    engine: EngineName,
    *,
    jobs: int = 1,
    on_case: Callable[[CaseRun], None] | None = None,
) -> Run:
    """Ask every case's question, search for it, or have it prepared, and judge what comes of it.

    Args:
        cases: From :func:`choose`; those not for this engine are left out and named.
        product: Its verbs.
        library: Read only; shared by all cases.
        engine: Which engine answers.
        jobs: Cases at a time.
        on_case: Told of each case as it ends, from whichever thread.
    """
    fitting = [(suite, case) for suite, case in cases if engine in case.engines]
    not_run = tuple(case.id for _, case in cases if engine not in case.engines)
    cpu, wall = time.process_time(), time.perf_counter()

    def one(entry: tuple[str, AnyCase]) -> CaseRun:
        suite, case = entry
        if isinstance(case, SearchCase):
            result = _search(suite, case, library)
        elif isinstance(case, Case):
            result = _ask(suite, case, product, library, engine)
        else:
            result = _prepare(suite, case, product, library, engine)
        if on_case:
            on_case(result)
        return result

    if jobs == 1:
        results = [one(entry) for entry in fitting]
    else:
        with ThreadPoolExecutor(jobs) as pool:
            results = list(pool.map(one, fitting))
    return Run(engine, tuple(_with_shared_fences(results)), not_run, time.process_time() - cpu, time.perf_counter() - wall)


def _ask(suite: str, case: Case, product: Product, library: Library, engine: EngineName) -> CaseRun:
    started = time.perf_counter()
    model = MockedModel(case.model_replies) if engine == "mocked" else None
    history = tuple(Turn(earlier.ask, earlier.answer, earlier.sources) for earlier in case.history)
    answer, error = None, ""
    try:
        answer = product.ask(Question(case.ask, case.role, history), model)
    except UnmatchedRequest:
        pass  # The model's own list of misses says it better.
    except Exception as raised:  # noqa: BLE001  whatever a case does to the product, the other cases are still carried out
        error = f"{type(raised).__name__}: {raised}"
    exchanges = tuple(model.exchanges) if model else ()
    verdicts: tuple[Verdict, ...] = ()
    if answer is not None:
        verdicts = judge(Seen(case, engine, answer, library.documents, library.passages, exchanges, model.waited if model else 0.0))
    problems = (*model.misses, *model.unused()) if model else ()
    return CaseRun(suite, case, answer, verdicts, exchanges, problems, error, time.perf_counter() - started)


def _prepare(suite: str, case: PrepareCase | AgendaCase, product: Product, library: Library, engine: EngineName) -> CaseRun:
    started = time.perf_counter()
    model, second = (MockedModel(case.model_replies) if engine == "mocked" else None for _ in range(2))
    done = CaseRun(suite, case, None, ())
    try:
        made = make(case, product, library, engine, model, second)
        done = replace(done, answer=made.answer, verdicts=judge_session(made), sheet=made.sheet, refusal=made.refusal)
    except UnmatchedRequest:
        pass  # As above.
    except Exception as raised:  # noqa: BLE001  as above
        done = replace(done, error=f"{type(raised).__name__}: {raised}")
    problems = (*model.misses, *second.misses, *model.unused()) if model and second else ()
    exchanges = tuple(model.exchanges) if model else ()
    return replace(done, exchanges=exchanges, mock_problems=problems, seconds=time.perf_counter() - started)


def _search(suite: str, case: SearchCase, library: Library) -> CaseRun:
    started = time.perf_counter()
    finding, error = aim(case, library), ""
    verdicts: tuple[Verdict, ...] = ()
    try:
        finding = replace(finding, ranked=look_up(case, library))
        verdicts = judge_search(finding)
    except Exception as raised:  # noqa: BLE001  as above
        error = f"{type(raised).__name__}: {raised}"
    return CaseRun(suite, case, None, verdicts, error=error, seconds=time.perf_counter() - started, finding=finding)


def _with_shared_fences(results: Sequence[CaseRun]) -> list[CaseRun]:
    """A marker that two cases share is not random, so a text could be written to close it: those cases fail."""
    fences = [{exchange.sent.fence for exchange in result.exchanges} - {""} for result in results]
    counts = Counter(fence for own in fences for fence in own)
    shared = [any(counts[fence] > 1 for fence in own) for own in fences]
    return [replace(result, verdicts=_failed_fence(result.verdicts)) if bad else result for result, bad in zip(results, shared, strict=True)]


def _failed_fence(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    problem = "another case had the same marker"
    return tuple(Verdict(one.check, False, (*one.problems, problem)) if one.check == "sent fence" else one for one in verdicts)
