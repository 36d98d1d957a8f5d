"""Whether another senior, level or slot gets another session."""

from __future__ import annotations

from evals.made import Made, session_lines
from evals.seen import Problems
from evals.session import PrepareExpect


def check(made: Made) -> Problems | None:
    """``differs_from``: at least that share of the lines; the senior's name is no difference."""
    expect = made.case.expect
    wanted = expect.differs_from if isinstance(expect, PrepareExpect) else None
    if wanted is None or made.sheet is None or made.other is None:
        return None
    share = difference(session_lines(made.sheet), session_lines(made.other))
    changed = ", ".join(f"{name} {value}" for name, value in wanted.changed.items())
    return () if share >= wanted.share else (f"{share:.0%} of the lines differ from those for {changed}, less than {wanted.share:.0%}",)


def difference(one: list[str], other: list[str]) -> float:
    """Share of the longer list's lines that the other has not, 0..1."""
    return 1 - len(set(one) & set(other)) / max(len(set(one)), len(set(other)), 1)
