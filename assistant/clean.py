"""Texts of people at the door: invisible characters go, and what is empty or too long is refused."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from enum import Enum
from typing import Any, TypeVar

from assistant.errors import QuestionError
from assistant.plans import AgendaRequest, Brief, TopicRequest

__all__ = ["LONGEST_QUESTION", "clean", "stripped", "visible"]

LONGEST_QUESTION = 8000
"""Characters. Longer input is refused, never cut in silence."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ue000-\uf8ff\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Control, direction, tag and private characters; joiners stay, words in some scripts need them."""


Given = TypeVar("Given", Brief, TopicRequest, AgendaRequest)


def stripped(text: str) -> str:
    """The text without invisible characters and outer space."""
    return _INVISIBLE.sub("", text).strip()


def visible(given: Given) -> Given:
    """A brief or a request with the invisible characters gone from all that a person wrote in it."""
    values = {field.name: getattr(given, field.name) for field in fields(given)}
    texts = {name: stripped(value) for name, value in values.items() if isinstance(value, str) and not isinstance(value, Enum)}
    lists = {name: tuple(map(stripped, value)) for name, value in values.items() if name in ("promised", "covered", "goals") and isinstance(value, tuple)}
    changed: dict[str, Any] = texts | lists
    return replace(given, **changed)


def clean(text: str) -> str:
    """The question without invisible characters and outer space.

    Raises:
        QuestionError: It is empty, longer than 8,000 characters, or has no letter or digit.
    """
    seen = stripped(text)
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(text):,} characters; {LONGEST_QUESTION:,} fit.", hint="Ask for one thing at a time. Nothing was cut or kept."
        )
    if not seen:
        raise QuestionError("There is no question yet.", hint="Write one in your own words.")
    if not any(character.isalnum() for character in seen):
        raise QuestionError("There are no words in that question.", hint="Write what you would like to know in a few words.")
    return seen
