"""What happens on the Library page: each handler calls one verb of the library or the gaps and sets the result as HTML. Knows no layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from assistant.gaps import Gap
from assistant.pages import shelf
from assistant.pages.adding import Batch, adding
from assistant.pages.opening import Opening
from assistant.pages.trouble import Problem, trouble
from assistant.present import without_invisible
from knowledge import Library
from knowledge.model import Document, Found, Kind, OwnDocument, Role, Tier
from knowledge.reports import Terms

__all__ = ["MOST_QUESTIONS", "UPLOADS", "Keeper", "Opened", "Shelves"]

UPLOADS = "upload"
"""Where uploaded documents count as coming from."""
FOUND = 8
"""Passages that a search shows."""
MOST_QUESTIONS = 5
LONGEST = 300
"""Characters of a search or a question that a document answers. Guessed: three long sentences."""
ELSEWHERE = "Another Upward owns the data folder, so documents are added and withdrawn there."
COORDINATORS = "Adding and withdrawing documents is the coordinator's task. Switch to Coordinator to do it."
FAINT, FAINT_OWN = 0.1, 0.02
"""Passages with a lower score are left out of a search, of the guidance and of own documents. Guessed, looking at a dozen searches."""
OWN = 3
"""Own passages that are shown although the guidance fits better: people look here for what they added."""


class _Counts(Protocol):
    def shown(self) -> list[Gap]:
        """See :meth:`assistant.gaps.Gaps.shown`."""


class _Open(Protocol):
    """What this page needs of a co-pilot."""

    library: Library
    gaps: _Counts


class Shelves(NamedTuple):
    """New HTML of: own documents, built-in ones, gaps."""

    own: str
    built: str = ""
    gaps: str = shelf.LATER


class Opened(NamedTuple):
    """An opened document: HTML of its head and text, and whether its tools are offered."""

    head: str = ""
    text: str = ""
    tools: bool = False
    title: str = ""


class Keeper:
    """Looks after the library for the page.

    Args:
        opening: The co-pilot, perhaps still opening.
        today: Tells the day.
    """

    def __init__(self, opening: Opening, today: Callable[[], date] = date.today) -> None:
        self._opening = opening
        self._today = today

    def shelves(self) -> Iterator[Shelves]:
        """Everything that the page shows first, once the library is open, or why it is not."""
        if self._opening.state == "failed":
            self._opening.start()
        if self._opening.state != "ready":
            yield Shelves(shelf.working(shelf.OPENING))
        try:
            open_now = self._open()
            gaps = shelf.gaps_card(open_now.gaps.shown(), open_now.library.documents)
            built = shelf.built_in(open_now.library.documents.values(), open_now.library.passages, self._today())
            yield Shelves(self.own(), built, gaps)
        except Exception as error:  # noqa: BLE001 - a page tells people in words, whatever it was
            yield Shelves(_failed(error, "Nothing was lost. Try again."))

    def own(self) -> str:
        """The programme's own documents as they are now."""
        library = self._open().library
        documents = library.own.documents
        guidance = sum(one.kind is Kind.GUIDANCE for one in library.passages.values())
        return shelf.own_documents(documents, library.documents.values(), guidance + sum(one.passages for one in documents), self._today())

    def why_not(self, role: str) -> str:
        """Why documents cannot be added or withdrawn; empty when they can."""
        if Role(role) is not Role.COORDINATOR:
            return COORDINATORS
        return "" if self._opening.state != "ready" or self._open().library.owned else ELSEWHERE

    def opened(self, key: str, role: str) -> Opened:
        """A document and its passages.

        Args:
            key: Its id, and after ``@`` the passage to begin with; empty for none.
            role: Of the person who looks.
        """
        name, _, place = key.partition("@")
        start = int(place) if place.isdigit() else 0
        if not name:
            return Opened()
        try:
            one = self._document(name)
            library = self._open().library
            own = isinstance(one, OwnDocument)
            passages = library.own_passages(name) if own else [passage for passage in library.passages.values() if passage.document == name]
        except Exception as error:  # noqa: BLE001 - as above
            return Opened(_failed(error, "Nothing was lost. Try again."))
        head = shelf.document_head(one, len(passages), self._today(), start=start)
        tools = isinstance(one, OwnDocument) and not one.withdrawn and not self.why_not(role)
        return Opened(head, shelf.document_text(name, passages, start), tools, one.title)

    def found(self, text: str, role: str) -> Iterator[str]:
        """Passages that fit some words."""
        if not (words := without_invisible(text).strip()):
            yield shelf.said("Write a few words to look for.")
            return
        yield shelf.working("Looking through the library" if self._opening.state == "ready" else shelf.OPENING)
        try:
            whom = None if Role(role) is Role.COORDINATOR else Role(role)
            yield shelf.hits(self._fitting(words[:LONGEST], whom), words)
        except Exception as error:  # noqa: BLE001 - as above
            yield _failed(error, "Your words are kept above. Try again.")

    def added(self, paths: Sequence[Path], tier: str, whom: str) -> Iterator[Batch]:
        """Add uploaded files, telling what becomes of each.

        Args:
            paths: Where the uploads lie; they are deleted once they are in the library.
            tier: A :class:`Tier`.
            whom: A role that they are limited to; empty for everybody.
        """
        terms = Terms(self._today(), Tier(tier), Role(whom) if whom else None, root=UPLOADS)
        try:
            library = self._open().library
        except Exception as error:  # noqa: BLE001 - as above
            yield Batch(problem=trouble(error, "Nothing was added; your files are still chosen. Try again."))
            return
        yield from adding(library.ingest, paths, terms)

    def withdrawn(self, key: str) -> str:
        """Withdraw an own document; what went wrong, or nothing."""
        try:
            self._open().library.withdraw(key.partition("@")[0])
        except Exception as error:  # noqa: BLE001 - as above
            return _failed(error, "The document is still there. Try again.")
        return ""

    def answered(self, key: str, text: str) -> str:
        """Keep the questions that an own document answers, one a line."""
        questions = list(dict.fromkeys(line for line in map(without_invisible, text.splitlines()) if line.strip()))
        if not questions:
            return shelf.said("Write one question on each line.")
        if len(questions) > MOST_QUESTIONS or max(map(len, questions)) > LONGEST:
            return shelf.problem_card(Problem(f"Up to {MOST_QUESTIONS} questions of {LONGEST} characters fit.", "Keep the ones that people ask most."))
        try:
            self._open().library.answers(key.partition("@")[0], questions)
        except Exception as error:  # noqa: BLE001 - as above
            return _failed(error, "Your questions are kept above. Try again.")
        return shelf.said(f"Saved {len(questions)} {'question' if len(questions) == 1 else 'questions'}. They now help to find this document.")

    def _fitting(self, words: str, whom: Role | None) -> list[Found]:
        library = self._open().library
        own = [one for one in library.own.search(words, OWN, whom) if one.score >= FAINT_OWN]
        others = [one for one in library.search(words, FOUND, whom) if one.score >= FAINT and all(one.passage.id != two.passage.id for two in own)]
        return sorted([*own, *others[: FOUND - len(own)]], key=lambda one: -one.score)

    def _document(self, key: str) -> Document | OwnDocument:
        library = self._open().library
        own = next((one for one in library.own.documents if one.id == key), None)
        return own or library.documents[key]

    def _open(self) -> _Open:
        return cast(_Open, self._opening.copilot())


def _failed(error: Exception, safe: str) -> str:
    return shelf.problem_card(trouble(error, safe))
