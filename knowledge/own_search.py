"""Find passages of the programme's own documents: meaning and words added up, exact where it matters, for up to 100,000 passages.

The nearest few hundred by meaning are found among the few thousand whose signs are nearest (48 bytes a passage, compared
bit by bit: Charikar 2002, random hyperplanes), the nearest by words by BM25; both are then scored exactly. No parsing, no writing here.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from knowledge.embed import Embedder
from knowledge.lexical import Words
from knowledge.model import Found, OwnDocument, Passage, Role
from knowledge.store import Rows, Store
from knowledge.vectors import content_hash

__all__ = ["OwnSearch", "likely", "spread"]

T = TypeVar("T")
Floats = npt.NDArray[np.float32]

POOL = 4000
"""Passages nearest by their signs; up to so many, none is left out. Of 10,000 made ones it holds all of the first ten, 300 hold 92 % (measured)."""
CANDIDATES = 300
"""Passages of each leg that are scored with their surroundings."""
AT_ONCE = 512
"""Vectors widened at a time: they stay in the processor's cache (measured)."""
WORDS_WEIGHT = 0.04
"""What a point of BM25 counts beside a cosine."""
CONTEXT = 0.5
"""Share of the passage's surroundings, itself and its neighbours in the document, in its cosine."""
QUESTION_WEIGHT = 0.5
"""What the cosine of a question that the document is known to answer counts, from the floor up."""
QUESTION_FLOOR = 0.5
K1, B = 0.9, 0.4
"""BM25 for passages, which are all of one length (Lin et al. 2021, Pyserini's defaults)."""
STEEPNESS = 8.0
"""Of the curve from a score to the chance that the passage answers."""
EVEN, GROWTH = 0.535, 0.036
"""Score at which that chance is one half, and how it grows with the logarithm of the passages: among more of them more come near by accident.
Read at two sizes: .85 of the 6,146 passages of ten public handbooks (half of the first ones answer; of 60 unrelated development questions one
comes higher), .60 in a handbook of six."""
PER_DOCUMENT = 2
"""Passages of one document among the results, unless no other document is left."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is searched, as one value, so that a search sees the library before or after a change and never between."""

    documents: tuple[OwnDocument, ...]
    rows: Rows
    codes: npt.NDArray[np.uint64]
    """(6, passages): the sign of every number."""
    lengths: Floats
    """(passages,) of the packed vectors."""
    around: Floats
    """(passages,) length of the sum of each unit vector and its neighbours' in the document."""
    words: Words
    questions: Floats
    question_documents: npt.NDArray[np.int64]
    question_texts: tuple[str, ...]


class OwnSearch:
    """Search over a store. May be shared between threads.

    Args:
        store: What is searched.
        embedder: For the questions.
        kept: Folder for the word index; None keeps it in memory.
        background: Passages that are not found here but tell a rare word from a common one, which a few documents alone cannot.
    """

    def __init__(self, store: Store, embedder: Embedder, kept: Path | None = None, background: Sequence[Passage] = ()) -> None:
        self._store = store
        self._embedder = embedder
        self._kept = kept
        self._background = background
        self._lock = threading.Lock()
        self.refresh()

    def refresh(self) -> None:
        """Read the store again, after it changed."""
        with self._lock:
            rows = self._store.rows()
            documents = tuple(self._store.documents())
            place = {document.id: index for index, document in enumerate(documents)}
            asked = self._store.questions()
            vectors = np.array([vector for *_, vector in asked], np.float32).reshape(len(asked), self._embedder.size)
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
            answered = np.array([place[document] for document, *_ in asked], np.int64)
            codes, (lengths, around) = _signs(rows.vectors), _lengths(rows)
            self._shown = _Shown(
                documents, rows, codes, lengths, around, self._words(len(rows.numbers)), vectors, answered, tuple(text for _, text, _ in asked)
            )

    def _words(self, passages: int) -> Words:
        background = [one.searched for one in self._background] if passages else []
        key = content_hash(self._store.state(), str(passages), *background)
        kept = Words.load(self._kept, key) if self._kept and passages else None
        words = kept or Words.of(itertools.chain(self._store.texts(), background), k1=K1, b=B)
        if self._kept and passages and not kept:
            words.save(self._kept, key)
        elif self._kept and not passages:
            Words.forget(self._kept)
        return words

    @property
    def documents(self) -> tuple[OwnDocument, ...]:
        """Every document, withdrawn ones too, by title."""
        return self._shown.documents

    def search(self, text: str, k: int = 5, role: Role | None = None) -> list[Found]:
        """The passages that fit best, at most two of one document while others are left.

        Args:
            text: A question or keywords.
            k: How many.
            role: Leave out what is limited to another person; None sees everything.
        """
        shown = self._shown
        if not len(shown.rows.numbers):
            return []
        vector = self._embedder.embed([text])[0]
        words = shown.words.scores(text)[: len(shown.rows.numbers)]
        bonus, question = _answered(shown, vector)
        near = _candidates(shown, vector, words, bonus, role)
        documents = shown.rows.documents[near]
        score = _meaning(shown, near, vector) + WORDS_WEIGHT * words[near] + bonus[documents]
        best = spread([int(place) for place in np.argsort(-score, kind="stable")], lambda place: int(documents[place]), k)
        passages = self._store.passages([int(shown.rows.numbers[near[place]]) for place in best])
        fits = {int(shown.rows.numbers[near[place]]): place for place in best}
        return [
            Found(
                passage,
                likely(float(score[fits[number]]), len(shown.rows.numbers)),
                _why(words[near[fits[number]]], question.get(int(documents[fits[number]]))),
            )
            for number, passage in passages.items()
        ]


def likely(score: float, passages: int) -> float:
    """How likely a passage with this score answers, 0..1, when it comes first among so many."""
    even = EVEN + GROWTH * np.log(max(passages, 1))
    return round(float(1 / (1 + np.exp(-STEEPNESS * (score - even)))), 4)


def spread(ranked: Sequence[T], document: Callable[[T], object], k: int) -> list[T]:
    """The first k, at most two of one document while others are left."""
    chosen, left, counts = list[T](), list[T](), dict[object, int]()
    for one in ranked:
        key = document(one)
        counts[key] = counts.get(key, 0) + 1
        (chosen if counts[key] <= PER_DOCUMENT else left).append(one)
        if len(chosen) == k:
            break
    return (chosen + left)[:k]


def _signs(vectors: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """(6, vectors); a row of one kind of word at a time is compared six times as fast as a vector at a time (measured)."""
    return np.ascontiguousarray(np.packbits(vectors > 0, axis=1).view(np.uint64).T)


def _lengths(rows: Rows) -> tuple[Floats, Floats]:
    """Of each vector, and of the sum of the unit vectors of a passage and its neighbours."""
    total = len(rows.numbers)
    lengths, around = np.ones(total, np.float32), np.ones(total, np.float32)
    for start in range(0, total, AT_ONCE):
        first, end = max(start - 1, 0), min(start + AT_ONCE, total)
        unit = rows.vectors[first : end + 1].astype(np.float32)
        length = np.maximum(np.linalg.norm(unit, axis=1), 1e-6)
        unit /= length[:, None]
        summed, documents = unit.copy(), rows.documents[first : end + 1]
        same = (documents[1:] == documents[:-1])[:, None]
        summed[1:] += unit[:-1] * same
        summed[:-1] += unit[1:] * same
        inside = slice(start - first, end - first)
        lengths[start:end], around[start:end] = length[inside], np.maximum(np.linalg.norm(summed, axis=1), 1e-6)[inside]
    return lengths, around


def _candidates(shown: _Shown, vector: Floats, words: Floats, bonus: Floats, role: Role | None) -> npt.NDArray[np.int64]:
    """Places of the passages worth scoring, of documents that this person may see: near by meaning or by words, or known to answer."""
    hidden = np.array([role is not None and one.role not in (None, role) for one in shown.documents]) if role else np.zeros(len(shown.documents), bool)
    apart = np.zeros(len(words), np.int16)
    for code, sign in zip(shown.codes, _signs(vector[None]), strict=True):
        apart += np.bitwise_count(code ^ sign)
    if hidden.any():
        out = hidden[shown.rows.documents]
        apart[out], words[out] = np.iinfo(np.int16).max, -1
    pool, sharing = _first(apart, POOL), np.flatnonzero(words > 0)
    near = np.union1d(_nearest(shown, pool[~hidden[shown.rows.documents[pool]]], vector), sharing[_first(-words[sharing], CANDIDATES)])
    if bonus.any():
        near = np.union1d(near, np.flatnonzero(bonus[shown.rows.documents] > 0))
    return near[~hidden[shown.rows.documents[near]]] if hidden.any() else near


def _first(scores: npt.NDArray[Any], most: int) -> npt.NDArray[np.int64]:
    """Places of the lowest, in no order."""
    return np.argpartition(scores, most)[:most] if most < len(scores) else np.arange(len(scores))


def _nearest(shown: _Shown, pool: npt.NDArray[np.int64], vector: Floats) -> npt.NDArray[np.int64]:
    """Those of a pool that are nearest by cosine."""
    return pool[_first(-_cosines(shown, pool, vector), CANDIDATES)]


def _cosines(shown: _Shown, places: npt.NDArray[np.int64], vector: Floats) -> Floats:
    result = np.empty(len(places), np.float32)
    for start in range(0, len(places), AT_ONCE):
        part = places[start : start + AT_ONCE]
        result[start : start + AT_ONCE] = shown.rows.vectors[part].astype(np.float32) @ vector
    return result / shown.lengths[places]


def _meaning(shown: _Shown, near: npt.NDArray[np.int64], vector: Floats) -> Floats:
    """Cosine of the question with each passage, mixed with that of the sum of the passage and its neighbours in the document."""
    documents = shown.rows.documents
    around = np.clip(near + np.array([[-1], [0], [1]]), 0, len(documents) - 1)
    same = (documents[around] == documents[near]) & (around - near == np.array([[-1], [0], [1]]))
    places, back = np.unique(around, return_inverse=True)
    cosines = _cosines(shown, places, vector)[back.reshape(around.shape)]
    mixed: Floats = (1 - CONTEXT) * cosines[1] + CONTEXT * (cosines * same).sum(0) / shown.around[near]
    return mixed


def _answered(shown: _Shown, vector: Floats) -> tuple[Floats, dict[int, str]]:
    """(documents,) what the questions that a document is known to answer add, and the nearest of them."""
    bonus, nearest = np.zeros(len(shown.documents), np.float32), dict[int, str]()
    for place, near, text in zip(shown.question_documents, shown.questions @ vector, shown.question_texts, strict=True):
        worth = QUESTION_WEIGHT * max(0.0, float(near) - QUESTION_FLOOR)
        if worth > bonus[place]:
            bonus[place], nearest[int(place)] = worth, text
    return bonus, nearest


def _why(words: float, question: str | None) -> str:
    why = f"because it is known to answer: {question!r}" if question else "by meaning"
    return f"{why}; shares words with it" if words > 0 else why
