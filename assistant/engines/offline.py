"""Carry out a task by rule: no key, no network, the same result every time."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.model import AnswerRequest, Sentence, Trace
from assistant.tasks.answer import AnswerTask
from assistant.tasks.whole import Request, Result, WholeTask

__all__ = ["OfflineEngine"]


class OfflineEngine:
    """Composes from the guidance itself."""

    name = "offline"
    sends_to = ""

    def run(self, task: AnswerTask, request: AnswerRequest) -> Iterator[Sentence | Trace]:
        """The sentences, then the trace."""
        yield from task.offline(request)
        yield Trace(self.name)

    def write(self, task: WholeTask[Request, Result], request: Request) -> tuple[Result, Trace]:
        """The whole result, and the trace."""
        return task.offline(request), Trace(self.name)
