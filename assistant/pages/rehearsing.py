"""What happens in a rehearsal on the page: begin, say a line, look back. Knows no layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from assistant import Copilot
from assistant.errors import BriefError
from assistant.model import Cited
from assistant.pages import stage, wordview
from assistant.pages.opening import Opening
from assistant.pages.planning import failed, steps
from assistant.tasks.dialogue import Rehearsal
from assistant.tasks.lookback import review

__all__ = ["PERSONAS", "Played", "Stage"]

PERSONAS = (("Busy", "busy"), ("Sceptical", "sceptical"), ("Knows more", "knows-more"), ("Silent", "silent"))
KEPT = "What was said is kept. Try again."


class Played(NamedTuple):
    """HTML of the stage, the rehearsal, whether a line can be said, and whether the line that was typed is used up."""

    shown: str
    rehearsal: Rehearsal | None
    open: bool = False
    spent: bool = False


class Stage:
    """Plays seniors for the page.

    Args:
        opening: The co-pilot, perhaps still opening.
    """

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def begin(self, topic: str, persona: str) -> Iterator[Played]:
        """Begin anew."""
        if self._opening.state != "ready":
            yield Played(wordview.waiting("Finding your senior", steps(self._opening, ())), None)
        try:
            rehearsal = self._open().rehearse(topic, persona)
        except Exception as error:  # noqa: BLE001 - a page tells people in words, whatever it was
            yield Played(failed(error), None)
        else:
            yield Played(self._dialogue(rehearsal), rehearsal, open=True, spent=True)

    def say(self, line: str, rehearsal: Rehearsal | None) -> Played:
        """Say a line; nothing at all is a pause."""
        if rehearsal is None:
            return Played(failed(BriefError("There is no rehearsal yet.", hint="Choose a senior and begin.")), None)
        try:
            now = self._open().say(rehearsal, line)
        except Exception as error:  # noqa: BLE001 - as above
            return Played(failed(error, KEPT) + self._dialogue(rehearsal), rehearsal, open=not rehearsal.over)
        return Played(self._dialogue(now), now, open=not now.over, spent=True)

    def end(self, rehearsal: Rehearsal | None) -> Played:
        """Look back on what was said."""
        if rehearsal is None or not rehearsal.mentor:
            problem = failed(BriefError("Nothing was said yet.", hint="Say a line first, or begin with another senior."))
            return Played(problem + (self._dialogue(rehearsal) if rehearsal else ""), rehearsal, open=rehearsal is not None)
        try:
            library = self._open().library
            back, passages = review(rehearsal, library.documents), library.passages
        except Exception as error:  # noqa: BLE001 - as above
            return Played(failed(error, KEPT) + self._dialogue(rehearsal), rehearsal, open=not rehearsal.over)
        cited = dict.fromkeys(key for line in back.worth for key in line.citations if key in passages)
        sources = [Cited(key, passages[key].title, passages[key].heading, passages[key].text, "") for key in cited]
        return Played(stage.look_back(back, sources) + self._dialogue(rehearsal), rehearsal, spent=True)

    def _dialogue(self, rehearsal: Rehearsal) -> str:
        return stage.dialogue(rehearsal, self._open().sends_to)

    def _open(self) -> Copilot:
        return cast(Copilot, self._opening.copilot())
