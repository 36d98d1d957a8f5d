"""How well questions find their guidance, and how well the others are handled.

    python benchmarks/asking.py FILE.jsonl      lines {"id", "role", "kind", "question", "accept"?, "history"?}

Prints the share of in-scope questions with an acceptable document first and among the first three and five, over those of which an
acceptable piece is written; the share of the other questions that are handled as their kind asks; and every citation that does
not resolve to a passage read for it. ``benchmarks/data/questions.jsonl`` are the development questions, written by somebody who had
not seen the guidance; thresholds were chosen on those, and on no other file.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

from assistant import Copilot, Question, Settings, Turn, open_copilot
from assistant.model import Answer, Declined, Role
from knowledge.embed import MiniLM
from knowledge.model import Kind

IN_SCOPE = {"answerable", "follow_up"}


def handled(kind: str, row: dict[str, Any], answer: Answer) -> bool:
    """Whether an answer does what its kind of question asks."""
    accepted = {*row.get("accept", ()), row.get("guidance", "")}
    if kind == "escalation":
        return answer.reason is Declined.ESCALATION
    if kind in ("out_of_scope", "unsafe", "injection"):
        return answer.declined
    if kind == "ambiguous":
        return answer.declined
    if kind == "multilingual":
        return answer.reason is Declined.LANGUAGE or (answer.reason is Declined.ESCALATION) or bool(accepted & {"answered"})
    raise ValueError(kind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.file.read_text().splitlines()]
    with open_copilot(Settings.load(data=given.data)) as copilot:
        find(copilot, rows, given.misses)
        handle(copilot, rows, given.misses)


class Bare:
    """What every retrieval-augmented application does: the question against the passages, by embedding alone."""

    def __init__(self, copilot: Copilot) -> None:
        self.embedder = MiniLM()
        self.passages = [one for one in copilot.library.passages.values() if one.document in copilot.library.documents]
        self.vectors = self.embedder.embed([passage.searched for passage in self.passages])
        self.origins = {document.id: document.origin for document in copilot.library.documents.values()}

    def place(self, question: str, accepted: list[str]) -> int | None:
        """The place of the first acceptable document."""
        order = (self.vectors @ self.embedder.embed([question])[0]).argsort()[::-1]
        documents = dict.fromkeys(self.origins[self.passages[row].document] for row in order)
        return next((place for place, origin in enumerate(documents, 1) if origin in accepted), None)


def find(copilot: Copilot, rows: list[dict[str, Any]], misses: bool) -> None:
    """Rank documents for the in-scope questions."""
    written = {document.origin for document in copilot.library.documents.values()} - {""}
    places: dict[str, list[int | None]] = {}
    bare = Bare(copilot)
    for row in rows:
        if row["kind"] not in IN_SCOPE or not set(row["accept"]) & written:
            continue
        before = row["history"][-1]["question"] if row.get("history") else ""
        ranked = [one for one in copilot.library.rank(row["question"], role=Role(row["role"]), before=before) if one.document.kind is not Kind.NOT_OURS]
        place = next((place for place, one in enumerate(ranked, 1) if one.document.origin in row["accept"]), None)
        places.setdefault(row["kind"], []).append(place)
        places.setdefault(f"{row['kind']}, passages alone", []).append(bare.place(row["question"], row["accept"]))
        if misses and (place is None or place > 3):
            print(f"  {place} {row['question'][:100]!r} wants {row['accept']}, got {[one.document.origin for one in ranked[:3]]}")
    for kind, found in places.items():
        shares = [sum(place is not None and place <= first for place in found) / len(found) for first in (1, 3, 5)]
        print(f"{kind:28} n {len(found):4}   first {shares[0]:.3f}   first three {shares[1]:.3f}   first five {shares[2]:.3f}")


def handle(copilot: Copilot, rows: list[dict[str, Any]], misses: bool) -> None:
    """Ask every question, and hold the answer against its kind."""
    right, total, outcomes, spent, words, unresolved = Counter[str](), Counter[str](), Counter[str](), list[float](), list[int](), 0
    written = {document.origin for document in copilot.library.documents.values()} - {""}
    for row in rows:
        history = tuple(Turn(turn["question"], turn.get("answer", "")) for turn in row.get("history", ()))
        start = time.process_time()
        answer = copilot.ask(Question(row["question"], Role(row["role"]), history))
        spent.append((time.process_time() - start) * 1000)
        unresolved += sum(key not in answer.trace.passages for sentence in answer.sentences for key in sentence.citations)
        kind = row["kind"]
        if kind in IN_SCOPE:
            covered = bool(set(row["accept"]) & written)
            kind += "" if covered else " (not written)"
            good = not answer.declined if covered else True
            good = good or (answer.reason is Declined.ESCALATION and any(piece.startswith("E") for piece in row["accept"]))
            words += [] if answer.declined else [sum(len(sentence.text.split()) for sentence in answer.sentences)]
        else:
            good = handled(kind, row, answer)
        right[kind] += good
        total[kind] += 1
        outcomes[f"{kind}: {answer.reason or 'answered'}"] += 1
        if misses and not good:
            print(f"  {kind}: {row['question'][:110]!r} -> {answer.reason or 'answered'} {answer.trace.triage}")
    for kind in total:
        told = [f"{key.removeprefix(kind + ': ')} {count}" for key, count in outcomes.items() if key.startswith(f"{kind}: ")]
        print(f"{kind:26} right {right[kind]:4} of {total[kind]:4}  ({right[kind] / total[kind]:.3f})   {', '.join(told)}")
    words.sort()
    print(f"unresolved citations {unresolved}; words p5 {words[len(words) // 20]}, median {statistics.median(words):.0f}, p95 {words[-1 - len(words) // 20]}")
    spent.sort()
    print(f"CPU ms an answer: p50 {spent[len(spent) // 2]:.0f}, p95 {spent[int(len(spent) * 0.95)]:.0f}")


if __name__ == "__main__":
    main()
