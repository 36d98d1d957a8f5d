"""Read what was sent to the model: its passages, fence, role and question. Only looks; nothing is answered or judged here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["ASKED", "Block", "Sent", "read_request"]

OPENING = re.compile(r"^<<(?P<kind>passage|history|question|brief)(?: (?P<number>\d+))? (?P<fence>[^\s>]+)>>[^\n]*\n", re.MULTILINE)
ASKED = ("question", "brief")
"""Kinds of data that say what is wanted."""
ROLE = re.compile(r"^Role: *(?P<role>\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of data as it stood in the request: a passage, the history, the question or the brief."""

    kind: str
    number: int
    """Of a passage, as citation marks name it; 0 for the others."""
    text: str
    closed: bool
    """False when no end mark with the request's own fence follows."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request for a completion, as the provider reads it."""

    body: Mapping[str, Any]
    text: str
    """The words of all messages, in order, with the random fence written as ``FENCE``."""
    data: tuple[Block, ...]
    """Everything that was fenced, in order."""
    fence: str
    """The random marker; empty when nothing was fenced."""
    instructions: str
    """What stands outside the data."""
    role: str
    """Empty when none was passed on."""
    digest: str
    """Hash of the request with the fence left out, so that it is the same on every run."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The passages."""
        return tuple(block for block in self.data if block.kind == "passage")

    @property
    def question(self) -> str:
        """The question or the brief; where none is fenced, the last line."""
        fenced = [block.text for block in self.data if block.kind in ASKED]
        return fenced[-1] if fenced else self.text.strip().rpartition("\n")[2]

    @property
    def streams(self) -> bool:
        """Whether the reply is wanted piece by piece."""
        return bool(self.body.get("stream"))

    @property
    def max_tokens(self) -> int | None:
        """The limit on the reply."""
        limit = self.body.get("max_completion_tokens", self.body.get("max_tokens"))
        return limit if isinstance(limit, int) else None


def read_request(body: Mapping[str, Any]) -> Sent:
    """What a request says.

    Args:
        body: The JSON of a Chat Completions request.
    """
    texts = [_words(message) for message in body.get("messages", [])]
    opening = OPENING.search("\n".join(texts))
    fence = opening["fence"] if opening else ""
    parts = [_cut(text, fence) for text in texts]
    instructions = "\n".join(outside for _, outside in parts)
    role = ROLE.search(instructions)
    plain = _without(fence, json.dumps(body, sort_keys=True, ensure_ascii=False))
    return Sent(
        body=body,
        text=_without(fence, "\n\n".join(texts)),
        data=tuple(block for blocks, _ in parts for block in blocks),
        fence=fence,
        instructions=instructions,
        role=role["role"].lower() if role else "",
        digest=hashlib.sha256(plain.encode()).hexdigest(),
    )


def _words(message: Mapping[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content if isinstance(part, dict))


def _without(fence: str, text: str) -> str:
    return text.replace(fence, "FENCE") if fence else text


def _cut(text: str, fence: str) -> tuple[list[Block], str]:
    """The blocks of a text, and the text without them. A block ends where the request's own fence says so, at the next block, or with the text."""
    openings = [opening for opening in OPENING.finditer(text) if opening["fence"] == fence]
    blocks, rest, place = [], [], 0
    for index, opening in enumerate(openings):
        limit = openings[index + 1].start() if index + 1 < len(openings) else len(text)
        end = text.find(f"<<end {fence}>>", opening.end(), limit)
        blocks.append(Block(opening["kind"], int(opening["number"] or 0), text[opening.end() : end if end >= 0 else limit].strip(), end >= 0))
        rest.append(text[place : opening.start()])
        place = end + len(f"<<end {fence}>>") if end >= 0 else limit
    return blocks, "".join(rest) + text[place:]
