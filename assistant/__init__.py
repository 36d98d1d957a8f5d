"""What the co-pilot does. ``open_copilot(Settings())`` works at once: offline engine, built-in guidance."""

from __future__ import annotations

from assistant.copilot import Copilot
from assistant.engines.offline import OfflineEngine
from assistant.model import Answer, Question, Sentence, Step, Turn
from assistant.settings import Settings
from knowledge import Library, open_library
from knowledge.library import Progress
from knowledge.routes import read_crisis_words, read_languages

__all__ = ["Answer", "Copilot", "Question", "Sentence", "Settings", "Step", "Turn", "open_copilot"]


def open_copilot(
    settings: Settings | None = None, *, chat: object | None = None, library: Library | None = None, progress: Progress | None = None, alone: bool = False
) -> Copilot:
    """Open the library and choose the engine.

    Args:
        settings: None takes the defaults: everything in memory, nothing leaves the machine.
        chat: Stands in for the chat model that the settings name (evaluations, tests).
        library: One that is open already; None opens the settings' own.
        progress: Told what is being done while the library opens.
        alone: Refuse when another process owns the data folder; see :func:`knowledge.open_library`.

    Raises:
        UpwardError: Guidance, data folder or settings cannot be used.

    """
    settings = settings or Settings()
    offline = OfflineEngine()
    engine: object = offline
    if settings.model or chat:
        # The chat engine brings LangChain and OpenAI: seconds that a person without a model should not wait.
        from assistant.engines.chat import ChatEngine
        from assistant.engines.langchain import LangChainChat

        engine = ChatEngine(chat or LangChainChat(settings), request_tokens=settings.request_tokens)  # type: ignore[arg-type]
    library = library or open_library(settings.data, progress=progress, alone=alone)
    return Copilot(library, engine, offline, read_crisis_words(), read_languages())  # type: ignore[arg-type]
