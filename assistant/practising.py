"""Rehearse with a played senior: choose the card and the lesson, look for grave matters first, have the engine find the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.clean import stripped
from assistant.errors import BriefDeclined, BriefError, ModelError
from assistant.model import Answer, Trace
from assistant.tasks.dialogue import Rehearsal, Said
from assistant.tasks.rehearsal import begin, heard, reply
from assistant.tasks.rehearse import RehearsalTask
from knowledge import Library
from knowledge.cards import cards_of
from knowledge.model import Document, Kind

__all__ = ["Practising", "SpeakingEngine"]


class SpeakingEngine(Protocol):
    """Whatever finds the senior's words."""

    def write(self, task: RehearsalTask, request: Rehearsal) -> tuple[Said, Trace]:
        """The senior's line; raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Practising:
    """What a rehearsal needs from the co-pilot."""

    library: Library
    engine: SpeakingEngine
    lesson: Callable[[str], Document]
    """The lesson that a topic asks for; raises BriefError or BriefDeclined."""
    grave: Callable[[str], Answer | None]
    """The route for a line that speaks of a grave matter; None for any other."""

    def begin(self, topic: str, persona: str) -> Rehearsal:
        """A rehearsal with the senior's first line.

        Args:
            topic: What the session is about.
            persona: A card's name such as ``busy``, or its id.

        Raises:
            BriefError: There is no topic, or no such card; the hint names those there are.
            BriefDeclined: The topic calls for a route.
        """
        cards = cards_of(self.library.cards, Kind.PERSONA)
        wanted = persona.strip().casefold()
        card = next((card for card in cards if wanted in (card.id, card.id.removeprefix("persona-"), *map(str.casefold, card.phrasings[0].lines))), None)
        if card is None:
            names = ", ".join(card.id.removeprefix("persona-") for card in cards)
            raise BriefError(f"There is no senior {persona!r} to rehearse with.", hint=f"There are: {names}.")
        return begin(card, self.lesson(topic))

    def say(self, rehearsal: Rehearsal, line: str) -> Rehearsal:
        """The rehearsal with the mentor's line and the senior's answer; a model that does not deliver leaves the card's line.

        Raises:
            BriefError: The line is too long, or the senior has left.
            BriefDeclined: It speaks of a grave matter.
        """
        spoken = heard(rehearsal, stripped(line))
        if any(character.isalnum() for character in line) and (route := self.grave(line)):
            raise BriefDeclined(route)
        try:
            said, _ = self.engine.write(RehearsalTask(), spoken)
        except ModelError:
            said = reply(spoken)
        return replace(spoken, turns=(*spoken.turns, said))
