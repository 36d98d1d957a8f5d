"""Whether a search found what it should, high enough."""

from __future__ import annotations

from evals.finding import Finding
from evals.seen import Problems

SHOWN = 3
"""Documents that are named where others should have stood."""


def check(finding: Finding) -> Problems:
    """``finds``: any one of these among the first ``within``."""
    wanted, ranked = finding.case.expect, finding.ranked or ()
    if finding.place and finding.place <= wanted.within:
        return ()
    stands = f"stands at place {finding.place}" if finding.place else "is not there at all"
    return (f"none of {', '.join(wanted.finds)} is among the first {wanted.within}: the nearest {stands}, first come {', '.join(ranked[:SHOWN]) or 'none'}",)
