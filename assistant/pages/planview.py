"""A teaching plan and a senior's brief as HTML cards. Everything that is not ours is escaped; no line breaks, so Markdown leaves it alone."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Role, Trace
from assistant.pages.cited import Marks
from assistant.pages.downloads import Offer
from assistant.pages.messages import foot_line
from assistant.pages.text import day_words, line, listed
from assistant.plans import Check, Leads, Line, PlanStep, SeniorBrief, TakeAway, TeachingPlan

__all__ = ["LEADS", "brief_card", "card", "empty_card", "files", "plan_card"]

LEADS = {Leads.MENTOR: "Mentor leads", Leads.SENIOR: "Senior leads", Leads.BOTH: "Both"}
EMPTY = {
    Role.MENTOR: "Your plan appears here: an outcome, an opening line to say aloud, timed steps, checks, and what to do when it goes differently.",
    Role.SENIOR: "Your brief appears here: what to expect, ten minutes of preparation, three questions worth asking, and how to learn from a junior.",
}


def card(made: TeachingPlan | SeniorBrief) -> str:
    """Whichever it is."""
    return plan_card(made) if isinstance(made, TeachingPlan) else brief_card(made)


def empty_card(role: Role) -> str:
    """What stands in the place of a plan before there is one."""
    return f'<div class="card none"><p>{EMPTY[Role.SENIOR if role is Role.SENIOR else Role.MENTOR]}</p></div>'


def files(address: str, offers: Sequence[Offer]) -> str:
    """Links that download files; the one to print opens beside the page.

    Args:
        address: Of the folder they lie in.
        offers: The files.
    """
    return f'<p class="files">{"".join(_file(address, one) for one in offers)}</p>'


def plan_card(plan: TeachingPlan) -> str:
    """A plan to teach from."""
    marks = Marks(plan.sources, "plan")
    day = f", {day_words(plan.day)}" if plan.day else ""
    outcome = f'<p class="outcome"><b>Outcome.</b> {marks.line(plan.outcome)}</p>'
    hook = f'<div class="aloud"><p class="about">Say to open</p><blockquote>{marks.line(plan.hook)}</blockquote></div>'
    return (
        f'<article class="card plan">{_head("Teaching plan", plan.title, f"{plan.minutes} min, for {plan.senior}{day}")}'
        f"{_told((*plan.notes, plan.trace.notice), plan.problems)}{outcome}{_why(plan.why, marks)}{hook}{_steps(plan.steps, marks)}"
        f"{_checks(plan.checks, marks)}{_take_away(plan.take_away, marks)}{_more(plan, marks)}{marks.passages()}{_made_by(plan.trace)}</article>"
    )


def brief_card(brief: SeniorBrief) -> str:
    """One page for the senior."""
    marks = Marks(brief.sources, "plan")
    day = f", {day_words(brief.day)}" if brief.day else ""
    promised = listed(line(one) for one in brief.promised)
    parts = (
        ("What to expect", marks.lines(brief.expect)),
        ("Why it is worth your time", marks.lines(brief.why)),
        ("What you promised last time", promised),
        ("Prepare in ten minutes", marks.lines(brief.prepare, "points numbered", numbered=True)),
        ("Three questions worth asking", marks.lines(brief.questions, "points spoken")),
        ("How to learn from a junior", marks.lines(brief.learn)),
        ("What not to do", marks.lines(brief.avoid)),
        ("What to bring", marks.lines(brief.bring)),
    )
    shown = "".join(f'<section class="part"><h3>{heading}</h3>{inside}</section>' for heading, inside in parts if inside)
    return (
        f'<article class="card plan brief">{_head("Your brief", brief.title, f"{brief.minutes} min{day}")}'
        f"{_told((*brief.notes, brief.trace.notice), brief.problems)}{shown}{marks.passages()}{_made_by(brief.trace)}</article>"
    )


def _head(kind: str, title: str, about: str) -> str:
    return (
        f'<header><p class="kind"><span class="pill">{kind}</span> <span class="about">{line(about)}</span></p>'
        f'<h2 class="arrive" tabindex="-1">{line(title)}</h2></header>'
    )


def _told(notes: Sequence[str], problems: Sequence[str]) -> str:
    some = dict.fromkeys(note for note in notes if note)
    noted = f'<div class="noted">{"".join(f"<p>{line(note)}</p>" for note in some)}</div>' if some else ""
    wrong = f'<div class="noted wrong"><p><b>Look at this before you use it</b></p>{listed(map(line, problems))}</div>' if problems else ""
    return noted + wrong


def _made_by(trace: Trace) -> str:
    return f'<p class="about foot">{line(foot_line(trace))}</p>'


def _why(why: Sequence[Line], marks: Marks) -> str:
    return f'<section class="part"><h3>Why it matters to them</h3>{marks.lines(why)}</section>' if why else ""


def _steps(steps: Sequence[PlanStep], marks: Marks) -> str:
    rows = "".join(_step(step, marks) for step in steps)
    return f'<section class="part"><h3>Step by step</h3><ol class="steps">{rows}</ol></section>'


def _step(step: PlanStep, marks: Marks) -> str:
    say = f"<blockquote>{marks.line(step.say)}</blockquote>" if step.say else ""
    return (
        f'<li><p class="when"><b>{step.minutes} min</b><span>{step.start} to {step.start + step.minutes}</span></p>'
        f'<div><h4>{line(step.title)} <span class="lead">{LEADS[step.who_leads]}</span></h4>{say}{marks.lines(step.points)}</div></li>'
    )


def _checks(checks: Sequence[Check], marks: Marks) -> str:
    rows = (f'<span class="minute">Minute {check.minute}</span> {marks.line(check.line)}' for check in checks)
    return f'<section class="part"><h3>Check that they have it</h3>{listed(rows, "points checks")}</section>' if checks else ""


def _take_away(take: TakeAway, marks: Marks) -> str:
    assumed = " Counted from today, because the plan has no date." if take.assumed else ""
    return f'<section class="part take"><h3>Take-away</h3><p>{marks.line(take.task)}</p><p class="about">By {day_words(take.due)}.{assumed}</p></section>'


def _more(plan: TeachingPlan, marks: Marks) -> str:
    """What is folded away until it is needed."""
    parts = (
        ("Questions to find their level", plan.probe),
        ("What they may believe", plan.misconceptions),
        ("What they may object, and what to say", plan.objections),
        ("What you do not know, and who does", plan.limits),
        ("New technology: rules, system, owner", plan.risk),
        ("If they know less", plan.knows_less),
        ("If they know more", plan.knows_more),
        ("If only twenty minutes are left, drop in this order", plan.cut_list),
        ("What to have ready", plan.materials),
        ("Words to explain", plan.terms),
    )
    folded = "".join(_folded(heading, some, marks) for heading, some in parts if some)
    return f'<section class="part more"><h3>When you need it</h3>{folded}</section>' if folded else ""


def _folded(heading: str, some: Sequence[Line], marks: Marks) -> str:
    return f'<details class="fold"><summary><span>{heading}</span> <span class="size">{len(some)}</span></summary>{marks.lines(some)}</details>'


def _file(address: str, offer: Offer) -> str:
    how = 'target="_blank"' if offer.name.endswith(".html") else f'download="{offer.name}"'
    return f'<a class="file" href="{address}/{offer.name}" {how}>{offer.label}</a>'
