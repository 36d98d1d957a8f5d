"""Answers as they are shown: sentences with their sources, routes and kind refusals, and questions that lead on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.language import language_of
from assistant.layout import answer_text
from assistant.model import Answer, Cited, Declined, Part, Question, Sentence, Support, Trace
from assistant.plans import OFFLINE
from assistant.safety import CRISIS, Triage
from assistant.tasks.answer import passage_id
from knowledge import Library
from knowledge.model import Document, Kind, Passage, Ranked, Tier
from knowledge.routes import Languages

__all__ = ["TIERS", "Replies"]

TIERS = {Tier.PROGRAMME: "Your programme's own document", Tier.OUTSIDE: "An outside document, not checked"}
"""What citations say of an own document."""


@dataclass(frozen=True, slots=True)
class Replies:
    """Makes answers of what was found and decided."""

    _library: Library
    _languages: Languages

    def declined(self, question: Question, seen: Triage, ranked: list[Ranked], trace: Trace | None = None) -> Answer:
        """The one kind answer there is when guidance is not what is needed."""
        trace = replace(trace or OFFLINE, triage=seen.document.id if seen.document else "")
        sentences: list[Sentence] = []
        text = ""
        if seen.reason is Declined.LANGUAGE:
            text = self._languages[seen.variant][0]
        elif seen.document is None:
            text = "The guidance library has no answer to that, so I would rather not guess."
        elif seen.document.kind is Kind.NOT_OURS:
            section = seen.document.section("Reply")
            text = " ".join(item.text for item in section.items) if section else ""
        else:
            language = language_of(question.text)
            if seen.document.id == CRISIS and language in self._languages:
                text = self._languages[language][1]
            sentences = _route(seen.document, seen.variant)
            trace = replace(trace, passages=tuple(dict.fromkeys(key for sentence in sentences for key in sentence.citations)))
        near = self.follow_ups(ranked, None) if seen.reason in (Declined.NOT_IN_LIBRARY, Declined.UNCLEAR) else ()
        return replace(self.answer(sentences, trace, near, lead=text), declined=True, reason=seen.reason)

    def answer(self, sentences: Sequence[Sentence], trace: Trace, follow_ups: tuple[str, ...], lead: str = "") -> Answer:
        """Sentences with the passages they cite."""
        sources = self.sources(key for sentence in sentences for key in sentence.citations)
        text = "\n\n".join(part for part in (lead, answer_text(sentences, sources)) if part)
        return Answer(text, tuple(sentences), sources, trace, lead=lead, follow_ups=follow_ups)

    def sources(self, keys: Iterable[str]) -> tuple[Cited, ...]:
        """The passages of some ids, each once, as a reader opens them."""
        return tuple(self._cited(self._library.passage(key)) for key in dict.fromkeys(keys))

    def _cited(self, passage: Passage) -> Cited:
        if passage.kind is Kind.OWN:
            heading = ", ".join(part for part in (passage.heading, passage.where) if part)
            return Cited(passage.id, passage.title, heading or "Text", passage.text, TIERS[passage.tier])
        document = self._library.cards.get(passage.document) or self._library.documents[passage.document]
        used = {mark for item in document.items().values() if passage_id(document.id, item.ref) == passage.id for mark in item.sources}
        sources = [source for source in document.sources if source.id in used or document.kind is Kind.ESCALATION]
        named = "; ".join(f"{source.author} ({source.year})" if source.year else source.author for source in sources)
        heading = "Reply" if document.kind is Kind.ESCALATION and passage.heading != "Routes" else passage.heading
        return Cited(passage.id, passage.title, heading, passage.text, named or "Mentoring practice", tuple(source.link for source in sources))

    def follow_ups(self, ranked: Sequence[Ranked], answered: Document | None) -> tuple[str, ...]:
        """Titles of the nearest other documents: they are questions, and this library answers them."""
        others = (one.document for one in ranked if one.document.kind is Kind.GUIDANCE and one.document is not answered)
        return tuple(document.title for document, _ in zip(others, range(3), strict=False))


def _route(matter: Document, variant: str) -> list[Sentence]:
    """The reply of an escalation matter and the places to turn to, word for word."""
    parts = {variant: Part.POINT, "Routes": Part.ROUTE}
    return [
        Sentence(item.text, (passage_id(matter.id, item.ref),), Support.SUPPORTED, parts[section.name], item.text)
        for section in matter.sections
        if section.name in parts
        for item in section.items
    ]
