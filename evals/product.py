"""The only place that opens the product: its library once for a run, a fresh co-pilot for each case. Asks through the public surface only."""

from __future__ import annotations

from collections.abc import Callable

import httpx2

from assistant import Settings, open_copilot
from assistant.model import Answer, Question
from knowledge import Library

__all__ = ["Ask", "asker"]

Ask = Callable[[Question, httpx2.BaseTransport | None], Answer]
"""Answers a question; with a transport, by the model behind it."""

MOCKED = Settings(model="mock-model", base_url="http://mock.invalid/v1", api_key="test")
"""An endpoint that cannot exist (RFC 6761), should a request ever get past the transport."""


def asker(library: Library) -> Ask:
    """Ask the product about one library.

    A co-pilot is opened for each question, so that nothing one case does (a breaker, a cache) can change another's result.
    """

    def ask(question: Question, transport: httpx2.BaseTransport | None) -> Answer:
        if transport is None:
            return open_copilot(Settings(), library=library).ask(question)
        # Imported only for a mocked run: LangChain's OpenAI client costs over a second of CPU.
        from assistant.engines.langchain import LangChainChat

        with httpx2.Client(transport=transport) as client:
            chat = LangChainChat(MOCKED, http_client=client)
            return open_copilot(MOCKED, chat=chat, library=library).ask(question)

    return ask
