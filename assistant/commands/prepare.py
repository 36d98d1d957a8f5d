"""``prepare``: a teaching plan for the mentor, or a brief for the senior."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from assistant.commands import line
from assistant.commands.files import Files, add_files
from assistant.export import json_values, markdown_text, plain_text, word_file
from assistant.model import Role
from assistant.plans import Brief, Level

__all__ = ["add"]

KINDS = {"docx": "a Word file", "md": "a Markdown file"}


def add(tasks: line.Tasks) -> None:
    """Add the command."""
    parser = tasks.add_parser(
        "prepare", help="prepare a session", description="A plan to teach from, or a senior's brief. Exit 0: done, 1: declined, 2: bad input."
    )
    parser.add_argument("--topic", required=True, metavar="TEXT", help="what the session is about")
    parser.add_argument("--senior", default="", metavar="TEXT", help='role and context of the senior: "Henrik, chief financial officer"')
    parser.add_argument("--minutes", type=int, default=45, metavar="N", help="how long (default: 45)")
    parser.add_argument("--outcome", default="", metavar="TEXT", help="what the senior shall be able to do afterwards")
    parser.add_argument(
        "--level", type=Level, choices=list(Level), default=Level.SOME, metavar="{new,some,fluent}", help="what they can do already (default: some)"
    )
    parser.add_argument("--for", dest="role", choices=["mentor", "senior"], default="mentor", help="who it is for (default: mentor)")
    parser.add_argument("--date", type=line.day, metavar="YYYY-MM-DD", help="day of the session")
    parser.add_argument("--promised", action="append", default=[], metavar="TEXT", help="what was promised last time and is open; may be repeated")
    parser.add_argument("--refine", default="", metavar="TEXT", help='wishes about an earlier plan: "shorter", "she is a lawyer"')
    add_files(parser, KINDS)
    line.add_common(parser)
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    files = Files(given, KINDS)
    brief = Brief(
        topic=given.topic,
        senior=given.senior,
        minutes=given.minutes,
        outcome=given.outcome,
        level=given.level,
        role=Role(given.role),
        day=given.date,
        promised=tuple(given.promised),
        refine=given.refine,
    )
    with line.opened(given) as copilot:
        made = copilot.prepare(brief)
    files.write({"docx": lambda: word_file(made, made=datetime.now(UTC)), "md": lambda: markdown_text(made).encode()})
    line.printed(json_values(made) if given.json else plain_text(made))
    return line.DONE
