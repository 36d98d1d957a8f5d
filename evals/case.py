"""The form of a case and of a suite, and nothing else: what a coordinator may write in YAML, field by field. Reading is in ``load.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, model_validator

from assistant.model import Declined, Role

__all__ = ["AnyCase", "Case", "EngineName", "Expect", "Fault", "FindExpect", "Level", "Rule", "SearchCase", "SentExpect", "Suite", "When"]

EngineName = Literal["offline", "mocked"]
Level = Literal["must", "should"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Aliases = Text | Annotated[list[Text], Field(min_length=1)]
"""One wording, or several of which any will do."""
FOR_EVER = 1e9
"""Seconds that a provider hangs when the case names no number."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Earlier(_Form):
    """An earlier turn of the conversation."""

    ask: Text
    answer: str = ""
    sources: tuple[Text, ...] = ()


class When(_Form):
    """Which requests of the case a rule answers; what is left out does not matter."""

    turn: Literal["first"] | Annotated[int, Field(ge=1)] | None = None
    """The number of the request within the case."""
    says: tuple[Text, ...] = ()
    """Words that must all stand somewhere in the request."""


class Fault(_Form):
    """What goes wrong at the provider; exactly one kind."""

    status: Annotated[int, Field(ge=400, le=599)] | None = None
    html: bool = False
    """200 with a web page, as a proxy sends it."""
    broken_json: bool = False
    cut_stream: Literal["ends", "drops"] | None = None
    """``ends``: a clean end half-way with no finish reason; ``drops``: the connection breaks half-way."""
    empty: Literal["choices", "null_choices", "text"] | None = None
    refusal: Text | None = None
    """The model's own words of refusal."""
    length: bool = False
    """Cut off at the token limit, half-way through a sentence."""
    content_filter: bool = False
    hang: bool | Annotated[float, Field(gt=0)] = False
    """Virtual seconds before anything comes; true means for ever."""
    unreachable: bool = False
    """No connection at all."""
    times: Annotated[int, Field(ge=1)] | None = None
    """How many requests it lasts; None means once when a reply follows, else always."""
    retry_after: Annotated[float, Field(ge=0)] | None = None
    code: Text | None = None
    """The provider's error code, such as ``context_length_exceeded``; only with a status."""

    @model_validator(mode="after")
    def _one_kind(self) -> Fault:
        if len(self.kinds) != 1:
            raise ValueError(f"a fault has exactly one kind, this one has {len(self.kinds)}: {', '.join(self.kinds) or 'none'}")
        if self.status is None and (self.code or self.retry_after is not None):
            raise ValueError("'code' and 'retry_after' go with a 'status'")
        return self

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that were named."""
        return tuple(name for name in type(self).model_fields if name not in ("times", "retry_after", "code") and getattr(self, name) not in (None, False))

    @property
    def seconds(self) -> float:
        """How long it hangs."""
        return FOR_EVER if self.hang is True else float(self.hang)


class Rule(_Form):
    """What the mocked model replies. Rules are tried in the order in which they stand."""

    when: When = When()
    reply: Text | None = None
    """``from_passages``, ``obedient``, or a text with citation marks, which answers one request."""
    fault: Fault | None = None
    """Comes before the reply."""
    optional: bool = False
    """True when the case may pass without it being used."""

    @model_validator(mode="after")
    def _something(self) -> Rule:
        if self.reply is None and self.fault is None:
            raise ValueError("a rule has a 'reply', a 'fault' or both")
        return self

    @property
    def is_scripted(self) -> bool:
        """Whether the reply is a text of the case's own."""
        return self.reply is not None and self.reply not in ("from_passages", "obedient")


class SentExpect(_Form):
    """What must stand in every request that was sent to the model."""

    passages_include: tuple[Text, ...] = ()
    """Documents, by id or by the piece they were written from."""
    role: Role | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    says: tuple[Text, ...] = ()
    never_says: tuple[Text, ...] = ()


class Expect(_Form):
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


class FindExpect(_Form):
    """What a search must find."""

    finds: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Documents of which any is right, by id or by the piece they were written from."""
    within: Annotated[int, Field(ge=1, le=10)] = 3
    """How far down the first of them may stand."""


class _Case(_Form):
    """What cases of both kinds have."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    why: Text
    """What goes wrong in the world when this case fails."""
    level: Level
    """``must``: a failure fails the run; ``should``: it is counted and shown."""
    tags: Annotated[tuple[Text, ...], Field(min_length=1)]
    history: tuple[Earlier, ...] = ()


class Case(_Case):
    """One question and what must become of it."""

    role: Annotated[Role, Field(alias="as")]
    ask: Text
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


class SearchCase(_Case):
    """One search and what it must find. No engine is asked, so it is the same with each."""

    role: Annotated[Role | None, Field(alias="as")] = None
    """None searches for nobody in particular."""
    search: Text
    """A question or keywords."""
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
    """Which kind is meant: of values just read, or of a case. Where neither 'ask' nor 'search' stands, what is expected tells."""
    if not isinstance(given, dict):
        return "search" if isinstance(given, SearchCase) else "ask"
    expected = given.get("expect")
    finds = "ask" not in given and isinstance(expected, dict) and "finds" in expected
    return "search" if finds or "search" in given else "ask"


AnyCase = Annotated[Annotated[Case, Tag("ask")] | Annotated[SearchCase, Tag("search")], Discriminator(_kind)]
"""A case of either kind: one that asks, or one that only searches."""


class Suite(_Form):
    """A file of cases."""

    name: str
    path: Path
    cases: tuple[AnyCase, ...]
    lines: dict[str, int] = {}
    """The line on which each case begins."""
