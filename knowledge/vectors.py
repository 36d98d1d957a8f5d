"""Remember the vector of every text by the hash of its content, so that an unchanged library embeds nothing.

The vectors of the built-in guidance come with the package (``python -m knowledge build``), eight bits a number: a fresh machine would
otherwise embed for a minute before the first answer.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.embed import Embedder, Vectors

__all__ = ["VectorCache", "content_hash", "read_vectors", "write_vectors"]


def content_hash(*parts: str) -> str:
    """32 hex digits that change with any part."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def write_vectors(path: Path, known: dict[str, npt.NDArray[np.float32]]) -> None:
    """Keep vectors by content hash in one file, in whole or not at all. Rounded to 1/127 of each row's largest number (cosine above .9998)."""
    draft = path.with_suffix(f".{os.getpid()}")
    rows = np.stack(list(known.values()))
    scale = np.abs(rows).max(1, keepdims=True)
    keys = np.array([list(bytes.fromhex(key)) for key in known], np.uint8)
    with draft.open("wb") as file:
        np.savez(file, keys=keys, vectors=np.rint(rows / scale * 127).astype(np.int8))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_vectors(path: Path | None, size: int) -> dict[str, npt.NDArray[np.float32]]:
    """Vectors by content hash; none when the file is not there, damaged or of another size: they can be made again."""
    if path is None or not path.exists():
        return {}
    try:
        with np.load(path) as file:
            rows = file["vectors"].astype(np.float32)
            keys = [row.tobytes().hex() for row in file["keys"]]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if rows.shape != (len(keys), size):
        return {}
    return dict(zip(keys, rows / np.linalg.norm(rows, axis=1, keepdims=True), strict=True))


class VectorCache:
    """The vectors of a library.

    Args:
        path: Where vectors are kept; None keeps them in memory only.
        embedder: Makes the vectors that are not there yet.
        shipped: A file of vectors that came with the package; only read.
        write: False leaves ``path`` as it is: it belongs to another process.
    """

    def __init__(self, path: Path | None, embedder: Embedder, *, shipped: Path | None = None, write: bool = True) -> None:
        self._path = path
        self._embedder = embedder
        self._shipped = shipped
        self._write = write
        self.embedded = 0
        """Texts embedded since this cache was opened."""

    def key(self, text: str) -> str:
        """What the vector of a text is kept under."""
        return content_hash(self._embedder.model, text)

    def vectors(self, texts: Sequence[str], tick: Callable[[int, int], None] | None = None) -> Vectors:
        """(texts, size) unit rows; what is missing is embedded, and what is no longer asked for is forgotten.

        Args:
            texts: All texts of the library.
            tick: Called with (embedded so far, to embed).
        """
        keys = [self.key(text) for text in texts]
        shipped, kept = read_vectors(self._shipped, self._embedder.size), read_vectors(self._path, self._embedder.size)
        known = shipped | kept
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            report = (lambda done: tick(done, len(missing))) if tick else None
            fresh = self._embedder.embed(list(missing.values()), report)
            known |= dict(zip(missing, fresh, strict=True))
            self.embedded += len(missing)
        self._keep([key for key in dict.fromkeys(keys) if key not in shipped], kept, known)
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self._embedder.size), np.float32)

    def _keep(self, wanted: Iterable[str], kept: dict[str, Vectors], known: dict[str, Vectors]) -> None:
        own = {key: known[key] for key in wanted}
        if self._path is not None and self._write and own and own.keys() != kept.keys():
            write_vectors(self._path, own)
