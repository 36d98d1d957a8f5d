"""Normalise text once, at the door: composed letters, no controls, nothing invisible. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["clean", "shown", "words_of"]

_BULLETS = dict.fromkeys((0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC, 0xF076), "•")
"""Private characters that symbol fonts use for bullets."""
_HARMLESS = frozenset("\xad\ufeff\u200e\u200f\u2060\u2061\u2062\u2063\u2064")
"""Format characters that word processors and right-to-left text need: removed, and not worth a word."""
_JOINERS = re.compile("[\u200c\u200d\ufe0e\ufe0f]+")
_MARKS = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+")
"""More than four marks on one letter are noise (Unicode TR36 calls the pile a rendering attack); letters of real languages carry up to three."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\x0b\x0c\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\x85")
_BLANK = re.compile(r" *\n[ \n]*")
_LONGEST_NAME = 120


class _Door(dict[int, "str | int | None"]):
    """A translation table that judges each character when it is first met."""

    def __missing__(self, code: int) -> str | int | None:
        character = chr(code)
        drop = unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"} or 0xFE00 <= code <= 0xFE0D or 0xE0100 <= code <= 0xE01EF
        keep = character in "\n\t\u200c\u200d\ufe0e\ufe0f"
        self[code] = code if keep or not drop else None
        return self[code]


_DOOR: Final = _Door(_BULLETS)


def clean(text: str) -> tuple[str, int]:
    """The text as a reader sees it, and how many invisible characters were taken out.

    Lines stay lines; runs of spaces become one, blank lines go.
    """
    text = _BREAKS.sub("\n", text)
    removed = 0
    if text.isascii():
        text = _CONTROLS.sub("", text)
    else:
        text = unicodedata.normalize("NFC", text)
        before = len(text) - sum(text.count(one) for one in _HARMLESS)
        visible = _JOINERS.sub(_joined, text.translate(_DOOR))
        removed = max(before - len(visible) - sum(text.count(chr(code)) for code in range(0xFE00, 0xFE10)), 0)
        text = _MARKS.sub(r"\1", visible)
    return _BLANK.sub("\n", _SPACES.sub(" ", text)).strip(), removed


def _joined(found: re.Match[str]) -> str:
    """Joiners and emoji variation stay where they do their work: between letters, between or after emoji."""
    text, run = found.string, found.group()
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if run[0] in "\u200c\u200d" and len(run) == 1 and before.isalpha() and after.isalpha() and not before.isascii():
        return run
    pictured = bool(before) and (unicodedata.category(before) in {"So", "Sk"} or before in "0123456789#*" or unicodedata.category(before) == "Sm")
    if (
        pictured
        and len(run) <= 2
        and (run in ("\ufe0f", "\ufe0e") or (after and unicodedata.category(after) in {"So", "Sk"} and run in ("\u200d", "\ufe0f\u200d")))
    ):
        return run
    return ""


def words_of(text: str) -> str:
    """One line of clean text."""
    return clean(text)[0].replace("\n", " ")


def shown(name: str) -> str:
    """A file's name as it may be printed: one line, nothing invisible, not too long."""
    line = words_of(name)
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 20]}…{line[-19:]}"
