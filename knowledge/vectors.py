"""Remember the vector of every text by the hash of its content, so that an unchanged library embeds nothing."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.embed import Embedder, Vectors

__all__ = ["VectorCache", "content_hash"]


def content_hash(*parts: str) -> str:
    """32 hex digits that change with any part."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


class VectorCache:
    """Vectors by content hash in one file. A file that cannot be read counts as empty: it can be made again.

    Args:
        path: The ``.npz`` file; None keeps the vectors in memory only.
        embedder: Makes the vectors that are not there yet.
        write: False leaves the file as it is: it belongs to another process.

    """

    def __init__(self, path: Path | None, embedder: Embedder, *, write: bool = True) -> None:
        self._path = path
        self._keep = write
        self._embedder = embedder
        self.embedded = 0
        """Texts embedded since this cache was opened."""

    def vectors(self, texts: Sequence[str], tick: Callable[[int, int], None] | None = None) -> Vectors:
        """(texts, size) unit rows; what is missing is embedded, and what is no longer asked for is forgotten.

        Args:
            texts: All texts of the library.
            tick: Called with (embedded so far, to embed).

        """
        keys = [content_hash(self._embedder.model, text) for text in texts]
        known = self._read()
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            report = (lambda done: tick(done, len(missing))) if tick else None
            fresh = self._embedder.embed(list(missing.values()), report)
            known |= dict(zip(missing, fresh, strict=True))
            self.embedded += len(missing)
        wanted = dict.fromkeys(keys)
        if missing or len(known) != len(wanted):
            self._write({key: known[key] for key in wanted})
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self._embedder.size), np.float32)

    def _read(self) -> dict[str, np.ndarray]:
        if self._path is None or not self._path.exists():
            return {}
        try:
            with np.load(self._path) as file:
                vectors = np.asarray(file["vectors"], np.float32)
                keys = [row.tobytes().hex() for row in file["keys"]]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}
        if vectors.shape != (len(keys), self._embedder.size):
            return {}
        return dict(zip(keys, vectors, strict=True))

    def _write(self, known: dict[str, np.ndarray]) -> None:
        if self._path is None or not self._keep:
            return
        draft = self._path.with_suffix(".draft")
        keys = np.array([list(bytes.fromhex(key)) for key in known], np.uint8)
        with draft.open("wb") as file:
            np.savez(file, keys=keys, vectors=np.stack(list(known.values())))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
