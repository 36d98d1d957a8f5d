"""Cut texts into the words and letter groups that are counted. English stemming by Snowball; no statistics here."""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib
from collections import Counter
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import Stemmer

__all__ = ["COLUMNS", "STOPWORDS", "normalised", "stems", "surface"]

COLUMNS = 4096
"""Width of the hashed surface features. Guessed: wide enough that few of a question's features collide, narrow enough to train in seconds."""
STOPWORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being but by can cannot could did do does doing don down "
    "during each few for from further had has have having he her here hers him himself his how i if in into is it its itself let me more most my "
    "myself no nor not of off on once one only or other our ours out over own same she should so some such than that the their theirs them "
    "themselves then there these they this those through to too under until up us very was we were what when where which while who whom why "
    "will with would you your yours yourself im ive id ill hes shes theyre thats whats dont doesnt didnt cant wont isnt arent s t re ve ll m d".split()
)
_STEMMER = Stemmer.Stemmer("english")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|\d+(?:[.,]\d+)*%?")
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


def normalised(text: str) -> str:
    """Lower case, one kind of quotation mark and dash, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SAME).casefold().split())


def stems(text: str) -> list[str]:
    """The content words of a text, stemmed, in order."""
    words = (word.replace("'", "") for word in _WORD.findall(normalised(text)))
    return [_stem(word) for word in words if word not in STOPWORDS]


def surface(text: str) -> npt.NDArray[np.float32]:
    """(COLUMNS,) unit row: hashed words, word pairs and groups of three to five letters, damped counts."""
    words = [word.replace("'", "") for word in _WORD.findall(normalised(text))]
    counts: Counter[str] = Counter(_stem(word) for word in words)
    counts.update(f"{one} {two}" for one, two in itertools.pairwise(words))
    for word in words:
        if word not in STOPWORDS:
            padded = f"^{word}$"
            counts.update(padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1))
    row = np.zeros(COLUMNS, np.float32)
    for feature, count in counts.items():
        row[zlib.crc32(feature.encode()) % COLUMNS] += 1 + np.log(count)
    length = float(np.linalg.norm(row))
    return row / length if length else row


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))
