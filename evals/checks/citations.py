"""Whether every citation leads to a passage that was read for this question."""

from __future__ import annotations

import re

from evals.seen import Problems, Seen

MARK = re.compile(r"\[(\d+)\]")


def check(seen: Seen) -> Problems | None:
    """Sentences cite passages of the trace, which the library holds; every mark in the text has its source; every source is marked."""
    answer = seen.answer
    if not answer.sentences:
        return None
    listed = [source.id for source in answer.sources]
    problems = [f"no citation: {sentence.text[:60]!r}" for sentence in answer.sentences if not sentence.citations]
    for citation in sorted(seen.cited):
        if citation not in answer.trace.passages:
            problems.append(f"{citation} was not read for this question")
        elif citation not in seen.passages:
            problems.append(f"{citation} is not in the library")
        if citation not in listed:
            problems.append(f"{citation} is not among the sources")
    marks = {int(mark) for mark in MARK.findall(answer.text)}
    problems += [f"the mark [{mark}] leads nowhere" for mark in sorted(marks) if not 1 <= mark <= len(listed)]
    problems += [f"the source {listed[number - 1]} has no mark in the text" for number in range(1, len(listed) + 1) if number not in marks]
    return tuple(problems)
