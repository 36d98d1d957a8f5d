"""A chat model behind LangChain: the only door to langchain_core and openai.

Foreign errors are translated here, with ``from``. Nothing here retries, and the client's own retrying is off: one layer does that.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, NoReturn

import httpx2

from assistant.errors import ModelError, ModelIncomplete, ModelMisconfigured, ModelRefused, ModelUnavailable, RequestTooLong
from assistant.settings import Settings

__all__ = ["LangChainChat", "Piece"]

CONNECT, SILENCE = 5.0, 30.0
"""Seconds to reach the endpoint, and until its first and between its later words."""
CREDIT = ("insufficient_quota", "billing", "credit")


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of a reply as it arrives."""

    text: str = ""
    finish: str = ""
    """Why the reply ended, in the last piece: ``stop`` when it is whole."""
    prompt_tokens: int = 0
    reply_tokens: int = 0


class LangChainChat:
    """Any OpenAI-compatible endpoint through LangChain's ChatOpenAI.

    Args:
        settings: Model, address, key and the reply's length.
        http_client: Stands in for the network in tests and evaluations.
    """

    def __init__(self, settings: Settings, *, http_client: httpx2.Client | None = None) -> None:
        # LangSmith would send every message to its own host if the person's shell happens to have it switched on.
        os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
        from langchain_openai import ChatOpenAI  # takes seconds, and only a configured model needs it

        self.name = settings.model or ""
        self.sends_to = settings.sends_to
        self._model: Any = ChatOpenAI(
            model=self.name,
            base_url=settings.base_url,
            api_key=settings.api_key or "none",  # local servers want no key, the client insists on one
            temperature=0,
            max_completion_tokens=settings.reply_tokens,
            max_retries=0,
            stream_usage=True,
            timeout=httpx2.Timeout(SILENCE, connect=CONNECT),
            http_client=http_client,
        )

    def stream(self, system: str, user: str, tokens: int | None = None) -> Generator[Piece]:
        """The reply as it arrives; closing the iterator closes the connection.

        Args:
            system: The first message.
            user: The second.
            tokens: Most tokens of the reply; None keeps to the settings.

        Raises:
            ModelError: One of its kinds for whatever goes wrong, a reply that ends without an end included.
        """
        ended = False
        try:
            longest = {"max_completion_tokens": tokens} if tokens else {}
            for chunk in self._model.stream([("system", system), ("human", user)], **longest):
                piece = _piece(chunk)
                ended = ended or bool(piece.finish)
                yield piece
        except (ModelError, GeneratorExit):
            raise
        except Exception as error:  # noqa: BLE001 - each is translated or raised again
            self._translate(error)
        if not ended:
            raise ModelIncomplete(f"The reply of {self.name!r} was cut off.", hint="Nothing of it was kept. Ask again for another try.")

    def _translate(self, error: Exception) -> NoReturn:
        import openai  # loaded with ChatOpenAI already

        status = getattr(error, "status_code", None)
        code = f"{getattr(error, 'code', '')} {getattr(error, 'type', '')}".lower()
        if isinstance(error, openai.APITimeoutError):
            raise ModelUnavailable(f"{self.name!r} did not answer in {SILENCE:.0f} seconds.", hint="Ask again later.") from error
        if isinstance(error, openai.APIConnectionError):
            raise ModelUnavailable(f"{self.sends_to} cannot be reached.", hint="Check the address in OPENAI_BASE_URL and the network.") from error
        if "context_length" in code or "ContextOverflow" in type(error).__name__:
            raise RequestTooLong(f"The question and its passages are too long for {self.name!r}.", hint="Lower 'request_tokens' in settings.toml.") from error
        if "content_filter" in code:
            raise ModelRefused(f"The provider of {self.name!r} declined the question.", hint="Ask it in other words.") from error
        if status in (400, 401, 403, 404, 422) or any(word in code for word in CREDIT):
            raise ModelMisconfigured(
                f"{self.sends_to} refused the request ({status or code.strip()}).", hint="Check model, key and credit; trying again will not help."
            ) from error
        if isinstance(error, openai.APIError):
            failure = ModelUnavailable(f"{self.sends_to} is overloaded or failing ({status or 'error in the reply'}).", hint="Ask again in a minute.")
            failure.retry_after = _retry_after(error)
            raise failure from error
        if isinstance(error, (json.JSONDecodeError, AttributeError, TypeError, KeyError, ValueError, httpx2.HTTPError)):
            raise ModelIncomplete(
                f"{self.sends_to} sent something that is no reply.", hint="Check that OPENAI_BASE_URL ends in the API's path, often '/v1'."
            ) from error
        raise error


def _piece(chunk: Any) -> Piece:
    usage = chunk.usage_metadata or {}
    text = chunk.content if isinstance(chunk.content, str) else "".join(part.get("text", "") for part in chunk.content)
    return Piece(text, chunk.response_metadata.get("finish_reason") or "", usage.get("input_tokens", 0), usage.get("output_tokens", 0))


def _retry_after(error: Any) -> float | None:
    """Seconds that the provider asks to wait, or None when it asks for none."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return float(headers.get("retry-after", ""))
    except ValueError:
        return None
