"""What an engine needs of a task whose result is written as a whole, unlike an answer, which comes sentence by sentence."""

from __future__ import annotations

from typing import Protocol, TypeVar

__all__ = ["Request", "Result", "WholeTask"]

Request = TypeVar("Request")
Result = TypeVar("Result")
_Asked = TypeVar("_Asked", contravariant=True)
_Made = TypeVar("_Made", covariant=True)


class WholeTask(Protocol[_Asked, _Made]):
    """A prompt and how its reply is read, beside the same by rule."""

    prompt_name: str
    reply_tokens: int

    def offline(self, request: _Asked) -> _Made:
        """The result by rule."""
        ...

    def inputs(self, request: _Asked, fence: str) -> dict[str, object]:
        """What the prompt is filled with."""
        ...

    def parse(self, reply: str, request: _Asked) -> _Made:
        """The result that a reply holds; raises ModelIncomplete when it holds none."""
        ...
