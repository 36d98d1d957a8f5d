"""The only place that opens the product: its library and its co-pilot once for a run. Asks through the public surface only."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx2

from assistant import Copilot, Settings, open_copilot
from assistant.model import Answer, Question
from evals.case import EngineName
from evals.mock import MockedModel, UnmatchedRequest
from knowledge import Library

__all__ = ["Ask", "Line", "open_product"]

Ask = Callable[[Question, MockedModel | None], Answer]
"""Answers a question, in a mocked run by that model."""

MOCKED = Settings(model="mock-model", base_url="http://mock.invalid/v1", api_key="test")
"""An endpoint that cannot exist (RFC 6761), should a request ever get past the transport."""


class Line(httpx2.BaseTransport):
    """The one transport of a run: leads each thread's requests to the model of the case that the thread is at.

    Opening a co-pilot for each case would cost 0.1 s of CPU; this way it is opened once.
    """

    def __init__(self) -> None:
        self._at = threading.local()
        self.strays: list[str] = []
        """Requests from outside any case: from a thread that the product started, or left running."""

    def switch(self, model: MockedModel | None) -> None:
        """Lead this thread's requests to that model."""
        self._at.model = model

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass a request on."""
        model: MockedModel | None = getattr(self._at, "model", None)
        if model is None:
            self.strays.append(f"{request.method} {request.url.path}")
            raise UnmatchedRequest("A request was made outside any case.")
        return model.handle_request(request)

    def clock(self) -> float:
        """The virtual seconds of this thread's case."""
        model: MockedModel | None = getattr(self._at, "model", None)
        return model.waited if model else 0.0

    def sleep(self, seconds: float) -> None:
        """Let them go by."""
        if model := getattr(self._at, "model", None):
            model.sleep(seconds)


def open_product(library: Library, engine: EngineName) -> tuple[Ask, Line]:
    """The product on one library, and the line under its model."""
    line = Line()
    copilot = open_copilot(Settings(), library=library) if engine == "offline" else _mocked(library, line)

    def ask(question: Question, model: MockedModel | None) -> Answer:
        line.switch(model)
        try:
            return copilot.ask(question)
        finally:
            line.switch(None)

    return ask, line


def _mocked(library: Library, line: Line) -> Copilot:
    # Imported only for a mocked run: LangChain's OpenAI client costs over a second of CPU.
    from assistant.engines.chat import ChatEngine
    from assistant.engines.langchain import LangChainChat

    engine = ChatEngine(LangChainChat(MOCKED, http_client=httpx2.Client(transport=line)), clock=line.clock, sleep=line.sleep)
    return open_copilot(MOCKED, engine=engine, library=library)
