"""The Ask page as Gradio components, wired to :class:`Chat`. Layout and events only."""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.events import Dependency

from assistant.model import Role
from assistant.pages import parts
from assistant.pages.chat import Chat
from assistant.pages.conversation import Conversation
from assistant.pages.feedback import REASONS
from assistant.pages.messages import ACTS

__all__ = ["AskPage", "html"]

PLACEHOLDER = "What would you like to know?"
AT_ONCE = 8
"""Answers worked on at the same time; guessed for two cores."""
SMALL: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def html(value: str, *, ours: bool = False, **given: Any) -> gr.Markdown:
    """A part of the page as HTML. gr.HTML would do, but evaluates its value as a template, which our content security policy forbids.

    Args:
        value: On one line, so that Markdown leaves it alone.
        ours: True when every word of it stands in this code: only then attributes that the sanitiser removes are kept.
        **given: Passed on.
    """
    return gr.Markdown(value, sanitize_html=not ours, latex_delimiters=[], **given)


class AskPage:
    """Builds the page inside an open ``gr.Blocks``.

    Args:
        chat: What happens.
        role: The role switch of the rail.
        pill: Where the rail shows the engine.
    """

    def __init__(self, chat: Chat, role: gr.Radio, pill: gr.Markdown) -> None:
        self._chat = chat
        self._role = role
        self._pill = pill
        with gr.Row(elem_id="ask-grid"):
            self._build_conversation()
            with gr.Column(elem_id="sources"):
                self.panel = html(parts.shelf_card(None), elem_id="panel")
        self._wire()

    def _build_conversation(self) -> None:
        with gr.Column(elem_id="talk"):
            html('<h1 class="sr-only">Ask</h1>', ours=True, elem_classes="bare")
            self.greeting = html(parts.greeting(Role.MENTOR), ours=True, elem_id="greeting")
            self.shown = gr.Chatbot(
                elem_id="chat", label="Conversation", show_label=False, visible=False, container=False, layout="panel", height="100%", buttons=["copy"],
                autoscroll=False, feedback_options=["Like", "Dislike"], sanitize_html=True, latex_delimiters=[], allow_tags=False, allow_file_downloads=False,
            )  # fmt: skip
            with gr.Column(visible=False, elem_id="reasons") as self.reasons:
                html('<p id="why-poor">What was wrong with it?</p>', elem_classes="bare")
                with gr.Row(elem_classes="reason-row"):
                    self.reason_buttons = [gr.Button(words, size="sm") for words in REASONS]
                    self.no_reason = gr.Button("Close", size="sm")
            self.composer = gr.Textbox(
                elem_id="composer", label="Your question", show_label=False, placeholder=PLACEHOLDER, submit_btn=True, stop_btn=False, lines=1, max_lines=6,
                container=False, interactive=True, max_length=20_000,
            )  # fmt: skip
            with gr.Row(elem_id="below"):
                self.notice = html(parts.notice(None), elem_id="notice")
                self.fresh = gr.Button("New conversation", elem_id="fresh", size="sm", visible=False)
        self.picked = gr.Textbox(elem_id="picked", label="Chosen question", visible="hidden", interactive=True)
        self.kept = gr.State(())

    def _wire(self) -> None:
        chat = self._chat
        self._outputs = [self.shown, self.kept, self.panel, self.composer]
        taken = [*self._outputs, self.greeting, self.fresh]
        given = [self._role, self.kept]
        runs: list[Any] = [
            self._answer_after(self.composer.submit(self._take, [self.composer, *given], taken, api_name="take", **SMALL | {"api_visibility": "undocumented"})),
            self._answer_after(self.picked.submit(self._pick, [self.picked, *given], [*taken, self.picked], **SMALL)),
            self._answer_after(self.shown.option_select(self._chosen, given, taken, **SMALL)),
            self._answer_after(self.shown.retry(chat.repeat, self.kept, self._outputs, **SMALL)),
        ]
        self.composer.stop(chat.stop, self.kept, self._outputs, cancels=runs, **SMALL)
        self.fresh.click(self._begin_again, self._role, [*taken, self.reasons], cancels=runs, **SMALL)
        self.shown.like(self._rated, None, self.reasons, **SMALL)
        for button in self.reason_buttons:
            button.click(chat.reason, button, self.reasons, **SMALL)
        self.no_reason.click(lambda: gr.Column(visible=False), None, self.reasons, **SMALL)
        self._role.change(lambda role: parts.greeting(Role(role)), self._role, self.greeting, **SMALL)

    def on_load(self, page: gr.Blocks) -> None:
        """Fill in what is known once the co-pilot is open."""
        page.load(self._chat.ready, None, [self.panel, self.notice, self._pill], show_progress="hidden", api_visibility="private", concurrency_limit=None)

    def _answer_after(self, taken: Dependency) -> Any:
        return taken.success(
            self._chat.answer, self.kept, self._outputs, show_progress="hidden", concurrency_limit=AT_ONCE, concurrency_id="answers", api_name="answer",
            api_visibility="undocumented",
        )  # fmt: skip

    def _take(self, text: str, role: str, kept: Conversation) -> tuple[Any, ...]:
        return _begun(self._chat.take(text, role, kept))

    def _pick(self, text: str, role: str, kept: Conversation) -> tuple[Any, ...]:
        *shown, _ = self._chat.take(text, role, kept)
        return (*_begun((*shown, gr.skip())), "")

    def _chosen(self, role: str, kept: Conversation, event: gr.SelectData) -> tuple[Any, ...]:
        if event.value in ACTS:
            return (gr.skip(),) * 6
        *shown, _ = self._chat.take(str(event.value), role, kept)
        return _begun((*shown, gr.skip()))

    def _begin_again(self, role: str) -> tuple[Any, ...]:
        start = parts.greeting(Role(role))
        panel = next(iter(self._chat.ready()))[0]
        composer = gr.Textbox(submit_btn=True, stop_btn=False)
        return (
            gr.Chatbot(value=[], visible=False),
            (),
            panel,
            composer,
            gr.Markdown(value=start, visible=True),
            gr.Button(visible=False),
            gr.Column(visible=False),
        )

    def _rated(self, event: gr.LikeData) -> Any:
        return self._chat.rate(event.liked if isinstance(event.liked, bool) else None)


def _begun(update: tuple[Any, ...]) -> tuple[Any, ...]:
    """Show the conversation in place of the greeting once there is one."""
    shown, *rest = update
    if isinstance(shown, list):
        return (gr.Chatbot(value=shown, visible=True), *rest, gr.Markdown(visible=False), gr.Button(visible=True))
    return (*update, gr.skip(), gr.skip())
