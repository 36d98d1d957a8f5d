"""Words of people, models and documents as HTML that shows exactly those words; no line breaks, so Markdown leaves it alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from assistant.present import without_invisible

__all__ = ["day_words", "line", "listed", "paragraphs"]


def line(text: str) -> str:
    """The text escaped, on one line, without invisible characters."""
    return escape(without_invisible(text))


def paragraphs(text: str) -> str:
    """One paragraph a line; blank lines are left out."""
    return "".join(f"<p>{line(one)}</p>" for one in text.split("\n") if one.strip())


def listed(items: Iterable[str], kind: str = "points", *, numbered: bool = False) -> str:
    """A list of HTML items; nothing when there are none."""
    name = "ol" if numbered else "ul"
    inside = "".join(f"<li>{item}</li>" for item in items)
    return f'<{name} class="{kind}">{inside}</{name}>' if inside else ""


def day_words(day: date) -> str:
    """``Thu 26 Nov 2026``."""
    return f"{day:%a} {day.day} {day:%b %Y}"
