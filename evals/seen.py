"""What is seen of a case once it was carried out: the checks' only input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.model import Answer
from evals.case import Case, EngineName
from evals.mock import Exchange
from knowledge.model import Document, Passage

__all__ = ["Check", "Problems", "Seen", "Verdict"]

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

    def names(self, passages: Iterable[str]) -> set[str]:
        """What the documents of passages go by: their ids, and the pieces they were written from."""
        ids = {passage.partition("#")[0] for passage in passages}
        return ids | {self.documents[id].origin for id in ids if id in self.documents and self.documents[id].origin}

    @property
    def cited(self) -> set[str]:
        """Ids of every passage that a sentence cites."""
        return {citation for sentence in self.answer.sentences for citation in sentence.citations}


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
