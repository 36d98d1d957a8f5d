"""Whether a session was prepared, declined for the right reason, or refused in clear words."""

from __future__ import annotations

from assistant.model import Declined
from evals.made import Made
from evals.seen import Problems


def check(made: Made) -> Problems | None:
    """``declined``: as of an answer; ``error``: what the refusal must say. Without either, something must have been made."""
    wanted, words = made.case.expect.declined, made.case.expect.error
    if words:
        said = made.refusal or "nothing was refused"
        return () if words.casefold() in said.casefold() else (f"the refusal does not say {words!r}: {said}",)
    if made.refusal:
        return (f"it was refused: {made.refusal}",)
    if not wanted:
        return (f"it was declined ({made.answer.reason}, {made.answer.trace.triage})",) if made.answer else ()
    if made.answer is None:
        return ("it was planned",)
    if isinstance(wanted, Declined) and made.answer.reason is not wanted:
        return (f"it was declined as {made.answer.reason}, not as {wanted}",)
    return ()
