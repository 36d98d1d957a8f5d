"""Which language is a question in? Only for saying honestly what can be searched; a doubtful one counts as English."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from knowledge.words import STOPWORDS, normalised

__all__ = ["language_of"]

SURE, LIKELY = 0.9, 0.5
"""Probability from which another language is believed: of a text with some English function words, and of one with none."""
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def language_of(text: str) -> str:
    """ISO 639-1 code; ``en`` unless it is surely another."""
    words = re.findall(r"[^\W\d_]+", normalised(text))
    foreign = len(_OTHER_SCRIPT.findall(text)) > len(text) / 3
    english = sum(word in ENGLISH for word in words) / max(len(words), 1)
    if not foreign and (len(words) < 3 or english >= 0.34):
        return "en"
    code, sure = _identifier().classify(normalised(text))
    return str(code) if foreign or sure >= (SURE if english else LIKELY) else "en"


ENGLISH = STOPWORDS - {
    "in",
    "am",
    "an",
    "so",
    "was",
    "is",
    "of",
    "do",
    "me",
    "no",
    "at",
    "on",
    "we",
    "i",
    "a",
    "s",
    "t",
    "has",
    "over",
    "his",
    "her",
    "as",
    "to",
    "more",
    "all",
}
"""Function words that hardly stand in the languages people ask in."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # its word lists take 0.1 s to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
