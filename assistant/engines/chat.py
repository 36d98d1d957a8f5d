"""Carry out a task by asking a chat model, sentence by sentence, each checked before anybody sees it.

The one layer that retries and the one place that knows time limits. Whatever goes wrong ends in a ModelError of one kind; the
co-pilot then shows the offline answer and says so.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from assistant.engines.langchain import Piece
from assistant.engines.tokens import count
from assistant.errors import ModelError, ModelIncomplete, ModelRefused, ModelUnavailable, RequestTooLong
from assistant.model import AnswerRequest, Sentence, Trace
from assistant.prompts import load_prompt
from assistant.tasks.answer import AnswerTask
from assistant.tasks.whole import Request, Result, WholeTask

__all__ = ["NOT_THERE", "Chat", "ChatEngine"]

NOT_THERE = "NOT IN THE PASSAGES"
"""What the prompt asks a model to write when the passages do not answer."""
TOTAL = 120.0
"""Seconds from the first request to the last word, repeated tries included."""
TRIES = 3
LONGEST_WAIT = 20.0
"""Seconds we wait when a provider asks us to; asked for more, the person is told instead."""
_DONE = re.compile(r"(?:\[\d{1,2}\])+[.!?\"”]?(?=\s)|\n")
"""Where a sentence is complete: its marks are closed and something follows, or its line is over."""


class Chat(Protocol):
    """Whatever sends two messages and streams a reply."""

    name: str
    sends_to: str

    def stream(self, system: str, user: str, tokens: int | None = None) -> Generator[Piece]:
        """The reply as it arrives; ``tokens`` is its most, where it is another than usual."""
        ...


@dataclass
class _Tally:
    """What a run has cost and dropped so far."""

    calls: int = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0
    dropped: int = 0
    kept: int = 0
    reply: str = ""
    finish: str = ""
    rest: str = field(default="", repr=False)


class ChatEngine:
    """Asks a chat model.

    Args:
        chat: Where to.
        request_tokens: Most tokens of a request.
        clock: Seconds that only go forward.
        sleep: Waits so many seconds.
    """

    def __init__(
        self, chat: Chat, *, request_tokens: int = 6000, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._chat = chat
        self._request_tokens = request_tokens
        self._clock = clock
        self._sleep = sleep
        self.name = chat.name
        self.sends_to = chat.sends_to

    def run(self, task: AnswerTask, request: AnswerRequest) -> Iterator[Sentence | Trace]:
        """The sentences that are borne out, as they complete, then the trace.

        Raises:
            ModelError: The reply did not come, is not whole, or holds nothing that is borne out.
        """
        tally = _Tally()
        system, user = self._messages(task.prompt_name, task.inputs(request, secrets.token_hex(8)))
        try:
            with closing(self._pieces(system, user, tally)) as pieces:
                for piece in pieces:
                    tally.rest += piece
                    yield from self._sentences(task, request, tally)
            tally.rest += "\n"
            yield from self._sentences(task, request, tally)
            self._judge(tally)
        except ModelError as error:
            error.trace = self._trace(task.prompt_name, tally, system, user)
            raise
        yield self._trace(task.prompt_name, tally, system, user)

    def write(self, task: WholeTask[Request, Result], request: Request) -> tuple[Result, Trace]:
        """The whole result of a task, once the reply is whole, and the trace.

        Raises:
            ModelError: The reply did not come, is not whole, or is not what was asked for.
        """
        tally = _Tally()
        system, user = self._messages(task.prompt_name, task.inputs(request, secrets.token_hex(8)))
        try:
            with closing(self._pieces(system, user, tally, task.reply_tokens)) as pieces:
                for _ in pieces:
                    pass
            self._whole(tally)
            result = task.parse(tally.reply, request)
        except ModelError as error:
            error.trace = self._trace(task.prompt_name, tally, system, user)
            raise
        return result, self._trace(task.prompt_name, tally, system, user)

    def _messages(self, prompt: str, inputs: dict[str, object]) -> tuple[str, str]:
        system, user = load_prompt(prompt).render(**inputs)
        size = count(system + user, self._chat.name)
        if size > self._request_tokens:
            raise RequestTooLong(
                f"The question and its passages have {size:,} tokens; {self._request_tokens:,} are allowed.",
                hint="Ask a shorter question, or raise 'request_tokens' in settings.toml.",
            )
        return system, user

    def _pieces(self, system: str, user: str, tally: _Tally, tokens: int | None = None) -> Generator[str]:
        """The text as it arrives. Tries again only while nothing has arrived: what was seen is never asked for twice."""
        deadline = self._clock() + TOTAL
        first, stream = self._tries(deadline)(self._begin, system, user, tally, tokens)
        with closing(stream):
            for piece in chain([first], stream):
                if self._clock() > deadline:
                    raise ModelUnavailable(f"{self._chat.name!r} was not done after {TOTAL:.0f} seconds.", hint="Ask again later.")
                tally.reply += piece.text
                tally.finish = piece.finish or tally.finish
                tally.prompt_tokens += piece.prompt_tokens
                tally.reply_tokens += piece.reply_tokens
                if piece.text:
                    yield piece.text

    def _begin(self, system: str, user: str, tally: _Tally, tokens: int | None) -> tuple[Piece, Generator[Piece]]:
        """Send the request and wait for the first piece of the reply."""
        tally.calls += 1
        stream = self._chat.stream(system, user, tokens)
        return next(stream, Piece()), stream

    def _tries(self, deadline: float) -> Retrying:
        jitter = wait_random_exponential(multiplier=0.5, max=8)

        def wait(state: RetryCallState) -> float:
            asked = getattr(state.outcome.exception() if state.outcome else None, "retry_after", None)
            return float(asked) if asked is not None else jitter(state)

        def again(error: BaseException) -> bool:
            patient = isinstance(error, ModelUnavailable) and (error.retry_after or 0) <= LONGEST_WAIT
            return patient and self._clock() < deadline

        return Retrying(stop=stop_after_attempt(TRIES), wait=wait, retry=retry_if_exception(again), sleep=self._sleep, reraise=True)

    def _sentences(self, task: AnswerTask, request: AnswerRequest, tally: _Tally) -> Iterator[Sentence]:
        while done := _DONE.search(tally.rest):
            line, tally.rest = tally.rest[: done.end()].strip(), tally.rest[done.end() :]
            if not line or line == NOT_THERE:
                continue
            if sentence := task.parse(line, request):
                tally.kept += 1
                yield sentence
            else:
                tally.dropped += 1

    def _judge(self, tally: _Tally) -> None:
        """Raise what an answer that arrived without an error still is."""
        self._whole(tally)
        if not tally.kept and tally.reply.strip() != NOT_THERE:
            raise ModelIncomplete(f"Nothing that {self._chat.name!r} wrote is borne out by the passages.", hint="Nothing of it was shown.")

    def _whole(self, tally: _Tally) -> None:
        """Raise what any reply that arrived without an error still is."""
        if tally.finish == "content_filter":
            raise ModelRefused(f"The provider of {self._chat.name!r} declined the question.", hint="Ask it in other words.")
        if tally.finish != "stop":
            raise ModelIncomplete(f"The reply of {self._chat.name!r} was cut off.", hint="Nothing of it was kept. Ask again for another try.")
        if not tally.reply.strip():
            raise ModelIncomplete(f"{self._chat.name!r} sent an empty reply.", hint="Ask again for another try.")

    def _trace(self, prompt: str, tally: _Tally, system: str, user: str) -> Trace:
        counted = bool(tally.prompt_tokens)
        return Trace(
            engine=self.name,
            prompt=load_prompt(prompt).stamp,
            prompt_tokens=tally.prompt_tokens if counted else count(system + user, self.name) * max(tally.calls, 1),
            reply_tokens=tally.reply_tokens if counted else count(tally.reply, self.name),
            tokens_estimated=not counted,
            dropped=tally.dropped,
            calls=tally.calls,
            sent_to=self.sends_to,
        )
