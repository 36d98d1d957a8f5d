"""What people thought of answers: counts only, in the memory of this process, gone when it ends."""

from __future__ import annotations

from collections import Counter
from threading import Lock

__all__ = ["REASONS", "Feedback"]

REASONS = ("It is not what I asked", "It is wrong or out of date", "I cannot use it as it stands")


class Feedback:
    """Counts by verdict and reason. No word of a question or an answer is kept."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def add(self, verdict: str) -> None:
        """Count ``good``, ``poor`` or one of the reasons; anything else is left out."""
        if verdict in ("good", "poor", *REASONS):
            with self._lock:
                self._counts[verdict] += 1

    def counts(self) -> dict[str, int]:
        """How often each was given."""
        with self._lock:
            return dict(self._counts)
