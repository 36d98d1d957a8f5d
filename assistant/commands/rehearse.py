"""``rehearse``: practise with a played senior. Asks for a line, shows the senior's, and looks back at the end."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict

from assistant import Copilot
from assistant.commands import line
from assistant.errors import BriefError
from assistant.present import without_invisible
from assistant.tasks.dialogue import Rehearsal
from assistant.tasks.lookback import LookBack, review, rows
from knowledge.model import Document

__all__ = ["add", "look_back", "rehearse"]


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
        asked = "" if given.json else "You: "
        begun = copilot.rehearse(given.topic, given.persona)
        back = rehearse(copilot, begun, lambda: input(asked), line.noted if given.json else line.printed)
    if given.json:
        line.printed(asdict(back))
    return line.DONE


def rehearse(copilot: Copilot, rehearsal: Rehearsal, read: Callable[[], str], write: Callable[[str], None]) -> LookBack:
    """Play until the senior leaves or the person stops, then look back.

    Args:
        copilot: Answers for the senior.
        rehearsal: As it was begun.
        read: The person's next line; EOFError or KeyboardInterrupt stops.
        write: Shows a text.

    Raises:
        BriefDeclined: A line speaks of a grave matter.
    """
    played = f"by {copilot.sends_to}" if copilot.sends_to else "by rule"
    write(f"You rehearse with a senior who is played {played}: {rehearsal.persona.title.lower()}. An empty line is a pause. Ctrl-D stops.\n")
    write(f"Senior: {rehearsal.turns[0].text}")
    while not rehearsal.over:
        try:
            rehearsal = copilot.say(rehearsal, read())
        except (EOFError, KeyboardInterrupt):
            break
        except BriefError as error:
            write(f"{error.message} {error.hint}")
            continue
        write(f"Senior: {rehearsal.turns[-1].text}")
    back = review(rehearsal, copilot.library.documents)
    write(look_back(back, copilot.library.documents))
    return back


def look_back(back: LookBack, documents: dict[str, Document]) -> str:
    """What was done, for a terminal."""
    parts = ["", "What you did", ""]
    for counted, examples in rows(back):
        parts += [counted, *(f"    {without_invisible(example)}" for example in examples)]
    if back.worth:
        parts += ["", "Worth trying next time"]
        parts += [f"    {line.text} ({documents[line.citations[0].partition('#')[0]].title})" for line in back.worth]
    return "\n".join(parts)
