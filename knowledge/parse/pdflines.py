"""Letters of a PDF as they come -> lines, with the spaces a reader sees and right-to-left words the right way round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from knowledge.parse.pdfobjects import is_bold, is_generated, letter_box, letter_size, space

__all__ = ["Line", "Lines"]

NARROW = 0.2
"""Share of the size of type. A narrower gap that the file does not call a space is one only where the page's others are as narrow: measured on text
that is spread out (0.10 to 0.19 between letters, 0.35 and more between words) and on plain text (0.23 to 0.5 between words)."""
OF_WIDE = 0.5
"""Share of the page's wider spaces, those at the upper quarter."""
ENOUGH = 200
"""Spaces that are measured on a page, those that pdfium put in aside."""
_DOUBTFUL = "\ue000"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RUN = re.compile(f"{_RIGHT_TO_LEFT.pattern}{{2,}}")


@dataclass(slots=True)
class Line:
    """A line of letters that belong together."""

    text: str = ""
    size: float = 0.0
    bold: bool = False
    left: float = 0.0
    right: float = 0.0
    base: float = 0.0
    """Height of the base line above the foot of the page."""


class Lines:
    """Letters as they come, by line."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._line = Line()
        self._texts: list[str] = []
        self._places: list[float] = []
        self._turned = False
        self._end = -1
        self._gaps: list[float] = []
        self._doubts: list[float] = []

    def take(self, letter: str, text: Any, index: int, *, new: bool) -> None:
        """A letter; a line takes its size and weight from its first visible one."""
        if letter == "\n":
            self.end(text)
            return
        if letter in ("\ufffe", "\x02"):
            letter = "\xad"
        place = 0.0
        if letter == " ":
            letter = self._space(text, index)
        elif not letter.isspace() and letter:
            if not self._line.size:
                box = letter_box(text, index)
                self._line.size, self._line.left, self._line.base = letter_size(text, index), box[0], box[1]
                self._line.bold = is_bold(text, index)
            elif new:
                self._line.size = max(self._line.size, letter_size(text, index))
                self._line.bold = self._line.bold and is_bold(text, index)
            self._end = index
            if letter >= "\u0590" and _RIGHT_TO_LEFT.match(letter):
                place, self._turned = letter_box(text, index)[0], True
        self._texts.append(letter)
        self._places.append(place)

    def _space(self, text: Any, index: int) -> str:
        """A space, or the mark of one that is to be judged when the page is known."""
        if len(self._gaps) >= ENOUGH and not is_generated(text, index):
            return " "
        generated, gap = space(text, index)
        self._gaps.append(gap)
        if not generated or gap >= NARROW:
            return " "
        self._doubts.append(gap)
        return _DOUBTFUL

    def end(self, text: Any = None) -> None:
        """The line is full."""
        self._line.text = self._right_way() if self._turned else "".join(self._texts)
        if self._line.text.strip():
            self._line.right = letter_box(text, self._end)[2] if text is not None and self._end >= 0 else self._line.left
            self._lines.append(self._line)
        self._line, self._texts, self._places, self._turned, self._end = Line(), [], [], False, -1

    def _right_way(self) -> str:
        """Words whose letters run to the right though they are read to the left are turned; letters of one ligature stay in order.

        pdfium hands Arabic words over so when the file keeps the forms of letters instead of letters.
        """
        letters = [one if len(one) == 1 else "\xad" for one in self._texts]
        for run in _RUN.finditer("".join(letters)):
            start, end = run.span()
            if self._places[start] < self._places[end - 1]:
                groups: list[list[str]] = []
                for place in range(start, end):
                    if place > start and abs(self._places[place] - self._places[place - 1]) < 0.01:
                        groups[-1].append(letters[place])
                    else:
                        groups.append([letters[place]])
                letters[start:end] = [letter for group in reversed(groups) for letter in group]
        return "".join(letters)

    def all(self) -> list[Line]:
        """Every line, the last one too."""
        self.end()
        if self._doubts:
            wide, doubts = sorted(self._gaps)[len(self._gaps) * 3 // 4], iter(self._doubts)
            for line in self._lines:
                line.text = re.sub(_DOUBTFUL, lambda _: "" if next(doubts) < OF_WIDE * wide else " ", line.text)
        return self._lines
