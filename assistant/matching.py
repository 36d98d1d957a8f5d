"""Match what people write to what the library has: a topic to its lesson, a senior to the card of their role."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assistant.model import Role
from knowledge import Library
from knowledge.cards import ROLE_ANY, cards_of
from knowledge.model import GENERAL_LESSON, Document, Kind, Ranked

__all__ = ["Matching", "names"]

KNOWN = 0.58
"""Likeness of the nearest phrasing plus half the router's share from which a lesson is taken to be meant.
Read on 57 topics that have a lesson and 30 that have none, written for it: 54 and 28 fall on their side."""
CARD_NEAR = 0.6
"""Cosine to a role's name from which a card is taken that is not named word for word. Guessed, read on fifty titles."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Finds lessons and cards."""

    _library: Library

    def lessons(self) -> list[Document]:
        """All topic lessons but the general one."""
        return [document for document in self._library.documents.values() if document.family and document.id != GENERAL_LESSON]

    def lesson(self, topic: str, outcome: str = "") -> tuple[Document, str]:
        """The lesson that is meant, or the general one with the title of the nearest."""
        for lesson in self.lessons():
            if topic.strip().casefold() in names(lesson):
                return lesson, ""
        nearest = ""
        for text in (topic, f"{topic}: {outcome}") if outcome.strip() else (topic,):
            meant = self.meant(text)
            best, general = max(meant, key=lambda key: meant[key].score if key != GENERAL_LESSON else -math.inf), meant[GENERAL_LESSON]
            if _sure(meant[best]) >= KNOWN and meant[best].score >= general.score:
                return meant[best].document, ""
            nearest = nearest or meant[best].document.title
        return self._library.documents[GENERAL_LESSON], nearest

    def meant(self, text: str) -> dict[str, Ranked]:
        """How far a text asks for each lesson, the general one included."""
        return {one.document.id: one for one in self._library.rank(text, role=Role.MENTOR) if one.document.family}

    def card(self, senior: str) -> tuple[Document, str]:
        """The role card for what was written of the senior, and the name of the role that stands there; empty when none does."""
        nearest = self._library.nearest_cards(senior, Kind.ROLE) if senior.strip() else []
        if nearest and nearest[0][1] >= 1:
            return nearest[0][0], nearest[0][2]
        if nearest and nearest[0][1] >= CARD_NEAR and nearest[0][0].id != ROLE_ANY:
            return nearest[0][0], ""
        return self._library.cards[ROLE_ANY], ""

    def names_a_role(self, text: str) -> bool:
        """Whether a role stands in a text word for word."""
        return bool(text.strip()) and self._library.nearest_cards(text, Kind.ROLE)[0][1] >= 1

    def role_names(self) -> frozenset[str]:
        """Every name of a role, in lower case."""
        return frozenset(name.casefold() for card in cards_of(self._library.cards, Kind.ROLE) for name in card.phrasings[0].lines)


def names(lesson: Document) -> tuple[str, ...]:
    """What a lesson is called; a topic of that name is it, whatever else the words might mean."""
    return lesson.id, lesson.topic.casefold(), lesson.title.casefold()


def _sure(one: Ranked) -> float:
    """How sure it is that a lesson is meant; see :data:`KNOWN`."""
    return one.likeness + one.probability / 2
