"""Whether the model was asked as often as it should be, and the answer owns up to it."""

from __future__ import annotations

from evals.seen import Problems, Watched


def check(seen: Watched) -> Problems | None:
    """``calls``: requests that went over the wire. Whenever a model could be asked, the trace must count the same."""
    if seen.engine == "offline":
        return None
    made, wanted, owned = len(seen.exchanges), seen.case.expect.calls, seen.trace.calls
    problems = [f"{made} requests, not {wanted}"] if wanted is not None and made != wanted else []
    if owned != made:
        problems.append(f"the trace counts {owned} requests, {made} were made")
    return tuple(problems)
