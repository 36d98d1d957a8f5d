"""How long a provider that hangs may keep a person waiting."""

from __future__ import annotations

from evals.seen import Problems, Watched


def check(seen: Watched) -> Problems | None:
    """``waited``: virtual seconds, all requests together."""
    most = seen.case.expect.waited
    if most is None or seen.engine == "offline":
        return None
    return () if seen.waited <= most else (f"it waited {seen.waited:g} s, more than {most:g}",)
