"""``words``: what to say in a hard moment, hedged, plain and direct."""

from __future__ import annotations

import argparse

from assistant.commands import line
from assistant.export import json_values, plain_text
from assistant.model import Role

__all__ = ["add"]


def add(tasks: line.Tasks) -> None:
    """Add the command."""
    parser = tasks.add_parser("words", help="words for a hard moment", description="Words in three strengths. Exit 0: done, 1: declined, 2: bad input.")
    parser.add_argument("situation", help="what happens, in your own words")
    parser.add_argument("--role", choices=["mentor", "senior"], default="mentor", help="who you are (default: mentor)")
    line.add_common(parser)
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    with line.opened(given) as copilot:
        found = copilot.words(given.situation, Role(given.role))
    line.printed(json_values(found) if given.json else plain_text(found))
    return line.DONE
