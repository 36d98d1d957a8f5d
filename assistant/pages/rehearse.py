"""Rehearsal as Gradio components, wired to :class:`Stage`. Layout and events only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.pages import wordview
from assistant.pages.ask import html
from assistant.pages.library import SHOWN
from assistant.pages.rehearsing import PERSONAS, Played, Stage

__all__ = ["RehearsePart"]

NOTHING = "Choose whom to practise with and begin. The senior speaks first; you write what you would say aloud."


class RehearsePart:
    """Builds the rehearsal inside an open tab.

    Args:
        stage: What happens.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        with gr.Row(elem_id="prep-rehearse", elem_classes="two"):
            with gr.Column(elem_classes="fields"):
                self.topic = gr.Textbox(label="What is the session about?", lines=2, max_lines=4, interactive=True, elem_id="stage-topic")
                self.persona = gr.Radio(list(PERSONAS), value="busy", label="Your senior is", interactive=True, elem_id="stage-persona", elem_classes="chips")
                self.begin = gr.Button("Begin", variant="primary", elem_id="stage-begin")
            with gr.Column(elem_classes="result"):
                self.shown = html(wordview.empty(NOTHING), elem_id="stage-shown", elem_classes="bare")
                with gr.Column(visible=False, elem_id="stage-tools", elem_classes="fields") as self.tools:
                    self.line = gr.Textbox(
                        label="What do you say?", info="Enter says it.", lines=1, max_lines=6, interactive=True, elem_id="stage-line", max_length=2000
                    )
                    with gr.Row(elem_classes="actions"):
                        self.say = gr.Button("Say it", variant="primary", elem_id="stage-say")
                        self.wait = gr.Button("Say nothing and wait", elem_id="stage-wait")
                        self.end = gr.Button("End and look back", elem_id="stage-end")
        self.rehearsal: gr.State = gr.State(None)
        self._wire()

    def _wire(self) -> None:
        outputs = [self.shown, self.rehearsal, self.tools, self.line]
        one_by_one: dict[str, Any] = {"concurrency_limit": 4, "concurrency_id": "stage", **SHOWN}
        self.begin.click(self._begin, [self.topic, self.persona], outputs, **one_by_one)
        gr.on([self.say.click, self.line.submit], lambda *given: _played(self._stage.say(*given)), [self.line, self.rehearsal], outputs, **one_by_one)
        self.wait.click(lambda rehearsal: _played(self._stage.say("", rehearsal)), self.rehearsal, outputs, **one_by_one)
        self.end.click(lambda rehearsal: _played(self._stage.end(rehearsal)), self.rehearsal, outputs, **one_by_one)

    def _begin(self, topic: str, persona: str) -> Iterator[tuple[Any, ...]]:
        yield from map(_played, self._stage.begin(topic, persona))


def _played(now: Played) -> tuple[Any, ...]:
    return now.shown, now.rehearsal, gr.Column(visible=now.rehearsal is not None and (now.open or now.rehearsal.over)), "" if now.spent else gr.skip()
