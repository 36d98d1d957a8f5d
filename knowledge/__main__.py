"""The command line: ``python -m knowledge VERB``. Results on standard output, everything else on standard error."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.check import check_folder
from knowledge.embed import MiniLM
from knowledge.errors import UpwardError
from knowledge.load import GUIDANCE
from knowledge.model import Kind, Role, Tier
from knowledge.opening import BUILT, build
from knowledge.own_commands import TIERS, add_own, opened, own_row
from knowledge.progress import Bar

__all__ = ["main"]

DONE, FAULTS, BAD_INPUT = 0, 1, 2
LONGEST = 8000


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 done, 1 the check found faults, 2 bad input.
    """
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except UpwardError as error:
        print(error.message, error.hint, sep="\n" if error.hint else "", file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="The guidance library of Upward.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    search = verbs.add_parser("search", help="find passages", description="Rank documents and passages for a question, with why.")
    search.add_argument("text", help="a question or keywords")
    search.add_argument("-k", type=int, default=5, help="how many of each (default: 5)")
    search.add_argument(
        "--role", type=Role, choices=list(Role), default=None, metavar="{mentor,senior,coordinator}", help="prefer what is written for this person"
    )
    search.set_defaults(run=_search)
    listing = verbs.add_parser("list", help="list the documents", description="Every document with its id and the piece of the evidence base it is from.")
    listing.set_defaults(run=_list)
    check = verbs.add_parser(
        "check", help="validate the documents", description="Read every document and say file, line and mend of each fault. Exit 1 when there is one."
    )
    check.add_argument("folder", nargs="?", type=Path, default=GUIDANCE, help="folder of documents (default: the built-in ones)")
    check.set_defaults(run=_check)
    built = verbs.add_parser(
        "build", help="make what is shipped with the built-in guidance", description="Embed what changed and train the router. Run after editing."
    )
    built.set_defaults(run=_build)
    ingest, parse, withdraw = add_own(verbs)
    for verb in (search, listing, check, ingest, withdraw):
        verb.add_argument("--json", action="store_true", help="print one JSON object")
    parse.add_argument("--json", action="store_true", help="print one JSON object with headings, pages and what was left out")
    for verb in (search, listing, ingest, withdraw):
        verb.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder of the kept index (default: UPWARD_DATA, or your own)")
    return parser


def _search(given: argparse.Namespace) -> int:
    if not given.text.strip() or len(given.text) > LONGEST:
        raise UpwardError(f"The text has {len(given.text):,} characters; 1 to {LONGEST:,} can be searched for.", hint="Search for a question or a few words.")
    if given.k < 1:
        raise UpwardError(f"-k {given.k} asks for no results.", hint="Use a number from 1.")
    with opened(given) as library:
        ranked = library.rank(given.text, role=given.role)
        found = library.beside(library.passages_of(given.text, ranked, given.k), library.own.search(given.text, given.k, given.role), given.k)
    shown = [one for one in ranked if one.document.kind is not Kind.NOT_OURS][: given.k]
    documents = [
        {"rank": rank, "id": one.document.id, "from": one.document.origin, "kind": str(one.document.kind), "title": one.document.title}
        | {
            "score": round(one.score, 3),
            "probability": round(one.probability, 4),
            "why": f"because you asked like: {one.phrasing!r}" if one.phrasing else "by meaning",
        }
        for rank, one in enumerate(shown, 1)
    ]
    passages = [
        {"rank": rank, "id": one.passage.id, "document": one.passage.document, "title": one.passage.title, "heading": one.passage.heading}
        | {"where": one.passage.where, "tier": str(one.passage.tier), "text": one.passage.text, "score": one.score, "why": one.why}
        for rank, one in enumerate(found, 1)
    ]
    if given.json:
        _print({"query": given.text, "documents": documents, "passages": passages})
        return DONE
    for document in documents:
        print(f"{document['rank']}. {document['title']}  [{document['from'] or document['id']}]\n   {document['why']}")
    for passage in passages:
        place = " / ".join(str(part) for part in (passage["title"], passage["heading"], passage["where"]) if part)
        whose = "" if passage["tier"] == Tier.BUILT_IN else f", {TIERS[Tier(str(passage['tier']))]}"
        print(f"\n{place}  ({passage['score']:.2f}{whose})\n{passage['text']}")
    return DONE


def _list(given: argparse.Namespace) -> int:
    with opened(given) as library:
        documents = [document for document in library.documents.values() if document.kind is not Kind.NOT_OURS]
        own = [own_row(document) for document in library.own.documents]
    rows = [
        {"id": one.id, "from": one.origin, "kind": str(one.kind), "title": one.title, "audience": str(one.audience or "all"), "stage": one.stage}
        | {"reviewed": str(one.reviewed), "phrasings": sum(len(group.lines) for group in one.phrasings), "passages": len(one.sections)}
        for one in documents
    ]
    if given.json:
        _print({"documents": rows, "own": own})
    else:
        for row in own:
            state = "withdrawn" if row["withdrawn"] else f"{row['passages']} passages"
            print(f"own   {row['id']:38} {row['role'] or 'all':12} {state:15}  {row['title']}  ({row['name']}, {TIERS[Tier(row['tier'])]})")
        for row in rows:
            print(f"{row['from']:5} {row['id']:38} {row['audience']:12} {row['phrasings']:4} phrasings  {row['title']}")
    return DONE


def _check(given: argparse.Namespace) -> int:
    faults, documents = check_folder(given.folder, date.today())
    if given.json:
        _print({"documents": documents, "faults": [{"where": fault.message, "mend": fault.hint} for fault in faults]})
    else:
        for fault in faults:
            print(f"{fault.message}\n  Mend: {fault.hint}")
        print(f"{documents} documents, {len(faults)} {'fault' if len(faults) == 1 else 'faults'}")
    return FAULTS if faults else DONE


def _build(given: argparse.Namespace) -> int:
    with Bar() as bar:
        BUILT.mkdir(exist_ok=True)
        embedded = build(BUILT, MiniLM(), bar)
    print(f"Embedded {embedded} texts; {sum(path.stat().st_size for path in BUILT.iterdir()) / 1e6:.1f} MB in {BUILT.name}/")
    return DONE


def _print(row: dict[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # "parse FILE | head" ends quietly, like any other tool
    sys.exit(main())
