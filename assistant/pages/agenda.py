"""The Agenda page as Gradio components, wired to :class:`Drafter`. Layout and events only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.pages import agendaview
from assistant.pages.ask import html
from assistant.pages.drafting import Drafter, Laid, Slot, slot_of
from assistant.pages.editing import Draft
from assistant.pages.library import SHOWN
from assistant.pages.prepare import LENGTHS

__all__ = ["AgendaPage", "laid"]


class AgendaPage:
    """Builds the page inside an open ``gr.Tab``.

    Args:
        drafter: What happens.
    """

    def __init__(self, drafter: Drafter) -> None:
        self.drafter = drafter
        html(agendaview.HEAD, ours=True, elem_id="ag-head", elem_classes="bare")
        with gr.Row(elem_id="ag-grid"):
            with gr.Column(elem_id="ag-left"):
                self._build_slot()
                self.sum = html(agendaview.empty(), elem_id="ag-sum", elem_classes="bare")
                self.links = html("", elem_id="ag-links", elem_classes="bare")
                self.items = html("", elem_id="ag-items", elem_classes="bare")
                self.about = html("", elem_id="ag-about", elem_classes="bare")
            with gr.Column(elem_id="ag-right", elem_classes="fields"):
                self._build_goals()
        self.sent = gr.Textbox("", elem_id="ag-sent", label="Edit", visible="hidden", interactive=True)
        self.draft: gr.State = gr.State(None)
        self.key = gr.State("", delete_callback=drafter.forget)
        self._wire()

    def _build_slot(self) -> None:
        with gr.Row(elem_id="ag-slot", elem_classes="fields"):
            self.length = gr.Radio(LENGTHS, value="45", label="Slot", interactive=True, elem_id="ag-length", elem_classes="chips")
            self.minutes = gr.Number(label="Minutes", precision=0, interactive=True, elem_id="ag-minutes", elem_classes="other")
            self.starts = gr.Textbox(label="Starts", lines=1, max_lines=1, interactive=True, elem_id="ag-starts", elem_classes="moment")
            self.next_day = gr.Textbox(label="Next session", lines=1, max_lines=1, interactive=True, elem_id="ag-next", elem_classes="day")

    def _build_goals(self) -> None:
        html("<h2>Make one</h2>", ours=True, elem_classes="bare")
        self.goals = gr.Textbox(label="What do you want to get done?", info="One a line.", lines=3, max_lines=8, interactive=True, elem_id="ag-goals")
        self.promised = gr.Textbox(
            label="Promised last time and still open",
            info="Optional, one a line. It comes first.",
            lines=2,
            max_lines=6,
            interactive=True,
            elem_id="ag-promised",
        )
        self.make = gr.Button("Make the agenda", variant="primary", elem_id="ag-make")

    def _wire(self) -> None:
        self.slot = [self.length, self.minutes, self.starts, self.next_day]
        self.kept = [self.draft, self.key]
        self.outputs = [self.sum, self.items, self.links, self.about, *self.kept, *self.slot]
        self.make.click(self._from_goals, [self.goals, self.promised, *self.slot, *self.kept], self.outputs, concurrency_limit=4, **SHOWN)
        # One edit at a time, in the order in which they came: each is made on what the one before it left.
        in_order = {"concurrency_limit": 1, "concurrency_id": "edits", **SHOWN}
        given = [self.sent, *self.kept]
        self.sent.submit(lambda sent, *kept: laid(self.drafter.edited(sent, *kept)), given, self.outputs, trigger_mode="multiple", **in_order)
        # A date that is picked, not typed, is a change to Gradio and no input.
        changed = [self.length.input, self.minutes.input, self.starts.change, self.next_day.change]
        gr.on(changed, self._moved, [*self.slot, *self.kept], self.outputs, trigger_mode="always_last", **in_order)

    def _from_goals(self, goals: str, promised: str, *given: Any) -> Iterator[tuple[Any, ...]]:
        *slot, draft, key = given
        yield from map(laid, self.drafter.from_goals(goals, promised, Slot(*slot), draft, key))

    def _moved(self, *given: Any) -> tuple[Any, ...]:
        *slot, draft, key = given
        return laid(self.drafter.moved(Slot(*slot), draft, key))


def laid(one: Laid) -> tuple[Any, ...]:
    """New values of the page's outputs."""
    parts = (gr.skip() if part is None else part for part in (one.sum, one.items, one.links, one.about))
    return (*parts, one.draft, one.key, *_slot(one.draft if one.slot else None))


def _slot(draft: Draft | None) -> tuple[Any, ...]:
    if draft is None:
        return (gr.skip(),) * 4
    return tuple(slot_of(draft))
