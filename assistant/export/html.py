"""A sheet as one HTML page to print. Everything is escaped; no script, no link, nothing loaded."""

from __future__ import annotations

from html import escape

from assistant.export.sheet import Entry, Look, Part, Prepared, Row, Timetable, made_by, sheet
from assistant.present import reference, without_invisible

__all__ = ["print_page"]

STYLE = """
@page { margin: 18mm 16mm; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 11pt/1.45 Georgia, 'Times New Roman', serif; color: #111; overflow-wrap: anywhere; }
h1 { font-size: 20pt; line-height: 1.2; margin: .2rem 0 .4rem; }
h2 { font-size: 13pt; margin: 1.3rem 0 .3rem; break-after: avoid; }
.kind, .facts, footer, .sources, .who { color: #444; font-family: Arial, Helvetica, sans-serif; font-size: 9.5pt; }
.kind, .facts { margin: 0; }
p, ul, ol { margin: .3rem 0; }
li { margin: .15rem 0; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; padding: .35rem .5rem .35rem 0; border-top: 1px solid #999; }
th { width: 6.5rem; font: bold 9.5pt/1.7 Arial, Helvetica, sans-serif; white-space: nowrap; }
tr { break-inside: avoid; }
td ul { padding-left: 1.1rem; }
blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid #0f766e; }
sup { font-size: 8pt; }
footer { margin-top: 1.5rem; border-top: 1px solid #999; padding-top: .4rem; }
"""


def print_page(value: Prepared) -> str:
    """What was prepared as a whole HTML document."""
    made = sheet(value)
    mark = _safe(made_by(made.engine))
    body = [f'<p class="kind">{_safe(made.kind)}</p>', f'<h1 dir="auto">{_safe(made.title)}</h1>']
    if made.facts:
        body.append(f'<p class="facts" dir="auto">{_safe(" · ".join(made.facts))}</p>')
    body += [_timetable(part) if isinstance(part, Timetable) else _part(part) for part in made.parts]
    if made.sources:
        body.append(
            '<h2>Sources</h2>\n<ol class="sources">\n' + "\n".join(f'<li dir="auto">{_safe(reference(source))}</li>' for source in made.sources) + "\n</ol>"
        )
    head = [
        '<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width">',
        f'<meta name="generator" content="{mark}">',
        f"<title>{_safe(made.kind)}: {_safe(made.title)}</title>",
        f"<style>{STYLE}</style>",
    ]
    lines = ["<!doctype html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", *body, f"<footer>{mark}.</footer>", "</body>", "</html>"]
    return "\n".join(lines) + "\n"


def _safe(text: str) -> str:
    return escape(without_invisible(text))


def _part(part: Part) -> str:
    heading = f'<h2 dir="auto">{_safe(part.heading)}</h2>\n' if part.heading else ""
    if part.look in (Look.LIST, Look.STEPS):
        return heading + _list(part.entries, "ol" if part.look is Look.STEPS else "ul")
    tag = "blockquote" if part.look is Look.SAY else "p"
    return heading + "\n".join(f'<{tag} dir="auto">{_text(entry)}</{tag}>' for entry in part.entries)


def _timetable(table: Timetable) -> str:
    heading = f"<h2>{_safe(table.heading)}</h2>\n" if table.heading else ""
    return f"{heading}<table>\n" + "\n".join(_row(row) for row in table.rows) + "\n</table>"


def _row(row: Row) -> str:
    say = f'<blockquote dir="auto">{_text(row.say)}</blockquote>' if row.say else ""
    points = [point for point in row.points if point.text or point.label]
    body = _list(points, "ul") if len(points) > 1 else "".join(f'<p dir="auto">{_text(point)}</p>' for point in points)
    title = f'<strong dir="auto">{_safe(row.title)}</strong> <span class="who">{_safe(row.leads)}</span>'
    return f'<tr><th scope="row">{_safe(row.clock)}</th><td>{title}{say}{body}</td></tr>'


def _list(entries: tuple[Entry, ...] | list[Entry], tag: str) -> str:
    return f"<{tag}>" + "".join(f'<li dir="auto">{_text(entry)}</li>' for entry in entries) + f"</{tag}>"


def _text(entry: Entry) -> str:
    label = f"<strong>{_safe(entry.label)}</strong>{': ' if entry.text else ''}" if entry.label else ""
    marks = "".join(f"<sup>[{number}]</sup>" for number in entry.marks)
    return f"{label}{_safe(entry.text)}{' ' if marks else ''}{marks}"
