"""A sheet as text for a terminal or the clipboard: wrapped, with citations as [1] and the sources last."""

from __future__ import annotations

from assistant.export.sheet import Entry, Look, Part, Prepared, Row, Sheet, Timetable, made_by, sheet
from assistant.present import source_plain, without_invisible, wrapped

__all__ = ["plain_text"]


def plain_text(value: Prepared, width: int = 88) -> str:
    """What was prepared as plain text.

    Args:
        value: What to set.
        width: Longest line in characters; a longer word stands alone on its line.
    """
    made = sheet(value)
    parts = [_head(made, width), *(_timetable(part, width) if isinstance(part, Timetable) else _part(part, width) for part in made.parts)]
    if made.sources:
        parts.append("\n".join(["Sources", *(source_plain(source, n, width) for n, source in enumerate(made.sources, 1))]))
    return "\n\n".join([*parts, wrapped(f"{made_by(without_invisible(made.engine))}.", width)])


def _head(made: Sheet, width: int) -> str:
    lines = [f"{made.kind}: {made.title}", " · ".join(made.facts)]
    return "\n".join(wrapped(without_invisible(line), width) for line in lines if line)


def _part(part: Part, width: int) -> str:
    marks = {Look.TEXT: "", Look.LIST: "- ", Look.SAY: "  "}
    lines = [wrapped(_text(entry), width, marks.get(part.look, f"{place}. ")) for place, entry in enumerate(part.entries, 1)]
    return "\n".join([without_invisible(part.heading), *lines] if part.heading else lines)


def _timetable(table: Timetable, width: int) -> str:
    rows = "\n\n".join(_row(row, width) for row in table.rows)
    return f"{table.heading}\n\n{rows}" if table.heading else rows


def _row(row: Row, width: int) -> str:
    lines = [wrapped(f"{row.clock}  {without_invisible(row.title)} ({row.leads})", width)]
    if row.say:
        lines.append(wrapped(_text(row.say), width, "  Say: "))
    lines += [wrapped(_text(point), width, "  - ") for point in row.points if point.text or point.label]
    return "\n".join(lines)


def _text(entry: Entry) -> str:
    label = f"{entry.label}: " if entry.label and entry.text else entry.label
    marks = "".join(f"[{number}]" for number in entry.marks)
    return f"{label}{without_invisible(entry.text)}{' ' if marks else ''}{marks}"
