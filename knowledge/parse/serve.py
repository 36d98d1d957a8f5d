"""The child's loop: a request comes in, its bytes are read as blocks, one line of JSON goes out. Nothing of a file gets into an error."""

from __future__ import annotations

import json
import resource
from typing import BinaryIO

from knowledge.parse.members import Found, members
from knowledge.parse.model import Limits
from knowledge.parse.refusals import Stop

__all__ = ["serve"]


def serve(requests: BinaryIO, replies: BinaryIO, limits: Limits) -> None:
    """Answer until the requests end.

    A request is a line ``{"name": …, "size": …}`` and that many bytes; a reply is a line ``{"members": …}`` or ``{"refused": reason}``.
    """
    while header := requests.readline(100_000):
        asked = json.loads(header)
        data = requests.read(asked["size"])
        _more_time(limits)
        replies.write(_reply(data, asked["name"], limits) + b"\n")
        replies.flush()


def _more_time(limits: Limits) -> None:
    """Move the limit of processor time forward; each file has its own."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + limits.seconds) + 1, hard))


def _reply(data: bytes, name: str, limits: Limits) -> bytes:
    try:
        line = json.dumps({"members": [_packed(found) for found in members(data, name, limits)]}, ensure_ascii=False).encode("utf-8", "replace")
        if len(line) > limits.reply_bytes:
            raise Stop("characters")
    except Stop as stop:
        return json.dumps({"refused": stop.reason}).encode()
    except MemoryError:
        return b'{"refused": "memory"}'
    except RecursionError:
        return b'{"refused": "deep"}'
    return line


def _packed(found: Found) -> dict[str, object]:
    head: dict[str, object] = {"name": found.name, "sha256": found.sha256}
    if isinstance(found.result, str):
        return {**head, "refused": found.result}
    parsed = found.result
    headings: dict[tuple[str, ...], int] = {}
    blocks = [[block.text, headings.setdefault(block.heading, len(headings)), block.page, block.page_word] for block in parsed.blocks]
    fields = {"format": parsed.format, "title": parsed.title, "hidden": parsed.hidden, "notes": parsed.notes}
    return {**head, **fields, "headings": list(headings), "blocks": blocks}
