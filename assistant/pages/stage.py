"""A rehearsal as HTML: the dialogue, and the look back. Everything that is not ours is escaped; no line breaks, so Markdown leaves it alone."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Cited
from assistant.pages.cited import Marks
from assistant.pages.text import line, listed
from assistant.tasks.dialogue import Rehearsal, Said
from assistant.tasks.lookback import LookBack, rows
from assistant.tasks.moves import Move

__all__ = ["dialogue", "look_back"]

WHO = {"senior": "Senior", "mentor": "You"}
PLAYED = "What the senior does is decided by rule, from a card of the library and the doubts of the lesson. Nothing is kept, and nobody is rated."


def dialogue(rehearsal: Rehearsal, sent_to: str = "") -> str:
    """What was said so far; the senior's last line is spoken once by a screen reader.

    Args:
        rehearsal: The dialogue.
        sent_to: Host of the model that finds the senior's words; empty when nothing leaves the machine.
    """
    *before, last = rehearsal.turns
    lines = [_said(one) for one in before] + [_said(last, kind="say line")]
    sent = f" The words are found by a model: what you say is sent to {sent_to}." if sent_to else ""
    left = '<p class="noted">The senior has left. Look back on what you did, or begin again.</p>' if rehearsal.over else ""
    return (
        f'<section class="card stage"><p class="kind"><span class="pill">{line(rehearsal.persona.title)}</span> '
        f'<span class="about">{line(rehearsal.lesson.topic or rehearsal.lesson.title)}</span></p><p class="about">{line(PLAYED + sent)}</p>'
        f'<ol class="talk">{"".join(lines)}</ol>{left}</section>'
    )


def look_back(back: LookBack, sources: Sequence[Cited]) -> str:
    """What the mentor did, counted and quoted, and what is worth trying."""
    marks = Marks(sources, "back")
    worth = f'<section class="part take"><h3>Worth trying next time</h3>{marks.lines(back.worth)}</section>' if back.worth else ""
    counted = listed((f"<b>{line(text)}</b>{listed(map(line, some), 'points')}" for text, some in rows(back)), "counted")
    return (
        f'<article class="card plan back"><p class="kind"><span class="pill">Look back</span></p><h2 class="arrive" tabindex="-1">What you did</h2>'
        f"{counted}{worth}{marks.passages()}</article>"
    )


def _said(one: Said, kind: str = "line") -> str:
    words = "You say nothing and wait." if one.kind == Move.WAITING and one.who == "mentor" else one.text
    return f'<li class="{one.who}"><p class="about">{WHO[one.who]}</p><p class="{kind}">{line(words)}</p></li>'
