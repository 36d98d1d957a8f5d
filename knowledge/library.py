"""One library: its documents, its cards, its search, and the files people add. How it is opened is in ``opening.py``."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType

from knowledge.embed import Embedder
from knowledge.errors import FolderInUse
from knowledge.ingest import FileReport, Report, Terms, ingest
from knowledge.load import cut
from knowledge.model import Document, Found, Kind, Passage, Ranked, Role
from knowledge.own_search import OwnSearch
from knowledge.parse import Limits
from knowledge.search import HybridSearch
from knowledge.store import Store
from knowledge.vectors import packed

__all__ = ["CLEAR", "Library", "Progress"]

CLEAR = 0.5
"""Chance from which an own passage is put before the guidance."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


class Library:
    """What we know and how to find it. Made by :func:`knowledge.opening.open_library`; may be shared between threads."""

    def __init__(self, search: HybridSearch, store: Store, own: OwnSearch, embedder: Embedder, state: str, close: Callable[[], None] | None) -> None:
        self._search = search
        self._store = store
        self._embedder = embedder
        self._close = close
        self._changing = threading.Lock()  # a batch forgets what another has staged
        self.own = own
        """The search over the programme's own documents."""
        self.state = state
        """What opening had to do with the kept index: ``reused``, ``rebuilt: why``, or ``not kept: why``."""
        self.documents: dict[str, Document] = {document.id: document for document in search.texts.documents}
        """All documents by id, escalation matters and what is not ours included."""
        self.cards: dict[str, Document] = {card.id: card for card, _ in search.texts.names}
        """Cards that tasks compose with, by id."""
        self.passages: dict[str, Passage] = {passage.id: passage for passage in search.texts.passages}
        self.passages |= {passage.id: passage for card in self.cards.values() for passage in cut(card)}

    def search(self, text: str, k: int = 5, role: Role | None = None) -> list[Found]:
        """The passages that fit a question best, at most two of one document while others are left.

        A programme's own passages that clearly fit come first, at most half; others only where the guidance has no more.

        Args:
            text: A question or keywords.
            k: How many passages, 1 or more.
            role: Prefer what is written for this person, and leave out own documents that are limited to another.
        """
        return self.beside(self._search.passages(text, self._search.rank(text, role=role), k), self.own.search(text, k, role), k)

    @staticmethod
    def beside(guidance: list[Found], own: list[Found], k: int) -> list[Found]:
        """Own passages and those of the guidance as one list; see :meth:`search`."""
        first = [found for found in own if found.score >= CLEAR][: -(-k // 2)]
        return [*first, *guidance, *(found for found in own if found not in first)][:k]

    def rank(self, text: str, *, role: Role | None = None, before: str = "") -> list[Ranked]:
        """All documents in the order in which the question asks for them; see :meth:`HybridSearch.rank`."""
        return self._search.rank(text, role=role, before=before)

    def passages_of(self, text: str, ranked: list[Ranked], k: int = 5) -> list[Found]:
        """Passages of documents that are ranked already."""
        return self._search.passages(text, ranked, k)

    def opened(self, text: str, document: str) -> tuple[tuple[str, ...], dict[str, float]]:
        """Where in a document the answer to a question stands; see :meth:`HybridSearch.opened`."""
        return self._search.opened(text, document)

    def passage(self, key: str) -> Passage:
        """A passage by its id, of the guidance or of an own document."""
        return self.passages[key] if key in self.passages else self._store.passage(key)

    def nearest_cards(self, text: str, kind: Kind) -> list[tuple[Document, float, str]]:
        """The cards of a kind, the nearest to a text first; see :meth:`HybridSearch.cards`."""
        return self._search.cards(text, kind)

    def near(self, text: str, texts: Sequence[str]) -> list[float]:
        """How near each of some texts is to a question: their cosines."""
        vectors = self._embedder.embed([text, *texts])
        return [float(near) for near in vectors[1:] @ vectors[0]]

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        terms: Terms | None = None,
        limits: Limits | None = None,
        progress: Progress | None = None,
        each: Callable[[FileReport], None] | None = None,
    ) -> Report:
        """Add a programme's own files and folders; see :func:`knowledge.ingest.ingest`.

        Args:
            paths: What to add.
            terms: Tier, role and day; None adds for everybody, today, as the programme's own.
            limits: What a file may need.
            progress: Told what is being read.
            each: Told what became of each file.

        Raises:
            FolderInUse: Another process owns the data folder.
            LibraryError: The data folder cannot be written; the library is as it was.
        """
        self._owned()
        with self._changing:
            report = ingest(paths, self._store, self._embedder, terms or Terms(date.today()), limits=limits, progress=progress, each=each)
            self.own.refresh()
        return report

    def own_passages(self, document: str) -> list[Passage]:
        """The passages of an own document, in reading order."""
        return self._store.passages_of(document)

    def withdraw(self, document: str) -> bool:
        """Take an own document away from searches and answers, and its text from the disk; False when there is none of that id."""
        self._owned()
        with self._changing:
            done = self._store.withdraw(document)
            self.own.refresh()
        return done

    def answers(self, document: str, questions: Sequence[str]) -> None:
        """Keep questions that an own document is known to answer, in place of earlier ones: they help to find it."""
        self._owned()
        with self._changing:
            self._store.answer(document, list(zip(questions, packed(self._embedder.embed(questions)), strict=True)))
            self.own.refresh()

    @property
    def owned(self) -> bool:
        """Whether this process may write to the data folder."""
        return self._close is not None

    def _owned(self) -> None:
        if not self.owned:
            raise FolderInUse("Another Upward owns the data folder.", hint="Nothing was changed. Use its Library page, or close it first.")

    def close(self) -> None:
        """Close the kept index and give the data folder free."""
        self._store.close()
        if self._close:
            self._close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
