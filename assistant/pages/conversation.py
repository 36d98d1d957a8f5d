"""A conversation as frozen values: what was asked, and how far its answer has come. Nothing here shows or fetches anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.model import Answer, Cited, Question, Role, Sentence, Step, Trace, Turn
from assistant.pages.trouble import Problem
from knowledge.model import Passage

__all__ = ["KEPT", "Conversation", "Exchange", "asked", "question_of", "so_far", "with_last"]

KEPT = 10
"""Exchanges that stay on the page. Each yield of Gradio sends all of them, and its cost grows with their length."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came of it."""

    turn: int
    """Place in the conversation, from 1; never given twice."""
    question: str
    role: Role
    steps: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    """None until it is whole."""
    problem: Problem | None = None
    stopped: bool = False

    @property
    def pending(self) -> bool:
        """True while something may still come."""
        return self.answer is None and self.problem is None and not self.stopped

    def after(self, event: Step | Sentence | Answer) -> Exchange:
        """The exchange once one more thing has come."""
        if isinstance(event, Step):
            return replace(self, steps=(*self.steps, event.text))
        if isinstance(event, Sentence):
            return replace(self, sentences=(*self.sentences, event))
        return replace(self, answer=event)


Conversation = tuple[Exchange, ...]


def asked(conversation: Conversation, text: str, role: Role) -> Conversation:
    """The conversation with one more question; what failed before is dropped, and so is what is oldest."""
    turn = conversation[-1].turn + 1 if conversation else 1
    kept = tuple(exchange for exchange in conversation if exchange.problem is None)
    return (*kept, Exchange(turn, text, role))[-KEPT:]


def with_last(conversation: Conversation, exchange: Exchange) -> Conversation:
    """The conversation with its last exchange replaced."""
    return (*conversation[:-1], exchange)


def question_of(conversation: Conversation) -> Question:
    """The last question, with what was asked and answered before."""
    *before, last = conversation
    history = tuple(
        Turn(exchange.question, exchange.answer.text, tuple(source.id for source in exchange.answer.sources))
        for exchange in before
        if exchange.answer is not None
    )
    return Question(last.question, last.role, history)


def so_far(exchange: Exchange, passages: Mapping[str, Passage]) -> Answer:
    """The answer, or as much of it as has come, with the passages it rests on numbered as they will be."""
    if exchange.answer is not None:
        return exchange.answer
    cited = dict.fromkeys(key for sentence in exchange.sentences for key in sentence.citations if key in passages)
    sources = tuple(Cited(key, passages[key].title, passages[key].heading, passages[key].text, "") for key in cited)
    return Answer("", exchange.sentences, sources, Trace(""))
