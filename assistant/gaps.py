"""What the library lacks, as counts: which theme a question that was declined or weakly supported came nearest to. No word of it is kept.

A theme is the id of the nearest guidance document. No time, person or pair is kept either, and small counts are not shown.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UpwardError

__all__ = ["LEAST_SHOWN", "Gap", "Gaps"]

LEAST_SHOWN = 5
"""Fewer questions than this could point to a person (guidance on dashboards, G60: themes from five people up)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """How often one theme was asked about in vain."""

    theme: str
    """Id of the guidance document that came nearest."""
    declined: int
    weak: int
    """Answered, but only just."""

    @property
    def asked(self) -> int:
        """Both together."""
        return self.declined + self.weak


class Gaps:
    """Counts in one SQLite file.

    Args:
        path: The file; None keeps the counts in memory.

    Raises:
        UpwardError: The file cannot be used.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        try:
            self._base = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS gaps (theme TEXT PRIMARY KEY, declined INTEGER NOT NULL, weak INTEGER NOT NULL) STRICT, WITHOUT ROWID"
            )
        except sqlite3.Error as error:
            name = path.name if path else "gaps"
            raise UpwardError(f"{name!r} in the data folder cannot be used ({error}).", hint="Move it away; only the counts of gaps are in it.") from error

    def count(self, theme: str, *, declined: bool) -> None:
        """Note one question. A full disk costs the count, never the answer."""
        values = (theme, int(declined), int(not declined))
        statement = "INSERT INTO gaps VALUES (?, ?, ?) ON CONFLICT (theme) DO UPDATE SET declined = declined + excluded.declined, weak = weak + excluded.weak"
        with self._lock:
            try:
                self._base.execute(statement, values)
            except sqlite3.OperationalError:
                return

    def shown(self) -> list[Gap]:
        """Themes asked about in vain five times or more, the most asked first."""
        with self._lock:
            rows = self._base.execute("SELECT theme, declined, weak FROM gaps WHERE declined + weak >= ? ORDER BY declined + weak DESC, theme", (LEAST_SHOWN,))
            return [Gap(*row) for row in rows]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()
