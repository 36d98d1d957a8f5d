"""Open a library: read the guidance, embed what is new, keep the index, train the router, own the data folder; and make what is shipped."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from knowledge.cards import read_cards
from knowledge.chroma import KeptIndex
from knowledge.embed import Embedder, MiniLM
from knowledge.errors import FolderInUse, LibraryError
from knowledge.library import Library, Progress
from knowledge.load import GUIDANCE, read_folder
from knowledge.memory import give_back
from knowledge.own_search import OwnSearch
from knowledge.router import Router
from knowledge.routes import ROUTES, read_escalation, read_not_ours
from knowledge.search import HybridSearch, Texts
from knowledge.store import Store
from knowledge.vectors import Packed, VectorCache, content_hash, packed, write_vectors

__all__ = ["BUILT", "build", "fingerprint", "open_library"]

BUILT = Path(__file__).parent / "built"
"""Vectors and router of the built-in guidance, made by ``python -m knowledge build`` and shipped."""
OWN = "own.sqlite"


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
    texts = Texts.of(documents, read_cards(guidance))
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
    passages = slice(first, first + len(texts.passages))
    about = {"embedding_model": embedder.model, "dimensions": str(embedder.size), "guidance": key}
    kept, state = index.open(texts.passages, vectors.unit(passages), about)
    vectors = Packed(np.vstack([vectors.rows[:first], packed(kept), vectors.rows[passages.stop :]]))
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
    texts = Texts.of([*read_folder(GUIDANCE), *read_escalation(ROUTES), *read_not_ours()], read_cards())
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
