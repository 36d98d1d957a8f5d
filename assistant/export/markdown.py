"""A sheet as a Markdown file that any reader shows safely: every text is neutralised, and there is no HTML, link or image in it."""

from __future__ import annotations

from assistant.export.sheet import Entry, Look, Part, Prepared, Row, Timetable, made_by, sheet
from assistant.present import neutral, reference

__all__ = ["markdown_text"]


def markdown_text(value: Prepared) -> str:
    """What was prepared as Markdown, with citations such as [1] into the numbered sources at its end.

    The last line is a link definition that no reader shows; it says in the file how it was made.
    """
    made = sheet(value)
    parts = [f"# {made.kind}: {neutral(made.title)}"]
    if made.facts:
        parts.append(" · ".join(neutral(fact) for fact in made.facts))
    parts += [_timetable(part) if isinstance(part, Timetable) else _part(part) for part in made.parts]
    if made.sources:
        parts.append("## Sources\n\n" + "\n".join(f"{n}. {neutral(reference(source))}" for n, source in enumerate(made.sources, 1)))
    mark = neutral(made_by(made.engine))
    quoted = mark.replace('"', "&quot;")
    return "\n\n".join([*parts, f"*{mark}.*", f'[generated-by]: # "{quoted}"']) + "\n"


def _part(part: Part) -> str:
    if part.look is Look.STEPS:
        body = "\n".join(f"{place}. {_text(entry)}" for place, entry in enumerate(part.entries, 1))
    elif part.look is Look.LIST:
        body = "\n".join(f"- {_text(entry)}" for entry in part.entries)
    elif part.look is Look.SAY:
        body = "\n>\n".join(f"> {_text(entry)}" for entry in part.entries)
    else:
        body = "\n\n".join(_text(entry) for entry in part.entries)
    return f"## {neutral(part.heading)}\n\n{body}" if part.heading else body


def _timetable(table: Timetable) -> str:
    rows = "\n\n".join(_row(row) for row in table.rows)
    return f"## {table.heading}\n\n{rows}" if table.heading else rows


def _row(row: Row) -> str:
    """A heading and a list: tables are shown by fewer readers."""
    parts = [f"### {row.clock}: {neutral(row.title)} ({row.leads})"]
    if row.say:
        parts.append(f"> {_text(row.say)}")
    points = [f"- {_text(point)}" for point in row.points if point.text or point.label]
    return "\n\n".join([*parts, "\n".join(points)] if points else parts)


def _text(entry: Entry) -> str:
    label = f"**{entry.label}**: " if entry.label and entry.text else f"**{entry.label}**" if entry.label else ""
    marks = "".join(f"[{number}]" for number in entry.marks)
    return f"{label}{neutral(entry.text)}{' ' if marks else ''}{marks}"
