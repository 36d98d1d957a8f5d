"""Does this question lean on the one before it? Pure."""

from __future__ import annotations

import re

from assistant.model import Question
from knowledge.words import normalised, stems

__all__ = ["leans_on"]

FEW = 3
"""Content words up to which a question hardly stands alone."""
_LEANS = re.compile(
    r"""^(and|but|or|so|then|ok|okay|what\ if|what\ about|how\ about|why|how\ long|how\ often|even\ if|also|still|say\ it|shorter|more|give\ me
        |another|can\ you|could\ you)\b
    |\b(that|this|those|these|it|he|she|they|him|her|them|instead|then)\b""",
    re.VERBOSE,
)


def leans_on(question: Question) -> str:
    """The earlier question to read this one with; empty when it stands alone or there is none."""
    if not question.history:
        return ""
    content = len(set(stems(question.text)))
    short = content <= FEW or (content <= 2 * FEW and bool(_LEANS.search(normalised(question.text))))
    return question.history[-1].question if short else ""
