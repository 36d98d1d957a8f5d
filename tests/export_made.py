"""A small plan, brief, agenda, list of topics and wording, with places where a test puts its own text."""

from __future__ import annotations

from datetime import date

from assistant.model import Cited, Trace
from assistant.plans import Agenda, AgendaItem, Check, Leads, Level, Line, PlanStep, SeniorBrief, TakeAway, TeachingPlan, Topic, Wording

DAY, NEXT = date(2026, 12, 3), date(2026, 12, 17)
LESSON, CARD = "check-ai#practice", "role-finance#words"
SOURCES = (
    Cited(LESSON, "How do I teach checking?", "Practice", "The passage.", "Mentoring practice"),
    Cited(CARD, "Finance director", "Words", "Another.", "Doe (2020)", ("https://example.org/doe",)),
)
HOSTILE = [
    "X\r\nATTENDEE:mailto:a@b",
    "Y\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM",
    "long " * 400,
    "👩🏽‍💻 checks 🏴 first",
    "שלום וברכה",
    "\u202eevil\u2066",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    '<img src=x onerror="go()"> [a](https://evil.example) ![b](http://evil.example/x.png)',
    "a \x00\x0b\x1f\ufffe\ud800 b",
    "; , : \\ \\n \" ' & | * _ ` # ~ $",
    'HYPERLINK "http://evil.example" {PAGE} DDEAUTO c:\\\\x',
]


def plan(text: str = "Let them find the error.", engine: str = "offline") -> TeachingPlan:
    """A plan of 20 minutes; the text stands in every place that takes one."""
    line, own = Line(text, (LESSON,)), Line(text)
    steps = (
        PlanStep(0, 5, text, Leads.BOTH, (line,), Line(f'"{text}"', (LESSON, CARD))),
        PlanStep(5, 15, "Hands on", Leads.SENIOR, (line, Line("Hand over the keyboard.", (LESSON,)))),
    )
    return TeachingPlan(
        lesson="check-ai",
        generic=False,
        title=text,
        senior=text,
        card="role-finance",
        minutes=20,
        level=Level.SOME,
        wish="",
        outcome=line,
        why=(line,),
        probe=(line, Line("Which tool do you use?", (CARD,))),
        hook=line,
        steps=steps,
        checks=(Check(8, line), Check(17, own)),
        misconceptions=(line,),
        objections=(line,),
        limits=(line,),
        risk=(line,),
        take_away=TakeAway(line, NEXT, assumed=True),
        knows_less=(line,),
        knows_more=(line,),
        cut_list=(line, own),
        materials=(own,),
        terms=(line,),
        notes=(text,),
        problems=(text,),
        sources=SOURCES,
        day=DAY,
        trace=Trace(engine),
    )


def brief(text: str = "Bring one question.") -> SeniorBrief:
    """A brief for 45 minutes; the text stands in every place that takes one."""
    lines = (Line(text, (LESSON,)),)
    return SeniorBrief("check-ai", True, text, 45, lines, lines, (text,), lines, lines, lines, lines, lines, (text,), (), SOURCES, DAY)


def agenda(text: str = "Checking a figure", minutes: tuple[int, ...] = (5, 30, 10)) -> Agenda:
    """An agenda for 45 minutes; the text stands in every place that takes one."""
    titles = ("What was promised", text, "Next date")
    items = tuple(AgendaItem(m, title, text, Leads.BOTH, not place, (LESSON,)) for place, (m, title) in enumerate(zip(minutes, titles, strict=True)))
    return Agenda(45, items, text, (text,), (), SOURCES, DAY, NEXT)


def topics(text: str = "Checking a figure") -> tuple[Topic, ...]:
    """Two topics that share a source."""
    first = Topic("check-ai", text, text, Line(text, (LESSON,)), Line(text, (LESSON,)), Line(text), sources=SOURCES[:1])
    return first, Topic("phones", "Two", "", Line("Now.", (CARD,)), Line("Gets."), Line("First.", (LESSON,)), True, SOURCES[::-1])


def wording(text: str = '"May I say something?"') -> Wording:
    """Words for a moment."""
    lines = (Line(text, (LESSON,)),)
    return Wording("moment-late", text, lines, lines, lines, lines, lines, (text,), (text,), SOURCES)


def everything(text: str) -> list[TeachingPlan | SeniorBrief | Agenda | Wording | tuple[Topic, ...]]:
    """One of each, with the text everywhere."""
    return [plan(text), brief(text), agenda(text), topics(text), wording(text)]
