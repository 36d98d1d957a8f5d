"""How the sentences of an answer are set: runs of one part become a paragraph, a list, or words to say. Used by every presenter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.model import Cited, Part, Sentence

__all__ = ["HEADINGS", "Block", "answer_text", "blocks", "numbers"]

HEADINGS = {
    Part.OWN: "From your programme's documents",
    Part.SAY: "Words to say",
    Part.AVOID: "Avoid",
    Part.ROUTE: "Where to turn",
    Part.OUTSIDE: "From an outside document, not checked",
}
"""Small headings over a run of such sentences."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of sentences that are set together."""

    part: Part
    items: tuple[tuple[Sentence, ...], ...]
    """One entry for a paragraph; one for each point of a list."""

    @property
    def heading(self) -> str:
        """Its small heading; empty for none."""
        return HEADINGS.get(self.part, "")


def blocks(sentences: Sequence[Sentence]) -> list[Block]:
    """Cut an answer into paragraphs and lists. A sentence with ``joins`` stays in the list item before it."""
    result = []
    for part, run in groupby(sentences, key=lambda sentence: sentence.part):
        items: list[tuple[Sentence, ...]] = []
        for sentence in run:
            if items and (sentence.joins or part in (Part.POINT, Part.WHY)):
                items[-1] += (sentence,)
            else:
                items.append((sentence,))
        result.append(Block(part, tuple(items)))
    return result


def numbers(sources: Sequence[Cited]) -> dict[str, int]:
    """The number of each source in the answer's marks, from 1."""
    return {source.id: number for number, source in enumerate(sources, 1)}


def answer_text(sentences: Sequence[Sentence], sources: Sequence[Cited]) -> str:
    """The answer as Markdown with marks such as ``[1]`` into the sources."""
    number = numbers(sources)
    parts = []
    for block in blocks(sentences):
        items = [_marked(item, number) for item in block.items]
        if block.heading:
            parts.append(f"**{block.heading}**")
        if block.part is Part.STEP and len(items) > 1:
            parts.append("\n".join(f"{place}. {item}" for place, item in enumerate(items, 1)))
        elif block.part in (Part.SAY, Part.AVOID, Part.ROUTE):
            parts.append("\n".join(f"- {item}" for item in items))
        else:
            parts.extend(items)
    return "\n\n".join(parts)


def _marked(item: Sequence[Sentence], number: dict[str, int]) -> str:
    """The sentences of one point; a run that cites the same passages is marked once, at its end."""
    runs = groupby(item, key=lambda sentence: sentence.citations)
    return " ".join(f"{' '.join(sentence.text for sentence in run)} {''.join(f'[{number[key]}]' for key in cited)}" for cited, run in runs)
