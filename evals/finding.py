"""Measure finding alone: which documents a search brings up, in which order, and how often the right one is near the top. No engine is asked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.model import Question, Role, Turn
from assistant.tasks.followup import leans_on
from evals.case import SearchCase
from knowledge import Library
from knowledge.model import Kind

__all__ = ["DEPTH", "MEASURES", "Finding", "Measured", "aim", "look_up", "measure"]

DEPTH = 10
"""Documents of a search that are kept in ``run.json``; below these, nothing counts as found."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search was to find, and what it found."""

    case: SearchCase
    right: frozenset[str]
    """Ids of the documents of which any is right."""
    stage: str
    """Of the right document that the case names first; ``escalation`` for a grave matter."""
    ranked: tuple[str, ...] | None = None
    """Ids of all documents a person may be led to, the best first; None when the search raised."""

    @property
    def place(self) -> int | None:
        """Where the first right document stands, from 1; None when it is nowhere."""
        return next((place for place, id in enumerate(self.ranked or (), 1) if id in self.right), None)


def aim(case: SearchCase, library: Library) -> Finding:
    """What a case is to find, not searched for yet."""
    named = [document for name in case.expect.finds for document in library.documents.values() if name in (document.id, document.origin)]
    first = named[0]  # that every name is known was checked before the run
    return Finding(case, frozenset(document.id for document in named), first.stage or first.kind.value)


def look_up(case: SearchCase, library: Library) -> tuple[str, ...]:
    """The documents that the search of a case leads to, the best first.

    A follow-up is read with the question before it where the co-pilot does so. What is not ours is left out: it declines, and is never shown as
    a document.
    """
    history = tuple(Turn(earlier.ask, earlier.answer, earlier.sources) for earlier in case.history)
    before = leans_on(Question(case.search, case.role or Role.MENTOR, history))
    ranked = library.rank(case.search, role=case.role, before=before)
    return tuple(one.document.id for one in ranked if one.document.kind is not Kind.NOT_OURS)


def _recall(depth: int) -> Callable[[Finding], float]:
    return lambda finding: float(finding.place is not None and finding.place <= depth)


def _reciprocal(finding: Finding) -> float:
    """Of the first right document's place (Voorhees, TREC-8, 1999); 0 below the first ten."""
    return 1 / finding.place if finding.place and finding.place <= DEPTH else 0.0


def _gain(finding: Finding) -> float:
    """Binary nDCG@10 with the discount log2(place + 1) (Järvelin and Kekäläinen, 2002): 1 when every right document stands before all others."""
    gained = sum(1 / math.log2(place + 1) for place, id in enumerate((finding.ranked or ())[:DEPTH], 1) if id in finding.right)
    return gained / sum(1 / math.log2(place + 1) for place in range(1, min(len(finding.right), DEPTH) + 1))


MEASURES: Mapping[str, Callable[[Finding], float]] = {
    "recall@1": _recall(1),
    "recall@3": _recall(3),
    "recall@5": _recall(5),
    "MRR@10": _reciprocal,
    "nDCG@10": _gain,
}
"""Each 0..1 of one search, in the order in which they are shown. Recall is that of a person who needs one right document: it is there or not."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The means of a group of searches."""

    scored: int
    not_scored: int
    """Searches that raised; they are in no mean."""
    means: Mapping[str, float | None]
    """By the name of the measure; None when nothing was scored."""

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> Measured:
        """From what was found."""
        scored = [finding for finding in findings if finding.ranked is not None]
        means = {name: fmean(map(one, scored)) if scored else None for name, one in MEASURES.items()}
        return cls(len(scored), len(findings) - len(scored), means)


def measure(findings: Iterable[Finding]) -> dict[str, dict[str, Measured]]:
    """The measures over all, by role, by stage of the right document, and by tag, as ``{"role": {"mentor": …}}``; empty without any search."""
    groups: dict[str, dict[str, list[Finding]]] = {"all": {}, "role": {}, "stage": {}, "tag": {}}
    for finding in findings:
        case = finding.case
        for by, names in (("all", ("all",)), ("role", (case.role or "anybody",)), ("stage", (finding.stage,)), ("tag", case.tags)):
            for name in names:
                groups[by].setdefault(str(name), []).append(finding)
    return {by: {name: Measured.of(found) for name, found in sorted(some.items())} for by, some in groups.items() if some}
