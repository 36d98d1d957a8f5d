"""How finding guidance grows with the phrasings that each document has.

    python benchmarks/learning.py FILE.jsonl     lines {"role", "kind", "question", "accept"}

Takes 10, 25, 50 and all phrasings of each document, drawn with a fixed seed, trains the router on them, and prints the share of answerable
questions with an acceptable document first and among the first three and five.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import fields
from pathlib import Path

from knowledge.embed import MiniLM
from knowledge.load import GUIDANCE, read_folder
from knowledge.model import Document, Kind, Phrasings, Role
from knowledge.opening import BUILT
from knowledge.routes import read_escalation, read_not_ours
from knowledge.search import HybridSearch, Texts
from knowledge.vectors import VectorCache

SIZES = (10, 25, 50, 100_000)


def thinned(document: Document, most: int) -> Document:
    """The document with so many of its phrasings, spread over its groups as they fall."""
    lines = [(group.anchors, line) for group in document.phrasings for line in group.lines]
    kept = random.Random(f"{document.id} {most}").sample(lines, min(most, len(lines)))  # noqa: S311 - a draw, no secret
    groups: dict[tuple[str, ...], list[str]] = {}
    for anchors, line in kept:
        groups.setdefault(anchors, []).append(line)
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    return Document(**values | {"phrasings": tuple(Phrasings(anchors, tuple(some)) for anchors, some in groups.items())})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    rows = [row for row in map(json.loads, parser.parse_args().file.read_text().splitlines()) if row["kind"] == "answerable" and not row.get("missing")]
    documents = [*read_folder(GUIDANCE), *read_escalation(), *read_not_ours()]
    written, embedder = {document.origin for document in documents}, MiniLM()
    rows = [row for row in rows if set(row["accept"]) & written]
    for most in SIZES:
        texts = Texts.of(thinned(document, most) for document in documents)
        search = HybridSearch(texts, VectorCache(None, embedder, shipped=BUILT / "vectors.npz").vectors(texts.all()), embedder)
        places = []
        for row in rows:
            ranked = [one.document.origin for one in search.rank(row["question"], role=Role(row["role"])) if one.document.kind is not Kind.NOT_OURS]
            places.append(next((place for place, origin in enumerate(ranked, 1) if origin in row["accept"]), len(ranked)))
        shares = "   ".join(f"first {first} {sum(place <= first for place in places) / len(places):.3f}" for first in (1, 3, 5))
        mean = len(texts.phrasings) / len(documents)
        print(f"up to {most if most < SIZES[-1] else 'all':>3} phrasings a document (mean {mean:5.1f}), n {len(rows)}   {shares}", flush=True)


if __name__ == "__main__":
    main()
