"""What a reader puts its findings into: blocks under their headings, what was hidden, what was not read. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from knowledge.parse.clean import clean, words_of
from knowledge.parse.model import Block, Limits, Parsed
from knowledge.parse.refusals import Stop

__all__ = ["Draft", "counted"]

LONGEST_HEADING = 200
"""Characters. A longer heading is a paragraph in a heading's clothes."""
ROWS_AT_ONCE = 12
"""Rows of a table in one block; the first row is said again at the head of each."""
_LEFT = re.compile(r"microsoft|untitled|document\d*$|presentation\d*$|powerpoint|\.\w{2,4}$|template|lorem|slide 1|^\W*$|[/\\\\]", re.IGNORECASE)
"""What programs and templates leave as a title."""
FEW_INVISIBLE = 5
"""Invisible characters that a document may have without a word about it."""


def counted(number: int, what: str) -> str:
    """A number and its noun: ``{s}`` in the noun is the plural."""
    return f"{number} {what.format(s='' if number == 1 else 's')}"


class Draft:
    """A document while it is being read.

    Args:
        format: As ``Parsed.format``.
        name: The file's name, for hints and for want of a title.
        limits: What it may need.
    """

    def __init__(self, format: str, name: str, limits: Limits) -> None:
        self.format = format
        self.name = name
        self.limits = limits
        self.title = ""
        self.blocks: list[Block] = []
        self.scan = False
        """It has pictures that fill pages, so that want of text means a scan."""
        self._headings: list[tuple[int, str, int | None, str]] = []
        self._lone = False
        self._first = ""
        self._characters = 0
        self._invisible = 0
        self._hidden: defaultdict[str, set[Hashable]] = defaultdict(set)
        self._hidden_lines: list[str] = []
        self._notes: dict[str, int] = {}

    @property
    def path(self) -> tuple[str, ...]:
        """The headings that stand now, outermost first."""
        return tuple(text for _, text, *_ in self._headings)

    def heading(self, level: int, text: str, *, page: int | None = None, page_word: str = "") -> None:
        """Open a heading; the ones of its level and below it are closed. Too long a one is a paragraph."""
        line = words_of(text)
        if not line:
            return
        if len(line) > LONGEST_HEADING:
            self.add(text, page=page, page_word=page_word)
            return
        self._close(level)
        self._spend(line)
        self._first = self._first or line
        self._headings.append((level, line, page, page_word))
        self._lone = True

    def top(self) -> None:
        """Close every heading."""
        self._close(0)

    def _close(self, level: int) -> None:
        """A heading that nothing stands under is kept as a block of its own."""
        if self._lone and self._headings and self._headings[-1][0] >= level:
            _, text, page, page_word = self._headings.pop()
            self.blocks.append(Block(text, self.path, page, page_word))
        self._lone = self._lone and bool(self._headings)
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()

    def add(self, text: str, *, page: int | None = None, page_word: str = "") -> None:
        """A piece of visible text under the headings that stand."""
        tidy, invisible = clean(text)
        self._invisible += invisible
        if not any(character.isalnum() for character in tidy):
            return
        self._spend(tidy)
        self._lone = False
        self.blocks.append(Block(tidy, self.path, page, page_word))

    def table(self, rows: Iterable[Sequence[str]], *, page: int | None = None, page_word: str = "") -> None:
        """Rows as lines of cells, some at a time, each time under the first row."""
        lines = [line for row in rows if (line := " | ".join(cell for cell in map(words_of, row) if cell))]
        if not lines:
            return
        head, rest = lines[0], lines[1:]
        for start in range(0, max(len(rest), 1), ROWS_AT_ONCE):
            self.add("\n".join([head, *rest[start : start + ROWS_AT_ONCE]]), page=page, page_word=page_word)

    def _spend(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > self.limits.characters:
            raise Stop("characters")

    def hide(self, what: str, place: Hashable = None) -> None:
        """Count a piece of hidden text that was left out.

        Args:
            what: A noun with ``{s}`` where its plural ends.
            place: Pieces of one kind in one place count once; None means a place of its own.
        """
        places = self._hidden[what]
        places.add(len(places) if place is None else ("at", place))

    def hide_line(self, line: str) -> None:
        """Name hidden text by a line of its own."""
        if line not in self._hidden_lines:
            self._hidden_lines.append(line)

    def property_title(self, title: str) -> None:
        """A title from the file's properties, which is often what a program or a template left there; believed only where it is none of that."""
        if not self.title and not _LEFT.search(title) and len(title.split()) > 1:
            self.title = title

    def note(self, what: str, number: int = 1) -> None:
        """Say or count what was not read; ``{n}`` in the line stands for how many, ``{s}`` for the plural."""
        self._notes[what] = self._notes.get(what, 0) + number

    def finish(self) -> Parsed:
        """The document.

        Raises:
            Stop: There is no text.
        """
        self.top()
        if not self.blocks:
            raise Stop("scan" if self.scan else "no-text")
        hidden = [counted(len(places), what) for what, places in self._hidden.items()] + self._hidden_lines
        if self._invisible > FEW_INVISIBLE:
            hidden.append(counted(self._invisible, "invisible character{s}"))
        notes = [what.format(n=number, s="" if number == 1 else "s", were="was" if number == 1 else "were") for what, number in self._notes.items()]
        title = words_of(self.title) or self._first or _readable(self.name)
        return Parsed(self.format, title[:LONGEST_HEADING], tuple(self.blocks), tuple(hidden), tuple(notes))


def _readable(name: str) -> str:
    """``first_session-notes.docx`` as ``First session notes``."""
    stem = name.rsplit("/", 1)[-1].rpartition(".")[0] or name
    words = " ".join(words_of(stem).replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or words_of(name) or "Untitled"
