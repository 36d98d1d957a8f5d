"""The only place that opens the product: its library and its co-pilot once for a run. Asks through the public surface only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeVar

import httpx2

from assistant import Copilot, Settings, open_copilot
from assistant.model import Answer, Question
from assistant.plans import Agenda, AgendaRequest, Brief, SeniorBrief, TeachingPlan
from evals.form import EngineName
from evals.mock import MockedModel, UnmatchedRequest
from evals.session import TODAY
from knowledge import Library

__all__ = ["Line", "Product", "open_product"]

Asked = TypeVar("Asked")
Got = TypeVar("Got")


def _not_there(asked: object, model: MockedModel | None) -> NoReturn:
    raise NotImplementedError(f"This product takes no {type(asked).__name__}.")


@dataclass(frozen=True, slots=True)
class Product:
    """What is measured: its verbs, each in a mocked run with that model."""

    ask: Callable[[Question, MockedModel | None], Answer] = _not_there
    prepare: Callable[[Brief, MockedModel | None], TeachingPlan | SeniorBrief] = _not_there
    agenda: Callable[[AgendaRequest, MockedModel | None], Agenda] = _not_there


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


def open_product(library: Library, engine: EngineName) -> tuple[Product, Line]:
    """The product on one library, and the line under its model."""
    line = Line()
    copilot = open_copilot(Settings(), library=library) if engine == "offline" else _mocked(library, line)

    def led(verb: Callable[[Asked], Got]) -> Callable[[Asked, MockedModel | None], Got]:
        def call(asked: Asked, model: MockedModel | None) -> Got:
            line.switch(model)
            try:
                return verb(asked)
            finally:
                line.switch(None)

        return call

    return Product(led(copilot.ask), led(lambda brief: copilot.prepare(brief, TODAY)), led(lambda request: copilot.agenda(request, TODAY))), line


def _mocked(library: Library, line: Line) -> Copilot:
    # Imported only for a mocked run: LangChain's OpenAI client costs over a second of CPU.
    from assistant.engines.chat import ChatEngine
    from assistant.engines.langchain import LangChainChat

    engine = ChatEngine(LangChainChat(MOCKED, http_client=httpx2.Client(transport=line)), clock=line.clock, sleep=line.sleep)
    return open_copilot(MOCKED, engine=engine, library=library)
