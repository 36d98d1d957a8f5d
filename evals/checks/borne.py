"""Whether the lines of a plan, brief or agenda rest on the passages they cite, and every source is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.plans import SeniorBrief
from evals.made import Made
from evals.seen import Problems

LEAST = 0.75
"""Of a line's words that must stand in its passages: a model may reword a little, an invention has half at most."""
ARRANGES = re.compile(
    r"\b(?:stand up|leave the screens|next date|both calendars|check in|due by|what happened since|who tries what|done, half done)\b", re.IGNORECASE
)
"""Lines that arrange the session and claim nothing."""
WORD = re.compile(r"[^\W_]+")


def check(made: Made) -> Problems | None:
    """For everything that is made, whatever the case expects."""
    if made.sheet is None:
        return None
    sources = {source.id for source in made.sheet.sources}
    cited = {key for _, keys in made.lines() for key in keys}
    problems = [f"{key} is not in the library" for key in sorted(cited - made.passages.keys())]
    problems += [f"{key} is cited and not among the sources" for key in sorted(cited - sources)]
    problems += [f"the source {key} is not cited" for key in sorted(sources - cited)]
    return (*problems, *_unborne(made))


def _unborne(made: Made) -> Iterator[str]:
    known = set(_words(" ".join(made.own_words())))
    if made.plan:
        known |= set(_words(made.plan.senior))
    for text, keys in made.lines():
        if ARRANGES.search(text):
            continue
        if not keys:
            if not isinstance(made.sheet, SeniorBrief):  # a brief's course of the session and date arrange only, too
                yield f"it cites nothing: {text[:60]!r}"
            continue
        held = set(_words(" ".join(made.passages[key].text for key in keys if key in made.passages))) | known
        words = _words(text)
        if words and (share := sum(word in held for word in words) / len(words)) < LEAST:
            yield f"{share:.0%} of its words are in its passages: {text[:60]!r}"


def _words(text: str) -> list[str]:
    """Words in small letters; the day of a session stands for that of an example."""
    return WORD.findall(re.sub(r"\b(?:\w+day )?the \d{1,2}(?:st|nd|rd|th)\b", "", text).lower())
