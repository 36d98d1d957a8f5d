"""The checks, one small file each. A check says what is wrong in words, nothing when all is well, and None when it does not apply.

``cites``, ``declined``, ``triage``, ``says``, ``calls``, ``dropped``, ``engine`` and ``waited`` hold a case to what it expects. The others hold for every
answer: its citations resolve, its sentences are supported, its quotes and numbers are in the passages, its length fits, and what was sent
to a model was fenced, complete and for the right person. ``finds`` is the one check of a search, which has no answer.

Of sessions and agendas, ``outcome``, ``fits``, ``says``, ``notes`` and ``differs`` hold a case to what it expects; ``sums``, ``teaches``, ``agenda``
and ``borne`` hold for everything that is made.
"""

from __future__ import annotations

from collections.abc import Mapping

from evals.checks import (
    agenda,
    borne,
    calls,
    citations,
    cites,
    declined,
    differs,
    dropped,
    engine,
    finds,
    fits,
    outcome,
    quotes,
    says,
    sent,
    sums,
    support,
    teaches,
    tells,
    triage,
    waited,
    words,
)
from evals.finding import Finding
from evals.made import Made, SessionCheck
from evals.seen import Check, Seen, Verdict

__all__ = ["CHECKS", "SESSION_CHECKS", "judge", "judge_search", "judge_session"]

CHECKS: Mapping[str, Check] = {
    "declined": declined.check,
    "triage": triage.check,
    "cites": cites.check,
    "says": says.check,
    "citations": citations.check,
    "support": support.check,
    "quotes": quotes.check,
    "words": words.check,
    "calls": calls.check,
    "dropped": dropped.check,
    "engine": engine.check,
    "waited": waited.check,
    "sent fence": sent.fence,
    "sent passages": sent.passages,
    "sent role": sent.role,
    "sent words": sent.words,
}
"""In the order in which they are shown."""
SESSION_CHECKS: Mapping[str, SessionCheck] = {
    "outcome": outcome.check,
    "fits": fits.check,
    "sums": sums.check,
    "teaches": teaches.check,
    "agenda": agenda.check,
    "borne": borne.check,
    "says": tells.says,
    "notes": tells.notes,
    "differs": differs.check,
    "calls": calls.check,
    "engine": engine.check,
    "waited": waited.check,
    "sent fence": sent.fence,
    "sent lesson": sent.lesson,
    "sent words": sent.words,
}
"""Those of sessions and agendas, in the order in which they are shown."""


def judge(seen: Seen) -> tuple[Verdict, ...]:
    """Every check's verdict on a case."""
    return tuple(Verdict.of(name, check(seen)) for name, check in CHECKS.items())


def judge_session(made: Made) -> tuple[Verdict, ...]:
    """Every check's verdict on what was prepared."""
    return tuple(Verdict.of(name, check(made)) for name, check in SESSION_CHECKS.items())


def judge_search(finding: Finding) -> tuple[Verdict, ...]:
    """The verdict on a search."""
    return (Verdict.of("finds", finds.check(finding)),)
