"""The form of a suite and of cases that ask or search: what a coordinator may write in YAML, field by field.

What all cases share is in ``form.py``, sessions and agendas are in ``session.py``, reading is in ``load.py``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from assistant.model import Declined, Role
from evals.form import Aliases, CaseForm, Earlier, EngineName, Form, Rule, SentExpect, Text
from evals.session import AgendaCase, PrepareCase

__all__ = ["KINDS", "AnyCase", "Case", "Expect", "FindExpect", "SearchCase", "Suite"]


class Expect(Form):
    """What must be true of the answer. What is left out is not asked for, save what holds for every answer (see ``checks``)."""

    cites: tuple[Text, ...] = ()
    """Documents that must all be cited, by id or by the piece they were written from (G08)."""
    cites_any: tuple[Text, ...] = ()
    """Documents of which at least one must be cited."""
    declined: bool | Declined = False
    """True for any reason, or the reason."""
    triage: Text | None = None
    """The matter that must have been seen, such as ``crisis``."""
    must_say: tuple[Aliases, ...] = ()
    must_not_say: tuple[Text, ...] = ()
    words: Annotated[tuple[int, int], Field(description="least and most")] | None = None
    """Least and most words of the answer; None means 60 to 220 when it answers."""
    calls: Annotated[int, Field(ge=0)] | None = None
    """Requests to the model, repeated ones included."""
    dropped: Annotated[int, Field(ge=0)] | None = None
    """Sentences of the model that must have been thrown away."""
    engine: Literal["model", "offline"] | None = None
    """Who must have written what is shown; with ``offline`` in a mocked run, the answer must say that it stands in."""
    waited: Annotated[float, Field(gt=0)] | None = None
    """Most virtual seconds that the provider may keep a person waiting."""
    request: SentExpect | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Expect:
        if self.declined and (self.cites or self.cites_any):
            raise ValueError("an answer that is declined cites nothing: leave out 'cites' or 'declined'")
        if not self.model_fields_set:
            raise ValueError("nothing is expected: write at least 'cites' or 'declined'")
        return self


class FindExpect(Form):
    """What a search must find."""

    finds: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Documents of which any is right, by id or by the piece they were written from."""
    within: Annotated[int, Field(ge=1, le=10)] = 3
    """How far down the first of them may stand."""


class Case(CaseForm):
    """One question and what must become of it."""

    role: Annotated[Role, Field(alias="as")]
    ask: Text
    history: tuple[Earlier, ...] = ()
    expect: Expect
    model_replies: tuple[Rule, ...] = ()
    """Empty means that no request may be made."""
    engines: Annotated[tuple[EngineName, ...], Field(min_length=1)] = ("offline", "mocked")

    @property
    def question(self) -> str:
        """What is asked."""
        return self.ask

    @property
    def named(self) -> tuple[str, ...]:
        """Every document that the case names."""
        sent = self.expect.request.passages_include if self.expect.request else ()
        return (*self.expect.cites, *self.expect.cites_any, *sent)


class SearchCase(CaseForm):
    """One search and what it must find. No engine is asked, so it is the same with each."""

    role: Annotated[Role | None, Field(alias="as")] = None
    """None searches for nobody in particular."""
    search: Text
    """A question or keywords."""
    history: tuple[Earlier, ...] = ()
    expect: FindExpect

    @property
    def engines(self) -> tuple[EngineName, ...]:
        """All of them."""
        return ("offline", "mocked")

    @property
    def question(self) -> str:
        """What is searched for."""
        return self.search

    @property
    def named(self) -> tuple[str, ...]:
        """Every document that the case names."""
        return self.expect.finds


def _kind(given: Any) -> str:
    """Which kind is meant: of values just read, or of a case. Where none of its names stands, what is expected tells."""
    if not isinstance(given, dict):
        return next(name for name, form in KINDS.items() if isinstance(given, form))
    expected = given.get("expect")
    finds = "ask" not in given and isinstance(expected, dict) and "finds" in expected
    return next((name for name in KINDS if name in given), "search" if finds else "ask")


KINDS = {"search": SearchCase, "prepare": PrepareCase, "agenda": AgendaCase, "ask": Case}
"""By the one field that makes a case what it is."""
AnyCase = Annotated[
    Annotated[Case, Tag("ask")] | Annotated[SearchCase, Tag("search")] | Annotated[PrepareCase, Tag("prepare")] | Annotated[AgendaCase, Tag("agenda")],
    Discriminator(_kind),
]
"""A case of any kind: it asks, only searches, prepares a session, or makes an agenda."""


class Suite(Form):
    """A file of cases."""

    name: str
    path: Path
    cases: tuple[AnyCase, ...]
    lines: dict[str, int] = Field(default={})
    """The line on which each case begins."""
