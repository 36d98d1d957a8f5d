"""What the forms of all cases share: the fields of any case, and the mocked model's rules. What each kind adds is in ``case.py`` and ``session.py``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.model import Role
from evals.planner import KINDS

__all__ = ["Aliases", "CaseForm", "Earlier", "EngineName", "Fault", "Form", "Level", "Rule", "SentExpect", "Text", "When"]


def _planned(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"there is no plan {kind!r}; use one of: {', '.join(KINDS)}")
    return kind


EngineName = Literal["offline", "mocked"]
Level = Literal["must", "should"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
PlanKind = Annotated[str, AfterValidator(_planned)]
Aliases = Text | Annotated[list[Text], Field(min_length=1)]
"""One wording, or several of which any will do."""
FOR_EVER = 1e9
"""Seconds that a provider hangs when the case names no number."""


class Form(BaseModel):
    """A form in which a misspelt field is refused, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Earlier(Form):
    """An earlier turn of the conversation."""

    ask: Text
    answer: str = ""
    sources: tuple[Text, ...] = ()


class When(Form):
    """Which requests of the case a rule answers; what is left out does not matter."""

    turn: Literal["first"] | Annotated[int, Field(ge=1)] | None = None
    """The number of the request within the case."""
    says: tuple[Text, ...] = ()
    """Words that must all stand somewhere in the request."""


class Fault(Form):
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


class Rule(Form):
    """What the mocked model replies. Rules are tried in the order in which they stand."""

    when: When = When()
    reply: Text | None = None
    """``from_passages``, ``obedient``, or a text with citation marks, which answers one request."""
    plan: PlanKind | None = None
    """A teaching plan instead of a reply: ``good``, made from the request's own passages, or broken in one way (see ``planner.py``)."""
    fault: Fault | None = None
    """Comes before the reply."""
    optional: bool = False
    """True when the case may pass without it being used."""

    @model_validator(mode="after")
    def _something(self) -> Rule:
        if not self.replies and self.fault is None:
            raise ValueError("a rule has a 'reply', a 'fault' or both")
        if self.reply is not None and self.plan is not None:
            raise ValueError("a rule has a 'reply' or a 'plan', not both")
        return self

    @property
    def replies(self) -> bool:
        """Whether anything but a fault ever comes."""
        return self.reply is not None or self.plan is not None

    @property
    def is_scripted(self) -> bool:
        """Whether the reply is a text of the case's own."""
        return self.reply is not None and self.reply not in ("from_passages", "obedient")


class SentExpect(Form):
    """What must stand in every request that was sent to the model."""

    passages_include: tuple[Text, ...] = ()
    """Documents, by id or by the piece they were written from."""
    role: Role | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    says: tuple[Text, ...] = ()
    never_says: tuple[Text, ...] = ()


class CaseForm(Form):
    """What cases of all kinds have."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    why: Text
    """What goes wrong in the world when this case fails."""
    level: Level
    """``must``: a failure fails the run; ``should``: it is counted and shown."""
    tags: Annotated[tuple[Text, ...], Field(min_length=1)]
