"""Chat Completions on the wire: a reply or a fault as status, headers and pieces of bytes. Decides nothing and opens no connection.

The forms are those that openai 3.54 reads (checked in ``tests/test_evals_mock.py`` with the real client): one JSON object, or server-sent
events that end with ``[DONE]``, with a last event for usage when ``stream_options.include_usage`` asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any

from evals.form import Fault
from evals.sent import Sent

__all__ = ["Wire", "fail", "say"]

JSON = {"content-type": "application/json"}
EVENTS = {"content-type": "text/event-stream; charset=utf-8"}
PAGE = "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
FIRST_SECOND = 1_700_000_000
"""Replies are dated from here by their hash, so that a rerun has the same times."""
SMALLEST = 16
"""Characters of the smallest piece of a stream, but for the last."""
CODES = {400: "invalid_request_error", 401: "invalid_api_key", 403: "permission_denied", 404: "model_not_found", 429: "rate_limit_exceeded"}


@dataclass(frozen=True, slots=True)
class Wire:
    """What comes back, as bytes."""

    status: int
    headers: Mapping[str, str]
    pieces: tuple[bytes, ...]
    drops: bool = False
    """Whether the connection breaks after the pieces."""
    unreachable: bool = False
    hangs: float = 0.0
    """Virtual seconds before the first byte."""


def say(text: str | None, sent: Sent, *, finish: str = "stop", refusal: str | None = None) -> Wire:
    """A reply of the model, whole or as a stream, as the request wants it."""
    if sent.streams:
        return _stream(text or "", sent, finish=finish, refusal=refusal)
    message = {"role": "assistant", "content": text, "refusal": refusal}
    body = _frame(sent, "chat.completion") | {
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": _usage(sent, text or refusal or ""),
    }
    return Wire(200, JSON, (_json(body),))


def fail(fault: Fault, sent: Sent, text: str) -> Wire:
    """What a fault sends.

    Args:
        fault: Which one.
        sent: The request.
        text: What the model would have said, for those that break off half-way.
    """
    if fault.status is not None:
        return _refuse(fault.status, fault.code, fault.retry_after)
    if fault.html:
        return Wire(200, {"content-type": "text/html; charset=utf-8"}, (PAGE.encode(),))
    if fault.broken_json:
        broken = b'{"id": "chatcmpl-1", "choices": [{"index": 0, '
        return Wire(200, EVENTS, (b"data: " + broken + b"\n\n",)) if sent.streams else Wire(200, JSON, (broken,))
    if fault.cut_stream:
        whole = say(text, sent)
        return replace(whole, pieces=_first_half(whole.pieces), drops=fault.cut_stream == "drops")
    if fault.empty:
        return _empty(fault.empty, sent)
    if fault.refusal:
        return say(None, sent, refusal=fault.refusal)
    if fault.length:
        return say(text[: max(1, len(text) * 2 // 3)], sent, finish="length")
    if fault.content_filter:
        return say("", sent, finish="content_filter")
    return replace(say(text, sent), unreachable=fault.unreachable, hangs=fault.seconds)


def _refuse(status: int, code: str | None, retry_after: float | None) -> Wire:
    code = code or CODES.get(status, "server_error")
    headers = JSON | ({"retry-after": f"{retry_after:g}"} if retry_after is not None else {})
    return Wire(status, headers, (_json({"error": {"message": f"Mocked provider: {code}.", "type": code, "param": None, "code": code}}),))


def _empty(kind: str, sent: Sent) -> Wire:
    if kind == "text":
        return say("", sent)
    body: dict[str, Any] = _frame(sent, "chat.completion.chunk" if sent.streams else "chat.completion")
    body["choices"] = [] if kind == "choices" else None
    return Wire(200, EVENTS, (_event(body), b"data: [DONE]\n\n")) if sent.streams else Wire(200, JSON, (_json(body),))


def _stream(text: str, sent: Sent, *, finish: str, refusal: str | None) -> Wire:
    frame = _frame(sent, "chat.completion.chunk")
    wants_usage = bool((sent.body.get("stream_options") or {}).get("include_usage"))

    def chunk(delta: Mapping[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return _event(frame | {"choices": [choice]} | ({"usage": None} if wants_usage else {}))

    pieces = [chunk({"role": "assistant", "content": "", "refusal": None})]
    pieces += [chunk({"content": part}) for part in _cut(text, sent)]
    pieces += [chunk({"refusal": refusal})] if refusal else []
    pieces.append(chunk({}, finish))
    if wants_usage:
        pieces.append(_event(frame | {"choices": [], "usage": _usage(sent, text)}))
    return Wire(200, EVENTS, (*pieces, b"data: [DONE]\n\n"))


def _cut(text: str, sent: Sent) -> Iterator[str]:
    """Pieces of 16 to 271 characters, cut without regard to words or marks: as unkind as a provider, at a tenth of the client's cost for single words."""
    sizes, start = cycle(bytes.fromhex(sent.digest)), 0
    while start < len(text):
        size = SMALLEST + next(sizes)
        yield text[start : start + size]
        start += size


def _first_half(pieces: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return pieces[: max(1, len(pieces) // 2)] if len(pieces) > 1 else (pieces[0][: len(pieces[0]) // 2],)


def _frame(sent: Sent, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{sent.digest[:24]}",
        "object": kind,
        "created": FIRST_SECOND + int(sent.digest[:6], 16),
        "model": sent.body.get("model", "mock-model"),
        "system_fingerprint": "fp_mock",
    }


def _usage(sent: Sent, text: str) -> dict[str, int]:
    # Three characters in four is near what English costs in the providers' vocabularies; exact counts would need one of them.
    prompt, reply = len(sent.text) // 4 + 1, len(text) // 4 + 1
    return {"prompt_tokens": prompt, "completion_tokens": reply, "total_tokens": prompt + reply}


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _event(body: Mapping[str, Any]) -> bytes:
    return b"data: " + _json(body) + b"\n\n"
