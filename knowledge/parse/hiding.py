"""What hides text on a web page: attributes, inline styles, and the simple rules of its own style sheets. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["Sheet", "backs", "declarations", "hides", "white"]

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[\w-]*[.#]?[\w-]+$")
_WHITE: Final = re.compile(r"(?:white|#f[c-f]f[c-f]f[c-f]|#fff|rgba?\(\s*25[0-5]\s*,\s*25[0-5]\s*,\s*25[0-5].*\)|transparent)$", re.IGNORECASE)
_NUMBER = re.compile(r"(-?[\d.]+)\s*(px|pt|em|rem|%)?")
_UNITS: Final = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, None: 0.75}
OFF_PAGE = -500
"""Points. What is moved further than this to the left or upwards stands outside every page."""


def declarations(style: str) -> dict[str, str]:
    """``color: red; top: 0`` as names and values, in lower case."""
    pairs = (part.partition(":") for part in style.split(";"))
    return {name.strip().lower(): value.replace("!important", "").strip().lower() for name, _, value in pairs if value.strip()}


class Sheet:
    """The rules of style elements whose selector is one tag, class or id, alone or as ``tag.class``."""

    def __init__(self, css: str) -> None:
        self._rules: dict[str, dict[str, str]] = {}
        plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
        # What stands in a media block holds for print or for small screens only.
        plain = re.sub(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^;{}]*;", "", plain)
        for selectors, body in _RULE.findall(plain):
            for selector in selectors.split(","):
                if _SIMPLE.match(selector.strip()):
                    self._rules.setdefault(selector.strip().lower(), {}).update(declarations(body))

    def style(self, tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """What an element's style comes to: sheet rules, then its own."""
        found: dict[str, str] = {}
        if self._rules:
            classes = [name.lower() for name in attributes.get("class", "").split()]
            keys = [tag, *(f".{name}" for name in classes), *(f"{tag}.{name}" for name in classes)]
            for key in [*keys, f"#{attributes.get('id', '').lower()}"]:
                found |= self._rules.get(key, {})
        return found | declarations(attributes.get("style", ""))


def _points(value: str) -> float | None:
    found = _NUMBER.match(value)
    try:
        return float(found.group(1)) * _UNITS[found.group(2)] if found else None
    except ValueError:
        return None


def hides(style: Mapping[str, str], attributes: Mapping[str, str]) -> str:
    """The kind of hidden text that stands in such an element; empty where it is seen."""
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return "hidden passage{s}"
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse") or "none" in style.get("mso-hide", "").replace("all", "none"):
        return "hidden passage{s}"
    for name, most, kind in (("font-size", 1.0, "passage{s} in tiny text"), ("opacity", None, "hidden passage{s}")):
        number = _points(style.get(name, ""))
        if number is not None and number <= (most if most is not None else 0.0):
            return kind
    edges = [_points(style.get(name, "")) for name in ("left", "top", "text-indent", "margin-left")]
    if any(edge is not None and edge < OFF_PAGE for edge in edges):
        return "passage{s} outside the page"
    return ""


def white(style: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
    """Whether its text is white or has no colour at all."""
    return bool(_WHITE.match(style.get("color", attributes.get("color", ""))))


def backs(style: Mapping[str, str], attributes: Mapping[str, str]) -> bool | None:
    """Whether it puts a ground behind its text on which white can be read; None where it leaves the ground as it is."""
    ground = style.get("background-color") or style.get("background") or attributes.get("bgcolor", "")
    if attributes.get("background") or "url(" in ground or "gradient" in ground or style.get("background-image", "none") != "none":
        return True
    if not ground or ground in ("none", "inherit", "initial", "transparent"):
        return None
    return not _WHITE.match(ground.split()[0])
