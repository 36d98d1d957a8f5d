"""The Library page as HTML: documents, passages, gaps. Everything that is not ours is escaped; no line breaks, so Markdown leaves it alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape

from assistant.gaps import LEAST_SHOWN, Gap
from assistant.pages.text import line, paragraphs
from assistant.pages.trouble import Problem
from knowledge.check import REVIEW_AFTER, review_due
from knowledge.model import Document, Found, Kind, OwnDocument, Passage, Tier

__all__ = [
    "AT_ONCE",
    "HEAD",
    "LATER",
    "OPENING",
    "built_in",
    "document_head",
    "document_text",
    "gaps_card",
    "hits",
    "own_documents",
    "problem_card",
    "said",
    "working",
]

AT_ONCE = 100
"""Passages of a document shown at a time."""
UNFOLDED = 10
"""Own documents listed at once; the others are folded below them."""
LONG = 420
"""Characters; a longer passage is folded among search results. Guessed: five lines of the column."""
WEAK = 0.5
"""Below this score a match is called weak."""
OPENING = "The library is being read into memory. This takes a few seconds."
LATER = "<p>Shown once the library is open.</p>"
HEAD = (
    '<header class="pagehead"><h1>Library</h1><p>The documents that answers may quote, word for word.</p>'
    '<p class="jumps"><a href="#lib-shelf">Documents</a><a href="#lib-search">Search</a><a href="#lib-gaps">Gaps</a></p></header>'
)
_GROUPS = {"pieces": "Guidance", "topics": "Topics", "templates": "Templates", "questions": "Questions", "programmes": "Programmes", "research": "Research"}
"""What the folders of the built-in library are called, in this order; any other counts as guidance."""
_TIERS = {Tier.BUILT_IN: "Built in", Tier.PROGRAMME: "Your programme's own", Tier.OUTSIDE: "Outside, not checked"}
_FORMATS = {
    **{"pdf": "PDF", "docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel", "odt": "OpenDocument", "epub": "Book", "rtf": "Rich text"},
    **{"html": "Web page", "eml": "Mail", "csv": "Table", "md": "Markdown", "txt": "Text"},
}
_PILLS = {"Current": "ok", "Review due": "warn", "Withdrawn": "off"}
_COLUMNS = "<thead><tr><th>Document</th><th>Passages</th><th>Reviewed</th><th>State</th></tr></thead>"


def said(text: str, *, kind: str = "said") -> str:
    """A line that a screen reader speaks once."""
    return f'<p class="say {kind}">{line(text)}</p>'


def working(text: str) -> str:
    """A line while something is under way."""
    return said(text, kind="working")


def problem_card(problem: Problem) -> str:
    """What went wrong and what to do next."""
    return f'<div class="card problem"><p class="say"><strong>{line(problem.message)}</strong></p><p>{line(problem.hint)}</p></div>'


def own_documents(documents: Sequence[OwnDocument], built: Iterable[Document], passages: int, today: date) -> str:
    """How much there is, and the programme's own documents.

    Args:
        documents: Own ones, withdrawn ones too.
        built: Every other document.
        passages: Of all documents that are not withdrawn.
        today: Documents added more than a year before are due for review.
    """
    count = sum(not one.withdrawn for one in documents) + sum(one.kind is Kind.GUIDANCE for one in built)
    rows = [_row(one.id, one.title, _about(one), one.passages, one.added, _own_state(one, today)) for one in documents]
    none = (
        '<div class="card none"><p><strong>No documents of your own yet</strong></p><p>A coordinator can add a handbook, a policy or a reading list.</p></div>'
    )
    table = (_table(rows[:UNFOLDED]) + _folded("More of your own", rows[UNFOLDED:], 0)) if rows else none
    return (
        f'<section><h2 id="lib-shelf" tabindex="-1">Documents</h2><p class="say quiet sum">{_count(count, "document")}, {_count(passages, "passage")}</p>'
        f"<h3>Your own</h3>{table}</section>"
    )


def built_in(documents: Iterable[Document], passages: Mapping[str, Passage], today: date) -> str:
    """The built-in documents, one folded group a kind."""
    counts: dict[str, int] = {}
    for passage in passages.values():
        counts[passage.document] = counts.get(passage.document, 0) + 1
    groups: dict[str, list[Document]] = {name: [] for name in _GROUPS.values()}
    for one in documents:
        if one.kind is Kind.GUIDANCE:
            groups[_GROUPS.get(one.path.parent.name if one.path else "", "Guidance")].append(one)
    return f"<section><h3>Built in</h3>{''.join(_group(name, some, counts, today) for name, some in groups.items() if some)}</section>"


def document_head(one: Document | OwnDocument, passages: int, today: date, *, start: int = 0) -> str:
    """Title and facts of an opened document, with the way back."""
    if isinstance(one, OwnDocument):
        about, state, hidden, notes = _about(one), _own_state(one, today), one.hidden, one.notes
        when = f"Added {_day(one.added)}"
    else:
        about, state, hidden, notes = _built_about(one), _built_state(one, today), (), ()
        when = f"Reviewed {_day(one.reviewed)}" if one.reviewed else "No review date"
    part = f", shown here {start + 1} to {min(start + AT_ONCE, passages)}" if passages > AT_ONCE else ""
    left_out = _points("Hidden text that was left out", hidden) + _points("Worth knowing", notes)
    gone = '<p class="card none">It was withdrawn: its text is neither in the library nor on the disk. You can add the file again.</p>'
    return (
        f'<header class="opened"><button type="button" class="back">Back</button><h2 class="arrive" tabindex="-1">{line(one.title)}</h2>'
        f'<p class="about">{line(about)}</p><p class="facts">{_pill(state)} <span>{line(when)}. {_count(passages, "passage")}{part}.</span></p>'
        f"{left_out}{gone if state == 'Withdrawn' else ''}</header>"
    )


def document_text(key: str, passages: Sequence[Passage], start: int = 0) -> str:
    """Its passages in reading order, from one on, and the way to those before and after."""
    shown = "".join(
        f'<article class="read"><h3>{line(_place(one) or f"Passage {number}")}</h3>{paragraphs(one.text)}</article>'
        for number, one in enumerate(passages[start : start + AT_ONCE], start + 1)
    )
    before = f'<a href="#doc-{escape(key)}@{max(0, start - AT_ONCE)}">Earlier passages</a>' if start else ""
    after = f'<a href="#doc-{escape(key)}@{start + AT_ONCE}">Later passages</a>' if start + AT_ONCE < len(passages) else ""
    return f'<section>{shown}<p class="pages">{before}{after}</p></section>' if before or after else f"<section>{shown}</section>"


def hits(found: Sequence[Found], text: str) -> str:
    """What a search found."""
    if not found:
        return f'<div class="card none">{said(f"Nothing in the library fits “{text[:80]}”.", kind="none-found")}<p>Try other words, or fewer of them.</p></div>'
    count = _count(len(found), "passage")
    return said(f"{count} found for “{text[:80]}”") + "".join(_hit(number, one) for number, one in enumerate(found, 1))


def gaps_card(gaps: Sequence[Gap], documents: Mapping[str, Document]) -> str:
    """Themes that people asked about in vain."""
    kept = f"No words of anybody are kept, only counts, and a theme is shown from {LEAST_SHOWN} questions up."
    if not gaps:
        return f'<div class="card none"><p><strong>Nothing has been asked in vain five times yet.</strong></p><p>{kept}</p></div>'
    rows = "".join(
        f'<li><b>{line(documents[gap.theme].title if gap.theme in documents else "Something else")}</b><span class="about">{line(_asked(gap))}</span></li>'
        for gap in gaps
    )
    what = "Asked about most, where the library had little to say. Each is named by the nearest document."
    return f'<div class="card"><p>{what}</p><ul>{rows}</ul><p class="about">{kept}</p></div>'


def _asked(gap: Gap) -> str:
    parts = [f"{_count(gap.declined, 'question')} without an answer" if gap.declined else "", f"{gap.weak} weakly supported" if gap.weak else ""]
    return ", ".join(part for part in parts if part)


def _group(name: str, documents: Sequence[Document], counts: Mapping[str, int], today: date) -> str:
    rows = [_row(one.id, one.title, _built_about(one), counts.get(one.id, 0), one.reviewed, _built_state(one, today)) for one in documents]
    due = sum(_built_state(one, today) == "Review due" for one in documents)
    return _folded(name, rows, due)


def _folded(name: str, rows: Sequence[str], due: int) -> str:
    if not rows:
        return ""
    size = _count(len(rows), "document") + (f", {due} due for review" if due else "")
    summary = f'<summary><b>{name}</b> <span class="size">{size}</span> <span class="all">Show all</span></summary>'
    return f'<details class="group">{summary}{_table(rows)}</details>'


def _table(rows: Sequence[str]) -> str:
    return f'<table class="docs">{_COLUMNS}<tbody>{"".join(rows)}</tbody></table>'


def _row(key: str, title: str, about: str, passages: int, day: date | None, state: str) -> str:
    return (
        f'<tr><td class="doc"><a href="#doc-{escape(key)}">{line(title)}</a><span class="about">{line(about)}</span></td>'
        f'<td class="number"><span class="lab">Passages </span>{passages:,}</td>'
        f'<td class="day"><span class="lab">Reviewed </span>{_day(day) if day else "Never"}</td><td>{_pill(state)}</td></tr>'
    )


def _hit(number: int, found: Found) -> str:
    one = found.passage
    match = f"{'Match' if found.score >= WEAK else 'Weak match'} {found.score:.2f}"
    where = ". ".join(part for part in (_place(one), _TIERS[one.tier], match) if part)
    title = f'<a href="#doc-{escape(one.document)}">{line(one.title)}</a>'
    more = '<button type="button" class="more">Show all</button>' if len(one.text) > LONG else ""
    return (
        f'<article class="hit{" long" if more else ""}"><h3><span class="cite">{number}</span> {title}</h3>'
        f'<p class="about">{line(where)}</p><div class="words">{paragraphs(one.text)}</div>{more}<p class="about">Found {line(found.why)}</p></article>'
    )


def _place(passage: Passage) -> str:
    return ", ".join(part for part in (passage.heading, passage.where) if part)


def _points(heading: str, lines: Sequence[str]) -> str:
    return f'<div class="left-out"><p><strong>{heading}</strong></p><ul>{"".join(f"<li>{line(one)}</li>" for one in lines)}</ul></div>' if lines else ""


def _about(one: OwnDocument) -> str:
    whom = f"for {one.role}s only" if one.role else ""
    return ", ".join(part for part in (_TIERS[one.tier], _FORMATS.get(one.format, one.format), one.name, whom) if part)


def _built_about(one: Document) -> str:
    return f"{_TIERS[Tier.BUILT_IN]}, written for {one.audience}s" if one.audience else _TIERS[Tier.BUILT_IN]


def _own_state(one: OwnDocument, today: date) -> str:
    return "Withdrawn" if one.withdrawn else "Review due" if today - one.added > REVIEW_AFTER else "Current"


def _built_state(one: Document, today: date) -> str:
    return "Review due" if review_due(one, today) else "Current"


def _pill(state: str) -> str:
    return f'<span class="pill {_PILLS[state]}">{state}</span>'


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
