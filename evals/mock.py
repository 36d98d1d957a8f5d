"""The mocked model, at the wire: a transport under the real OpenAI client that replies by a case's rules, and fails loudly otherwise.

Everything above it runs for real: prompt, LangChain, OpenAI client, parsing, checks. Nothing here opens a connection or sleeps.
"""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

import httpx2

from evals import wire
from evals.form import FOR_EVER, Fault, Rule
from evals.planner import write_plan
from evals.replies import from_passages, obedient
from evals.sent import Sent, read_request

__all__ = ["Exchange", "MockedModel", "UnmatchedRequest"]

PATH = "/chat/completions"
MODELS = {"from_passages": from_passages, "obedient": obedient}
STAND_IN = "This reply was never meant to be read to its end. [1]"
"""What a fault without a reply breaks off."""


class UnmatchedRequest(Exception):
    """No rule answers a request. Neither an OpenAIError nor an httpx2 error, so that the client neither wraps nor repeats it."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what came back."""

    sent: Sent
    reply: str
    """The model's words; empty when the provider sent none."""
    fault: str
    """The kind of fault; empty when there was none."""
    by: str = ""
    """Who wrote the reply: ``from_passages``, ``obedient``, ``script``, or ``plan`` and its kind."""


@dataclass
class _Use:
    rule: Rule
    requests: int = 0
    replied: int = 0
    faulted: int = 0


class MockedModel(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """One case's model: its rules, what was exchanged, and what went unanswered.

    Args:
        rules: Tried in their order.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._uses = [_Use(rule) for rule in rules]
        self._lock = threading.Lock()
        self.exchanges: list[Exchange] = []
        self.misses: list[str] = []
        """For each request that no rule answered, what it was and why the nearest rule did not."""
        self.waited = 0.0
        """Virtual seconds that have gone by: the provider's, and the caller's own pauses."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Reply to the synchronous client."""
        return self._respond(request, request.read())

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Reply to the asynchronous client."""
        return self._respond(request, await request.aread())

    def sleep(self, seconds: float) -> None:
        """Let virtual time go by."""
        self.waited += seconds

    def unused(self) -> list[str]:
        """The rules that had to be used and were not, or not to their end."""
        problems = []
        for number, use in enumerate(self._uses, 1):
            if use.rule.optional:
                continue
            wanted = (use.rule.fault.times or 1) if use.rule.fault else 0
            if use.faulted < wanted:
                problems.append(f"rule {number}: its fault ({use.rule.fault.kinds[0] if use.rule.fault else ''}) came {use.faulted} of {wanted} times")
            elif use.rule.replies and not use.replied:
                problems.append(f"rule {number}: its reply was never asked for")
        return problems

    def _respond(self, request: httpx2.Request, content: bytes) -> httpx2.Response:
        with self._lock:
            answer = self._answer(request, content)
        limit = (request.extensions.get("timeout") or {}).get("read")
        if answer.hangs:
            self._wait(answer.hangs, limit, request)
        if answer.unreachable:
            raise httpx2.ConnectError("Mocked provider: no connection.", request=request)
        return httpx2.Response(answer.status, headers=dict(answer.headers), stream=_Pieces(answer, request), request=request)

    def _answer(self, request: httpx2.Request, content: bytes) -> wire.Wire:
        if not request.url.path.endswith(PATH) or request.method != "POST":
            raise self._miss(f"{request.method} {request.url.path} is not {PATH}, the only thing that is mocked")
        sent = read_request(json.loads(content))
        turn = len(self.exchanges) + 1
        near: list[tuple[int, str]] = []
        for number, use in enumerate(self._uses, 1):
            reasons = list(_reasons(use, sent, turn))
            if not reasons:
                return self._use(use, sent)
            near.append((len(reasons), f"rule {number}: {'; '.join(reasons)}"))
        nearest = min(near, key=lambda one: one[0])[1] if near else "the case has no model_replies, so no request was to be made"
        self.exchanges.append(Exchange(sent, "", "unmatched"))
        raise self._miss(f"request {turn} ({sent.question[:60]!r}) was not answered. Nearest: {nearest}")

    def _use(self, use: _Use, sent: Sent) -> wire.Wire:
        use.requests += 1
        if (fault := use.rule.fault) and _still_faulty(use):
            use.faulted += 1
            text = self._text(use.rule, sent)
            answer = wire.fail(fault, sent, text)
            self.exchanges.append(Exchange(sent, "", fault.kinds[0]))
            return answer
        use.replied += 1
        text = self._text(use.rule, sent)
        by = f"plan {use.rule.plan}" if use.rule.plan else "script" if use.rule.is_scripted else use.rule.reply or ""
        self.exchanges.append(Exchange(sent, text, "", by))
        return wire.say(text, sent)

    @staticmethod
    def _text(rule: Rule, sent: Sent) -> str:
        if rule.plan:
            return write_plan(rule.plan, sent)
        return MODELS[rule.reply](sent) if rule.reply in MODELS else rule.reply or STAND_IN

    def _miss(self, what: str) -> UnmatchedRequest:
        self.misses.append(what)
        return UnmatchedRequest(what)

    def _wait(self, seconds: float, limit: float | None, request: httpx2.Request) -> None:
        if limit is not None and seconds > limit:
            self.waited += limit
            raise httpx2.ReadTimeout("Mocked provider: nothing came in time.", request=request)
        self.waited += seconds
        if seconds >= FOR_EVER:
            raise httpx2.ReadError("Mocked provider: the caller set no time limit and would wait for ever.", request=request)


def _still_faulty(use: _Use) -> bool:
    fault: Fault | None = use.rule.fault
    if fault is None:
        return False
    times = fault.times if fault.times is not None else (1 if use.rule.replies else None)
    return times is None or use.faulted < times


def _reasons(use: _Use, sent: Sent, turn: int) -> Iterator[str]:
    """Why a rule does not answer this request."""
    when = use.rule.when
    wanted = 1 if when.turn == "first" else when.turn
    if wanted is not None and wanted != turn:
        yield f"it answers request {wanted}, this is request {turn}"
    for words in when.says:
        if words not in sent.text:
            yield f"{words!r} does not stand in the request"
    if not _still_faulty(use):
        if not use.rule.replies:
            yield "its fault is over and it has no reply"
        elif use.rule.is_scripted and use.replied:
            yield "its reply is used up"


class _Pieces(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """The body, piece by piece, up to where the connection breaks."""

    def __init__(self, answer: wire.Wire, request: httpx2.Request) -> None:
        self._answer = answer
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.pieces
        if self._answer.drops:
            raise httpx2.RemoteProtocolError("Mocked provider: the connection broke off.", request=self._request)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece
