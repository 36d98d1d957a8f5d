"""Words for a hard moment: an opener that asks permission, then the same thing hedged, plain and direct. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.plans import Wording
from assistant.tasks.plan import lines_of
from knowledge.model import Document

__all__ = ["compose_words"]

OTHERS = 3


def compose_words(near: Sequence[tuple[Document, float, str]]) -> Wording:
    """The words of the nearest moment.

    Args:
        near: Moments, the nearest first; at least one.
    """
    card = near[0][0]
    return Wording(
        card.id,
        card.title,
        opener=lines_of(card, "Opener"),
        hedged=lines_of(card, "Hedged"),
        plain=lines_of(card, "Plain"),
        direct=lines_of(card, "Direct"),
        after=lines_of(card, "After"),
        others=tuple(one.title for one, *_ in near[1 : OTHERS + 1]),
    )
