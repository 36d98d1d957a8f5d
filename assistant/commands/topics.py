"""``topics``: what a pair could take up next."""

from __future__ import annotations

import argparse

from assistant.commands import line
from assistant.export import json_values, plain_text
from assistant.plans import TopicRequest

__all__ = ["add"]


def add(tasks: line.Tasks) -> None:
    """Add the command."""
    parser = tasks.add_parser("topics", help="suggest topics", description="What a pair could take up next. Exit 0: done, 1: declined, 2: bad input.")
    parser.add_argument("--goal", action="append", default=[], metavar="TEXT", help="what they want to reach; may be repeated")
    parser.add_argument("--senior", default="", metavar="TEXT", help="role and context of the senior")
    parser.add_argument("--sector", default="", metavar="TEXT", help="where they work: hospital, retail, law")
    parser.add_argument("--promised", action="append", default=[], metavar="TEXT", help="what was promised and is open; may be repeated")
    parser.add_argument("--covered", action="append", default=[], metavar="TOPIC", help="title or id of what they have done; may be repeated")
    parser.add_argument("-k", type=int, default=5, metavar="N", help="how many (default: 5)")
    line.add_common(parser)
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    request = TopicRequest(". ".join(given.goal), given.senior, given.sector, tuple(given.promised), tuple(given.covered), given.k)
    with line.opened(given) as copilot:
        found = copilot.topics(request)
    line.printed(json_values(found) if given.json else plain_text(found))
    return line.DONE
