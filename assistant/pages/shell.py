"""The page around the pages: name, role switch, the rail with its tabs, engine and light or dark; and the ways from one page to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.model import Role
from assistant.pages import parts
from assistant.pages.agenda import AgendaPage, laid
from assistant.pages.ask import AskPage, html
from assistant.pages.chat import Chat
from assistant.pages.conversation import Conversation
from assistant.pages.downloads import Downloads
from assistant.pages.drafting import Drafter, slot_of
from assistant.pages.editing import Draft
from assistant.pages.feedback import Feedback
from assistant.pages.finding import Finder
from assistant.pages.keeping import Keeper
from assistant.pages.library import SHOWN, LibraryPage
from assistant.pages.messages import TO_AGENDA, TO_WORDS
from assistant.pages.moments import NextPart, WordsPart
from assistant.pages.opening import Opening
from assistant.pages.planning import History, Planner, lines_of
from assistant.pages.prepare import PreparePage
from assistant.pages.rehearse import RehearsePart
from assistant.pages.rehearsing import Stage
from assistant.plans import TeachingPlan, Topic

__all__ = ["build_page"]

SESSIONS = 500
"""Browser sessions whose conversation is kept in memory; the oldest is dropped. One costs about 100 KB."""
WAITING = 64
"""Questions that may wait for their turn; one more is refused."""


def build_page(opening: Opening, downloads: Downloads) -> gr.Blocks:
    """The whole page. A later page is one more ``gr.Tab`` here and an icon in ``theme.py``."""
    page: gr.Blocks
    finder = Finder(opening)
    with gr.Blocks(title="Upward", fill_width=True, analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        html(parts.BRAND, ours=True, elem_id="brand")
        role = gr.Radio(
            [(one.value.title(), one.value) for one in Role], value=Role.MENTOR.value, label="I am a", show_label=False, container=False, elem_id="role"
        )
        pill = html(parts.engine_pill(None), elem_id="rail-foot")
        with gr.Tabs(elem_id="nav", overflow_behavior="wrap", selected="ask") as tabs:
            with gr.Tab("Ask", id="ask"):
                ask = AskPage(Chat(opening, Feedback()), role, pill)
            with gr.Tab("Prepare", id="prepare", elem_id="prepare") as preparing:
                prepare = PreparePage(Planner(opening, downloads), role, preparing)
                words = WordsPart(finder, role)
                RehearsePart(Stage(opening))
                following = NextPart(finder, prepare)
            with gr.Tab("Agenda", id="agenda", elem_id="agenda"):
                agenda = AgendaPage(Drafter(opening, downloads))
            with gr.Tab("Library", id="library", elem_id="library") as tab:
                LibraryPage(Keeper(opening), role, tab)
        ask.on_load(page)
        _Ways(tabs, agenda, finder).wire(ask, prepare, words, following, role)
    page.queue(default_concurrency_limit=8, max_size=WAITING)
    page.state_session_capacity = SESSIONS
    return page


class _Ways:
    """From a plan, topics or an answer to the agenda, and from an answer to words: fill the other page, and turn to it."""

    def __init__(self, tabs: gr.Tabs, agenda: AgendaPage, finder: Finder) -> None:
        self._tabs = tabs
        self._agenda = agenda
        self._drafter = agenda.drafter
        self._finder = finder

    def wire(self, ask: AskPage, prepare: PreparePage, words: WordsPart, following: NextPart, role: gr.Radio) -> None:
        """Connect the pages."""
        agenda, to_agenda = self._agenda, [*self._agenda.outputs, self._tabs, self._agenda.goals]
        prepare.send.click(self._plan, [prepare.history, *agenda.kept], to_agenda, **SHOWN)
        following.send.click(self._topics, [following.found, following.promised, *agenda.kept], to_agenda, **SHOWN)
        ask.shown.option_select(self._answer_to_agenda, [ask.kept, *agenda.kept], to_agenda, **SHOWN)
        to_words = [self._tabs, prepare.mode, words.situation, words.card]
        ask.shown.option_select(self._answer_to_words, [ask.kept, role], to_words, **SHOWN)

    def _plan(self, history: History, draft: Draft | None, key: str) -> Iterator[tuple[Any, ...]]:
        made = history[-1]
        if isinstance(made.result, TeachingPlan):
            for one in self._drafter.from_plan(made.result, made.brief.promised, draft, key):
                yield (*laid(one), gr.Tabs(selected="agenda"), "")

    def _topics(self, found: tuple[Topic, ...], promised: str, draft: Draft | None, key: str) -> Iterator[tuple[Any, ...]]:
        for one in self._drafter.from_topics(found[:2], lines_of(promised), draft, key):
            yield (*laid(one), gr.Tabs(selected="agenda"), "")

    def _answer_to_agenda(self, asked: Conversation, draft: Draft | None, key: str, event: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        if event.value == TO_AGENDA and asked:
            goal = asked[-1].question
            for one in self._drafter.from_goals(goal, "", slot_of(draft), draft, key):
                yield (*laid(one), gr.Tabs(selected="agenda"), goal)

    def _answer_to_words(self, asked: Conversation, role: str, event: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        if event.value == TO_WORDS and asked:
            situation = asked[-1].question
            for card in self._finder.words(situation, role):
                yield gr.Tabs(selected="prepare"), "words", situation, card
