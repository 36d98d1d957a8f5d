"""The page on a free port of this machine, in a thread, with a stand-in or any other co-pilot behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.pages.opening import Answers, Opening
from assistant.pages.site import Server


@dataclass(frozen=True)
class Served:
    url: str
    opening: Opening


@contextmanager
def served(open_it: Callable[[], Answers], *, wait: bool = True) -> Iterator[Served]:
    opening = Opening(open_it)
    server = Server(opening, port=0, log_level="error")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    if wait:
        opening.copilot(timeout=30)
    try:
        yield Served(f"http://127.0.0.1:{port}", opening)
    finally:
        server.should_exit = True
        thread.join(timeout=15)
