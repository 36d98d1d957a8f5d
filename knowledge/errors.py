"""What can go wrong in a way that a person can act on. Bugs are not under this root, so nothing swallows them.

UpwardError
├── GuidanceError      a document breaks the form (file, line and the mend are in the message)
├── LibraryError       the index or its data folder cannot be used
│   └── FolderInUse    another process owns the data folder
└── …                  the assistant's own errors, in assistant/errors.py
"""

from __future__ import annotations

__all__ = ["FolderInUse", "GuidanceError", "LibraryError", "UpwardError"]


class UpwardError(Exception):
    """Something a person can mend.

    Args:
        message: What happened, naming the thing.
        hint: What is safe and what to do next.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class GuidanceError(UpwardError):
    """A guidance document that does not keep to its form."""


class LibraryError(UpwardError):
    """The library's index or data folder cannot be used."""


class FolderInUse(LibraryError):
    """Another process owns the data folder."""
