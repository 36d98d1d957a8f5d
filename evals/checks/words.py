"""Whether the answer is of a length that is read."""

from __future__ import annotations

from evals.seen import Problems, Seen

LEAST, MOST = 60, 220
"""Of an answer (DESIGN, section 3)."""


def check(seen: Seen) -> Problems | None:
    """``words``; without it, an answer has 60 to 220. Citation marks do not count."""
    wanted = seen.case.expect.words
    if wanted is None and seen.answer.declined:
        return None
    least, most = wanted or (LEAST, MOST)
    count = sum(len(sentence.text.split()) for sentence in seen.answer.sentences)
    return () if least <= count <= most else (f"{count} words, not {least} to {most}",)
