"""Plain text and tables of cells -> blocks. Pure."""

from __future__ import annotations

import csv
import re
from io import StringIO

from knowledge.parse.draft import Draft

__all__ = ["read_csv", "read_text"]

WRAPPED = 50
"""Characters from which a line that does not end a sentence goes on in the next: typewriter lines have 60 to 80."""
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,})\s*$")
_ITEM = re.compile(r"\s*(?:[-*•·–o]|\d{1,3}[.)]|[a-z][.)])\s+\S")


def read_text(text: str, draft: Draft) -> None:
    """Paragraphs at blank lines; an underlined line is a heading."""
    for part in re.split(r"\n[ \t\r]*\n+", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in part.split("\n") if line.strip()]
        while len(lines) >= 2 and (rule := _UNDERLINE.match(lines[1])):
            draft.heading(1 if "=" in rule.group(1) else 2, lines[0])
            lines = lines[2:]
        draft.add(_unwrapped(lines))


def _unwrapped(lines: list[str]) -> str:
    """Lines that were broken to fit a width, as one."""
    text = ""
    for line in lines:
        last = text.rsplit("\n", 1)[-1].rstrip()
        wrapped = len(last) >= WRAPPED and last[-1] not in ".!?:;。" and not _ITEM.match(line)
        text += (" " if wrapped else "\n" if text else "") + line.strip()
    return text


def read_csv(text: str, draft: Draft) -> None:
    """Rows of cells; the delimiter is the one that gives most lines the same number of cells."""
    csv.field_size_limit(1_000_000)
    sample = text[:20_000].splitlines()[:40]

    def fit(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter)]
        common = max(set(widths), key=widths.count)
        return (widths.count(common) / len(widths) if common > 1 else 0.0, common)

    best = max("\t;,|", key=fit)
    draft.table(csv.reader(StringIO(text.replace("\x00", ""), newline=""), delimiter=best))
