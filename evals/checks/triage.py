"""Whether triage saw the matter that it should."""

from __future__ import annotations

from evals.seen import Problems, Seen


def check(seen: Seen) -> Problems | None:
    """``triage``: the id of the matter or kind."""
    wanted, saw = seen.case.expect.triage, seen.answer.trace.triage
    if wanted is None:
        return None
    return () if wanted == saw else (f"triage saw {saw or 'nothing'}, not {wanted}",)
