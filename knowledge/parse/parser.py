"""Read files in a child process that may be lost at any file: started when first needed, watched by the clock, replaced when it dies."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from knowledge.parse.clean import shown
from knowledge.parse.model import Block, Limits, Member, Parsed, Refused
from knowledge.parse.refusals import refused

__all__ = ["Parser"]

CHILD = Path(__file__).parent / "child.py"
FILES_A_CHILD = 100
"""Then a fresh one: what the libraries lose of memory is lost with it. A chosen number."""
START_SECONDS = 10.0
"""Given to a child that starts, on top of the file's own time; measured: 0.1 s on an idle machine."""
_OUTSIDE = ("lxml", "pypdfium2_raw", "markdown_it", "mdurl", "yaml", "charset_normalizer")


class Parser:
    """Files as text. One child at a time; a context manager, which ends it.

    Args:
        limits: What a file may need.
        child: The program to run as the child.
    """

    def __init__(self, limits: Limits | None = None, *, child: Path = CHILD) -> None:
        self._limits = limits or Limits()
        self._program = child
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            # The whole group, though a child that starts another is already refused.
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def parse(self, path: Path) -> Parsed:
        """One document; the members of an archive or message each stand under a heading with their name.

        Raises:
            Refused: It is not taken.
        """
        found = self.parse_all(path)
        if len(found) == 1 and isinstance(found[0].result, Parsed) and found[0].name == shown(path.name):
            return found[0].result
        return _joined(found, shown(path.name), self._limits)

    def parse_all(self, path: Path) -> list[Member]:
        """The file itself, or for an archive its members; for a message itself, then what is attached to it.

        Raises:
            Refused: The file as a whole is not taken.
        """
        path = Path(path)
        data = self._bytes(path)
        with self._one_at_a_time:
            reply = self._ask(data, shown(path.name))
        if "refused" in reply:
            raise self._refused(reply["refused"], path.name)
        return [self._member(member) for member in reply["members"]]

    def _refused(self, reason: str, name: str) -> Refused:
        return refused(reason, name, self._limits)

    def _bytes(self, path: Path) -> bytes:
        try:
            if not path.is_file():
                raise self._refused("rights", path.name)
            if path.stat().st_size > self._limits.file_bytes:
                raise self._refused("large", path.name)
            with path.open("rb") as file:
                data = file.read(self._limits.file_bytes + 1)
        except OSError:
            raise self._refused("rights", path.name) from None
        if len(data) > self._limits.file_bytes:
            raise self._refused("large", path.name)
        if not data:
            raise self._refused("empty", path.name)
        return data

    def _ask(self, data: bytes, name: str) -> dict[str, Any]:
        """What the child answers; a reason of our own where it cannot."""
        seconds = self._limits.seconds
        if self._process is None or self._served >= FILES_A_CHILD:
            self.close()
            self._process, self._served = _started(self._program, self._limits), 0
            seconds += START_SECONDS
        self._served += 1
        header = json.dumps({"name": name, "size": len(data)}).encode() + b"\n"
        try:
            line = _exchange(self._process, header + data, seconds, self._limits.reply_bytes)
            reply = json.loads(line)
            if "refused" in reply:
                refused(reply["refused"], "", self._limits)
            elif not reply["members"]:
                raise ValueError
        except TimeoutError:
            self.close()
            return {"refused": "time"}
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return {"refused": self._autopsy()}
        return dict(reply)

    def _autopsy(self) -> str:
        """Why the child was lost."""
        process = self._process
        try:
            code = process.wait(1) if process else 0
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        return "time" if code == -signal.SIGXCPU else "stopped"

    def _member(self, member: dict[str, Any]) -> Member:
        name, sha256 = str(member["name"]), str(member["sha256"])
        if "refused" in member:
            return Member(name, sha256, self._refused(member["refused"], name))
        headings = [tuple(map(str, heading)) for heading in member["headings"]]
        blocks = tuple(Block(str(text), headings[heading], page, str(word)) for text, heading, page, word in member["blocks"])
        return Member(name, sha256, Parsed(member["format"], member["title"], blocks, tuple(member["hidden"]), tuple(member["notes"])))


def _joined(found: list[Member], name: str, limits: Limits) -> Parsed:
    """Members as one document. The first is the message itself where it bears the file's name."""
    message = found[0].result if found[0].name == name else None
    head = message if isinstance(message, Parsed) else Parsed("zip", "", ())
    blocks, hidden, notes = list(head.blocks), list(head.hidden), list(head.notes)
    for member in found[1:] if message else found:
        if isinstance(member.result, Refused):
            notes.append(f"{member.result.message} It was left out.")
            continue
        blocks += [Block(block.text, (member.name, *block.heading), block.page, block.page_word) for block in member.result.blocks]
        hidden += [f"{member.name}: {line}" for line in member.result.hidden]
        notes += [f"{member.name}: {line}" for line in member.result.notes]
    if not blocks:
        raise refused("archive-empty", name, limits)
    title = head.title or Path(name).stem.replace("_", " ").replace("-", " ")
    return Parsed(head.format, title, tuple(blocks), tuple(hidden), tuple(notes))


def _started(program: Path, limits: Limits) -> subprocess.Popen[bytes]:
    """A child in a group of its own, with no environment and nothing of ours open."""
    found = [find_spec(name) for name in _OUTSIDE]
    folders = {str(Path(spec.origin).parent.parent) for spec in found if spec and spec.origin}
    life = int(FILES_A_CHILD * (limits.seconds + 1))
    means = {"paths": sorted(folders), "memory": limits.memory, "seconds": life, "limits": asdict(limits)}
    return subprocess.Popen(  # noqa: S603 - our own program, and no words of a file
        [sys.executable, "-I", "-S", "-X", "utf8", str(program), json.dumps(means)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={},
        start_new_session=True,
    )


def _exchange(process: subprocess.Popen[bytes], request: bytes, seconds: float, most: int) -> bytes:
    """Write a request and read a line, neither of them for longer than the clock allows.

    Raises:
        TimeoutError: The clock ran out.
        EOFError: The child ended, or answered more than it may.
    """
    if process.stdin is None or process.stdout is None:
        raise EOFError
    deadline = time.monotonic() + seconds
    reply, left = bytearray(), memoryview(request)
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdin, selectors.EVENT_WRITE)
        ready.register(process.stdout, selectors.EVENT_READ)
        while not reply.endswith(b"\n"):
            events = ready.select(max(deadline - time.monotonic(), 0))
            if not events and time.monotonic() >= deadline:
                raise TimeoutError
            for key, _ in events:
                if key.fileobj is process.stdin:
                    left = left[os.write(process.stdin.fileno(), left[:65_536]) :]
                    if not left:
                        ready.unregister(process.stdin)
                else:
                    part = os.read(process.stdout.fileno(), 1_048_576)
                    reply += part
                    if not part or len(reply) > most:
                        raise EOFError
    return bytes(reply)
