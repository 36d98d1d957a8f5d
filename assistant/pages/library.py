"""The Library page as Gradio components, wired to :class:`Keeper`. Layout and events only."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.pages import shelf
from assistant.pages.adding import Batch, batch_list, forget
from assistant.pages.ask import SMALL, html
from assistant.pages.keeping import COORDINATORS, MOST_QUESTIONS, Keeper, Opened
from assistant.present import without_invisible

__all__ = ["LibraryPage"]

TIERS = [("Our programme's own", "programme"), ("From outside, not checked", "outside")]
FOR_WHOM = [("Everybody", ""), ("Mentors", "mentor"), ("Seniors", "senior"), ("Coordinators", "coordinator")]
KINDS = "PDF, Word, PowerPoint, Excel, OpenDocument, books, web pages, mail and text, or a .zip of them, up to 20 MB each. For a folder use the command line."
SHOWN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


class LibraryPage:
    """Builds the page inside an open ``gr.Tab``.

    Args:
        keeper: What happens.
        role: The role switch of the rail.
        tab: The tab it stands in.
    """

    def __init__(self, keeper: Keeper, role: gr.Radio, tab: gr.Tab) -> None:
        self._keeper = keeper
        self._role = role
        self._tab = tab
        html(shelf.HEAD, ours=True, elem_id="lib-head", elem_classes="bare")
        with gr.Row(elem_id="lib-grid"):
            with gr.Column(elem_id="lib-left"):
                with gr.Column(elem_id="lib-list"):
                    self.own = html(shelf.working(shelf.OPENING), elem_id="lib-own", elem_classes="bare")
                    self._build_adding()
                    self.built = html("", elem_id="lib-built", elem_classes="bare")
                with gr.Column(elem_id="lib-doc"):
                    self._build_document()
            with gr.Column(elem_id="lib-right"):
                self._build_search()
                html('<h2 id="lib-gaps" tabindex="-1">Gaps</h2>', ours=True, elem_classes="bare")
                self.gaps = html("", elem_id="lib-missing", elem_classes="bare")
                self.offer = html('<p class="offer"><a href="#lib-add">Add a document</a></p>', ours=True, visible=False, elem_classes="bare")
        self.chosen = gr.Textbox("", elem_id="chosen", label="Chosen document", visible="hidden", interactive=True)
        self._wire()

    def _build_adding(self) -> None:
        html('<h2 id="lib-add" tabindex="-1">Add documents</h2>', ours=True, elem_classes="bare")
        self.why_not = html(f"<p>{COORDINATORS}</p>", elem_id="lib-why", elem_classes="bare")
        with gr.Column(visible=False, elem_id="lib-form") as self.form:
            with gr.Column(elem_id="lib-drop"):
                self.choose = gr.UploadButton("Choose files", file_count="multiple", elem_id="lib-choose", interactive=True)
                html(f"<p><b>Or drop them here.</b> {KINDS}</p>", ours=True, elem_id="lib-kinds", elem_classes="bare")
            with gr.Row(elem_classes="choices"):
                self.tier = gr.Radio(TIERS, value="programme", label="Whose they are", interactive=True)
                self.whom = gr.Radio(FOR_WHOM, value="", label="Shown to", interactive=True)
            self.batch = html("", elem_id="lib-batch", elem_classes="bare")
            with gr.Row(elem_classes="actions"):
                self.add = gr.Button("Add", variant="primary", elem_id="lib-go")
                self.clear = gr.Button("Clear the list", elem_id="lib-clear", visible=False)
        self.lying = gr.State(())

    def _build_document(self) -> None:
        self.head = html("", elem_id="lib-opened", elem_classes="bare")
        with gr.Column(visible=False, elem_id="lib-tools") as self.tools:
            self.questions = gr.Textbox(
                label="Questions this document answers", info=f"Up to {MOST_QUESTIONS}, one a line, as people ask them. They replace what was saved before.",
                lines=3, max_lines=MOST_QUESTIONS, interactive=True, elem_id="lib-questions",
            )  # fmt: skip
            with gr.Row(elem_classes="actions"):
                self.save = gr.Button("Save questions")
                self.withdraw = gr.Button("Withdraw", elem_id="lib-withdraw")
            self.saved = html("", elem_id="lib-saved", elem_classes="bare")
            with gr.Column(visible=False, elem_id="lib-sure") as self.sure:
                self.really = html("", elem_id="lib-really", elem_classes="bare")
                with gr.Row(elem_classes="actions"):
                    self.yes = gr.Button("Withdraw it", variant="stop")
                    self.no = gr.Button("Keep it")
        self.text = html("", elem_id="lib-text", elem_classes="bare")

    def _build_search(self) -> None:
        html('<h2 id="lib-search" tabindex="-1">Search passages</h2>', ours=True, elem_classes="bare")
        with gr.Row(elem_id="lib-find"):
            self.words = gr.Textbox(
                label="Words or a question", show_label=False, placeholder="Words or a question", lines=1, max_lines=1, container=False, interactive=True,
                scale=1, elem_id="lib-words", max_length=300,
            )  # fmt: skip
            self.find = gr.Button("Search", variant="primary", scale=0, elem_id="lib-look")
        self.hits = html("", elem_id="lib-hits", elem_classes="bare")

    def _wire(self) -> None:
        role, opened = self._role, [self.head, self.tools, self.text, self.sure, self.saved, self.questions]
        self._tab.select(self._shelves, role, [self.own, self.built, self.gaps, *self._offered()], concurrency_limit=None, **SHOWN)
        role.change(self._offer, [role, self.chosen], [*self._offered(), self.tools], **SMALL)
        self.chosen.submit(self._opened, [self.chosen, role], opened, **SMALL)
        gr.on([self.words.submit, self.find.click], self._keeper.found, [self.words, role], self.hits, concurrency_limit=4, **SHOWN)
        chosen = [self.batch, self.lying, self.choose, self.clear]
        self.choose.upload(_chosen, [self.choose, self.lying], chosen, **SMALL)
        self.clear.click(_cleared, self.lying, chosen, **SMALL)
        self.add.click(self._added, [self.lying, self.tier, self.whom], [*chosen, self.own], concurrency_limit=1, **SHOWN)
        self.save.click(self._keeper.answered, [self.chosen, self.questions], self.saved, **SMALL)
        self.withdraw.click(self._ask, [self.chosen, role], [self.sure, self.really], **SMALL)
        self.no.click(lambda: gr.Column(visible=False), None, self.sure, **SMALL)
        self.yes.click(self._withdrawn, [self.chosen, role], [self.own, *opened], **SMALL)

    def _offered(self) -> list[Any]:
        return [self.why_not, self.form, self.offer]

    def _shelves(self, role: str) -> Iterator[tuple[Any, ...]]:
        for shelves in self._keeper.shelves():
            yield (*shelves, *self._may_add(role))

    def _may_add(self, role: str) -> tuple[Any, ...]:
        why_not = self._keeper.why_not(role)
        return gr.Markdown(value=f"<p>{why_not}</p>", visible=bool(why_not)), gr.Column(visible=not why_not), gr.Markdown(visible=not why_not)

    def _offer(self, role: str, key: str) -> tuple[Any, ...]:
        return (*self._may_add(role), gr.Column(visible=self._keeper.opened(key, role).tools))

    def _opened(self, key: str, role: str) -> tuple[Any, ...]:
        return self._document(self._keeper.opened(key, role))

    def _document(self, opened: Opened) -> tuple[Any, ...]:
        return opened.head, gr.Column(visible=opened.tools), opened.text, gr.Column(visible=False), "", ""

    def _added(self, lying: tuple[str, ...], tier: str, whom: str) -> Iterator[tuple[Any, ...]]:
        if not lying:
            yield shelf.said("Choose a file first."), gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        for batch in self._keeper.added([Path(path) for path in lying], tier, whom):
            own = self._keeper.own() if batch.report else gr.skip()
            yield (*_listed(batch, () if batch.report else lying), own)

    def _ask(self, key: str, role: str) -> tuple[Any, ...]:
        title = escape(without_invisible(self._keeper.opened(key, role).title))
        words = f"Withdraw ‘{title}’? Its text leaves the library and the disk. You can add the file again later."
        return gr.Column(visible=True), f'<p class="arrive" tabindex="-1">{words}</p>'

    def _withdrawn(self, key: str, role: str) -> tuple[Any, ...]:
        if problem := self._keeper.withdrawn(key):
            return (gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.Column(visible=False), problem, gr.skip())
        return (self._keeper.own(), *self._opened(key, role))


def _chosen(files: list[str] | None, before: tuple[str, ...]) -> tuple[Any, ...]:
    """What was chosen joins what was chosen before."""
    lying = tuple(dict.fromkeys((*before, *(files or ()))))
    return _listed(Batch(waiting=tuple(Path(path).name for path in lying), begun=False), lying)


def _cleared(lying: tuple[str, ...]) -> tuple[Any, ...]:
    """Chosen files that are not to be added go from the disk."""
    forget([Path(path) for path in lying])
    return "", (), gr.skip(), gr.Button(visible=False)


def _listed(batch: Batch, lying: tuple[str, ...]) -> tuple[Any, ...]:
    """The list, the uploads that still lie here, and whether others may be chosen or these cleared."""
    still = batch.begun and not batch.report and not batch.problem
    return batch_list(batch), lying, gr.UploadButton(interactive=not still), gr.Button(visible=bool(lying) and not still)
