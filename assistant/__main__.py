"""The command line: ``python -m assistant ask``, ``prepare``, ``agenda``, ``topics``, ``words``; each has its module in ``commands``."""

from __future__ import annotations

import argparse
import sys

from assistant.commands import agenda, ask, line, prepare, rehearse, topics, words
from assistant.errors import BriefDeclined, UpwardError
from assistant.present import answer_json, answer_plain

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 done, 1 declined, 2 bad input.
    """
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Upward: a reverse-mentoring co-pilot.")
    tasks = parser.add_subparsers(required=True, metavar="TASK")
    for command in (ask, prepare, agenda, topics, words, rehearse):
        command.add(tasks)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except BriefDeclined as declined:
        line.printed(answer_json(declined.answer) if given.json else answer_plain(declined.answer))
        return line.DECLINED
    except UpwardError as error:
        line.noted("\n".join(filter(None, (error.message, error.hint))))
        return line.BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
