"""Carry out a case that prepares a session or makes an agenda, and hold what came of it: these checks' only input. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.errors import BriefDeclined, UpwardError
from assistant.model import Answer, Trace
from assistant.plans import OFFLINE, Agenda, Line, SeniorBrief, TeachingPlan
from evals.form import EngineName
from evals.mock import Exchange, MockedModel
from evals.product import Product
from evals.seen import Problems
from evals.session import AgendaCase, PrepareCase
from knowledge import Library
from knowledge.model import Document, Passage

__all__ = ["Made", "SessionCheck", "make", "session_lines"]

Sheet = TeachingPlan | SeniorBrief | Agenda


@dataclass(frozen=True, slots=True)
class Made:
    """A case, what was made for it, and what went over the wire."""

    case: PrepareCase | AgendaCase
    engine: EngineName
    sheet: Sheet | None
    """None when it was declined or refused."""
    answer: Answer | None
    """What is shown instead when it was declined."""
    refusal: str
    """Why the brief cannot be worked on, with the way out; empty when it can."""
    documents: Mapping[str, Document]
    """Guidance and cards, by id."""
    passages: Mapping[str, Passage]
    exchanges: tuple[Exchange, ...] = ()
    waited: float = 0.0
    """Virtual seconds that the provider kept a person waiting."""
    other: Sheet | None = None
    """The same brief with the change that ``differs_from`` names; None without one."""

    @property
    def plan(self) -> TeachingPlan | None:
        """The teaching plan, if it is one."""
        return self.sheet if isinstance(self.sheet, TeachingPlan) else None

    @property
    def agenda(self) -> Agenda | None:
        """The agenda, if it is one."""
        return self.sheet if isinstance(self.sheet, Agenda) else None

    @property
    def declined(self) -> bool:
        """Whether a route or a kind no is shown instead."""
        return self.answer is not None

    @property
    def trace(self) -> Trace:
        """How what is shown was made."""
        return self.sheet.trace if self.sheet else self.answer.trace if self.answer else OFFLINE

    def lines(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every line that is shown, with the passages it rests on; of an agenda the purposes."""
        if isinstance(self.sheet, Agenda):
            yield from ((item.purpose, item.citations) for item in self.sheet.items)
        elif self.sheet:
            yield from ((line.text, line.citations) for line in self.sheet.lines())

    def titles(self) -> tuple[str, ...]:
        """What steps or items are called."""
        if isinstance(self.sheet, TeachingPlan):
            return tuple(step.title for step in self.sheet.steps)
        return tuple(item.title for item in self.sheet.items) if isinstance(self.sheet, Agenda) else ()

    def own_words(self) -> tuple[str, ...]:
        """What stands in the person's own words on purpose: goals and promises."""
        if isinstance(self.case, AgendaCase):
            return tuple(words for words in (*self.case.agenda.goals, *self.case.agenda.promised) if words.strip())
        return self.case.prepare.promised


SessionCheck = Callable[[Made], Problems | None]
"""Returns None when it does not apply to the case."""


def make(case: PrepareCase | AgendaCase, product: Product, library: Library, engine: EngineName, model: MockedModel | None, second: MockedModel | None) -> Made:
    """Have it made.

    Args:
        case: What to make.
        product: Makes it.
        library: Read only.
        engine: Which engine writes.
        model: The mocked one; None offline.
        second: The same anew, for the changed brief; None offline.
    """
    sheet, other, answer, refusal = None, None, None, ""
    try:
        sheet = _agenda(case, product, model) if isinstance(case, AgendaCase) else product.prepare(case.prepare.brief(), model)
    except BriefDeclined as declined:
        answer = declined.answer
    except UpwardError as error:  # whatever a person is told to mend
        refusal = f"{error.message} {error.hint}"
    if sheet and isinstance(case, PrepareCase) and (change := case.expect.differs_from):
        other = product.prepare(case.prepare.brief(**change.changed), second)
    documents = library.documents | library.cards
    exchanges, waited = (tuple(model.exchanges), model.waited) if model else ((), 0.0)
    return Made(case, engine, sheet, answer, refusal, documents, library.passages, exchanges, waited, other)


def session_lines(sheet: Sheet) -> list[str]:
    """What is said and done in a session, the senior by no name: what must differ where the session does."""
    if isinstance(sheet, Agenda):
        return [item.purpose for item in sheet.items]
    if isinstance(sheet, SeniorBrief):
        return [line.text for line in sheet.lines()]
    lines: list[Line] = [sheet.outcome, *sheet.why, sheet.hook, *sheet.objections, sheet.take_away.task, *(check.line for check in sheet.checks)]
    lines += [line for step in sheet.steps for line in (*step.points, *((step.say,) if step.say else ()))]
    capital = sheet.senior[:1].upper() + sheet.senior[1:]
    return list(dict.fromkeys(line.text.replace(capital, "Your senior").replace(sheet.senior, "your senior") for line in lines))


def _agenda(case: AgendaCase, product: Product, model: MockedModel | None) -> Agenda:
    request = case.agenda.request()
    if case.agenda.plan:
        plan = product.prepare(case.agenda.plan.brief(), model)
        request = replace(request, plan=plan if isinstance(plan, TeachingPlan) else None)
    return product.agenda(request, model)
