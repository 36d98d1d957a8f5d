"""What happens when words for a hard moment or topics are looked for: each handler calls one verb of the co-pilot. Knows no layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

from assistant.errors import BriefError
from assistant.model import Role
from assistant.pages import wordview
from assistant.pages.opening import Opening
from assistant.pages.planning import failed, lines_of, steps
from assistant.plans import Topic, TopicRequest, Wording

__all__ = ["Finder"]

LOOKING = ("Find the moment that is meant", "Choose the words for your role")
WEIGHING = ("Compare your goals with every topic", "Leave out what you have covered")
KEPT = "What you wrote is kept. Try again."


class _Finds(Protocol):
    """What this page needs of a co-pilot."""

    def words(self, situation: str, role: Role = Role.MENTOR) -> Wording:
        """See :meth:`assistant.Copilot.words`."""

    def topics(self, request: TopicRequest) -> tuple[Topic, ...]:
        """See :meth:`assistant.Copilot.topics`."""


class Finder:
    """Finds words and topics for the page.

    Args:
        opening: The co-pilot, perhaps still opening.
    """

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def words(self, situation: str, role: str) -> Iterator[str]:
        """Words for a hard moment, as a card."""
        yield wordview.waiting("Looking for words", steps(self._opening, LOOKING))
        try:
            yield wordview.words_card(self._open().words(situation, Role(role)))
        except Exception as error:  # noqa: BLE001 - a page tells people in words, whatever it was
            yield failed(error, KEPT)

    def topics(self, goals: str, senior: str, sector: str, covered: str, promised: str) -> Iterator[tuple[str, tuple[Topic, ...]]]:
        """Topics for a pair: the list as HTML, and the topics themselves."""
        request = TopicRequest(goals.strip(), senior.strip(), sector.strip(), lines_of(promised), lines_of(covered))
        yield wordview.waiting("Looking for topics", steps(self._opening, WEIGHING)), ()
        try:
            if not any((request.goals, request.senior, request.sector)):
                raise BriefError("There is nothing to go by yet.", hint="Write a goal, the role of your senior, or the sector.")
            found = self._open().topics(request)
        except Exception as error:  # noqa: BLE001 - as above
            yield failed(error, KEPT), ()
        else:
            yield wordview.topics_list(found), found

    def _open(self) -> _Finds:
        return cast(_Finds, self._opening.copilot())
