"""What the commands share: exit codes, opening the co-pilot, printing, and reading what was typed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any, TypeAlias

from assistant import Copilot, open_copilot
from assistant.errors import BriefError
from assistant.settings import Settings
from knowledge.progress import Bar

__all__ = ["BAD_INPUT", "DECLINED", "DONE", "Tasks", "add_common", "day", "hour", "lines_in", "noted", "opened", "printed"]

DONE, DECLINED, BAD_INPUT = 0, 1, 2
LONGEST_LIST = 100_000
"""Bytes of a file of commitments."""
Tasks: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_common(parser: argparse.ArgumentParser) -> None:
    """What every command takes."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: UPWARD_DATA, or your own)")


def opened(given: argparse.Namespace) -> Copilot:
    """The co-pilot of the settings and the data folder that was named."""
    with Bar() as bar:
        return open_copilot(Settings.load(data=given.data), progress=bar)


def printed(result: str | Mapping[str, Any]) -> None:
    """Print a text, or values as one line of JSON. What cannot be written in UTF-8 becomes a question mark."""
    text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")
    sys.stdout.flush()


def noted(text: str) -> None:
    """Say something that is no result."""
    sys.stderr.write(text.encode("utf-8", "replace").decode() + "\n")


def day(text: str) -> date:
    """A date as it is typed: ``2026-12-03``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write one such as 2026-12-03") from None


def hour(text: str) -> time:
    """A time of day as it is typed: ``10:00``."""
    try:
        typed = time.fromisoformat(text)
    except ValueError:
        typed = None
    if typed is None or typed.tzinfo or typed.second or typed.microsecond:
        raise argparse.ArgumentTypeError(f"{text!r} is no time of day; write one such as 10:00")
    return typed


def lines_in(path: Path) -> tuple[str, ...]:
    """The lines of a file that say something.

    Raises:
        BriefError: It cannot be read, or is too long.
    """
    try:
        size = path.stat().st_size
        text = path.read_text("utf-8-sig") if size <= LONGEST_LIST else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BriefError(f"The file {path.name!r} cannot be read as UTF-8 text.", hint="Check its name, rights and encoding.") from error
    if size > LONGEST_LIST:
        raise BriefError(f"The file {path.name!r} has {size:,} bytes; {LONGEST_LIST:,} fit.", hint="Write one commitment a line.")
    return tuple(line.strip() for line in text.splitlines() if line.strip())
