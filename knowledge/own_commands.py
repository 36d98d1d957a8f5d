"""The commands for a programme's own documents: ingest, parse, withdraw."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.errors import UpwardError
from knowledge.ingest import FileReport, Outcome, Report, Terms
from knowledge.library import Library
from knowledge.model import OwnDocument, Role, Tier
from knowledge.opening import open_library
from knowledge.parse import Limits, Parsed, Parser
from knowledge.progress import Bar

__all__ = ["TIERS", "add_own", "opened", "own_row"]

DONE, REFUSED = 0, 1
TIERS = {Tier.PROGRAMME: "your programme's own", Tier.OUTSIDE: "outside document, not checked"}
"""How far a document is to be trusted, in words."""


def add_own(verbs: Any) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser, argparse.ArgumentParser]:
    """Add the commands to a command line, and return their parsers."""
    ingest: argparse.ArgumentParser = verbs.add_parser(
        "ingest",
        help="add a programme's own files and folders",
        description="Add files and folders to the library; what is unchanged is left alone, what is gone from a folder goes. Exit 1 when a file was refused.",
    )
    ingest.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="file, folder or ZIP of Markdown, text, HTML, PDF, DOCX, PPTX, XLSX, ODT, RTF, EPUB, EML, CSV"
    )
    ingest.add_argument(
        "--tier", type=Tier, choices=list(TIERS), default=Tier.PROGRAMME, metavar="{programme,outside}", help="whose they are (default: programme)"
    )
    ingest.add_argument("--role", type=Role, choices=list(Role), default=None, metavar="{mentor,senior,coordinator}", help="show them to this person only")
    ingest.set_defaults(run=_ingest)
    parse: argparse.ArgumentParser = verbs.add_parser(
        "parse", help="print the text of a file", description="Read a file as it would be ingested and print its text. Exit 2 when it is refused."
    )
    parse.add_argument("file", type=Path, metavar="FILE")
    parse.set_defaults(run=_parse)
    withdraw: argparse.ArgumentParser = verbs.add_parser(
        "withdraw",
        help="take an own document away",
        description="Remove a document's text from the library and from the disk; its folder does not bring it back.",
    )
    withdraw.add_argument("id", help="from 'list'")
    withdraw.set_defaults(run=_withdraw)
    return ingest, parse, withdraw


def opened(given: argparse.Namespace, *, alone: bool = False) -> Library:
    """The library of the data folder that was given; ``alone`` refuses when another process owns it."""
    from knowledge.folder import data_folder  # asks the environment, which only a command line may

    with Bar() as bar:
        return open_library(data_folder(given.data), progress=bar, alone=alone)


def own_row(document: OwnDocument) -> dict[str, Any]:
    """An own document as JSON values."""
    return {
        "id": document.id,
        "title": document.title,
        "name": document.name,
        "format": document.format,
        "tier": str(document.tier),
        "role": document.role and str(document.role),
        "added": str(document.added),
        "passages": document.passages,
        "withdrawn": document.withdrawn,
        "hidden": list(document.hidden),
        "notes": list(document.notes),
    }


def _ingest(given: argparse.Namespace) -> int:
    with opened(given, alone=True) as library, Bar() as bar:
        report = library.ingest(given.paths, terms=Terms(date.today(), given.tier, given.role), progress=bar)
    if given.json:
        print(json.dumps({"files": [_file(one) for one in report.files]} | _counts(report), ensure_ascii=False))
    else:
        for one in report.files:
            print(_line(one))
        counted = ", ".join(f"{count} {outcome}" for outcome, count in _counts(report).items() if count)
        print(counted or "Nothing to read there.")
    return REFUSED if report.count(Outcome.REFUSED) else DONE


def _line(one: FileReport) -> str:
    parts = [f"{one.outcome:10} {one.name}"]
    if one.why:
        parts.append(f"           {one.why} {one.hint}".rstrip())
    elif one.passages:
        parts[0] += f"  ({one.passages} {'passage' if one.passages == 1 else 'passages'})"
    parts += [f"           hidden, left out: {hidden}" for hidden in one.hidden]
    return "\n".join([*parts, *(f"           {note}" for note in one.notes)])


def _file(one: FileReport) -> dict[str, Any]:
    return {"name": one.name, "outcome": str(one.outcome), "why": one.why, "hint": one.hint, "passages": one.passages} | {
        "hidden": list(one.hidden),
        "notes": list(one.notes),
    }


def _counts(report: Report) -> dict[str, int]:
    return {str(outcome): report.count(outcome) for outcome in Outcome}


def _parse(given: argparse.Namespace) -> int:
    with Parser(Limits()) as parser:
        parsed = parser.parse(given.file)
    if given.json:
        blocks = [{"heading": list(block.heading), "page": block.page, "text": block.text} for block in parsed.blocks]
        row = {"format": parsed.format, "title": parsed.title, "blocks": blocks, "hidden": list(parsed.hidden), "notes": list(parsed.notes)}
        print(json.dumps(row, ensure_ascii=False))
    else:
        print("\n\n".join(_text(parsed)))
    return DONE


def _text(parsed: Parsed) -> list[str]:
    """The blocks under their headings, each heading once, pages marked where they begin."""
    lines, heading, page = [f"# {parsed.title}"], tuple[str, ...](), None
    for block in parsed.blocks:
        if block.page != page:
            page = block.page
            lines.append(f"[{block.page_word or 'page'} {page}]")
        if block.heading != heading:
            lines += [f"{'#' * min(level + 2, 6)} {part}" for level, part in enumerate(block.heading) if block.heading[: level + 1] != heading[: level + 1]]
            heading = block.heading
        lines.append(block.text)
    return lines


def _withdraw(given: argparse.Namespace) -> int:
    with opened(given, alone=True) as library:
        if not library.withdraw(given.id):
            raise UpwardError(f"There is no own document {given.id!r}.", hint="'python -m knowledge list' shows their ids.")
    print(json.dumps({"withdrawn": given.id}) if given.json else f"Withdrawn: {given.id}. Its text is gone from the library and the disk.")
    return DONE
