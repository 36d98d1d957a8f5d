"""Words for a hard moment, topics, and what is said instead of a plan, as HTML. Everything that is not ours is escaped; no line breaks."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Answer, Part
from assistant.pages.cited import Marks
from assistant.pages.shelf import said, working
from assistant.pages.text import line, listed
from assistant.plans import Line, Topic, Wording

__all__ = ["declined_card", "empty", "topics_list", "waiting", "words_card"]

STRENGTHS = (("Hedged", "Keeps a way back open."), ("Plain", "Says it once, kindly."), ("Direct", "When it must not be missed."))


def empty(text: str) -> str:
    """What stands in the place of a result before there is one."""
    return f'<div class="card none"><p>{line(text)}</p></div>'


def waiting(doing: str, steps: Sequence[str]) -> str:
    """What happens while a person waits: one line that is spoken, and its steps by name."""
    return f'<div class="card waiting">{working(doing)}{listed(map(line, steps), "points")}</div>'


def declined_card(answer: Answer) -> str:
    """The route, or why not, in place of what was asked for."""
    marks = Marks(answer.sources, "declined")
    said_first = "".join(f"<p>{line(part)}</p>" for part in answer.lead.split("\n\n") if part.strip())
    points = "".join(f"<p>{line(one.text)}</p>" for one in answer.sentences if one.part is not Part.ROUTE)
    routes = listed((line(one.text) for one in answer.sentences if one.part is Part.ROUTE), "routes")
    where = f"<h3>Where to turn</h3>{routes}" if routes else ""
    return (
        f'<article class="card plan declined-plan">{said("This is not for a plan.", kind="quiet unseen")}'
        f'<h2 class="arrive" tabindex="-1">Read this first</h2>{said_first}{points}{where}{marks.passages()}</article>'
    )


def words_card(words: Wording) -> str:
    """The opener, the same thing in three strengths, and what to do if it goes badly."""
    marks = Marks(words.sources, "words")
    columns = "".join(_strength(name, about, some, marks) for (name, about), some in zip(STRENGTHS, (words.hedged, words.plain, words.direct), strict=True))
    opener = f'<section class="part"><h3>Ask first</h3>{_spoken(words.opener, marks)}</section>' if words.opener else ""
    after = f'<section class="part"><h3>If it goes badly</h3>{marks.lines(words.after)}</section>' if words.after else ""
    notes = f'<div class="noted">{"".join(f"<p>{line(note)}</p>" for note in words.notes)}</div>' if words.notes else ""
    top = f'<p class="kind"><span class="pill">Words for a hard moment</span></p><h2 class="arrive" tabindex="-1">{line(words.title)}</h2>'
    body = f'{notes}{opener}<div class="strengths">{columns}</div>{after}{_others(words.others)}'
    return f'<article class="card plan words-card">{top}{body}{marks.passages()}</article>'


def topics_list(topics: Sequence[Topic]) -> str:
    """Suggestions, each with why now, what the senior gets, a first step, and a way to plan it."""
    if not topics:
        return empty("Nothing is left to suggest: everything near to this was covered. Take a topic out of what you have covered, or write other goals.")
    cards = "".join(_topic(number, topic) for number, topic in enumerate(topics, 1))
    return said(f"{len(topics)} {'topic' if len(topics) == 1 else 'topics'}, the nearest first", kind="sum") + f'<div class="topics">{cards}</div>'


def _strength(name: str, about: str, some: Sequence[Line], marks: Marks) -> str:
    return f'<section class="strength"><h3>{name}</h3><p class="about">{about}</p>{_spoken(some, marks)}</section>'


def _spoken(some: Sequence[Line], marks: Marks) -> str:
    return f"<blockquote>{''.join(f'<p>{marks.line(one)}</p>' for one in some)}</blockquote>" if some else '<p class="about">Nothing to add.</p>'


def _others(titles: Sequence[str]) -> str:
    buttons = "".join(f'<button type="button" class="another" value="{line(title)}">{line(title)}</button>' for title in titles)
    return f'<section class="part others"><h3>Or did you mean</h3><p>{buttons}</p></section>' if titles else ""


def _topic(number: int, topic: Topic) -> str:
    marks = Marks(topic.sources, f"topic{number}")
    stretch = ' <span class="pill warn">A stretch</span>' if topic.stretch else ""
    rows = (("Why now", topic.why_now), ("What they get", topic.gets), ("First step", topic.first_step))
    facts = "".join(f"<dt>{name}</dt><dd>{marks.line(one)}</dd>" for name, one in rows)
    because = f'<p class="about">{line(topic.because)}</p>' if topic.because else ""
    button = f'<button type="button" class="plan-this" value="{number}">Plan this <span class="unseen">{line(topic.title)}</span></button>'
    top = f'<h2 class="name">{line(topic.title)}{stretch}</h2>{because}'
    return f'<article class="card topic">{top}<dl>{facts}</dl>{button}{marks.passages()}</article>'
