"""Whether quotes, numbers, negations and roles are in the passages: looked up here, so that a product that judges itself wrongly is found out."""

from __future__ import annotations

import re

from evals.seen import Problems, Seen

NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
NEGATION = re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|\w+n't)\b", re.IGNORECASE)
ROLE = re.compile(r"\b(mentor|senior|coordinator)s?\b", re.IGNORECASE)


def check(seen: Seen) -> Problems | None:
    """A quote stands in a passage cited; numbers stand there or in the question; what is negated and whom it is about agree with the quote."""
    if seen.answer.declined or not seen.answer.sentences:
        return None
    problems = []
    asked = set(NUMBER.findall(seen.case.ask))
    for sentence in seen.answer.sentences:
        cited = " ".join(_plain(seen.passages[id].text) for id in sentence.citations if id in seen.passages)
        if not sentence.quote:
            problems.append(f"no quote: {sentence.text[:60]!r}")
        elif _plain(sentence.quote) not in cited:
            problems.append(f"the quote is not in the passage: {sentence.quote[:60]!r}")
        new = set(NUMBER.findall(sentence.text)) - set(NUMBER.findall(cited)) - asked
        problems += [f"the number {number} is not in the passage: {sentence.text[:60]!r}" for number in sorted(new)]
        if sentence.quote and bool(NEGATION.search(sentence.text)) != bool(NEGATION.search(sentence.quote)):
            problems.append(f"the quote says {'' if NEGATION.search(sentence.quote) else 'no '}'not': {sentence.text[:60]!r}")
        if others := _roles(sentence.text) - _roles(sentence.quote):
            problems.append(f"the quote does not speak of the {' or '.join(sorted(others))}: {sentence.text[:60]!r}")
    return tuple(problems)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _roles(text: str) -> set[str]:
    return {role.lower() for role in ROLE.findall(text)}
