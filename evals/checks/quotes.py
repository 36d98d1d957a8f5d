"""Whether quotes and numbers are in the passages: looked up here, so that a product that judges itself wrongly is found out."""

from __future__ import annotations

import re

from evals.seen import Problems, Seen

NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def check(seen: Seen) -> Problems | None:
    """A sentence's quote stands in a passage it cites, and its numbers stand there or in the question."""
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
    return tuple(problems)


def _plain(text: str) -> str:
    return " ".join(text.split())
