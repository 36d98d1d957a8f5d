"""The words of parsing as frozen values: what a file was read as, in order, and where in it each piece stands."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.errors import UpwardError

__all__ = ["Block", "Limits", "Member", "Parsed", "Refused"]


class Refused(UpwardError):
    """A file that is not taken. The message is one line and names the file by its name only."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, group of table rows or slide text."""

    text: str
    heading: tuple[str, ...] = ()
    """The headings it stands under, outermost first."""
    page: int | None = None
    """From 1; None where the format has none."""
    page_word: str = ""
    """What ``page`` counts: ``page``, ``slide``, or empty."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as text."""

    format: str
    """``pdf``, ``docx`` …, by content."""
    title: str
    blocks: tuple[Block, ...]
    hidden: tuple[str, ...] = ()
    """One line for each kind of hidden text that was left out."""
    notes: tuple[str, ...] = ()
    """What else was not read, one line each."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file, or one file inside an archive or a message, and what became of it."""

    name: str
    """Path inside the archive, with ``/``; the file's own name where it stands alone."""
    sha256: str
    """Of its bytes; empty where they could not be unpacked."""
    result: Parsed | Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may need. Beyond any of them it is refused, never cut in silence."""

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 200_000_000
    members: int = 2_000
    ratio: int = 100
    """Unpacked size over packed size."""
    pages: int = 2_000
    characters: int = 5_000_000
    seconds: float = 60.0
    """Of clock and of processor, for each file."""
    memory: int = 1_000_000_000
    """Address space of the child, in bytes."""

    @property
    def reply_bytes(self) -> int:
        """What the child may answer: four bytes of UTF-8 a character, and as much again for escapes, headings and marks."""
        return 8 * self.characters + 100_000
