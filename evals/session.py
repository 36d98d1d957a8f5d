"""The form of cases that prepare a session or make an agenda: what a coordinator may write in YAML, field by field. Asks and judges nothing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from assistant.model import Declined, Role
from assistant.plans import AgendaRequest, Brief, Level
from evals.form import Aliases, CaseForm, EngineName, Form, Rule, SentExpect, Text

__all__ = ["TODAY", "AgendaAsk", "AgendaCase", "AgendaExpect", "Change", "PrepareAsk", "PrepareCase", "PrepareExpect", "SessionExpect"]

TODAY = date(2026, 11, 24)
"""The day on which every case is carried out, so that dates in cases stay in the future; a Tuesday."""
Day = date


class PrepareAsk(Form):
    """A brief; see :class:`assistant.plans.Brief`."""

    topic: str
    senior: str = ""
    minutes: int = 45
    level: Level = Level.SOME
    outcome: str = ""
    role: Annotated[Role, Field(alias="for")] = Role.MENTOR
    """``mentor`` for a teaching plan, ``senior`` for a one-page brief."""
    date: Day | None = None
    """Day of the session."""
    promised: tuple[str, ...] = ()
    refine: str = ""

    def brief(self, **changed: Any) -> Brief:
        """As the product takes it, with some fields changed."""
        given = {"day": self.date} | self.model_dump(exclude={"date"}) | changed
        return Brief(**given)


class AgendaAsk(Form):
    """What an agenda is made from; see :class:`assistant.plans.AgendaRequest`."""

    minutes: int = 45
    goals: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    plan: PrepareAsk | None = None
    """The brief of a plan that is prepared first."""
    date: Day | None = None
    next_date: Day | None = None

    def request(self) -> AgendaRequest:
        """As the product takes it, without the plan."""
        return AgendaRequest(self.minutes, self.goals, self.promised, day=self.date, next_day=self.next_date)


class Change(Form):
    """The same brief with this changed must give another session."""

    senior: Text | None = None
    level: Level | None = None
    minutes: Annotated[int, Field(ge=10, le=180)] | None = None
    share: Annotated[float, Field(gt=0, le=1)] = 0.1
    """Of the session's lines, the senior's name aside, that must differ at least."""

    @model_validator(mode="after")
    def _something(self) -> Change:
        if not self.changed:
            raise ValueError("name what is changed: 'senior', 'level' or 'minutes'")
        return self

    @property
    def changed(self) -> dict[str, Any]:
        """The fields of the brief that are other ones."""
        return self.model_dump(exclude={"share"}, exclude_none=True)


class SessionExpect(Form):
    """What plans, briefs and agendas have in common. What is planned must also be sound, whatever the case says (see ``checks``)."""

    declined: bool | Declined = False
    """True for any reason, or the reason."""
    error: Text | None = None
    """What the refusal of a brief that cannot be worked on must say."""
    must_say: tuple[Aliases, ...] = ()
    must_not_say: tuple[Text, ...] = ()
    """In no line, title or note; what stands in the person's own words on purpose (topic, goal, wish, promise) is not looked at."""
    notes: tuple[Aliases, ...] = ()
    """Words of what a person is told about how it was made."""
    problems: tuple[Aliases, ...] = ()
    """Words of problems that must be owned up to; without it there may be none."""
    calls: Annotated[int, Field(ge=0)] | None = None
    engine: str | None = Field(default=None, pattern="^(model|offline)$")
    waited: Annotated[float, Field(gt=0)] | None = None
    request: SentExpect | None = None

    @model_validator(mode="after")
    def _agrees(self) -> SessionExpect:
        if not self.model_fields_set:
            raise ValueError("nothing is expected: write at least 'lesson', 'declined' or 'error'")
        planned = self.model_fields_set - {"declined", "error", "must_say", "must_not_say", "calls"}
        if (self.declined or self.error) and planned:
            raise ValueError(f"what is declined or refused has no {sorted(planned)[0]!r}: leave one of them out")
        return self


class PrepareExpect(SessionExpect):
    """What must be true of a teaching plan or a senior's brief."""

    lesson: Aliases | None = None
    """Id of the lesson it must be made from, or several of which any will do."""
    card: Aliases | None = None
    """Id of the role card of a teaching plan."""
    generic: bool | None = None
    address: Text | None = None
    """How a teaching plan must call the senior."""
    minutes: Annotated[int, Field(ge=1)] | None = None
    """Of the session; None means those of the brief."""
    level: Level | None = None
    """None means that of the brief."""
    differs_from: Change | None = None


class AgendaExpect(SessionExpect):
    """What must be true of an agenda."""

    cites: tuple[Text, ...] = ()
    """Documents that items must rest on, by id or by the piece they were written from."""
    commitments: Annotated[int, Field(ge=0)] | None = None
    """Items that come from commitments."""
    items: tuple[int, int] | None = None
    """Least and most items."""


class _SessionCase(CaseForm):
    model_replies: tuple[Rule, ...] = ()
    """Empty means that no request may be made."""
    engines: Annotated[tuple[EngineName, ...], Field(min_length=1)] = ("offline", "mocked")


class PrepareCase(_SessionCase):
    """One brief and what must become of it."""

    prepare: PrepareAsk
    expect: PrepareExpect

    @property
    def slot(self) -> int:
        """Minutes."""
        return self.prepare.minutes

    @property
    def role(self) -> Role:
        """For whom it is prepared."""
        return self.prepare.role

    @property
    def question(self) -> str:
        """What is prepared, in a line."""
        given = self.prepare
        return ", ".join(part for part in (given.topic.strip()[:80] or "no topic", given.senior[:60], f"{given.minutes} min", given.level) if part)

    @property
    def named(self) -> tuple[str, ...]:
        """Every document and card that the case names."""
        sent = self.expect.request.passages_include if self.expect.request else ()
        return (*_each(self.expect.lesson), *_each(self.expect.card), *sent)


class AgendaCase(_SessionCase):
    """One agenda and what must become of it."""

    agenda: AgendaAsk
    expect: AgendaExpect

    @property
    def slot(self) -> int:
        """Minutes."""
        return self.agenda.minutes

    @property
    def role(self) -> None:
        """An agenda is for both."""

    @property
    def question(self) -> str:
        """What the agenda is for, in a line."""
        given = self.agenda
        goals = "; ".join(given.goals) or (given.plan.topic if given.plan else "no goal")
        return f"{goals[:100]}, {given.minutes} min"

    @property
    def named(self) -> tuple[str, ...]:
        """Every document that the case names."""
        return self.expect.cites


def _each(names: str | list[str] | None) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else tuple(names)
