"""How Word text looks, as far as that decides what it is: heading or not, seen or not. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from knowledge.parse.tree import Element, attribute, children, first

__all__ = ["Look", "Styles", "bullet_or_number"]

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift) ?([1-9])", re.IGNORECASE)
TINY = 2
"""Half points: text of one point or less."""


@dataclass(frozen=True, slots=True)
class Look:
    """What holds for a run, from its paragraph, its style and itself."""

    level: int | None = None
    """Of a heading, from 1; 0 for the document's title."""
    vanished: bool = False
    white: bool = False
    tiny: bool = False
    bold: bool = False
    backed: bool = False
    """It stands on a ground on which white can be read."""
    numbering: tuple[str, int] | None = None
    """Id and level of its list."""

    @property
    def hidden(self) -> str:
        """The kind of hidden text this is; empty where it is seen."""
        if self.vanished:
            return "hidden passage{s}"
        if self.white and not self.backed:
            return "passage{s} in white text"
        return "passage{s} in tiny text" if self.tiny else ""


def _on(element: Element | None) -> bool | None:
    """A property that is switched by its presence; None where it is absent."""
    return None if element is None else attribute(element, "val").lower() not in ("0", "false", "off", "none")


class Styles:
    """The styles and lists of a document.

    Args:
        styles: Its part of styles, if it has one.
        numbering: Its part of lists, if it has one.
    """

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = {attribute(style, "styleId"): style for style in children(styles, "style")}
        self._default = next((key for key, style in self._styles.items() if attribute(style, "default") == "1" and attribute(style, "type") == "paragraph"), "")
        self._looks: dict[str, Look] = {}
        self._formats = _formats(numbering)
        self._counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 10)

    def _style(self, key: str, depth: int = 0) -> Look:
        """A style's look with those it is based on; a ring of styles ends at its twentieth member."""
        if key in self._looks:
            return self._looks[key]
        style = self._styles.get(key)
        if style is None or depth > 20:
            return Look()
        look = self._style(attribute(first(style, "basedOn"), "val"), depth + 1)
        look = self._run(first(style, "rPr"), self._paragraph(first(style, "pPr"), look))
        name = attribute(first(style, "name"), "val")
        if found := _HEADING.fullmatch(name):
            look = replace(look, level=int(found.group(1)))
        elif name.lower() in ("title", "titel", "titre", "título"):
            look = replace(look, level=0)
        self._looks[key] = look
        return look

    def _paragraph(self, properties: Element | None, look: Look) -> Look:
        outline = attribute(first(properties, "outlineLvl"), "val")
        if outline.isdigit():
            look = replace(look, level=int(outline) + 1 if int(outline) < 9 else None)
        if (numbering := first(properties, "numPr")) is not None:
            key, level = attribute(first(numbering, "numId"), "val"), attribute(first(numbering, "ilvl"), "val")
            look = replace(look, numbering=(key, int(level) if level.isdigit() else 0) if key not in ("", "0") else None)
        return self.shaded(first(properties, "shd"), look)

    def _run(self, properties: Element | None, look: Look) -> Look:
        if properties is None:
            return look
        vanished, special, bold = (_on(first(properties, name)) for name in ("vanish", "specVanish", "b"))
        color, size = attribute(first(properties, "color"), "val"), attribute(first(properties, "sz"), "val")
        theme = attribute(first(properties, "color"), "themeColor")
        look = replace(
            look,
            vanished=look.vanished if vanished is None else vanished and not special,
            bold=look.bold if bold is None else bold,
            white=look.white if not (color or theme) else color.upper() == "FFFFFF" or (theme in ("background1", "light1") and color.upper() in ("", "FFFFFF")),
            tiny=look.tiny if not size.isdigit() else int(size) <= TINY,
        )
        highlight = attribute(first(properties, "highlight"), "val")
        look = replace(look, backed=True) if highlight not in ("", "none", "white") else look
        return self.shaded(first(properties, "shd"), look)

    def of_paragraph(self, properties: Element | None, around: Look) -> Look:
        """The look of a paragraph's text before its runs have their say."""
        look = self._style(attribute(first(properties, "pStyle"), "val") or self._default)
        return self._paragraph(properties, replace(look, backed=look.backed or around.backed))

    def of_run(self, properties: Element | None, look: Look) -> Look:
        """The look of a run in a paragraph."""
        key = attribute(first(properties, "rStyle"), "val")
        style = first(self._styles.get(key), "rPr") if key else None
        return self._run(properties, self._run(style, look))

    def of_table(self, properties: Element | None, around: Look) -> Look:
        """Inside a table; one whose style shades any of its rows can be read in white."""
        style = self._styles.get(attribute(first(properties, "tblStyle"), "val"))
        shades = [attribute(shade, "fill").upper() for shade in style.iter("{*}shd")] if style is not None else []
        backed = any(fill not in ("", "AUTO", "FFFFFF") for fill in shades)
        return self.shaded(first(properties, "shd"), replace(around, backed=around.backed or backed))

    def shaded(self, shade: Element | None, look: Look) -> Look:
        """With a shading of its own."""
        if shade is None:
            return look
        fill, pattern = attribute(shade, "fill").upper(), attribute(shade, "val")
        dark = fill not in ("", "AUTO", "FFFFFF") or pattern not in ("", "clear", "nil") or attribute(shade, "themeFill") not in ("", "background1")
        return replace(look, backed=dark)

    def next_mark(self, key: str, level: int) -> str:
        """The bullet or number of a list's next item."""
        if self._formats.get((key, level), "bullet") in ("bullet", "none"):
            return "-"
        counts = self._counts[key]
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        return f"{counts[level]}."


def _formats(numbering: Element | None) -> dict[tuple[str, int], str]:
    """The kind of mark by list and level."""
    kinds = {
        attribute(one, "abstractNumId"): {int(attribute(level, "ilvl") or 0): attribute(first(level, "numFmt"), "val") for level in children(one, "lvl")}
        for one in children(numbering, "abstractNum")
    }
    found = {}
    for one in children(numbering, "num"):
        for level, kind in kinds.get(attribute(first(one, "abstractNumId"), "val"), {}).items():
            found[attribute(one, "numId"), level] = kind
    return found


def bullet_or_number(styles: Styles, properties: Element | None, look: Look) -> str:
    """The mark of a paragraph that is an item of a list; empty for any other."""
    if look.numbering is None:
        return ""
    key, level = look.numbering
    return styles.next_mark(key, min(level, 8))
