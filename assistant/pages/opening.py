"""Open the co-pilot in the background, so that the page is there at once; questions wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Protocol

from assistant.model import Answer, Question, Sentence, Step
from knowledge.model import Document, Passage

__all__ = ["Answers", "Opening", "Shelf"]


PATIENCE = 10.0
"""Seconds that closing waits for an opening that is under way; guessed."""


class Shelf(Protocol):
    """What the page shows of the library."""

    documents: dict[str, Document]
    passages: dict[str, Passage]


class Answers(Protocol):
    """What the page needs of a co-pilot."""

    engine_name: str
    sends_to: str
    """Host that questions are sent to; empty when nothing leaves the machine."""

    @property
    def library(self) -> Shelf:
        """What it answers from."""

    def stream(self, question: Question) -> Iterator[Step | Sentence | Answer]:
        """Steps, then checked sentences, then the answer."""

    def close(self) -> None:
        """Give everything free."""


class Opening:
    """A co-pilot that is being opened, is open, or could not be opened.

    Args:
        open_it: Opens one; slow, and may raise.
    """

    def __init__(self, open_it: Callable[[], Answers]) -> None:
        self._open = open_it
        self._lock = Lock()
        self._future: Future[Answers] | None = None
        self._thread: Thread | None = None
        self._closed = False

    @property
    def state(self) -> str:
        """``starting``, ``ready`` or ``failed``."""
        future = self._future
        if future is None or not future.done():
            return "starting"
        return "failed" if future.exception() else "ready"

    def start(self) -> None:
        """Begin to open, or begin again when it failed; does nothing while it is under way or open."""
        with self._lock:
            if self._closed or (self._future and not (self._future.done() and self._future.exception())):
                return
            self._future = Future()
            self._thread = Thread(target=self._work, args=(self._future,), name="opening", daemon=True)
            self._thread.start()

    def copilot(self, timeout: float | None = None) -> Answers:
        """The co-pilot, once it is open.

        Raises:
            Exception: Whatever opening raised.
            TimeoutError: It is not open after ``timeout`` seconds.
        """
        if self._future is None:
            self.start()
        if self._future is None:
            raise RuntimeError("the co-pilot was closed before it was opened")
        return self._future.result(timeout)

    def close(self) -> None:
        """Close the co-pilot; one that is still opening is waited for a little, then left to end with the process."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        if self._thread and self._future:
            self._thread.join(timeout=PATIENCE)
            if self._future.done() and not self._future.exception():
                self._future.result().close()

    def _work(self, future: Future[Answers]) -> None:
        try:
            copilot = self._open()
        except BaseException as error:  # noqa: BLE001 - handed to whoever asks for the co-pilot
            future.set_exception(error)
            return
        future.set_result(copilot)
