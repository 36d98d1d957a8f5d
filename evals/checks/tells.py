"""Whether a sheet says what it must and nothing that it must not, and tells how it was made."""

from __future__ import annotations

from evals.made import Made
from evals.seen import Problems

MENDED = ("so the offline one stands here", "were set anew")
"""What the notes of a plan say that had to be mended."""


def says(made: Made) -> Problems | None:
    """``must_say`` in any line, title or note; ``must_not_say`` in none. Of what was declined or refused, what is said instead."""
    must, never = made.case.expect.must_say, made.case.expect.must_not_say
    if not must and not never:
        return None
    shown = _plain(" ".join(_shown(made)))
    problems = []
    for wording in must:
        aliases = [wording] if isinstance(wording, str) else wording
        if not any(_plain(alias) in shown for alias in aliases):
            problems.append(f"it does not say {' or '.join(map(repr, aliases))}")
    for own in sorted(made.own_words(), key=len, reverse=True):
        shown = shown.replace(_plain(own), " ")
    return (*problems, *(f"it says {words!r}" for words in never if _plain(words) in shown))


def notes(made: Made) -> Problems | None:
    """``notes`` and ``problems`` must stand there. No problem may be there that was not expected, nor a mended part in a good plan."""
    expect, sheet = made.case.expect, made.sheet
    if sheet is None:
        return None
    told = _plain(" ".join((*sheet.notes, sheet.trace.notice)))
    owned = _plain(" ".join(sheet.problems))
    problems = []
    for name, wanted, there in (("note", expect.notes, told), ("problem", expect.problems, owned)):
        for wording in wanted:
            aliases = [wording] if isinstance(wording, str) else wording
            if not any(_plain(alias) in there for alias in aliases):
                problems.append(f"no {name} says {' or '.join(map(repr, aliases))}, but {there[:200] or 'there is none'}")
    if sheet.problems and not expect.problems:
        problems += [f"it has the problem: {one}" for one in sheet.problems]
    if any(exchange.by == "plan good" for exchange in made.exchanges):
        problems += [f"a good plan was mended: {one}" for one in sheet.notes if any(words in one for words in MENDED)]
    return tuple(problems)


def _shown(made: Made) -> tuple[str, ...]:
    if made.answer:
        return (made.answer.text,)
    if made.sheet is None:
        return (made.refusal,)
    address = made.plan.senior if made.plan else ""
    return (*(text for text, _ in made.lines()), *made.titles(), *made.sheet.notes, *made.sheet.problems, made.sheet.trace.notice, address)


def _plain(text: str) -> str:
    return " ".join(text.translate({0x2019: "'", 0x201C: '"', 0x201D: '"'}).casefold().split())
