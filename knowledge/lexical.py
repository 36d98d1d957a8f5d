"""How well passages share a question's words: BM25 over stemmed content words. The only door to bm25s.

The score is used as it is, not scaled to the best of each search: a question that shares only common words with the library then gets
little from them, and one that names something rare gets much.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.words import stems

__all__ = ["Words"]

Scores = npt.NDArray[np.float32]
KEY = "upward-words.json"


class Words:
    """The words of some passages, ready to be scored."""

    def __init__(self, index: bm25s.BM25, passages: int) -> None:
        self._index = index
        self._passages = passages

    @classmethod
    def of(cls, texts: Iterable[str], *, k1: float = 1.5, b: float = 0.75) -> Words:
        """Index texts; they are read once, so a generator keeps few of them in memory.

        Args:
            texts: What is searched.
            k1: How soon a repeated word stops counting (Robertson and Zaragoza 2009).
            b: How much a long text is marked down, 0..1.
        """
        vocabulary: dict[str, int] = {}
        rows = [[vocabulary.setdefault(stem, len(vocabulary)) for stem in stems(text) or ["-"]] for text in texts]
        index = bm25s.BM25(k1=k1, b=b)
        if rows:
            index.index((rows, vocabulary), show_progress=False)
        return cls(index, len(rows))

    def scores(self, text: str) -> Scores:
        """(passages,) BM25 scores, 0 and up."""
        known = [stem for stem in stems(text) if self._passages and stem in self._index.vocab_dict]
        return np.asarray(self._index.get_scores(known), np.float32) if known else np.zeros(self._passages, np.float32)

    def save(self, folder: Path, key: str) -> None:
        """Keep the index under the key of what it was made from, in whole or not at all."""
        draft = folder.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        self._index.save(draft, show_progress=False)
        (draft / KEY).write_text(json.dumps({"key": key, "passages": self._passages}))
        shutil.rmtree(folder, ignore_errors=True)
        draft.replace(folder)

    @staticmethod
    def forget(folder: Path) -> None:
        """Remove a kept index and what a killed run left of one: its vocabulary is words of the texts."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(folder.with_suffix(".draft"), ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, key: str) -> Words | None:
        """The kept index, read from disk as it is needed; None when there is none for this key or it is damaged."""
        try:
            about = json.loads((folder / KEY).read_text())
            if about["key"] != key:
                return None
            return cls(bm25s.BM25.load(folder, mmap=True), int(about["passages"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
