"""One library: its documents, its search, its kept index, and the data folder they live in."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType

import numpy as np
from filelock import FileLock, Timeout

from knowledge.chroma import KeptIndex
from knowledge.embed import Embedder, MiniLM
from knowledge.errors import FolderInUse, LibraryError
from knowledge.ingest import FileReport, Report, Terms, ingest
from knowledge.load import GUIDANCE, read_folder
from knowledge.memory import give_back
from knowledge.model import Document, Found, Passage, Ranked, Role
from knowledge.own_search import OwnSearch
from knowledge.parse import Limits
from knowledge.router import Router
from knowledge.routes import ROUTES, read_escalation, read_not_ours
from knowledge.search import HybridSearch, Texts
from knowledge.store import Store
from knowledge.vectors import Packed, VectorCache, content_hash, packed, write_vectors

__all__ = ["BUILT", "CLEAR", "Library", "Progress", "build", "fingerprint", "open_library"]

BUILT = Path(__file__).parent / "built"
"""Vectors and router of the built-in guidance, made by ``python -m knowledge build`` and shipped."""
OWN = "own.sqlite"
CLEAR = 0.5
"""Chance from which an own passage is put before the guidance."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


class Library:
    """What we know and how to find it. Made by :func:`open_library`; may be shared between threads."""

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
        self.passages: dict[str, Passage] = {passage.id: passage for passage in search.texts.passages}

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


def open_library(
    data: Path | None = None, *, embedder: Embedder | None = None, guidance: Path = GUIDANCE, progress: Progress | None = None, alone: bool = False
) -> Library:
    """Read the guidance, embed what is new, and open the kept index.

    Args:
        data: The data folder; None keeps everything in memory.
        embedder: Turns texts into vectors; None takes the packaged MiniLM.
        guidance: The folder of documents.
        progress: Told what is being done.
        alone: Refuse to open when another process owns the data folder; otherwise the library is opened for reading,
            from the vectors that the owner keeps there.

    Raises:
        GuidanceError: A document breaks the form.
        LibraryError: The data folder cannot be used.
        FolderInUse: Another process owns it and ``alone`` was asked for.
    """
    tell = progress or (lambda what, done, of: None)
    tell("Reading the guidance", 0, 1)
    own_routes = data / "escalation.yaml" if data else None
    routes = own_routes if own_routes and own_routes.exists() else ROUTES
    embedder = embedder or MiniLM()
    embedder.embed(["ready"])  # loading the model needs 200 MB for a moment, so it comes before everything that stays
    documents = [*read_folder(guidance), *read_escalation(routes), *read_not_ours()]
    texts = Texts.of(documents)
    if data is None:
        return _in_memory(texts, embedder, tell, None, "not kept: no data folder", lambda: None)
    lock = _locked(data)
    if lock is None:
        if alone:
            raise FolderInUse(
                f"Another Upward is using the data folder{_owner(data)}.", hint="Nothing was changed. Close the other one, or start with another --data folder."
            )
        return _in_memory(texts, embedder, tell, data, f"not kept: another Upward owns the data folder{_owner(data)}", None)
    try:
        return _kept(texts, embedder, tell, data, lock)
    except BaseException:
        lock.release()
        raise


def _in_memory(texts: Texts, embedder: Embedder, tell: Progress, data: Path | None, state: str, close: Callable[[], None] | None) -> Library:
    cache = VectorCache(data / "vectors.npz" if data else None, embedder, shipped=BUILT / "vectors.npz", write=False)
    vectors = cache.vectors(texts.all(), lambda done, of: tell("Embedding the guidance", done, of))
    router = _router(data, router_key(texts, embedder))
    store = Store(data / OWN if data else None)
    return Library(HybridSearch(texts, vectors, embedder, router), store, OwnSearch(store, embedder, background=texts.passages), embedder, state, close)


def _kept(texts: Texts, embedder: Embedder, tell: Progress, data: Path, lock: FileLock) -> Library:
    key = fingerprint(texts, embedder)
    cache = VectorCache(data / "vectors.npz", embedder, shipped=BUILT / "vectors.npz")
    vectors = cache.vectors(texts.all(), lambda done, of: tell("Embedding the guidance", done, of))
    give_back()  # what the files of vectors took, before Chroma takes as much
    index = KeptIndex(data / "index")
    tell("Opening the index", 0, 1)
    first = len(texts.phrasings) + len(texts.items)
    about = {"embedding_model": embedder.model, "dimensions": str(embedder.size), "guidance": key}
    kept, state = index.open(texts.passages, vectors.unit(slice(first, None)), about)
    vectors = Packed(np.vstack([vectors.rows[:first], packed(kept)]))
    trained = router_key(texts, embedder)
    router = _router(data, trained)
    if router is None:
        tell("Training the router", 0, 1)
    search = HybridSearch(texts, vectors, embedder, router)
    if router is None:
        search.router.save(data / "router.npz", trained)

    give_back()

    def close() -> None:
        index.close()
        lock.release()

    store = Store(data / OWN)
    tell("Opening your own documents", 0, 1)
    return Library(search, store, OwnSearch(store, embedder, data / "own-words", texts.passages), embedder, state, close)


def _router(data: Path | None, key: str) -> Router | None:
    """The kept or shipped router for this library, or None when it has to be trained."""
    kept = Router.load(data / "router.npz", key) if data else None
    return kept or Router.load(BUILT / "router.npz", key)


def build(folder: Path, embedder: Embedder, progress: Progress) -> int:
    """Make what is shipped with the built-in guidance: the vectors of its texts and the router trained on them.

    Returns:
        How many texts were embedded; the others' vectors were there.
    """
    texts = Texts.of([*read_folder(GUIDANCE), *read_escalation(ROUTES), *read_not_ours()])
    cache = VectorCache(None, embedder, shipped=folder / "vectors.npz")
    every = texts.all()
    vectors = cache.vectors(every, lambda done, of: progress("Embedding the guidance", done, of))
    rows = {cache.key(text): row for row, text in enumerate(every)}
    write_vectors(folder / "vectors.npz", list(rows), vectors.rows[list(rows.values())])
    progress("Training the router", 0, 1)
    HybridSearch(texts, vectors, embedder).router.save(folder / "router.npz", router_key(texts, embedder))
    return cache.embedded


def router_key(texts: Texts, embedder: Embedder) -> str:
    """Changes with anything that the router is trained on."""
    _, lines, places = texts.taught()
    return content_hash(embedder.model, *lines, *map(str, places), *(document.id for document in texts.documents))


def fingerprint(texts: Texts, embedder: Embedder) -> str:
    """Changes with any word of the library, its order, or the embedding model."""
    return content_hash(embedder.model, *texts.all(), *(document.id for document in texts.documents))


def _locked(data: Path) -> FileLock | None:
    """The lock on a data folder, or None when another process holds it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / ".lock")
        lock.acquire(timeout=0)
        (data / ".owner").write_text(str(os.getpid()))
    except Timeout:
        return None
    except OSError as error:
        raise LibraryError(
            f"The data folder {str(data)!r} cannot be written ({error.strerror}).", hint="Choose a folder of yours with --data or UPWARD_DATA."
        ) from error
    return lock


def _owner(data: Path) -> str:
    try:
        return f" (process {int((data / '.owner').read_text())})"
    except (OSError, ValueError):
        return ""
