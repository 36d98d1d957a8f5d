"""Who wrote what is shown, and whether the answer says so when another stands in."""

from __future__ import annotations

from evals.seen import Problems, Watched


def check(seen: Watched) -> Problems | None:
    """``engine``: ``model``, or ``offline`` standing in for a model that did not deliver, with a notice.

    Where the case does not say, a model that was asked must have written what is shown: a stand-in would hide that its reply was thrown away.
    """
    wanted = seen.case.expect.engine or ("model" if seen.exchanges and not seen.declined else None)
    if wanted is None or seen.engine == "offline":
        return None
    trace = seen.trace
    offline = trace.engine.startswith("offline")
    if wanted == "model":
        return (f"{trace.engine} wrote it, not the model ({trace.notice or 'no notice'})",) if offline else ()
    if not offline:
        return (f"{trace.engine} is said to have written it, not the offline engine",)
    return () if trace.notice else ("nothing says that the offline answer stands in for the model's",)
