"""Whether it was answered, or declined for the right reason."""

from __future__ import annotations

from assistant.model import Declined
from evals.seen import Problems, Seen


def check(seen: Seen) -> Problems | None:
    """``declined``: false, true for any reason, or the reason."""
    wanted, answer = seen.case.expect.declined, seen.answer
    if not wanted:
        return (f"it was declined ({answer.reason})",) if answer.declined else ()
    if not answer.declined:
        return ("it was answered",)
    if isinstance(wanted, Declined) and answer.reason is not wanted:
        return (f"it was declined as {answer.reason}, not as {wanted}",)
    return ()
