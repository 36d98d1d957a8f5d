"""What happens when a plan is written, changed and taken back: each handler calls one verb of the co-pilot and shows the result. Knows no layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol, cast

from assistant.errors import BriefDeclined, BriefError
from assistant.model import Role
from assistant.pages import planview, wordview
from assistant.pages.downloads import Downloads
from assistant.pages.files import address, plan_files
from assistant.pages.opening import Opening
from assistant.pages.shelf import OPENING, problem_card
from assistant.pages.text import line
from assistant.pages.trouble import trouble
from assistant.plans import Brief, Level, SeniorBrief, TeachingPlan
from assistant.tasks.wishes import wishes

__all__ = ["Form", "Made", "Planner", "Shown", "brief_of", "day_of", "failed", "lines_of", "minutes_of", "steps"]

KEPT = 10
"""Versions of a plan that can be gone back to."""
WRITING = {Role.MENTOR: "Writing the plan", Role.SENIOR: "Writing your brief"}
STEPS = ("Find the lesson nearest to the topic", "Fit it to the person, the level and the minutes", "Check minutes, dates and sources")


class Prepares(Protocol):
    """What this page needs of a co-pilot."""

    engine_name: str
    sends_to: str

    def prepare(self, brief: Brief, today: date | None = None) -> TeachingPlan | SeniorBrief:
        """See :meth:`assistant.Copilot.prepare`."""


class Form(NamedTuple):
    """What a person filled in, as it came."""

    topic: str
    senior: str
    length: str
    """Minutes, or ``other``."""
    minutes: float | None
    """Used when the length is ``other``."""
    level: str
    outcome: str
    day: str
    promised: str
    role: str


@dataclass(frozen=True, slots=True)
class Made:
    """A plan and what it was made from."""

    brief: Brief
    result: TeachingPlan | SeniorBrief


History = tuple[Made, ...]


class Shown(NamedTuple):
    """HTML of the card and of the links to its files, every version kept, and the key of the files."""

    card: str
    links: str
    history: History
    key: str
    done: bool = True
    """False while it is being written."""


class Planner:
    """Prepares sessions for the page.

    Args:
        opening: The co-pilot, perhaps still opening.
        downloads: Where the files of a plan are offered.
        today: Tells the day.
    """

    def __init__(self, opening: Opening, downloads: Downloads, today: Callable[[], date] = date.today) -> None:
        self._opening = opening
        self._downloads = downloads
        self._today = today

    def write(self, form: Form, history: History, key: str) -> Iterator[Shown]:
        """Write a plan for a mentor, or a brief for a senior."""
        try:
            brief = brief_of(form)
        except BriefError as error:
            yield self._with_problem(failed(error), history, key)
            return
        yield from self._made(brief, history, key)

    def refine(self, wish: str, history: History, key: str) -> Iterator[Shown]:
        """Write the last plan anew with a wish; the earlier one stays one step back."""
        if not history or not wish.strip():
            problem = BriefError("There is no wish yet.", hint="Write what should be different, for example: shorter.")
            yield self._with_problem(failed(problem), history, key)
            return
        yield from self._made(wished(history[-1], wish), history, key)

    def back(self, history: History, key: str) -> Shown:
        """The plan before this one."""
        return self._with(history[:-1] if len(history) > 1 else history, key)

    def notice(self) -> Iterator[str]:
        """Whether what is typed leaves the machine, once that is known."""
        try:
            copilot = self._open()
        except Exception:  # noqa: BLE001 - the Ask page says why it is not open
            return
        where = (
            f"What you write here and the passages read are sent to {line(copilot.sends_to)}." if copilot.sends_to else "Nothing you type leaves this machine."
        )
        yield f'<p class="about">{where}</p>'

    def forget(self, key: str) -> None:
        """Take the files away when the browser session has ended."""
        self._downloads.drop(key)

    def _made(self, brief: Brief, history: History, key: str) -> Iterator[Shown]:
        doing = WRITING[brief.role]
        yield Shown(wordview.waiting(doing, steps(self._opening, STEPS)), "", history, key, done=False)
        try:
            made = Made(brief, self._open().prepare(brief, self._today()))
        except Exception as error:  # noqa: BLE001 - a page tells people in words, whatever it was
            yield self._with_problem(failed(error), history, key)
        else:
            yield self._with((*history, made)[-KEPT:], key)

    def _with(self, history: History, key: str) -> Shown:
        made = history[-1].result
        files = plan_files(made, len(history))
        key = self._downloads.keep(key, files)
        return Shown(planview.card(made), planview.files(address(key), files), history, key)

    def _with_problem(self, problem: str, history: History, key: str) -> Shown:
        """What went wrong, above the plan that is still there."""
        if not history:
            return Shown(problem, "", history, key)
        shown = self._with(history, key)
        return shown._replace(card=problem + shown.card.replace(' class="arrive"', "", 1))

    def _open(self) -> Prepares:
        return cast(Prepares, self._opening.copilot())


def steps(opening: Opening, then: tuple[str, ...]) -> tuple[str, ...]:
    """What is done while a person waits; starts a failed opening anew."""
    if opening.state == "failed":
        opening.start()
    if opening.state != "ready":
        return (OPENING, *then)
    copilot = opening.copilot()
    return (*then[:1], f"Ask {copilot.engine_name} at {copilot.sends_to}", *then[1:]) if copilot.sends_to else then


def failed(error: Exception, safe: str = "What you wrote is kept in the form. Try again.") -> str:
    """What to show of an error: the route or the kind no, or what happened and what to do next."""
    return wordview.declined_card(error.answer) if isinstance(error, BriefDeclined) else problem_card(trouble(error, safe))


def brief_of(form: Form) -> Brief:
    """The brief that was filled in.

    Raises:
        BriefError: The length or the date is none.
    """
    role = Role.SENIOR if form.role == Role.SENIOR else Role.MENTOR
    day = day_of(form.day, "The date of the session")
    minutes = minutes_of(form.length, form.minutes)
    return Brief(form.topic, form.senior, minutes, form.outcome, Level(form.level), role, day, lines_of(form.promised))


def wished(last: Made, wish: str) -> Brief:
    """The brief of the plan with one more wish. What was said about its length is spent: the plan has those minutes already."""
    earlier = [one for one in last.brief.refine.split("; ") if one and wishes(replace(last.brief, refine=one)).minutes is None]
    minutes = last.result.minutes
    return replace(last.brief, minutes=minutes, refine="; ".join([*earlier, wish.strip().replace("; ", ", ")]))


def minutes_of(length: str | None, minutes: float | None) -> int:
    """The minutes that were chosen or written.

    Raises:
        BriefError: None were written.
    """
    if length and length.isdigit():
        return int(length)
    if not minutes:
        raise BriefError("The length is not filled in.", hint="Write the minutes, or choose one of the lengths.")
    return int(minutes)


def day_of(text: str | None, what: str) -> date | None:
    """A date as browsers send it; None for none.

    Raises:
        BriefError: It is no date.
    """
    if not text or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise BriefError(f"{what} cannot be read: {text.strip()[:20]!r}.", hint="Write it as 2026-11-26, or leave it out.") from error


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that have words, each once."""
    return tuple(dict.fromkeys(one.strip() for one in text.splitlines() if one.strip()))
