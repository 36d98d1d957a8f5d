"""A conversation as messages of the chat: the question, what was read, the answer by its kind, and a foot line saying who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import groupby
from typing import Any

from assistant.model import Answer, Declined, Trace
from assistant.pages.conversation import Conversation, Exchange, so_far
from assistant.pages.trouble import Problem
from assistant.present import answer_markdown, neutral, without_invisible
from knowledge.model import Passage

__all__ = ["ACTS", "OPENING", "READING", "TO_AGENDA", "TO_WORDS", "foot_line", "messages"]

READING = "Reading the library"
OPENING = "Reading the library into memory"
TO_AGENDA, TO_WORDS = "Make it an agenda", "Words for this moment"
ACTS = (TO_AGENDA, TO_WORDS)
"""What can be done with an answer on another page; they stand after its follow-up questions."""

_CARDS = {Declined.ESCALATION: "escalation", Declined.NOT_IN_LIBRARY: "declined nearest", Declined.UNCLEAR: "declined nearest"}
"""Class of the card that an answer of this kind stands in; any other reason is a plain ``declined`` card."""
_TITLES = {Declined.NOT_IN_LIBRARY: "Not in the library", Declined.UNCLEAR: "Say a little more", Declined.UNSAFE: "Not something Upward does"}


def messages(conversation: Conversation, passages: Mapping[str, Passage]) -> list[dict[str, Any]]:
    """Two messages an exchange, oldest first; the last answer carries its follow-up questions and what can be made of it."""
    result: list[dict[str, Any]] = []
    for exchange in conversation:
        result.append({"role": "user", "content": _question(exchange.question)})
        result.append({"role": "assistant", "content": _reply(exchange, passages)})
    last = conversation[-1].answer if conversation else None
    options = (*last.follow_ups, *(() if last.declined else ACTS)) if last else ()
    if options:
        result[-1]["options"] = [{"value": text, "label": without_invisible(text)} for text in options]
    return result


def foot_line(trace: Trace) -> str:
    """Which engine wrote an answer, and what left the machine."""
    dropped = {0: "", 1: " 1 sentence without support was left out."}.get(trace.dropped, f" {trace.dropped} sentences without support were left out.")
    if not trace.sent_to:
        return f"Offline engine. Nothing left this machine.{dropped}"
    count = len(trace.passages)
    tokens = f"{'about ' if trace.tokens_estimated else ''}{trace.prompt_tokens:,} tokens"
    sent = f"{count} {'passage' if count == 1 else 'passages'} and {tokens} were sent"
    if trace.engine.startswith("offline"):
        return f"Offline engine, because the model did not deliver; {sent} to {trace.sent_to}.{dropped}"
    return f"Answered by {trace.engine} at {trace.sent_to}; {sent}.{dropped}"


def _question(text: str) -> str:
    return "\n".join(neutral(line) for line in text.splitlines() if line.strip())


def _reply(exchange: Exchange, passages: Mapping[str, Passage]) -> str:
    if exchange.problem:
        return _problem(exchange.problem)
    answer = so_far(exchange, passages)
    parts = [_read(exchange, answer, passages), _card(answer, exchange.turn)]
    if exchange.pending and not exchange.sentences:
        parts = [_line("working", exchange.steps[-1] if exchange.steps else READING)]
    elif exchange.stopped:
        parts.append(
            _line("foot", "Stopped. What is shown was checked; nothing more was written." if exchange.sentences else "Stopped before anything was written.")
        )
    elif exchange.answer:
        parts += [_line("note", answer.trace.notice) if answer.trace.notice else "", _line("foot", foot_line(answer.trace))]
    return "\n\n".join(part for part in parts if part)


def _card(answer: Answer, turn: int) -> str:
    body = answer_markdown(answer, turn)
    if not answer.declined:
        return body
    kind = _CARDS.get(answer.reason, "declined") if answer.reason else "declined"
    title = _TITLES.get(answer.reason, "") if answer.reason else ""
    nearest = "\n\nThe nearest questions it does answer stand below." if answer.follow_ups else ""
    heading = f"## {title}\n\n" if title else ""
    return f'<div class="card {kind}">\n\n{heading}{body}{nearest}\n\n</div>'


def _read(exchange: Exchange, answer: Answer, passages: Mapping[str, Passage]) -> str:
    """What was read, folded away: each document with its passages and why it was found."""
    if not exchange.steps:
        return ""
    found = zip(answer.trace.passages, answer.trace.why, strict=False)
    read = [(passages[key], why) for key, why in found if key in passages]
    entries = []
    for title, group in groupby(read, key=lambda one: one[0].title):
        rows = list(group)
        headings = ", ".join(passage.heading for passage, _ in rows)
        entries.append(f"<li><strong>{_plain(title)}</strong><br>{_plain(headings)}<br>Found {_plain(rows[0][1])}</li>")
    summary = _plain(exchange.steps[-1])
    return f'<details class="trace"><summary>{summary}</summary><ul>{"".join(entries)}</ul></details>' if entries else _line("read", exchange.steps[-1])


def _problem(problem: Problem) -> str:
    return f'<div class="card problem"><p><strong>{_plain(problem.message)}</strong></p><p>{_plain(problem.hint)}</p></div>'


def _line(kind: str, text: str) -> str:
    return f'<p class="{kind}">{_plain(text)}</p>'


def _plain(text: str) -> str:
    """Text inside a block of HTML; one line, so that the block does not end early."""
    return escape(without_invisible(text))
