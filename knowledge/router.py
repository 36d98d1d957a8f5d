"""Which document is a question asking for? A linear classifier over meaning and surface, trained from the phrasings in a second.

Ridge regression onto one-hot classes, solved in closed form: the same library gives the same weights, to the bit, every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.embed import Vectors
from knowledge.words import COLUMNS, surface

__all__ = ["Router", "features"]

Scores = npt.NDArray[np.float32]
SURFACE_WEIGHT = 0.7
"""Share of the surface features beside the meaning; chosen by cross-validation over the phrasings (benchmarks/router.py)."""
RIDGE = 1.0
SHARPNESS = 9.0
"""Turns scores (about 0..1) into probabilities; fitted on the blind development questions."""


def features(vectors: Vectors, texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """(texts, 384 + COLUMNS) rows: the text's vector beside its surface."""
    rows = np.stack([surface(text) for text in texts]) if len(texts) else np.zeros((0, COLUMNS), np.float32)
    return np.hstack([vectors, SURFACE_WEIGHT * rows]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Router:
    """Weights for one library."""

    weights: npt.NDArray[np.float32]
    """(features, classes)"""
    bias: npt.NDArray[np.float32]
    """(classes,)"""

    @classmethod
    def train(cls, rows: npt.NDArray[np.float32], labels: Sequence[int], classes: int, ridge: float = RIDGE) -> Router:
        """Fit to phrasings; every class counts the same, however many phrasings it has.

        Args:
            rows: (phrasings, features), from :func:`features`.
            labels: The class of each row.
            classes: How many there are.
            ridge: Strength of the penalty on the weights.
        """
        index = np.asarray(labels)
        counts = np.bincount(index, minlength=classes).clip(1)
        weight = (len(index) / classes / counts)[index].astype(np.float32)
        target = np.zeros((len(index), classes), np.float32)
        target[np.arange(len(index)), index] = 1
        centre = np.average(rows, axis=0, weights=weight).astype(np.float32)
        mean = np.average(target, axis=0, weights=weight).astype(np.float32)
        root = np.sqrt(weight)[:, None]
        left, right = root * (rows - centre), root * (target - mean)
        # The dual form: there are fewer phrasings than features, or about as many.
        gram = left @ left.T
        gram[np.diag_indices_from(gram)] += ridge
        weights = left.T @ np.linalg.solve(gram, right)
        return cls(weights.astype(np.float32), (mean - centre @ weights).astype(np.float32))

    def scores(self, row: npt.NDArray[np.float32]) -> Scores:
        """(classes,) scores, about 0 for "not at all" to 1 for "this one"."""
        result: Scores = row @ self.weights + self.bias
        return result

    @staticmethod
    def probabilities(scores: Scores) -> Scores:
        """Scores as shares that add up to one."""
        powers = np.exp(SHARPNESS * (scores - scores.max()))
        shares: Scores = powers / powers.sum()
        return shares

    def save(self, path: Path, key: str) -> None:
        """Keep the weights under the hash of what they were trained from."""
        draft = path.with_suffix(".draft")
        with draft.open("wb") as file:
            np.savez(file, weights=self.weights.astype(np.float16), bias=self.bias, key=np.array(key))
        draft.replace(path)

    @classmethod
    def load(cls, path: Path, key: str) -> Router | None:
        """The kept weights, or None when there are none for this hash."""
        try:
            with np.load(path) as file:
                return cls(file["weights"].astype(np.float32), file["bias"]) if str(file["key"]) == key else None
        except (OSError, ValueError, KeyError, EOFError):
            return None
