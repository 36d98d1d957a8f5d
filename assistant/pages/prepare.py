"""The Prepare page as Gradio components: a plan or a brief, words for a hard moment, rehearsal, and what next. Layout and events only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.model import Role
from assistant.pages import planview
from assistant.pages.ask import SMALL, html
from assistant.pages.library import SHOWN
from assistant.pages.planning import Form, History, Planner, Shown
from assistant.plans import TeachingPlan

__all__ = ["MODES", "PreparePage", "head"]

MODES = (("Plan a session", "plan"), ("Words for a hard moment", "words"), ("Rehearse", "rehearse"), ("What next?", "next"))
LENGTHS = [("20 min", "20"), ("30 min", "30"), ("45 min", "45"), ("60 min", "60"), ("90 min", "90"), ("Other", "other")]
LEVELS = [("New to it", "new"), ("Knows some", "some"), ("Fluent", "fluent")]
AT_ONCE = 4
"""Plans written at the same time; guessed for two cores."""
HEADS = {
    Role.MENTOR: ("Prepare a session", "A plan you can teach from, shaped to one person and one outcome."),
    Role.SENIOR: ("Get ready for a session", "One page: what to expect, ten minutes of preparation, three questions worth asking."),
}
LABELS = {
    Role.MENTOR: (
        "What will you teach?",
        "Who is it for?",
        "How far along are they?",
        "What should they be able to do afterwards?",
        "Promised last time and still open",
        "Write the plan",
    ),
    Role.SENIOR: (
        "What will you learn about?",
        "What is your role?",
        "How much do you know already?",
        "What would you like to be able to do?",
        "What you promised last time",
        "Write the brief",
    ),
}
ROLE_ONLY = "Role and context only. No personal details."


def head(role: Role) -> str:
    """Title of the page and what it is for."""
    title, about = HEADS[_whose(role)]
    return f'<header class="pagehead"><h1>{title}</h1><p>{about}</p></header>'


class PreparePage:
    """Builds the page inside an open ``gr.Tab``; the other ways of preparing are added by whoever builds them below ``mode``.

    Args:
        planner: What happens.
        role: The role switch of the rail.
        tab: The tab it stands in.
    """

    def __init__(self, planner: Planner, role: gr.Radio, tab: gr.Tab) -> None:
        self._planner = planner
        self._role = role
        self._tab = tab
        self.head = html(head(Role.MENTOR), ours=True, elem_id="prep-head", elem_classes="bare")
        self.mode = gr.Radio(list(MODES), value="plan", label="Way of preparing", elem_id="prep-mode", interactive=True)
        with gr.Row(elem_id="prep-plan", elem_classes="two"):
            with gr.Column(elem_id="prep-form", elem_classes="fields"):
                self._build_form()
            with gr.Column(elem_id="prep-result", elem_classes="result"):
                self._build_tools()
                self.card = html(planview.empty_card(Role.MENTOR), elem_id="prep-card", elem_classes="bare")
        self.history: gr.State = gr.State(())
        self.key = gr.State("", delete_callback=planner.forget)
        self._wire()

    def _build_form(self) -> None:
        topic, senior, level, outcome, promised, write = LABELS[Role.MENTOR]
        self.topic = gr.Textbox(label=topic, lines=2, max_lines=4, interactive=True, elem_id="prep-topic")
        self.senior = gr.Textbox(label=senior, info=ROLE_ONLY, lines=1, max_lines=3, interactive=True, elem_id="prep-senior")
        self.length = gr.Radio(LENGTHS, value="45", label="Length", interactive=True, elem_id="prep-length", elem_classes="chips")
        self.minutes = gr.Number(label="Minutes", precision=0, interactive=True, elem_id="prep-minutes", elem_classes="other")
        self.level = gr.Radio(LEVELS, value="some", label=level, interactive=True, elem_id="prep-level", elem_classes="chips")
        self.outcome = gr.Textbox(label=outcome, info="Optional.", lines=2, max_lines=4, interactive=True, elem_id="prep-outcome")
        self.day = gr.Textbox(label="Date of the session", info="Optional.", lines=1, max_lines=1, interactive=True, elem_id="prep-day", elem_classes="day")
        self.promised = gr.Textbox(label=promised, info="Optional, one a line.", lines=2, max_lines=6, interactive=True, elem_id="prep-promised")
        self.write = gr.Button(write, variant="primary", elem_id="prep-write")
        self.notice = html("", elem_id="prep-notice", elem_classes="bare")

    def _build_tools(self) -> None:
        with gr.Column(visible=False, elem_id="prep-tools") as self.tools:
            with gr.Row(elem_classes="actions"):
                self.send = gr.Button("Send to agenda", variant="primary", elem_id="prep-send")
                self.links = html("", elem_id="prep-links", elem_classes="bare")
            with gr.Row(elem_classes="wish"):
                self.wish = gr.Textbox(
                    label="What should be different?", placeholder="shorter, more playful, she is a lawyer", lines=1, max_lines=1, interactive=True,
                    elem_id="prep-wish", max_length=300,
                )  # fmt: skip
                self.change = gr.Button("Change it", elem_id="prep-change")
            self.back = gr.Button("Back to the version before", size="sm", visible=False, elem_id="prep-back")

    def _wire(self) -> None:
        kept = [self.history, self.key]
        form = [self.topic, self.senior, self.length, self.minutes, self.level, self.outcome, self.day, self.promised, self._role]
        self.outputs = [self.card, self.links, self.history, self.key, self.tools, self.send, self.back]
        self.write.click(self._write, [*form, *kept], self.outputs, concurrency_limit=AT_ONCE, concurrency_id="plans", **SHOWN)
        gr.on(
            [self.change.click, self.wish.submit], self._refine, [self.wish, *kept], [*self.outputs, self.wish],
            concurrency_limit=AT_ONCE, concurrency_id="plans", **SHOWN,
        )  # fmt: skip
        self._tab.select(self._planner.notice, None, self.notice, concurrency_limit=None, **SHOWN)
        self.back.click(lambda *kept: _shown(self._planner.back(*kept)), kept, self.outputs, **SMALL)
        words = [self.head, self.topic, self.senior, self.outcome, self.promised, self.level, self.write, self.card]
        self._role.change(_worded, [self._role, self.history], words, **SMALL)

    def _write(self, *given: Any) -> Iterator[tuple[Any, ...]]:
        *form, history, key = given
        for shown in self._planner.write(Form(*form), history, key):
            yield _shown(shown)

    def _refine(self, wish: str, history: History, key: str) -> Iterator[tuple[Any, ...]]:
        for shown in self._planner.refine(wish, history, key):
            grown = len(shown.history) > len(history) or (shown.done and shown.history is not history)
            yield (*_shown(shown), "" if grown else gr.skip())


def _shown(shown: Shown) -> tuple[Any, ...]:
    """New values of the outputs; while a plan is written, what can be done with the last one is put away."""
    there = bool(shown.history) and shown.done
    is_plan = there and isinstance(shown.history[-1].result, TeachingPlan)
    several = there and len(shown.history) > 1
    return shown.card, shown.links, shown.history, shown.key, gr.Column(visible=there), gr.Button(visible=is_plan), gr.Button(visible=several)


def _worded(name: str, history: History) -> tuple[Any, ...]:
    """The page in the words of the role."""
    role = Role(name)
    topic, senior, level, outcome, promised, write = LABELS[_whose(role)]
    empty = gr.skip() if history else planview.empty_card(role)
    boxes = [gr.Textbox(label=label) for label in (topic, senior, outcome, promised)]
    return (head(role), *boxes, gr.Radio(label=level), gr.Button(write), empty)


def _whose(role: Role) -> Role:
    return Role.SENIOR if role is Role.SENIOR else Role.MENTOR
