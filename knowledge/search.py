"""Find the documents a question asks for and the passages in them: router, nearest phrasings, meaning and words, fused.

Everything is exact and in memory: a library of thousands of passages takes a few milliseconds. No files, no network here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.embed import Embedder
from knowledge.lexical import Words
from knowledge.load import FITTING, cut
from knowledge.model import Document, Found, Item, Kind, Passage, Ranked, Role
from knowledge.own_search import PER_DOCUMENT, spread
from knowledge.router import Router, features
from knowledge.vectors import Packed
from knowledge.words import normalised, stems

__all__ = ["HybridSearch", "Texts"]

Scores = npt.NDArray[np.float32]
_NAME = re.compile(r"\b(?:\w*[a-z]\w*[A-Z]\w*|[A-Z][A-Z0-9&]+|\d+(?:[.,]\d+)*)\b")

NEAREST = 3
"""Phrasings, or items, of a document that are averaged into its likeness."""
WEIGHTS = {"router": 1.0, "phrasings": 0.35, "items": 0.35, "words": 0.1, "role": 0.2}
"""Of the standardised legs. Chosen on the blind development questions (benchmarks/asking.py)."""
NAMED = 1.0
"""Weight of the words instead, when the question names something rare: ReMEDI, 97 %, GROW."""
RARE = 3
"""Passages in which a name may stand and still count as rare."""
WORD_FOR_WORD = 20.0
"""For the document whose title the question is: more than all legs together. The page offers titles as questions."""
LOUDNESS = 12.0
"""How much faster than its cosine a phrasing's vote grows. Guessed; read on the development questions."""
TOLD, MOST_TOLD, SELDOM = 0.08, 0.16, 0.08
"""What a telling word shared with an item adds to its nearness, at most, and in what share of the passages a word may stand to be one. Guessed."""
SAME = {"twice": "second", "thrice": "third"}
VOTES = 0.6
"""Weight of an item's votes beside its cosine. Guessed likewise."""
RECENT = 8
"""Questions whose vectors are remembered: one answer asks for the same few several times."""
BEFORE = 0.5
"""Share of the earlier question in a follow-up's score."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything of a library that is embedded, in one order: phrasings, items, passages, names of cards."""

    documents: tuple[Document, ...]
    phrasings: tuple[tuple[int, tuple[str, ...], str], ...]
    """(place of the document, anchors, the line)"""
    items: tuple[tuple[int, Item], ...]
    passages: tuple[Passage, ...]
    names: tuple[tuple[Document, str], ...] = ()
    """Every name of every card."""

    @classmethod
    def of(cls, documents: Iterable[Document], cards: Iterable[Document] = ()) -> Texts:
        """Collect the texts of documents and cards. What is not ours has phrasings only: nobody searches for its words."""
        every = tuple(documents)
        phrasings = [(place, group.anchors, line) for place, document in enumerate(every) for group in document.phrasings for line in group.lines]
        # A title is a question too, and the page offers it as one.
        phrasings += [(place, ("In short",), document.title) for place, document in enumerate(every) if document.kind is Kind.GUIDANCE]
        shown = [(place, document) for place, document in enumerate(every) if document.kind is not Kind.NOT_OURS]
        # What fits a lesson to a level is for plans: as something to ask for it drew questions on people to the topics (measured).
        answering = [(place, section) for place, document in shown for section in document.sections if section.name not in FITTING]
        items = [(place, item) for place, section in answering for item in section.items]
        passages = tuple(passage for _, document in shown for passage in cut(document))
        names = tuple((card, name) for card in cards for name in (card.title, *card.phrasings[0].lines))
        return cls(every, tuple(phrasings), tuple(items), passages, names)

    def taught(self) -> tuple[list[int], list[str], list[int]]:
        """What the router is trained on: rows of :meth:`all`, their texts, and the place of the document that each asks for.

        All phrasings, and the items of the guidance; an organisation's own escalation routes leave the router as it is.
        """
        first = len(self.phrasings)
        items = [(first + number, item.text, place) for number, (place, item) in enumerate(self.items) if self.documents[place].kind is Kind.GUIDANCE]
        rows = [*((row, line, place) for row, (place, _, line) in enumerate(self.phrasings)), *items]
        return [row for row, *_ in rows], [text for _, text, _ in rows], [place for *_, place in rows]

    def all(self) -> list[str]:
        """The texts to embed."""
        return (
            [line for *_, line in self.phrasings]
            + [item.text for _, item in self.items]
            + [passage.searched for passage in self.passages]
            + [name for _, name in self.names]
        )


class HybridSearch:
    """Search over one library.

    Args:
        texts: What is searched.
        vectors: Of ``texts.all()``, in that order.
        router: Trained on these phrasings, or None to train it now.
        embedder: For the questions.
    """

    def __init__(self, texts: Texts, vectors: Packed, embedder: Embedder, router: Router | None = None) -> None:
        lines, items = len(texts.phrasings), len(texts.items)
        self.texts = texts
        self._embedder = embedder
        self._lines, self._items = Packed(vectors.rows[:lines]), Packed(vectors.rows[lines : lines + items])
        named = lines + items + len(texts.passages)
        self._passages, self._names = Packed(vectors.rows[lines + items : named]), Packed(vectors.rows[named:])
        line_places = np.array([place for place, *_ in texts.phrasings], np.int64)
        item_places = np.array([place for place, _ in texts.items], np.int64)
        self._places = {document.id: place for place, document in enumerate(texts.documents)}
        passage_places = np.array([self._places[passage.document] for passage in texts.passages], np.int64)
        self._titles = {normalised(document.title): place for place, document in enumerate(texts.documents) if document.kind is Kind.GUIDANCE}
        everywhere = range(len(texts.documents))
        self._phrasings_of = [np.flatnonzero(line_places == place) for place in everywhere]
        self._items_of = [np.flatnonzero(item_places == place) for place in everywhere]
        self._passages_of = [np.flatnonzero(passage_places == place) for place in everywhere]
        self._columns = {name: _columns(of) for name, of in (("phrasings", self._phrasings_of), ("items", self._items_of), ("words", self._passages_of))}
        self._vector = lru_cache(maxsize=RECENT)(self._embedded)
        self._words = Words.of(passage.searched for passage in texts.passages)
        self._holding = Counter(stem for passage in texts.passages for stem in set(stems(passage.searched)))
        self.router = router or self._train()

    def _embedded(self, text: str) -> Scores:
        vector: Scores = self._embedder.embed([text])[0]
        return vector

    def _train(self) -> Router:
        rows, texts, places = self.texts.taught()
        return Router.train(features(np.vstack([self._lines.unit(), self._items.unit()])[rows], texts), places, len(self.texts.documents))

    def cards(self, text: str, kind: Kind) -> list[tuple[Document, float, str]]:
        """The cards of a kind, the nearest first, each with its cosine and the name that is nearest; a name that stands in the text counts as 1.

        Args:
            text: What somebody wrote: a role, a situation, a persona.
            kind: Of the cards.
        """
        plain, cosines = _spaced(text), self._names.cosines(self._vector(text)[None])[0]
        found: dict[str, tuple[Document, float, str]] = {}
        for (card, name), cosine in zip(self.texts.names, cosines, strict=True):
            if card.kind is kind:
                # Of two names in one text the longer says more: "finance director" before "director".
                near = 1 + len(name) / 1000 if _spaced(name) in plain else float(cosine)
                if near > found.get(card.id, (card, -1.0, ""))[1]:
                    found[card.id] = (card, near, name)
        return sorted(found.values(), key=lambda one: -one[1])

    def rank(self, text: str, *, role: Role | None = None, before: str = "") -> list[Ranked]:
        """All documents, the one most asked for first.

        Args:
            text: The question.
            role: Who asks; documents for that person are preferred, softly.
            before: The earlier question, when this one leans on it.
        """
        asked = [text, f"{before} {text}"] if before else [text]
        vectors = np.stack([self._vector(one) for one in asked])
        logits = self.router.scores(features(vectors, asked))
        lines = self._lines.cosines(vectors)
        legs = {
            "router": logits,
            "phrasings": _best(lines, self._columns["phrasings"], NEAREST),
            "items": _best(self._items.cosines(vectors), self._columns["items"], NEAREST),
            "words": _best(np.stack([self._words.scores(one) for one in asked]), self._columns["words"], 1),
        }
        weights = WEIGHTS | ({"words": NAMED} if self._names_something(text) else {})
        fused = sum((weights[name] * _standard(leg) for name, leg in legs.items()), np.float32(0)) + weights["role"] * self._fitting(role)
        if (place := self._titles.get(normalised(text))) is not None:
            fused[:, place] += WORD_FOR_WORD
        shares = Router.probabilities(logits)
        mix = np.array([1 - BEFORE, BEFORE], np.float32) if before else np.ones(1, np.float32)
        score, share, near = mix @ fused, mix @ shares, lines.max(0)
        return [self._ranked(place, float(score[place]), float(share[place]), near) for place in np.argsort(-score, kind="stable")]

    def passages(self, text: str, ranked: Sequence[Ranked], k: int = 5) -> list[Found]:
        """The passages of the best documents, the closest first; at most two of one document while others are left.

        Args:
            text: The question.
            ranked: From :meth:`rank`.
            k: How many.
        """
        ahead = [one for one in ranked if one.document.kind is not Kind.NOT_OURS][: max(k, PER_DOCUMENT)]
        by_document = {one.document.id: one for one in ahead}
        (meaning,) = self._passages.cosines(self._vector(text)[None])
        words = self._words.scores(text)
        top = max((one.score for one in ahead), default=0.0)
        scored = []
        for place, passage in enumerate(self.texts.passages):
            if one := by_document.get(passage.document):
                score = 1 / (1 + np.exp(-(one.score - top) - 3 * (meaning[place] - 0.5) - 0.05 * words[place]))
                scored.append(Found(passage, round(float(score), 4), _why(one, words[place])))
        scored.sort(key=lambda found: -found.score)
        return spread(scored, lambda found: found.passage.document, k)

    def opened(self, text: str, document: str) -> tuple[tuple[str, ...], dict[str, float]]:
        """Where in a document the answer stands: the items that the nearest phrasings name, best first, and how near each item is.

        An item's nearness is its cosine with the question, plus its share of the votes of the document's phrasings, which vote for the
        items they name, the nearer the louder, and a little for each telling word they share. Meaning alone takes "what do I say when …" for
        a likeness, and a first cancellation for a third.
        """
        vector = self._vector(text)
        place = self._places[document]
        own = self._phrasings_of[place]
        near = self._lines.unit(own) @ vector
        votes, groups = dict[str, float](), dict[tuple[str, ...], float]()
        loud = np.exp(LOUDNESS * (near - near.max())) if len(own) else near
        for share, line in zip(loud / max(loud.sum(), 1e-9), own, strict=True):
            anchors = self.texts.phrasings[line][1]
            groups[anchors] = groups.get(anchors, 0.0) + float(share)
            for rank, anchor in enumerate(anchors):
                votes[anchor] = votes.get(anchor, 0.0) + float(share) / (rank + 1)
        said = self._telling(text)
        nearness, bonus = dict[str, float](), dict[str, float]()
        cosines = self._items.unit(self._items_of[place]) @ vector
        for number, cosine in zip(self._items_of[place], cosines, strict=True):
            item = self.texts.items[number][1]
            bonus[item.ref] = min(MOST_TOLD, TOLD * len(said & self._telling(item.text)))
            nearness[item.ref] = float(cosine) + VOTES * votes.get(item.ref, 0.0) + bonus[item.ref]
        anchors = max(groups, key=lambda group: groups[group] + 2 * bonus.get(group[0], 0.0), default=())
        return anchors, nearness

    def _telling(self, text: str) -> set[str]:
        """The stems of a text that stand in few passages, and so tell one from another: "third", "deputy", "café"."""
        seldom = len(self.texts.passages) * SELDOM
        return {SAME.get(stem, stem) for stem in stems(text) if self._holding[stem] <= seldom}

    def _ranked(self, place: int, score: float, share: float, near: Scores) -> Ranked:
        mine = self._phrasings_of[place]
        if not len(mine):
            return Ranked(self.texts.documents[place], score, share, 0.0, "", ())
        best = int(mine[np.argmax(near[mine])])
        _, anchors, line = self.texts.phrasings[best]
        return Ranked(self.texts.documents[place], score, share, float(near[best]), line, anchors)

    def _names_something(self, text: str) -> bool:
        """Whether a word that looks like a name or a number stands in few passages."""
        names = {stem for name in _NAME.findall(text) for stem in stems(name)}
        return any(0 < self._holding[stem] <= RARE for stem in names)

    def _fitting(self, role: Role | None) -> Scores:
        """(documents,): 1 for this person's own documents, 0 for everybody's, -1 for another's."""
        return np.array([0 if role is None or one.audience is None else 1 if one.audience == role else -1 for one in self.texts.documents], np.float32)


def _spaced(text: str) -> str:
    """The words of a text, one space before and after each."""
    words = re.sub(r"[^\w']", " ", normalised(text)).split()
    return f" {' '.join(words)} "


def _columns(of: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """(documents, most of any): the columns of each document's texts, filled up with -1."""
    columns = np.full((len(of), max((len(mine) for mine in of), default=0) or 1), -1, np.int64)
    for place, mine in enumerate(of):
        columns[place, : len(mine)] = mine
    return columns


def _best(scores: Scores, columns: npt.NDArray[np.int64], among: int) -> Scores:
    """(questions, documents): the mean of each document's best few; the lowest of all where it has none."""
    lowest = scores.min() if scores.size else np.float32(0)
    padded = np.concatenate([scores, np.full((len(scores), 1), -np.inf, np.float32)], axis=1)[:, columns]
    few = -np.partition(-padded, min(among, padded.shape[2]) - 1, axis=2)[:, :, :among]
    there = np.isfinite(few)
    mean: Scores = np.where(there, few, 0).sum(2) / np.maximum(there.sum(2), 1)
    return np.where(there.any(2), mean, lowest).astype(np.float32)


def _standard(leg: Scores) -> Scores:
    deviation = leg.std(1, keepdims=True)
    standardised: Scores = (leg - leg.mean(1, keepdims=True)) / np.where(deviation > 0, deviation, 1)
    return standardised


def _why(one: Ranked, words: float) -> str:
    why = f"because you asked like: {one.phrasing!r}" if one.phrasing else "by meaning"
    return f"{why}; shares words with it" if words > 0 else why
