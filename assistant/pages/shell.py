"""The page around the pages: name, role switch, the rail with its tabs, engine and light or dark."""

from __future__ import annotations

import gradio as gr

from assistant.model import Role
from assistant.pages import parts
from assistant.pages.ask import AskPage, html
from assistant.pages.chat import Chat
from assistant.pages.feedback import Feedback
from assistant.pages.keeping import Keeper
from assistant.pages.library import LibraryPage
from assistant.pages.opening import Opening

__all__ = ["build_page"]

SESSIONS = 500
"""Browser sessions whose conversation is kept in memory; the oldest is dropped. One costs about 100 KB."""
WAITING = 64
"""Questions that may wait for their turn; one more is refused."""


def build_page(opening: Opening) -> gr.Blocks:
    """The whole page. A later page is one more ``gr.Tab`` here and an icon in ``theme.py``."""
    page: gr.Blocks
    with gr.Blocks(title="Upward", fill_width=True, analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        html(parts.BRAND, ours=True, elem_id="brand")
        role = gr.Radio(
            [(one.value.title(), one.value) for one in Role], value=Role.MENTOR.value, label="I am a", show_label=False, container=False, elem_id="role"
        )
        pill = html(parts.engine_pill(None), elem_id="rail-foot")
        with gr.Tabs(elem_id="nav", overflow_behavior="wrap", selected="ask"):
            with gr.Tab("Ask", id="ask"):
                ask = AskPage(Chat(opening, Feedback()), role, pill)
            with gr.Tab("Library", id="library") as tab:
                LibraryPage(Keeper(opening), role, tab)
        ask.on_load(page)
    page.queue(default_concurrency_limit=8, max_size=WAITING)
    page.state_session_capacity = SESSIONS
    return page
