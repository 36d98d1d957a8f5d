"""Citations on one card: a number beside each line, and the passages in full at its end. Knows no page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.model import Cited
from assistant.pages.parts import highlighted
from assistant.pages.text import line, listed
from assistant.plans import Line

__all__ = ["Marks"]


class Marks:
    """Numbers the passages of one card by first citation.

    Args:
        sources: In that order.
        card: A word that tells this card's marks from another's: ``plan``.
    """

    def __init__(self, sources: Sequence[Cited], card: str) -> None:
        self._sources = sources
        self._card = card
        self._numbers = {source.id: number for number, source in enumerate(sources, 1)}
        self._said: dict[str, list[str]] = {}

    def of(self, citations: Iterable[str]) -> str:
        """The marks of these passages; nothing for those that are not among the sources."""
        numbers = dict.fromkeys(self._numbers[key] for key in citations if key in self._numbers)
        return "".join(f"&nbsp;{self._mark(number)}" for number in numbers)

    def line(self, one: Line) -> str:
        """A line with its marks; its words are marked where they stand in the passages, if :meth:`passages` is asked for later."""
        for key in one.citations:
            self._said.setdefault(key, []).append(one.text)
        return line(one.text) + self.of(one.citations)

    def lines(self, some: Iterable[Line], kind: str = "points", *, numbered: bool = False) -> str:
        """Lines as a list."""
        return listed((self.line(one) for one in some), kind, numbered=numbered)

    def passages(self) -> str:
        """The passages, each folded under its number and title."""
        if not self._sources:
            return ""
        folded = "".join(self._passage(number, source) for number, source in enumerate(self._sources, 1))
        count = f"{len(self._sources)} {'passage' if len(self._sources) == 1 else 'passages'}"
        top = f'<summary><span>What it rests on</span> <span class="size">{count}</span></summary>'
        return f'<details class="fold cited">{top}<p class="about">A number in the text opens its passage.</p>{folded}</details>'

    def _mark(self, number: int) -> str:
        source = self._sources[number - 1]
        return f'<a class="cite" href="#cite-{self._card}-{number}" title="{line(f"{source.title}, {source.heading}")}">{number}</a>'

    def _passage(self, number: int, source: Cited) -> str:
        where = ". ".join(line(part[0].upper() + part[1:]) for part in (source.heading, source.source) if part)
        words = highlighted(source.quote, self._said.get(source.id, []))
        links = "".join(f'<p class="address">{line(link)}</p>' for link in source.links)
        title = f'{line(source.title)} <span class="size">{line(source.heading)}</span>'
        top = f'<summary><span class="cite">{number}</span> <span>{title}</span></summary><p class="about">{where}</p>'
        back = '<button type="button" class="return">Back to the text</button>'
        return f'<details class="passage" id="cite-{self._card}-{number}">{top}<div class="words">{words}</div>{links}{back}</details>'
