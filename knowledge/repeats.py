"""What stands twice in a library: sentences and phrasings of two documents that say the same in nearly the same words. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Document
from knowledge.words import stems

__all__ = ["Repeat", "repeated_items", "repeated_phrasings"]

ALIKE = 0.6
"""Shared content words of two items over all their content words (Jaccard 1912). Read on the built-in library: above it only twins were found."""
LEAST_WORDS, LEAST_ASKED = 6, 4
"""Content words of an item and of a phrasing below which likeness says little."""
RAREST = 6
"""Of an item's words, the rarest by which it is looked up. Two items alike at .6 share one of them unless both have only common words."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two places that say the same."""

    document: str
    text: str
    other: str
    other_text: str
    likeness: float
    """Jaccard index of their content words, 0..1."""


def repeated_items(documents: Sequence[Document]) -> list[Repeat]:
    """Items of different documents that share most of their content words, the likest first."""
    rows = [(document.id, item.text, frozenset(stems(item.text))) for document in documents for item in document.items().values()]
    rows = [row for row in rows if len(row[2]) >= LEAST_WORDS]
    held = Counter(stem for *_, words in rows for stem in words)
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, (*_, words) in enumerate(rows):
        for stem in sorted(words, key=lambda stem: (held[stem], stem))[:RAREST]:
            by_word[stem].append(place)
    pairs = {(one, other) for places in by_word.values() for at, one in enumerate(places) for other in places[at + 1 :]}
    found = []
    for one, other in pairs:
        (document, text, words), (second, other_text, other_words) = rows[one], rows[other]
        likeness = len(words & other_words) / len(words | other_words)
        if document != second and likeness >= ALIKE:
            found.append(Repeat(document, text, second, other_text, likeness))
    return sorted(found, key=lambda repeat: (-repeat.likeness, repeat.document, repeat.text))


def repeated_phrasings(documents: Sequence[Document]) -> Iterator[Repeat]:
    """Phrasings of different documents with the same content words: a question could not tell the two apart."""
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for document in documents:
        for line in (line for group in document.phrasings for line in group.lines):
            words = frozenset(stems(line))
            if len(words) < LEAST_ASKED:
                continue
            other, text = seen.setdefault(words, (document.id, line))
            if other != document.id:
                yield Repeat(document.id, line, other, text, 1.0)
