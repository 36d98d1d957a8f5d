"""Remember the vector of every text by the hash of its content, so that an unchanged library embeds nothing.

The vectors of the built-in guidance come with the package (``python -m knowledge build``), eight bits a number: a fresh machine would
otherwise embed for a minute before the first answer.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.embed import Embedder, Vectors

__all__ = ["Kept", "VectorCache", "content_hash", "read_vectors", "write_vectors"]


AT_ONCE = 2000
"""Rows widened at a time, so that the whole is never in memory twice."""


def content_hash(*parts: str) -> str:
    """32 hex digits that change with any part."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of vectors in memory, eight bits a number as in the file."""

    place: Mapping[str, int]
    """Content hash to row."""
    rows: npt.NDArray[np.int8]

    def put(self, into: Vectors, at: Mapping[str, int]) -> None:
        """Write the unit vectors of the hashes of ``at`` into those rows."""
        keys = list(at)
        for start in range(0, len(keys), AT_ONCE):
            batch = keys[start : start + AT_ONCE]
            rows = self.rows[[self.place[key] for key in batch]].astype(np.float32)
            into[[at[key] for key in batch]] = rows / np.linalg.norm(rows, axis=1, keepdims=True)


def write_vectors(path: Path, keys: Sequence[str], vectors: Vectors) -> None:
    """Keep vectors by content hash in one file, in whole or not at all. Rounded to 1/127 of each row's largest number (cosine above .9998)."""
    draft = path.with_suffix(f".{os.getpid()}")
    scale = np.abs(vectors).max(1, keepdims=True)
    with draft.open("wb") as file:
        np.savez(file, keys=np.array([list(bytes.fromhex(key)) for key in keys], np.uint8), vectors=np.rint(vectors / scale * 127).astype(np.int8))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_vectors(path: Path | None, size: int) -> Kept:
    """What such a file holds; nothing when it is not there, damaged or of another size: vectors can be made again."""
    nothing = Kept({}, np.zeros((0, size), np.int8))
    if path is None or not path.exists():
        return nothing
    try:
        with np.load(path) as file:
            kept = Kept({row.tobytes().hex(): place for place, row in enumerate(file["keys"])}, file["vectors"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return nothing
    return kept if kept.rows.shape == (len(kept.place), size) and kept.rows.dtype == np.int8 else nothing


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
        first = {key: row for row, key in reversed(list(enumerate(keys)))}
        result = np.zeros((len(texts), self._embedder.size), np.float32)
        shipped, kept = read_vectors(self._shipped, self._embedder.size), read_vectors(self._path, self._embedder.size)
        shipped.put(result, {key: row for key, row in first.items() if key in shipped.place})
        own = {key: row for key, row in first.items() if key not in shipped.place}
        kept.put(result, {key: row for key, row in own.items() if key in kept.place})
        missing = {key: row for key, row in own.items() if key not in kept.place}
        if missing:
            report = (lambda done: tick(done, len(missing))) if tick else None
            result[list(missing.values())] = self._embedder.embed([texts[row] for row in missing.values()], report)
            self.embedded += len(missing)
        again = [row for row, key in enumerate(keys) if first[key] != row]
        result[again] = result[[first[keys[row]] for row in again]]
        if self._path is not None and self._write and own and own.keys() != kept.place.keys():
            write_vectors(self._path, list(own), result[list(own.values())])
        return result
