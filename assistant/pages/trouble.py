"""What to tell a person when something failed: what happened, what is safe, what to do next."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass

from assistant.errors import UpwardError

__all__ = ["Problem", "trouble"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in words."""

    message: str
    hint: str
    """What is safe and what to do next."""


def trouble(error: Exception, safe: str, what: str = "Something went wrong on our side.") -> Problem:
    """What to tell a person. Of an unforeseen error only its type and an id are logged, never words.

    Args:
        error: What was raised.
        safe: What has not been lost, and what to try.
        what: What happened, where the error has no words for a person.
    """
    if isinstance(error, UpwardError):
        return Problem(error.message, error.hint)
    reference = secrets.token_hex(4)
    logger.error("unforeseen error %s %s", type(error).__name__, reference)
    return Problem(what, f"{safe} If it stays so, quote reference {reference}.")
