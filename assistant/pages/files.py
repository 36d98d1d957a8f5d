"""Which files a plan and an agenda can be had as. Their words stay in memory and become a file when a person asks for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from assistant.export.html import print_page
from assistant.export.markdown import markdown_text
from assistant.export.sheet import Prepared
from assistant.pages.downloads import Offer
from assistant.pages.editing import Draft
from assistant.plans import SeniorBrief, TeachingPlan

__all__ = ["ADDRESS", "address", "agenda_files", "plan_files"]

ADDRESS = "/files"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


def address(key: str) -> str:
    """Of the folder that files are offered in."""
    return f"{ADDRESS}/{key}"


def plan_files(made: TeachingPlan | SeniorBrief, revision: int = 1, now: Clock = _now) -> tuple[Offer, ...]:
    """Files of a plan or a brief.

    Args:
        made: The plan or brief.
        revision: Which version it is, from 1.
        now: Tells when a file is written.
    """
    return _files("teaching-plan" if isinstance(made, TeachingPlan) else "senior-brief", made, revision, now)


def agenda_files(draft: Draft, now: Clock = _now) -> tuple[Offer, ...]:
    """Files of an agenda; the calendar first."""
    calendar = Offer("Calendar (.ics)", "session.ics", "text/calendar; charset=utf-8", lambda: _calendar(draft, now))
    return (calendar, *_files("agenda", draft.agenda, draft.turn, now))


def _files(name: str, value: Prepared, revision: int, now: Clock) -> tuple[Offer, ...]:
    return (
        Offer("Word (.docx)", f"{name}.docx", WORD, lambda: _word(value, revision, now)),
        Offer("Markdown (.md)", f"{name}.md", "text/markdown; charset=utf-8", lambda: markdown_text(value).encode()),
        Offer("Print", f"{name}.html", "text/html; charset=utf-8", lambda: print_page(value).encode()),
    )


def _word(value: Prepared, revision: int, now: Clock) -> bytes:
    from assistant.export.docx import word_file  # python-docx takes a third of a second to load, and most people want no Word file

    return word_file(value, made=now(), revision=revision)


def _calendar(draft: Draft, now: Clock) -> bytes:
    from assistant.export.ics import calendar  # likewise icalendar

    return calendar(draft.agenda, stamp=now(), start=draft.start.time(), assumed=draft.assumed)
