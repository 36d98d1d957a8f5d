"""What a pair could take up next: lessons ranked by goals, promises, role and sector, without what was covered, with one stretch. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.plans import Line, Topic, TopicRequest
from assistant.tasks.plan import lines_of
from knowledge.cards import keyed
from knowledge.model import Document, Ranked
from knowledge.words import normalised, stems

__all__ = ["likely_covered", "parts", "ranked"]

PROMISED, NAMED = 0.25, 0.2
"""What a promise near to a lesson adds to its nearness, and a word of its title in the goals. Guessed."""
NEAR_PROMISE = 0.5
"""Likeness plus half the share from which a promise belongs to a lesson. Guessed."""
_JOINT = re.compile(r"[.;,\n]| and | as well as | plus ", re.IGNORECASE)
Nearness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near each of some texts is to a text."""


def parts(goals: str) -> list[str]:
    """The goals that a text names: cut at full stops, commas, "and"."""
    return [part.strip() for part in _JOINT.split(goals) if any(character.isalnum() for character in part)]


def ranked(
    request: TopicRequest, card: Document, lessons: Sequence[Document], nearness: Nearness, meant: Mapping[str, Mapping[str, Ranked]]
) -> tuple[Topic, ...]:
    """The suggestions, the best first; the last is a stretch: of another family than the goals' own.

    Args:
        request: What is known of the pair.
        card: Of the senior's role.
        lessons: All topic lessons.
        nearness: Compares goals and promises with lessons.
        meant: For each goal and promise, how far it asks for each lesson.
    """
    left = [lesson for lesson in lessons if not likely_covered(lesson, request.covered)]
    wanted = " ".join(part for part in (request.goals, request.sector) if part.strip())
    scores = dict(zip((one.id for one in left), _scores(wanted, card, left, nearness), strict=True))
    for text, found in meant.items():
        for lesson in left if text not in request.promised else ():
            scores[lesson.id] = max(scores[lesson.id], _meant(found[lesson.id]))
    reasons = dict[str, str]()
    for promise in request.promised if left else ():
        nearest = max(left, key=lambda lesson: _meant(meant[promise][lesson.id]))
        if (near := _meant(meant[promise][nearest.id])) >= NEAR_PROMISE:
            scores[nearest.id] = max(scores[nearest.id], near) + PROMISED
            reasons[nearest.id] = f'It continues what was promised: "{promise.strip()}".'
    best = sorted(left, key=lambda lesson: -scores[lesson.id])
    chosen = best[: request.k]
    stretch = None
    if len(best) > 1 and request.k > 1:
        families = {lesson.family for lesson in chosen[: max(1, request.k - 1)]}
        own = chosen[0].family
        stretch = next((lesson for lesson in best[request.k - 1 :] if lesson.family not in families), None)
        stretch = stretch or next((lesson for lesson in best[request.k - 1 :] if lesson.family != own), best[min(request.k, len(best)) - 1])
        chosen = [*[one for one in chosen if one is not stretch][: request.k - 1], stretch]
    return tuple(_topic(lesson, card, _because(lesson, reasons, request, lesson is stretch), lesson is stretch) for lesson in chosen)


def likely_covered(lesson: Document, covered: Sequence[str]) -> bool:
    """Whether something the pair has done is this lesson: by id, title, or all telling words of its topic."""
    topic = set(stems(lesson.topic))
    names = (lesson.id, normalised(lesson.title), normalised(lesson.topic))
    return any(normalised(one) in names or re.sub(r"\W+", "-", one.strip().casefold()) == lesson.id or (topic and topic <= set(stems(one))) for one in covered)


def _meant(one: Ranked) -> float:
    return one.likeness + one.probability / 2


def _scores(wanted: str, card: Document, lessons: Sequence[Document], nearness: Nearness) -> list[float]:
    """Nearness to goals and sector, or, without any, to what fills the senior's day."""
    telling = set(stems(wanted))
    text = wanted if wanted.strip() else " ".join(line.text for line in lines_of(card, "Tuesday"))
    near = nearness(text, [_about(lesson) for lesson in lessons])
    outcomes = nearness(text, [lines_of(lesson, "Outcome")[0].text for lesson in lessons])
    named = [NAMED * bool(telling & set(stems(f"{lesson.topic} {lesson.id.replace('-', ' ')}"))) for lesson in lessons]
    return [max(one, other) + extra for one, other, extra in zip(near, outcomes, named, strict=True)]


def _about(lesson: Document) -> str:
    return f"{lesson.topic}. {lesson.title}"


def _because(lesson: Document, reasons: dict[str, str], request: TopicRequest, stretch: bool) -> str:
    if lesson.id in reasons:
        return reasons[lesson.id]
    if stretch:
        return "A stretch: further from your goals than the others, and of another kind."
    return "It comes nearest to your goals." if request.goals.strip() else "It touches what fills this senior's week."


def _topic(lesson: Document, card: Document, because: str, stretch: bool) -> Topic:
    why, why_passage = keyed(card, "Why")[lesson.id]
    first = lines_of(lesson, "Do")[0]
    return Topic(
        lesson.id,
        lesson.topic[0].upper() + lesson.topic[1:],
        because,
        Line(why, (why_passage,)),
        lines_of(lesson, "Outcome")[0],
        first,
        stretch,
    )
