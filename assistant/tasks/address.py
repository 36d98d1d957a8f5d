"""Call the senior what the mentor calls them: "your senior" becomes "Henrik" or "your finance director". Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.plans import Line

__all__ = ["addressed", "fitted", "fitted_lines"]

SENIOR = "your senior"
_NAME = re.compile(r"^\s*(?P<name>[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’.-]*){0,2}?)\s*(?:,|\(|:| - | – | is (?:our|my|the|an?)\b)")
_SPOKEN_OF = re.compile(r"\b([Yy])our senior\b(?! (?:colleague|people|leader|team))")
_NO_NAME = frozenset(
    "my our the a an his her their your head chief deputy director senior new very acting interim vice group regional general managing".split()
)
LONGEST_NAME = 30


def addressed(senior: str, alias: str, roles: Collection[str]) -> str:
    """How a plan calls the senior.

    Args:
        senior: What the mentor wrote: ``Henrik, chief financial officer``.
        alias: The name of a role that stands in it; empty for none.
        roles: All names of roles in lower case, which are nobody's first name.

    Returns:
        ``Henrik``, ``your chief financial officer``, or ``your senior``.
    """
    found = _NAME.match(senior)
    if found and len(found["name"]) <= LONGEST_NAME:
        words = found["name"].split()
        if all(word[0].isupper() for word in words) and words[0].casefold() not in _NO_NAME and not _is_role(found["name"], roles):
            return found["name"]
    return f"your {alias}" if alias else SENIOR


def _is_role(name: str, roles: Collection[str]) -> bool:
    return name.casefold() in roles or any(word.casefold() in roles for word in name.split())


def fitted(text: str, address: str) -> str:
    """The text with that name in it."""
    return _SPOKEN_OF.sub(lambda found: address[0].upper() + address[1:] if found[1] == "Y" else address, text)


def fitted_lines(lines: tuple[Line, ...], address: str) -> tuple[Line, ...]:
    """The same for several lines."""
    return tuple(Line(fitted(line.text, address), line.citations) for line in lines)
