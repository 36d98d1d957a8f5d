"""The words of preparing a session as frozen values: brief, teaching plan, senior's brief, topic, agenda, words for a hard moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from assistant.lines import Leads, Level, Line
from assistant.model import Cited, Role, Trace

__all__ = [
    "LONGEST_SLOT",
    "OFFLINE",
    "SHORTEST_SLOT",
    "Agenda",
    "AgendaItem",
    "AgendaRequest",
    "Brief",
    "Check",
    "Day",
    "Leads",
    "Level",
    "Line",
    "PlanStep",
    "SeniorBrief",
    "TakeAway",
    "TeachingPlan",
    "Topic",
    "TopicRequest",
    "Wording",
    "days_after",
]

Day = date
"""A day of the calendar: tasks, which have no clock, take theirs from here."""
SHORTEST_SLOT, LONGEST_SLOT = 10, 180
"""Minutes that a session can be planned for."""


OFFLINE = Trace("offline")
"""How what no model touched was made."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Who meets whom, about what, when, and for how long."""

    topic: str
    senior: str = ""
    """Role and context of the senior, in the person's words: ``Henrik, chief financial officer``."""
    minutes: int = 45
    outcome: str = ""
    """What the senior shall be able to do afterwards, if the person said so."""
    level: Level = Level.SOME
    role: Role = Role.MENTOR
    """For whom: a teaching plan for the mentor, a one-page brief for the senior."""
    day: date | None = None
    """Day of the session; None when it is not known yet."""
    promised: tuple[str, ...] = ()
    """What was promised last time and is open."""
    refine: str = ""
    """Wishes about an earlier plan: ``shorter``, ``she is a lawyer``."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A stretch of the session."""

    start: int
    """Minutes from the beginning."""
    minutes: int
    title: str
    who_leads: Leads
    points: tuple[Line, ...]
    say: Line | None = None
    """Words to open it with."""

    @property
    def what(self) -> str:
        """The points as one text."""
        return " ".join(point.text for point in self.points)

    @property
    def citations(self) -> tuple[str, ...]:
        """Passages that the step rests on, each once."""
        lines = (*self.points, *((self.say,) if self.say else ()))
        return tuple(dict.fromkeys(key for line in lines for key in line.citations))


@dataclass(frozen=True, slots=True)
class Check:
    """A check for understanding, and when."""

    minute: int
    line: Line


@dataclass(frozen=True, slots=True)
class TakeAway:
    """What the senior tries before the next session."""

    task: Line
    due: date
    assumed: bool
    """True when no day of the session was given, and the date is counted from the day the plan was made."""


@dataclass(frozen=True, slots=True)
class TeachingPlan:
    """A session that a junior can teach from."""

    lesson: str
    """Id of the topic lesson it was made from."""
    generic: bool
    """True when the library has no lesson for the topic."""
    title: str
    """The topic, in the person's words."""
    senior: str
    """How the plan calls the senior: ``Henrik``, ``your finance director``, ``your senior``."""
    card: str
    """Id of the role card that it was fitted with."""
    minutes: int
    level: Level
    wish: str
    """The outcome in the person's own words; empty when none was given."""
    outcome: Line
    why: tuple[Line, ...]
    probe: tuple[Line, ...]
    hook: Line
    """The opening sentence, to say aloud."""
    steps: tuple[PlanStep, ...]
    checks: tuple[Check, ...]
    misconceptions: tuple[Line, ...]
    objections: tuple[Line, ...]
    limits: tuple[Line, ...]
    """What the mentor does not know or decide, and who does."""
    risk: tuple[Line, ...]
    """For new technology: policy, system, owner; empty for other topics."""
    take_away: TakeAway
    knows_less: tuple[Line, ...]
    knows_more: tuple[Line, ...]
    cut_list: tuple[Line, ...]
    """What to drop, in this order, when only twenty minutes are left."""
    materials: tuple[Line, ...]
    terms: tuple[Line, ...]
    """Words to explain; fewer for those who know more."""
    notes: tuple[str, ...] = ()
    """What a person should know about how it was made."""
    problems: tuple[str, ...] = ()
    """What a check found and nothing could mend; empty when all is well."""
    sources: tuple[Cited, ...] = ()
    day: date | None = None
    trace: Trace = OFFLINE

    def lines(self) -> tuple[Line, ...]:
        """Every line of the plan, in reading order."""
        steps = (line for step in self.steps for line in (*((step.say,) if step.say else ()), *step.points))
        lists = (self.misconceptions, self.objections, self.limits, self.risk, self.knows_less, self.knows_more, self.cut_list, self.materials, self.terms)
        listed = (line for some in lists for line in some)
        return (self.outcome, *self.why, self.hook, *self.probe, *steps, *(check.line for check in self.checks), *listed, self.take_away.task)


@dataclass(frozen=True, slots=True)
class SeniorBrief:
    """One page for the senior before a session."""

    lesson: str
    generic: bool
    title: str
    minutes: int
    expect: tuple[Line, ...]
    why: tuple[Line, ...]
    promised: tuple[str, ...]
    """In the words in which it was promised."""
    prepare: tuple[Line, ...]
    """Ten minutes of preparation, in order."""
    questions: tuple[Line, ...]
    """Three worth asking."""
    learn: tuple[Line, ...]
    """How to learn from a junior."""
    avoid: tuple[Line, ...]
    bring: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()
    day: date | None = None
    trace: Trace = OFFLINE

    def lines(self) -> tuple[Line, ...]:
        """Every line, in reading order."""
        return (*self.expect, *self.why, *self.prepare, *self.questions, *self.learn, *self.avoid, *self.bring)


@dataclass(frozen=True, slots=True)
class TopicRequest:
    """What a pair could take up next, asked with what is known of them."""

    goals: str = ""
    senior: str = ""
    sector: str = ""
    promised: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()
    """Titles or ids of what the pair has done; not suggested again."""
    k: int = 5


@dataclass(frozen=True, slots=True)
class Topic:
    """A suggestion."""

    lesson: str
    title: str
    because: str
    """Why it was suggested, from what was asked: a goal, a promise, the role."""
    why_now: Line
    gets: Line
    """What the senior has in hand afterwards."""
    first_step: Line
    stretch: bool = False
    """True for what lies further from their goals than the others."""
    sources: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaRequest:
    """What an agenda is made from: a plan, topics or goals."""

    minutes: int = 45
    goals: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    """Unfinished commitments, in their own words; they come first."""
    plan: TeachingPlan | None = None
    topics: tuple[Topic, ...] = ()
    day: date | None = None
    next_day: date | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A point of an agenda."""

    minutes: int
    title: str
    purpose: str
    who_leads: Leads
    from_commitment: bool = False
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """A time-boxed agenda; its minutes may be edited, and then need not fit."""

    minutes: int
    """Of the slot."""
    items: tuple[AgendaItem, ...]
    title: str = "Reverse mentoring session"
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()
    day: date | None = None
    next_day: date | None = None
    trace: Trace = OFFLINE

    @property
    def planned(self) -> int:
        """Minutes of all items."""
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for a hard moment in three strengths."""

    moment: str
    """Id of the card."""
    title: str
    opener: tuple[Line, ...]
    hedged: tuple[Line, ...]
    plain: tuple[Line, ...]
    direct: tuple[Line, ...]
    after: tuple[Line, ...]
    """What to do if it goes badly."""
    others: tuple[str, ...] = ()
    """Titles of the next nearest moments, in case another one is meant."""
    notes: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()

    def lines(self) -> tuple[Line, ...]:
        """Every line, in reading order."""
        return (*self.opener, *self.hedged, *self.plain, *self.direct, *self.after)


def days_after(day: date, days: int) -> date:
    """The date so many days later."""
    return day + timedelta(days)
