"""Where to draw the line between answering and not: the curve behind ``assistant.safety.Margins``.

    python benchmarks/triage.py FILE.jsonl

For each margin of confidence: the share of in-scope questions that are still answered, and of every other kind that is not. The margins
in use were chosen on ``benchmarks/data/questions.jsonl``. Also the share of crisis questions caught by the router alone, by threshold.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from assistant.safety import ALONE, CRISIS, confidence
from knowledge import Role, open_library

LINES = (-1.0, 0.0, 0.3, 0.6, 0.9, 1.2, 1.5, 2.0)
SHARES = (0.05, 0.1, 0.2, 0.3, 0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().file.read_text().splitlines()]
    confident, crisis = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    with open_library() as library:
        for row in rows:
            if row["kind"] in ("follow_up", "multilingual"):
                continue
            ranked = library.rank(row["question"], role=Role(row["role"]))
            confident[row["kind"]].append(confidence(ranked))
            kind = "crisis" if "E1" in row.get("accept", ()) else "others"
            crisis[kind].append(next(one.probability for one in ranked if one.document.id == CRISIS))
    kinds = sorted(confident)
    print("margin      " + "".join(f"{f'{kind} ({len(confident[kind])})':>20}" for kind in kinds) + "   (in scope: answered; others: not answered)")
    for line in LINES:
        shares = [np.mean([(value >= line) == (kind == "answerable") for value in confident[kind]]) for kind in kinds]
        print(f"{line:5.2f} {'in use' if line == ALONE.guidance else '':6}" + "".join(f"{share:20.3f}" for share in shares))
    print("\ncrisis share   " + "".join(f"{f'{kind} ({len(crisis[kind])})':>16}" for kind in crisis))
    for share in SHARES:
        print(
            f"{share:6.2f} {'in use' if share == ALONE.crisis else '':7}"
            + "".join(f"{np.mean([value >= share for value in crisis[kind]]):16.3f}" for kind in crisis)
        )


if __name__ == "__main__":
    main()
