"""Does an activity ask for more than applying? By the verbs in it. Pure.

The order of verbs is that of Anderson and Krathwohl (2001), A Taxonomy for Learning, Teaching, and Assessing. The verbs are those that the lists
compared by Stanny (2016), Reevaluating Bloom's Taxonomy, Education Sciences 6(4), 37, agree to put above "apply", without those that the same
lists also put below it (explain, describe, summarise …), and with the plain words in which our lessons say the same (look for what is missing).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.words import stems

__all__ = ["HIGHER", "LEAST_HIGHER", "above_apply", "share_above"]

LEAST_HIGHER = 0.4
"""Share of a plan's activities that must ask for more than applying. Of 2,230 AI-written ones a tenth did (DESIGN's evidence)."""
_VERBS = (
    "analyse appraise categorise compare contrast criticise debate differentiate discriminate distinguish examine experiment infer inspect trace sort "
    "argue assess choose conclude decide defend estimate evaluate judge justify predict prioritise rank recommend select weigh "
    "arrange assemble compose construct create design devise formulate improve invent modify plan propose rearrange redesign redraw reorganise revise "
    "reword rewrite teach"
)
HIGHER = frozenset(stems(_VERBS))
# In our lessons the mentor is told ("write"), and the senior does ("writes"), under whatever name.
_PLAIN = re.compile(
    r"""\b(
        what\ (is|was)\ missing | who\ is\ (missing|not\ in\ it) | leaves?\ out | tells?\ them\ apart
        | would\ (not\ )?(trust|sign|change|word|drop|keep|cut|stop|miss|expect|do|need|fail|happen)
        | and\ why | why\ not | asks?\ why | in\ (their|his|her|your|its)\ own\ words | different(ly)? | difference | goes\ wrong | expected?
        | (which|what)\ [^.?]{0,60}(first|most|least|best|worst|costs|next|worth) | crosse?s?\ out | strikes?\ out
        | finds?\ the\ (mistake|error|claim|gap|fault|line|weak)
        | writes | words\ (it|the|an?) | drafts\ (it|the|an?|one) | draws | questions\ (it|the|an?|every) | tests\ (it|the|an?) | marks | answers\ (it|the|an?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def above_apply(activity: str) -> bool:
    """Whether a person has to analyse, evaluate or create in it."""
    return bool(HIGHER & set(stems(activity))) or bool(_PLAIN.search(activity))


def share_above(activities: Sequence[str]) -> float:
    """Share of activities above "apply", 0..1; 0 for none."""
    return sum(map(above_apply, activities)) / len(activities) if activities else 0.0
