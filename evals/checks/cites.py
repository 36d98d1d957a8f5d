"""Whether the answer rests on the documents it should."""

from __future__ import annotations

from evals.seen import Problems, Seen


def check(seen: Seen) -> Problems | None:
    """``cites``: every one of these; ``cites_any``: at least one. Named by id or by the piece they were written from."""
    every, some = seen.case.expect.cites, seen.case.expect.cites_any
    if not every and not some:
        return None
    names = seen.names(seen.cited)
    cited = ", ".join(sorted({citation.partition("#")[0] for citation in seen.cited})) or "nothing"
    problems = [f"{name} is not cited, but {cited}" for name in every if name not in names]
    if some and not names & set(some):
        problems.append(f"none of {', '.join(some)} is cited, but {cited}")
    return tuple(problems)
