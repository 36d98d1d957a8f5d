"""Whether the answer says what it must, and nothing that it must not."""

from __future__ import annotations

from evals.seen import Problems, Seen


def check(seen: Seen) -> Problems | None:
    """``must_say``: each of these, or one of its aliases; ``must_not_say``: none of these. Capitals and line breaks do not matter."""
    must, never = seen.case.expect.must_say, seen.case.expect.must_not_say
    if not must and not never:
        return None
    shown = _plain(seen.answer.text)
    everything = _plain(" ".join([seen.answer.text, *seen.answer.follow_ups, seen.answer.trace.notice]))
    problems = []
    for wording in must:
        aliases = [wording] if isinstance(wording, str) else wording
        if not any(_plain(alias) in shown for alias in aliases):
            problems.append(f"it does not say {' or '.join(map(repr, aliases))}")
    problems += [f"it says {words!r}" for words in never if _plain(words) in everything]
    return tuple(problems)


def _plain(text: str) -> str:
    return " ".join(text.translate({0x2019: "'", 0x201C: '"', 0x201D: '"'}).casefold().split())
