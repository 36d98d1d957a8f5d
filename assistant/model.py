"""The words of the assistant as frozen values: a question and its answer, with the evidence and how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Document, Found, Role

__all__ = ["Answer", "AnswerRequest", "Cited", "Declined", "Lead", "Part", "Question", "Quoted", "Role", "Sentence", "Step", "Support", "Trace", "Turn"]


class Support(StrEnum):
    """How well a sentence rests on the passages it cites."""

    SUPPORTED = "supported"
    WEAK = "weak"
    NONE = "none"


class Declined(StrEnum):
    """Why there is no answer."""

    ESCALATION = "escalation"
    """A grave matter: the route is given instead."""
    NOT_OURS = "not_ours"
    UNSAFE = "unsafe"
    INSTRUCTIONS = "instructions"
    """Text that tries to instruct the machine."""
    UNCLEAR = "unclear"
    LANGUAGE = "language"
    """Asked in a language that the engine cannot search in."""
    NOT_IN_LIBRARY = "not_in_library"


class Part(StrEnum):
    """What a sentence does in the answer; decides how it is set."""

    OWN = "own"
    """What the programme's own documents say, word for word."""
    POINT = "point"
    STEP = "step"
    SAY = "say"
    AVOID = "avoid"
    WHY = "why"
    ROUTE = "route"
    """A place to turn to, in an escalation."""
    OUTSIDE = "outside"
    """What an outside document says, word for word; nobody here checked it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question and what was answered."""

    question: str
    answer: str = ""
    sources: tuple[str, ...] = ()
    """Ids of the passages that the answer rested on, if known."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks."""

    text: str
    role: Role = Role.MENTOR
    history: tuple[Turn, ...] = ()
    """Earlier turns of the conversation, oldest first."""
    pair: str | None = None
    """Id of the pair it is about; None when it is about none."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something the co-pilot does while a person waits, in words for that person."""

    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer that was checked against the passages it cites."""

    text: str
    citations: tuple[str, ...]
    """Ids of passages that were read for this question; at least one."""
    support: Support
    part: Part = Part.POINT
    quote: str = ""
    """The words of the first cited passage that bear it out."""
    joins: bool = False
    """True when it belongs to the same list point as the sentence before it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that an answer rests on, as a reader opens it."""

    id: str
    title: str
    heading: str
    quote: str
    """The passage's text in full."""
    source: str
    """Where its facts come from: authors and years, or the kind of guidance."""
    links: tuple[str, ...] = ()
    """Addresses of those sources; shown as text."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer was made."""

    engine: str
    """``offline``, or the model's name; ``offline (after MODEL: outcome)`` when the model did not deliver."""
    prompt: str = ""
    """Name, version and hash of the prompt, as ``answer@1:11b50f58``; empty offline."""
    passages: tuple[str, ...] = ()
    """Ids of all passages read, best first."""
    why: tuple[str, ...] = ()
    """For each of those passages, why it was found."""
    triage: str = ""
    """The matter or kind that triage saw; empty when it saw none."""
    prompt_tokens: int = 0
    """Tokens sent to a model; 0 means that nothing left the machine."""
    reply_tokens: int = 0
    tokens_estimated: bool = False
    """True when the provider counted none and we did."""
    dropped: int = 0
    """Sentences of the model that were not supported, and so not shown."""
    calls: int = 0
    """Requests sent to the model, repeated ones included."""
    notice: str = ""
    """What a person should know about how this came about; empty when all went as planned."""
    sent_to: str = ""
    """Host that the request was sent to; empty when nothing left the machine."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown for a question: checked sentences, or why there are none."""

    text: str
    """The whole as Markdown, with numbered citation marks such as ``[1]`` into ``sources``."""
    sentences: tuple[Sentence, ...]
    sources: tuple[Cited, ...]
    """Every passage that a sentence cites, in the order of first citation."""
    trace: Trace
    declined: bool = False
    reason: Declined | None = None
    """None when it was answered."""
    follow_ups: tuple[str, ...] = ()
    """Questions that the library can answer and that lead on from here; at most three."""
    lead: str = ""
    """What is said before the sentences, or instead of them, when it was declined; ours, and so without a citation."""

    @property
    def engine(self) -> str:
        """Which engine wrote what is shown."""
        return self.trace.engine


@dataclass(frozen=True, slots=True)
class Lead:
    """A document that the question asks for, opened at the place that answers."""

    document: Document
    anchors: tuple[str, ...]
    """References of the items that the nearest phrasings point to, best first."""
    nearness: Mapping[str, float]
    """How near each item is to the question, by reference; higher is nearer."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """An own passage that clearly fits a question, and the sentences of it that come nearest."""

    found: Found
    sentences: tuple[str, ...]
    """In the order of the passage, word for word."""


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """What an engine is given to answer with."""

    question: Question
    found: tuple[Found, ...]
    """The passages that were read, best first; an answer cites no other."""
    leads: tuple[Lead, ...]
    """The documents of the guidance that matter most, best first; none when only own documents answer."""
    own: tuple[Quoted, ...] = ()
    """What the programme's own documents have to say, best first."""
