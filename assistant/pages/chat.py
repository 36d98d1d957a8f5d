"""The Ask page: questions, answers as they are checked, and the passages beside them. Handlers call one verb and show the result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.model import Role
from assistant.pages import parts
from assistant.pages.conversation import Conversation, Exchange, asked, question_of, with_last
from assistant.pages.feedback import Feedback
from assistant.pages.messages import OPENING, messages
from assistant.pages.opening import Answers, Opening
from assistant.pages.pace import Pace
from assistant.pages.trouble import trouble

__all__ = ["Chat", "Update", "composer"]

Update = tuple[Any, Any, Any, Any]
"""New values of: the conversation as shown, the conversation as kept, the sources, the composer."""
NOTHING: Update = (gr.skip(), gr.skip(), gr.skip(), gr.skip())


class Chat:
    """What happens on the Ask page; knows no layout.

    Args:
        opening: The co-pilot, perhaps still opening.
        feedback: Counts what people thought of answers.
    """

    def __init__(self, opening: Opening, feedback: Feedback) -> None:
        self._opening = opening
        self._feedback = feedback

    def take(self, text: str, role: str, conversation: Conversation) -> Update:
        """Take a question in: it is shown at once and the composer is emptied. Blank, or while an answer is under way, nothing happens."""
        if not text.strip() or (conversation and conversation[-1].pending):
            return NOTHING
        return self._shown(asked(conversation, text.strip(), Role(role)), composer(busy=True, value=""))

    def repeat(self, conversation: Conversation) -> Update:
        """Ask the last question again, in place of its answer."""
        if not conversation or conversation[-1].pending:
            return NOTHING
        *before, last = conversation
        return self._shown(asked(tuple(before), last.question, last.role), composer(busy=True, value=""))

    def answer(self, conversation: Conversation) -> Iterator[Update]:
        """Answer the last question as it comes: steps, then checked sentences, then the whole."""
        if not conversation or not conversation[-1].pending:
            yield NOTHING
            return
        exchange = conversation[-1]
        pace = Pace()
        try:
            for now in self._steps(conversation):
                pace.wait()
                grown = len(now.sentences) > len(exchange.sentences) or now.answer is not None
                exchange = now
                yield self._shown(with_last(conversation, exchange), panel=grown)
        except Exception as error:  # noqa: BLE001 - a page tells people in words, whatever it was
            exchange = replace(exchange, problem=trouble(error, "Your question is kept below; nothing was lost. Try again."))
        if exchange.problem:
            yield self._shown(with_last(conversation, exchange), composer(busy=False, value=exchange.question))
        else:
            yield (gr.skip(), gr.skip(), gr.skip(), composer(busy=False))

    def stop(self, conversation: Conversation) -> Update:
        """Keep what was shown and say that it was stopped."""
        if not conversation or not conversation[-1].pending:
            return (gr.skip(), gr.skip(), gr.skip(), composer(busy=False))
        return self._shown(with_last(conversation, replace(conversation[-1], stopped=True)), composer(busy=False))

    def rate(self, liked: bool | None) -> Any:
        """Count a thumb; on a thumb down the reasons appear."""
        if liked is not None:
            self._feedback.add("good" if liked else "poor")
        return gr.Column(visible=liked is False)

    def reason(self, words: str) -> Any:
        """Count why an answer was poor."""
        self._feedback.add(words)
        return gr.Column(visible=False)

    def ready(self) -> Iterator[tuple[str, str, str]]:
        """Panel, notice and engine once the co-pilot is open, or why it is not."""
        if self._opening.state != "ready":
            yield parts.shelf_card(None), parts.notice(None), parts.engine_pill(None)
        try:
            copilot = self._opening.copilot()
        except Exception as error:  # noqa: BLE001 - as above
            problem = trouble(error, "Nothing was lost. Start Upward again.", "The library could not be opened.")
            yield parts.trouble_card(problem), parts.notice(None, problem), parts.engine_pill(None, failed=True)
        else:
            yield parts.shelf_card(copilot.library), parts.notice(copilot), parts.engine_pill(copilot)

    def _steps(self, conversation: Conversation) -> Iterator[Exchange]:
        exchange = conversation[-1]
        if self._opening.state == "failed":
            self._opening.start()
        if self._opening.state != "ready":
            yield replace(exchange, steps=(OPENING,))
        with closing(self._opening.copilot().stream(question_of(conversation))) as events:  # type: ignore[type-var]  # a generator
            for event in events:
                exchange = exchange.after(event)
                yield exchange

    def _shown(self, conversation: Conversation, field: Any = None, *, panel: bool = False) -> Update:
        copilot = self._open()
        passages = copilot.library.passages if copilot else {}
        sources = parts.sources(conversation, passages) if panel else gr.skip()
        return messages(conversation, passages), conversation, sources, gr.skip() if field is None else field

    def _open(self) -> Answers | None:
        return self._opening.copilot() if self._opening.state == "ready" else None


def composer(*, busy: bool, **given: Any) -> gr.Textbox:
    """The composer with its Send button, or with Stop while an answer is under way."""
    return gr.Textbox(submit_btn=not busy, stop_btn=busy, **given)
