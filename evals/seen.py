"""What is seen of a case once it was carried out: the checks' only input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from assistant.model import Answer, Trace
from evals.case import Case
from evals.form import EngineName
from evals.mock import Exchange
from evals.session import AgendaCase, PrepareCase
from knowledge.model import Document, Passage

__all__ = ["Check", "Problems", "Seen", "Verdict", "Watched", "names"]


class Watched(Protocol):
    """What is seen of any case that an engine carried out."""

    @property
    def case(self) -> Case | PrepareCase | AgendaCase:
        """What was to become of it."""
        ...

    @property
    def engine(self) -> EngineName:
        """Which engine was asked."""
        ...

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What went over the wire."""
        ...

    @property
    def waited(self) -> float:
        """Virtual seconds."""
        ...

    @property
    def trace(self) -> Trace:
        """How what is shown was made."""
        ...

    @property
    def declined(self) -> bool:
        """Whether there was no answer."""
        ...


Problems = tuple[str, ...]
"""What is wrong, in words for a person; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A case, its answer, and what went over the wire for it."""

    case: Case
    engine: EngineName
    answer: Answer
    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    """The library's, by id."""
    exchanges: tuple[Exchange, ...] = ()
    waited: float = 0.0
    """Virtual seconds that the provider kept a person waiting."""

    @property
    def trace(self) -> Trace:
        """How the answer was made."""
        return self.answer.trace

    @property
    def declined(self) -> bool:
        """Whether there was no answer."""
        return self.answer.declined

    def names(self, passages: Iterable[str]) -> set[str]:
        """What the documents of passages go by; see :func:`names`."""
        return names(passages, self.documents)

    @property
    def cited(self) -> set[str]:
        """Ids of every passage that a sentence cites."""
        return {citation for sentence in self.answer.sentences for citation in sentence.citations}


def names(passages: Iterable[str], documents: Mapping[str, Document]) -> set[str]:
    """What the documents of passages go by: their ids, and the pieces they were written from."""
    ids = {passage.partition("#")[0] for passage in passages}
    return ids | {documents[id].origin for id in ids if id in documents and documents[id].origin}


Check = Callable[[Seen], Problems | None]
"""Returns None when it does not apply to the case."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found in a case."""

    check: str
    passed: bool | None
    """None means that it does not apply: not scored, and never a pass."""
    problems: Problems = ()

    @classmethod
    def of(cls, name: str, problems: Problems | None) -> Verdict:
        """From what a check returned."""
        return cls(name, None) if problems is None else cls(name, not problems, problems)
