"""Whether the product threw away as many of the model's sentences as it should."""

from __future__ import annotations

from evals.seen import Problems, Seen


def check(seen: Seen) -> Problems | None:
    """``dropped``: sentences that were not borne out. None may be where ``from_passages`` wrote them: it invents only if the request lets it."""
    wanted = seen.case.expect.dropped
    written_by = {exchange.by for exchange in seen.exchanges if exchange.reply}
    if wanted is None and written_by == {"from_passages"}:
        wanted = 0
    if wanted is None or seen.engine == "offline":
        return None
    dropped = seen.answer.trace.dropped
    return () if dropped == wanted else (f"{dropped} sentences of the model were dropped, not {wanted}",)
