"""Which document is a question asking for? A linear classifier over meaning and surface, trained from the phrasings in about 15 s.

Multinomial logistic regression (the softmax model of any textbook), fitted by Adam (Kingma and Ba 2015, arXiv:1412.6980) with a fixed
seed, so the same library gives the same weights. A few lines of numpy: importing scikit-learn's takes
1.9 CPU s, 99 MB of memory and 148 MB of disk (measured).
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.embed import Vectors
from knowledge.words import COLUMNS, surface

__all__ = ["Router", "features"]

Rows = npt.NDArray[np.float32]

SURFACE_WEIGHT = 1.2
"""Weight of the surface features beside the meaning. On the blind development questions half of it lost a point of those found first."""
PENALTY = 1e-5
"""On the squared weights. On the same questions .57 were found first with 1e-4, .66 with 1e-5, .67 with 3e-6."""
EPOCHS = 14
RATE = 0.03
BATCH = 512


def features(vectors: Vectors, texts: Sequence[str]) -> Rows:
    """(texts, 384 + COLUMNS) rows: the text's vector beside its surface."""
    rows = np.stack([surface(text) for text in texts]) if len(texts) else np.zeros((0, COLUMNS), np.float32)
    return np.hstack([vectors, SURFACE_WEIGHT * rows]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Router:
    """Weights for one library."""

    weights: Rows
    """(features, classes)"""
    bias: Rows
    """(classes,)"""

    @classmethod
    def train(cls, rows: Rows, labels: Sequence[int], classes: int) -> Router:
        """Fit to phrasings.

        Args:
            rows: (phrasings, features), from :func:`features`.
            labels: The class of each row.
            classes: How many there are.
        """
        index = np.asarray(labels)
        weights, bias = np.zeros((rows.shape[1], classes), np.float32), np.zeros(classes, np.float32)
        first: Rows = np.zeros_like(weights)
        second: Rows = np.zeros_like(weights)
        order, step = np.random.default_rng(0), 0
        for epoch in range(EPOCHS):
            for batch in np.array_split(order.permutation(len(index)), max(1, len(index) // BATCH)):
                step += 1
                error = cls.probabilities(rows[batch] @ weights + bias)
                error[np.arange(len(batch)), index[batch]] -= 1
                error /= len(batch)
                gradient = rows[batch].T @ error + PENALTY * weights
                first = np.asarray(0.9 * first + 0.1 * gradient, np.float32)
                second = np.asarray(0.99 * second + 0.01 * gradient**2, np.float32)
                rate = RATE * (1 - epoch / EPOCHS)
                weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
                bias -= rate * error.sum(0)
        return cls(weights, bias)

    def scores(self, rows: Rows) -> Rows:
        """(…, classes) scores: the logarithm of the probability up to a constant."""
        result: Rows = rows @ self.weights + self.bias
        return result

    @staticmethod
    def probabilities(scores: Rows) -> Rows:
        """Scores as shares that add up to one along the last axis."""
        powers = np.exp(scores - scores.max(-1, keepdims=True))
        shares: Rows = powers / powers.sum(-1, keepdims=True)
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
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
