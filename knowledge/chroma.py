"""Keep the passages and their vectors in an embedded Chroma, and prove at each start that it still holds them.

The only door to chromadb. What is kept here can be rebuilt from the guidance at any time, so a folder that is damaged, was not
closed, or belongs to other guidance is thrown away and made again. Chroma crashes the process on some damaged files
(measured), hence the checksums before it may open them. One process only: the library's lock sees to that. The embedding
function is always None: Chroma's own would download a model, and a stored one would be rebuilt from the folder's own words.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embed import Vectors
from knowledge.errors import LibraryError
from knowledge.model import Passage

__all__ = ["KeptIndex"]

MANIFEST = "upward-index.json"
COLLECTION = "guidance"
BATCH = 2000
"""Rows a write; Chroma takes at most 5,461."""
CANARIES = 32


class KeptIndex:
    """The folder that holds Chroma's files and our manifest of them.

    Args:
        folder: Ours alone; created when it is not there.

    Raises:
        LibraryError: The folder holds files that Upward did not write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._client: Any = None  # typed Any: chromadb has no types of its own
        if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
            raise LibraryError(
                f"The folder {folder.name!r} in the data folder holds files that Upward did not write.",
                hint="They were left untouched. Move them away, or start with another --data folder.",
            )

    def open(self, passages: Sequence[Passage], vectors: Vectors, about: dict[str, str]) -> tuple[Vectors, str]:
        """The vectors as kept, in the order of the passages, and what had to be done: ``reused`` or ``rebuilt: why``.

        Args:
            passages: The library's passages.
            vectors: Their vectors, for a rebuild.
            about: Embedding model and guidance hash; kept as the collection's metadata and compared.
        """
        why = self._why_not_ready(passages, about)
        if why:
            self._rebuild(passages, vectors, about)
        return self._kept(passages), f"rebuilt: {why}" if why else "reused"

    def close(self) -> None:
        """Close Chroma and note down its files, so that the next start can trust them."""
        if self._client is not None:
            self._client.close()
            self._client = None
            self._note(self._checksums())

    def _why_not_ready(self, passages: Sequence[Passage], about: dict[str, str]) -> str:
        if not (self._folder / MANIFEST).exists():
            return "first start"
        try:
            noted = json.loads((self._folder / MANIFEST).read_text())["files"]
        except (ValueError, KeyError, TypeError):
            return "its manifest is damaged"
        if noted != self._checksums():
            return "it was not closed, or its files changed"
        self._connect()
        names = [collection.name for collection in self._client.list_collections()]
        if COLLECTION not in names:
            return "it is empty"
        collection = self._collection()
        if dict(collection.metadata or {}) != about:
            return "the guidance or the embedding model changed"
        return "" if collection.count() == len(passages) and self._finds_itself(collection) else "its self-test failed"

    @staticmethod
    def _finds_itself(collection: Any) -> bool:
        sample = collection.get(limit=CANARIES, include=["embeddings"])
        if not len(sample["ids"]):
            return bool(collection.count() == 0)
        nearest = collection.query(query_embeddings=sample["embeddings"], n_results=1)
        return all(distances[0] < 1e-3 for distances in nearest["distances"])

    def _rebuild(self, passages: Sequence[Passage], vectors: Vectors, about: dict[str, str]) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self._note(None)
        self._connect()
        client: Any = self._client
        collection = client.create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}, metadata=about)
        for start in range(0, len(passages), BATCH):
            batch = passages[start : start + BATCH]
            collection.upsert(
                ids=[passage.id for passage in batch],
                embeddings=vectors[start : start + BATCH],
                documents=[passage.text for passage in batch],
                metadatas=[{"document": passage.document, "heading": passage.heading, "kind": str(passage.kind)} for passage in batch],
            )

    def _kept(self, passages: Sequence[Passage]) -> Vectors:
        rows = self._collection().get(include=["embeddings"])
        place = {key: row for row, key in enumerate(rows["ids"])}
        return np.asarray(rows["embeddings"], np.float32)[[place[passage.id] for passage in passages]] if passages else np.zeros((0, 384), np.float32)

    def _collection(self) -> Any:
        return self._client.get_collection(COLLECTION, embedding_function=None)

    def _connect(self) -> None:
        if self._client is None:
            import chromadb  # takes a second, and only what keeps an index needs it
            from chromadb.config import Settings

            self._client = chromadb.PersistentClient(str(self._folder), settings=Settings(anonymized_telemetry=False))
            self._note(None)

    def _note(self, files: dict[str, str] | None) -> None:
        (self._folder / MANIFEST).write_text(json.dumps({"made_by": "upward", "files": files}))

    def _checksums(self) -> dict[str, str]:
        files = (path for path in sorted(self._folder.rglob("*")) if path.is_file() and path.name != MANIFEST)
        return {str(path.relative_to(self._folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
