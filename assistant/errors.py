"""The assistant's errors that a person can act on; the root and the library's own are in ``knowledge/errors.py``.

UpwardError                (knowledge)
├── QuestionError          empty, too long, or of no words
├── BriefError             minutes, date or topic that no session can be planned from
├── BriefDeclined          a topic that calls for a route or a kind no, not for a plan
├── ExportError            a file that cannot be written where it was asked for
├── SettingsError          a setting that cannot be used
├── ModelError             the chat model did not deliver; the offline answer stands in
│   ├── ModelMisconfigured key, model or address is wrong; trying again will not help
│   ├── ModelUnavailable   unreachable, overloaded or slow; try again later
│   ├── ModelRefused       the model or its provider declined
│   ├── ModelIncomplete    the reply was cut off or makes no sense
│   └── RequestTooLong     more tokens than the model takes
└── CaseError              an evaluation case that breaks the form (evals)
"""

from __future__ import annotations

from assistant.model import Answer, Trace
from knowledge.errors import UpwardError

__all__ = [
    "BriefDeclined",
    "BriefError",
    "CaseError",
    "ExportError",
    "ModelError",
    "ModelIncomplete",
    "ModelMisconfigured",
    "ModelRefused",
    "ModelUnavailable",
    "QuestionError",
    "RequestTooLong",
    "SettingsError",
    "UpwardError",
]


class QuestionError(UpwardError):
    """A question that cannot be worked on as it stands."""


class BriefError(UpwardError):
    """A brief or a request for an agenda that cannot be worked on as it stands."""


class BriefDeclined(UpwardError):
    """What was asked to be planned calls for a route, or is not for planning.

    Attributes:
        answer: What to show instead: the route, or why not.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__("That is not for a plan.", hint="Nothing was kept. Read what is said about it first.")
        self.answer = answer


class ExportError(UpwardError):
    """A file that cannot be written where it was asked for."""


class SettingsError(UpwardError):
    """A setting that cannot be used."""


class CaseError(UpwardError):
    """An evaluation case that breaks the form."""


class ModelError(UpwardError):
    """The chat model did not deliver a usable reply.

    Attributes:
        outcome: One word for traces and counts: misconfigured, retry_later, refused, incomplete, too_long.
        trace: What was sent and counted before it failed; None when nothing was.
        retry_after: Seconds the provider asked to wait; None when it asked for none.
    """

    outcome = "retry_later"
    retry_after: float | None = None
    trace: Trace | None = None


class ModelMisconfigured(ModelError):
    """Key, model name or address is wrong, or the account is out of credit: trying again will not help."""

    outcome = "misconfigured"


class ModelUnavailable(ModelError):
    """Unreachable, overloaded or too slow."""

    outcome = "retry_later"


class ModelRefused(ModelError):
    """The model or its provider declined to answer."""

    outcome = "refused"


class ModelIncomplete(ModelError):
    """The reply was cut off, empty, or not a reply."""

    outcome = "incomplete"


class RequestTooLong(ModelError):
    """The request has more tokens than the model takes."""

    outcome = "too_long"
