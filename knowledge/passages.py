"""Cut what was read of a file into passages: short enough to be embedded whole, long enough to be understood alone. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.model import Kind, Passage, Tier
from knowledge.parse.model import Block

__all__ = ["MOST_WORDS", "passages"]

MOST_WORDS = 120
"""Of a passage, before a short rest joins it. With its headings it then keeps, but for long words, to the 256 tokens that are embedded."""
FEW_WORDS = 60
"""A rest shorter than this joins the passage before it: a text of a passage and a half is understood better whole. On three public sets, with 25
beside it: SciFact .733 to .738, mentoring_faq .488 to .492, QMSum spans .448 to .464 (benchmarks/retrieval.py)."""
_SENTENCE = re.compile(r"""(?:(?<=[.!?])|(?<=[.!?]["')\]]))\s+(?=["'(\[]*[^\W_a-z])""")


def passages(document: str, title: str, blocks: Sequence[Block], tier: Tier) -> list[Passage]:
    """The passages of one document, in reading order; none crosses a heading or a page.

    Args:
        document: Its id; a passage's id is this, ``#`` and its place from 1.
        title: As citations name it.
        blocks: What was read.
        tier: How far it is to be trusted.
    """
    made: list[Passage] = []
    for (heading, page, word), run in itertools.groupby(blocks, key=lambda block: (block.heading, block.page, block.page_word)):
        path = [part for part in heading if part != title]
        where = f"{word or 'page'} {page}" if page is not None else ""
        for text in _pieces(block.text for block in run):
            made.append(Passage(f"{document}#{len(made) + 1}", document, title, " / ".join(path), text, Kind.OWN, tier, where))
    return made


def _pieces(texts: Iterable[str]) -> Iterator[str]:
    """Whole sentences and lines, packed up to the most words; a sentence longer than that is cut between words."""
    done, piece, size = "", "", 0
    for joint, sentence in (part for text in texts for part in _sentences(text)):
        words = len(sentence.split())
        if piece and size + words > MOST_WORDS:
            if done:
                yield done
            done, piece, size = piece, "", 0
        piece += joint + sentence if piece else sentence
        size += words
    if done and 0 < size < FEW_WORDS:
        yield f"{done}\n{piece}"
    else:
        yield from (text for text in (done, piece) if text)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence with what joins it to the one before: a line break where a line begins, else a space."""
    for line in text.split("\n"):
        joint = "\n"
        for sentence in _SENTENCE.split(line):
            words = sentence.split()
            for start in range(0, len(words), MOST_WORDS):
                yield joint, " ".join(words[start : start + MOST_WORDS])
                joint = " "
