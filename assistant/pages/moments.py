"""Two ways of preparing as Gradio components: words for a hard moment, and what next. Layout and events only."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.pages import wordview
from assistant.pages.ask import SMALL, html
from assistant.pages.finding import Finder
from assistant.pages.library import SHOWN
from assistant.pages.prepare import PreparePage
from assistant.plans import Topic

__all__ = ["NextPart", "WordsPart"]

NO_WORDS = "Three ways of saying it appear here: hedged, plain and direct, with a question that asks permission first, and what to do if it goes badly."
NO_TOPICS = "Suggestions appear here, the nearest to your goals first, and one that goes further."


class WordsPart:
    """Builds the words for a hard moment inside an open tab.

    Args:
        finder: What happens.
        role: The role switch of the rail.
    """

    def __init__(self, finder: Finder, role: gr.Radio) -> None:
        self.finder = finder
        with gr.Column(elem_id="prep-words", elem_classes="fields"):
            with gr.Column(elem_id="words-form"):
                self.situation = gr.Textbox(
                    label="What is the moment?", info="What happened, or what you have to say. No names are needed.", lines=3, max_lines=8, interactive=True,
                    elem_id="words-situation",
                )  # fmt: skip
                self.find = gr.Button("Find words", variant="primary", elem_id="words-find")
            self.card = html(wordview.empty(NO_WORDS), elem_id="words-card", elem_classes="bare")
        self.another = gr.Textbox("", elem_id="words-another", label="Another moment", visible="hidden", interactive=True)
        self.find.click(finder.words, [self.situation, role], self.card, concurrency_limit=4, **SHOWN)
        chosen = self.another.submit(lambda text: text, self.another, self.situation, **SMALL)
        chosen.then(finder.words, [self.another, role], self.card, concurrency_limit=4, **SHOWN)


class NextPart:
    """Builds the suggestions of topics inside an open tab.

    Args:
        finder: What happens.
        prepare: The page around it, whose form a chosen topic fills.
    """

    def __init__(self, finder: Finder, prepare: PreparePage) -> None:
        self._prepare = prepare
        with gr.Row(elem_id="prep-next", elem_classes="two"):
            with gr.Column(elem_classes="fields"):
                self.goals = gr.Textbox(label="What do the two of you want to get better at?", lines=3, max_lines=6, interactive=True, elem_id="next-goals")
                self.senior = gr.Textbox(
                    label="Who is your senior?",
                    info="Role and context only. No personal details.",
                    lines=1,
                    max_lines=3,
                    interactive=True,
                    elem_id="next-senior",
                )
                self.sector = gr.Textbox(label="Sector", info="Optional.", lines=1, max_lines=1, interactive=True, elem_id="next-sector")
                self.covered = gr.Textbox(
                    label="What have you covered?", info="Optional, one a line.", lines=2, max_lines=8, interactive=True, elem_id="next-covered"
                )
                self.promised = gr.Textbox(
                    label="Promised last time and still open", info="Optional, one a line.", lines=2, max_lines=6, interactive=True, elem_id="next-promised"
                )
                self.suggest = gr.Button("Suggest topics", variant="primary", elem_id="next-find")
            with gr.Column(elem_classes="result"):
                with gr.Row(visible=False, elem_classes="actions") as self.tools:
                    self.send = gr.Button("Make an agenda of the first two", elem_id="next-send")
                self.list = html(wordview.empty(NO_TOPICS), elem_id="next-list", elem_classes="bare")
        self.found: gr.State = gr.State(())
        self.pick = gr.Textbox("", elem_id="next-pick", label="Chosen topic", visible="hidden", interactive=True)
        self._finder = finder
        given = [self.goals, self.senior, self.sector, self.covered, self.promised]
        self.suggest.click(self._suggest, given, [self.list, self.found, self.tools], concurrency_limit=4, **SHOWN)
        filled = [prepare.mode, prepare.topic, prepare.senior, prepare.promised]
        self.pick.submit(_picked, [self.pick, self.found, self.senior, self.promised], filled, **SMALL)

    def _suggest(self, *given: str) -> Any:
        for shown, found in self._finder.topics(*given):
            yield shown, found, gr.Row(visible=bool(found))


def _picked(number: str, found: tuple[Topic, ...], senior: str, promised: str) -> tuple[Any, ...]:
    """The form of a plan, filled with the chosen topic."""
    if not number.isdigit() or not 0 < int(number) <= len(found):
        return (gr.skip(),) * 4
    return "plan", found[int(number) - 1].title, senior or gr.skip(), promised or gr.skip()
