"""Triage, before anything is searched or sent: grave matters, what is not ours, other languages, text that instructs a machine.

Rules over the router's classes. A missed crisis is far worse than a declined question, so words alone are enough for it, and its
threshold is the lowest. Pure: the ranking and the words are given.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.model import Declined
from knowledge.model import Document, Kind, Ranked
from knowledge.words import normalised

__all__ = ["ALONE", "CRISIS", "FOLLOW_UP", "GRAVE", "Margins", "Triage", "beside", "by_words", "confidence", "planned", "triage"]

CRISIS = "crisis"
"""Id of the escalation matter for suicide and self-harm."""
LIKENESS_WEIGHT = 15.0
"""How much a unit of cosine counts beside a unit of log-odds. On the development questions both reach an AUC of .98, log-odds alone .975."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Where lines are drawn; benchmarks/triage.py prints the curves they were chosen from."""

    guidance: float = 0.75
    """Below this confidence a question is not answered from the guidance."""
    crisis: float = 0.3
    """Router's share of the crisis matter from which its route is given whatever the confidence."""
    sure: float = 0.3
    """The same for any other matter. One of 262 ordinary development questions reaches it, and a missed matter is worse."""
    matter: float = 0.12
    """Router's share of a matter below which its route would be a guess; the question is declined instead."""


ALONE = Margins()
FOLLOW_UP = Margins(guidance=-1.5, sure=0.4)
"""A follow-up says little by itself and was asked about guidance: it is declined only when it clearly asks for something else."""
GRAVE = Margins(guidance=-2.0, crisis=0.5, sure=0.5, matter=0.5)
"""What the words of a follow-up alone must reach to count as a grave matter."""


NOT_FOR_PLANS = (Declined.ESCALATION, Declined.UNSAFE, Declined.INSTRUCTIONS)
"""Why nothing is planned. A topic that the library lacks has a general lesson, and one word is a topic, though it is no question."""
ON_CARD, LIKELY = 0.58, 0.4
"""Cosine from which a situation is on a card, and the share of grave matters from which it is none all the same."""
PERSONAL = (CRISIS, "sexual-harassment", "bullying-discrimination", "safeguarding")
"""Matters in which a person is in danger."""
AT_RISK = 0.45
"""Share of such a matter from which something told beside a topic calls for its route. Guessed, read on thirty such texts."""
HARDLY, SOME, CLOSE = 0.05, 0.15, 0.5
"""Shares of grave matters and a cosine for topics. These five were read on sixty topics and situations, and on the grave development questions."""


@dataclass(frozen=True, slots=True)
class Triage:
    """What triage saw."""

    reason: Declined
    document: Document | None
    """The matter, or the kind that is not ours; None when the library does not cover the question."""
    variant: str = ""
    """Which of the matter's replies fits."""


def by_words(text: str, ranked: Sequence[Ranked], words: Mapping[str, Sequence[re.Pattern[str]]]) -> Triage | None:
    """The matter whose words are in the text, whatever the router thinks; None when there are none.

    Args:
        text: The question.
        ranked: All documents, for the variant of the reply.
        words: Patterns by matter id.
    """
    plain = normalised(text)
    by_id = {one.document.id: one for one in ranked}
    called = (by_id[matter] for matter, patterns in words.items() if matter in by_id and any(pattern.search(plain) for pattern in patterns))
    return next(map(_escalated, called), None)


def triage(ranked: Sequence[Ranked], margins: Margins = ALONE) -> Triage | None:
    """Whether a question must not be answered from the guidance, and what to say instead; None lets it pass.

    Args:
        ranked: All documents, the one most asked for first.
        margins: Where the lines are drawn.
    """
    matters = [one for one in ranked if one.document.kind is Kind.ESCALATION]
    gravest = max(matters, key=lambda one: (one.document.id == CRISIS and one.probability >= margins.crisis, one.probability), default=None)
    if gravest and gravest.probability >= (margins.crisis if gravest.document.id == CRISIS else margins.sure):
        return _escalated(gravest)
    if confidence(ranked) >= margins.guidance:
        return None
    first = next((one for one in ranked if one.document.kind is not Kind.GUIDANCE), None)
    if first is None or (first.document.kind is Kind.ESCALATION and first.probability < margins.matter):
        return Triage(Declined.NOT_IN_LIBRARY, None)
    if first.document.kind is Kind.ESCALATION:
        return _escalated(first)
    return Triage(Declined(first.document.reason), first.document)


def planned(ranked: Sequence[Ranked], moment: float = 0.0) -> Triage | None:
    """Whether a topic or a situation calls for a route or a kind no, and not for a plan or for words; None lets it pass.

    A topic is a noun more often than a question, so the lesson that it names outweighs what it might mean as a question, unless a grave
    matter is nearer. A situation that is on a card of hard moments is one, unless a matter is likelier than not.

    Args:
        ranked: All documents for the text, the one most asked for first.
        moment: Cosine to the nearest card of hard moments; 0 for a topic.
    """
    matters = [one for one in ranked if one.document.kind is Kind.ESCALATION]
    grave = sum(one.probability for one in matters)
    nearest = max(matters, key=lambda one: one.likeness)
    lesson = max((one for one in ranked if one.document.family and not one.document.general), key=lambda one: one.likeness + one.probability)
    seen = triage(ranked)
    named = moment >= max(ON_CARD, nearest.likeness) and grave < LIKELY if moment else ranked[0].document is lesson.document and (
        grave < HARDLY or (lesson.likeness >= nearest.likeness and grave < SOME)
    )  # fmt: skip
    if named:
        return seen if seen and seen.reason is Declined.INSTRUCTIONS else None
    if seen and seen.reason in NOT_FOR_PLANS:
        return seen
    if not moment and nearest.likeness >= max(lesson.likeness, CLOSE) and grave >= HARDLY:
        return _escalated(nearest)
    unsafe = max((one for one in ranked if one.document.reason == Declined.UNSAFE), key=lambda one: one.likeness)
    meant = unsafe is ranked[0] or (unsafe.likeness >= max(lesson.likeness, CLOSE) and unsafe.probability >= HARDLY)
    return Triage(Declined.UNSAFE, unsafe.document) if not moment and meant else None


def beside(ranked: Sequence[Ranked]) -> Triage | None:
    """The same for what is told beside a topic: of a senior, a promise, a wish. Only danger to a person counts; most of it is about work.

    Args:
        ranked: All documents for the text.
    """
    return next((_escalated(one) for one in ranked if one.document.id in PERSONAL and one.probability >= AT_RISK), None)


def confidence(ranked: Sequence[Ranked]) -> float:
    """How much more a question asks for guidance than for anything else: log-odds of the router plus weighted difference of likeness."""
    share = sum(one.probability for one in ranked if one.document.kind is Kind.GUIDANCE)
    near = max((one.likeness for one in ranked if one.document.kind is Kind.GUIDANCE), default=0.0)
    other = max((one.likeness for one in ranked if one.document.kind is not Kind.GUIDANCE), default=0.0)
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share)) + LIKENESS_WEIGHT * (near - other)


def _escalated(one: Ranked) -> Triage:
    variants = [section.name for section in one.document.sections if section.name != "Routes"]
    named = next((anchor for anchor in one.anchors if anchor in variants), variants[0])
    return Triage(Declined.ESCALATION, one.document, named)
