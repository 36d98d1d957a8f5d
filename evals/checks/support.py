"""Whether every sentence of an answer is supported by what it cites, as the product itself judged."""

from __future__ import annotations

from assistant.model import Support
from evals.seen import Problems, Seen


def check(seen: Seen) -> Problems | None:
    """Weak support is a problem too: what is shown must be borne out."""
    if seen.answer.declined:
        return None
    weak = tuple(f"{sentence.support}: {sentence.text[:80]!r}" for sentence in seen.answer.sentences if sentence.support is not Support.SUPPORTED)
    return weak or (() if seen.answer.sentences else ("it was answered with no sentence at all",))
