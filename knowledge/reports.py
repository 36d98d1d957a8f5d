"""What is asked of an ingestion and what became of it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.model import Role, Tier

__all__ = ["FileReport", "Outcome", "Report", "Terms"]


class Outcome(StrEnum):
    """What became of a file."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    REMOVED = "removed"
    """It was in the folder when that was added last, and is there no longer."""
    WITHDRAWN = "withdrawn"
    """It was withdrawn by hand and stays away, until it is added by its own name."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, or one member of an archive."""

    name: str
    outcome: Outcome
    why: str = ""
    """One line: why it was refused."""
    hint: str = ""
    passages: int = 0
    hidden: tuple[str, ...] = ()
    """Kinds of hidden text that were left out."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a batch, in the order in which it was read."""

    files: tuple[FileReport, ...]

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(file.outcome is outcome for file in self.files)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms documents are added."""

    today: date
    tier: Tier = Tier.PROGRAMME
    role: Role | None = None
    """The only person they are shown to; None for everybody."""
    root: str = ""
    """Where they count as coming from; empty takes the folder's or file's own path."""
