"""What the co-pilot does. ``open_copilot(Settings())`` works at once: offline engine, built-in guidance."""

from __future__ import annotations

from assistant.copilot import Copilot, Engine
from assistant.engines.offline import OfflineEngine
from assistant.gaps import Gaps
from assistant.model import Answer, Question, Sentence, Step, Turn
from assistant.settings import Settings
from knowledge import Library, open_library
from knowledge.library import Progress
from knowledge.routes import read_crisis_words, read_languages

__all__ = ["Answer", "Copilot", "Question", "Sentence", "Settings", "Step", "Turn", "open_copilot"]


def open_copilot(
    settings: Settings | None = None, *, engine: Engine | None = None, library: Library | None = None, progress: Progress | None = None, alone: bool = False
) -> Copilot:
    """Open the library and choose the engine.

    Args:
        settings: None takes the defaults: everything in memory, nothing leaves the machine.
        engine: Stands in for the one that the settings name (evaluations, tests).
        library: One that is open already; None opens the settings' own.
        progress: Told what is being done while the library opens.
        alone: Refuse when another process owns the data folder; see :func:`knowledge.open_library`.

    Raises:
        UpwardError: Guidance, data folder or settings cannot be used.
    """
    settings = settings or Settings()
    engine = engine or (_chat_engine(settings) if settings.model else OfflineEngine())
    library = library or open_library(settings.data, progress=progress, alone=alone)
    gaps = Gaps(settings.data / "gaps.sqlite" if settings.data and library.owned else None)
    return Copilot(library, engine, OfflineEngine(), read_crisis_words(), read_languages(), gaps)


def _chat_engine(settings: Settings) -> Engine:
    # LangChain and OpenAI take seconds to load, which a person without a model should not wait.
    from assistant.engines.chat import ChatEngine
    from assistant.engines.langchain import LangChainChat

    return ChatEngine(LangChainChat(settings), request_tokens=settings.request_tokens)
