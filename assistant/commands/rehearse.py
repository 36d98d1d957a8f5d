"""``rehearse``: practise with a played senior. Asks for a line, shows the senior's, and looks back at the end."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from assistant import Copilot
from assistant.commands import line
from assistant.errors import BriefError
from assistant.model import Answer, Declined, Question
from assistant.present import answer_plain, without_invisible
from assistant.safety import GRAVE, by_words, triage
from assistant.tasks.lookback import LookBack, review, rows
from assistant.tasks.rehearsal import answered, begin
from knowledge.cards import cards_of
from knowledge.model import Document, Kind, Role
from knowledge.routes import read_crisis_words

__all__ = ["add", "chosen", "look_back", "rehearse", "route_for"]

GENERAL = "any-topic"
"""The lesson for a topic of which the library has none."""


def add(tasks: line.Tasks) -> None:
    """Add the command."""
    parser = tasks.add_parser(
        "rehearse", help="practise a session with a played senior", description="Type what you would say. Exit 0: done, 1: a route was shown, 2: bad input."
    )
    parser.add_argument("--topic", required=True, help="what the session is about")
    parser.add_argument("--persona", default="busy", help="whom to practise with: busy, sceptical, knows-more or silent (default: busy)")
    line.add_common(parser)
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    with line.opened(given) as copilot:
        persona, lesson = chosen(copilot, given.topic, given.persona)
        asked = "" if given.json else "You: "
        back = rehearse(copilot, persona, lesson, lambda: input(asked), line.noted if given.json else line.printed)
    if back and given.json:
        line.printed(asdict(back))
    return line.DONE if back else line.DECLINED


def rehearse(copilot: Copilot, persona: Document, lesson: Document, read: Callable[[], str], write: Callable[[str], None]) -> LookBack | None:
    """Play until the senior leaves or the person stops, then look back.

    Args:
        copilot: Whose library is quoted, and which knows the routes for grave matters.
        persona: The card to play.
        lesson: Where the doubts come from.
        read: The person's next line; EOFError or KeyboardInterrupt stops.
        write: Shows a text.

    Returns:
        What was done; None when a line spoke of a grave matter, and the route was shown instead.
    """
    grave = read_crisis_words()
    rehearsal = begin(persona, lesson)
    write(f"You rehearse with a senior who is played by rule: {persona.title.lower()}. An empty line is a pause. Ctrl-D stops.\n")
    write(f"Senior: {rehearsal.turns[0].text}")
    while not rehearsal.over:
        try:
            typed = read()
        except (EOFError, KeyboardInterrupt):
            break
        try:
            spoken = answered(rehearsal, typed)
        except BriefError as error:
            write(f"{error.message} {error.hint}")
            continue
        if route := route_for(copilot, typed, grave):
            write(answer_plain(route))
            return None
        rehearsal = spoken
        write(f"Senior: {rehearsal.turns[-1].text}")
    back = review(rehearsal, copilot.library.documents)
    write(look_back(back, copilot.library.documents))
    return back


def route_for(copilot: Copilot, typed: str, words: Mapping[str, Sequence[re.Pattern[str]]]) -> Answer | None:
    """The route for a line that speaks of a grave matter; None for any other."""
    if not any(character.isalnum() for character in typed):
        return None
    ranked = copilot.library.rank(typed)
    seen = by_words(typed, ranked, words) or triage(ranked, GRAVE)
    answer = copilot.ask(Question(typed)) if seen and seen.reason is Declined.ESCALATION else None
    return answer if answer and answer.declined else None


def chosen(copilot: Copilot, topic: str, persona: str) -> tuple[Document, Document]:
    """The card and the lesson for what was asked.

    Args:
        copilot: With the library to choose from.
        topic: A lesson's id or topic, or any words; of what the library does not know the general lesson is taken.
        persona: A card's name such as ``busy``, or its id.

    Raises:
        BriefError: No such card; the hint names those there are.
    """
    cards = cards_of(copilot.library.cards, Kind.PERSONA)
    wanted = persona.strip().casefold()
    card = next((card for card in cards if wanted in (card.id, card.id.removeprefix("persona-"), *map(str.casefold, card.phrasings[0].lines))), None)
    if card is None:
        names = ", ".join(card.id.removeprefix("persona-") for card in cards)
        raise BriefError(f"There is no senior {persona!r} to rehearse with.", hint=f"There are: {names}.")
    if not any(character.isalnum() for character in topic):
        raise BriefError("There is no topic yet.", hint="Write what the session is about in a few words.")
    lessons = {document.id: document for document in copilot.library.documents.values() if document.section("Objections")}
    exact = next((lesson for lesson in lessons.values() if topic.strip().casefold() in (lesson.id, lesson.topic.casefold(), lesson.title.casefold())), None)
    first = copilot.library.rank(topic, role=Role.MENTOR)[0].document.id
    return card, exact or lessons.get(first) or lessons[GENERAL]


def look_back(back: LookBack, documents: dict[str, Document]) -> str:
    """What was done, for a terminal."""
    parts = ["", "What you did", ""]
    for counted, examples in rows(back):
        parts += [counted, *(f"    {without_invisible(example)}" for example in examples)]
    if back.worth:
        parts += ["", "Worth trying next time"]
        parts += [f"    {line.text} ({documents[line.citations[0].partition('#')[0]].title})" for line in back.worth]
    return "\n".join(parts)
