"""The co-pilot: one verb per task. Each reads as its own recipe; what it needs is given to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import Protocol

from assistant.clean import clean, stripped
from assistant.errors import ModelError
from assistant.gaps import Gaps
from assistant.language import language_of
from assistant.matching import Matching
from assistant.model import Answer, AnswerRequest, Declined, Lead, Question, Quoted, Role, Sentence, Step, Trace
from assistant.plans import Agenda, AgendaRequest, Brief, SeniorBrief, TeachingPlan, Topic, TopicRequest, Wording
from assistant.practising import Practising
from assistant.preparing import Preparing
from assistant.replies import Replies
from assistant.safety import ALONE, FOLLOW_UP, GRAVE, Triage, beside, by_words, confidence, planned, triage
from assistant.tasks.answer import AnswerTask, passage_id, written_for
from assistant.tasks.dialogue import Rehearsal
from assistant.tasks.followup import leans_on
from assistant.tasks.own import excerpt, parts
from assistant.tasks.whole import Request, Result, WholeTask
from knowledge import Library
from knowledge.library import CLEAR
from knowledge.model import Kind, Ranked
from knowledge.routes import Languages

__all__ = ["Copilot", "Engine"]

LEADS, CLOSE = 2, 0.7
"""Documents that are read, and how many standard deviations the second may lie behind for the offline engine to quote it. Guessed, read aloud."""
READ_BESIDE = 2
"""Passages read of the second document, or as many as its nearest phrasing names; of the first all are."""
WEAK = 1.0
"""How far above the margin of triage an answer still counts as weakly supported, in its units. Guessed: one in twelve development questions."""
OWN_READ = 2
"""Passages of own documents that are quoted at most."""
SURELY = 0.75
"""Chance from which an own passage answers a question that the guidance alone would decline."""
MAY_BE_OWN = (Declined.NOT_IN_LIBRARY, Declined.NOT_OURS, Declined.UNCLEAR)
"""What is declined unless an own document surely answers it. Grave matters, unsafe requests and orders to the machine are never looked up."""


class Engine(Protocol):
    """Whatever carries out a task."""

    name: str
    sends_to: str

    def write(self, task: WholeTask[Request, Result], request: Request) -> tuple[Result, Trace]:
        """A whole result, and how it was made."""
        ...

    def run(self, task: AnswerTask, request: AnswerRequest) -> Iterator[Sentence | Trace]:
        """The sentences as they are ready, then the trace."""
        ...


class Copilot:
    """Made by :func:`assistant.open_copilot`; may be shared between threads.

    Args:
        library: What it knows.
        engine: Carries tasks out.
        offline: Stands in when the engine fails.
        words: Patterns that call for an escalation route.
        languages: What to say in other languages.
        gaps: Where it is counted what the library lacks.
    """

    def __init__(
        self,
        library: Library,
        engine: Engine,
        offline: Engine,
        words: Mapping[str, Sequence[re.Pattern[str]]],
        languages: Languages,
        gaps: Gaps | None = None,
    ) -> None:
        self.library = library
        self.gaps = gaps or Gaps(None)
        self._engine = engine
        self._offline = offline
        self._words = words
        self._languages = languages
        self._replies = Replies(library, languages)
        self._preparing = Preparing(library, Matching(library), engine, offline, self._not_for_planning, self._beside, self._replies.sources)
        self._practising = Practising(library, engine, self._preparing.lesson, self._grave)

    @property
    def engine_name(self) -> str:
        """``offline``, or the chat model's name."""
        return self._engine.name

    @property
    def sends_to(self) -> str:
        """Host that questions are sent to; empty when nothing leaves the machine."""
        return self._engine.sends_to

    def ask(self, question: Question) -> Answer:
        """Answer a question from the guidance, or say kindly why not.

        Raises:
            QuestionError: The question is empty, too long, or has no words.
        """
        *_, answer = self.stream(question)
        assert isinstance(answer, Answer)  # noqa: S101 - the last thing a stream yields
        return answer

    def stream(self, question: Question) -> Iterator[Step | Sentence | Answer]:
        """The same as :meth:`ask`, as it comes: steps, checked sentences, and the answer last. Close it to stop the engine.

        Raises:
            QuestionError: As for :meth:`ask`.
        """
        question = replace(question, text=clean(question.text))
        before = leans_on(question)
        ranked = self.library.rank(question.text, role=question.role, before=before)
        seen = self._triage(question, ranked, before)
        own = self._own(question, before) if not seen or seen.reason in MAY_BE_OWN else ()
        if seen and not (own and own[0].found.score >= SURELY):
            self._count(ranked, seen)
            yield self._replies.declined(question, seen, ranked)
            return
        if not own and not before:
            self._count(ranked, None)
        request = AnswerRequest(question, tuple(one.found for one in own), (), own) if seen else self._request(question, ranked, before, own)
        yield Step(f"Read {len(request.found)} passages from {_count(len({found.passage.document for found in request.found}), 'document')}")
        yield from self._answered(request, ranked)

    def prepare(self, brief: Brief, today: date | None = None) -> TeachingPlan | SeniorBrief:
        """A teaching plan for a mentor, or one page for a senior.

        Args:
            brief: Who meets whom, about what, for how long.
            today: None takes the machine's day.

        Raises:
            BriefError: Minutes, date, topic or length cannot be planned with.
            BriefDeclined: The topic calls for a route, or asks for what is not for planning; the error holds the answer.
        """
        day = today or date.today()
        return self._preparing.brief(brief, day) if brief.role is Role.SENIOR else self._preparing.plan(brief, day)

    def topics(self, request: TopicRequest) -> tuple[Topic, ...]:
        """What a pair could take up next; see :meth:`Preparing.topics`."""
        return self._preparing.topics(request)

    def agenda(self, request: AgendaRequest, today: date | None = None) -> Agenda:
        """A time-boxed agenda; see :meth:`Preparing.agenda`."""
        return self._preparing.agenda(request, today or date.today())

    def words(self, situation: str, role: Role = Role.MENTOR) -> Wording:
        """Words for a hard moment in three strengths; see :meth:`Preparing.words`."""
        return self._preparing.words(stripped(situation), role)

    def rehearse(self, topic: str, persona: str) -> Rehearsal:
        """Begin a rehearsal with a played senior; see :meth:`Practising.begin`."""
        return self._practising.begin(stripped(topic), persona)

    def say(self, rehearsal: Rehearsal, line: str) -> Rehearsal:
        """Say a line in a rehearsal, and be answered; see :meth:`Practising.say`."""
        return self._practising.say(rehearsal, line)

    def _grave(self, line: str) -> Answer | None:
        """The route for a line, said aloud in a rehearsal, that speaks of a grave matter."""
        return self._instead(line, lambda ranked: seen if (seen := triage(ranked, GRAVE)) and seen.reason is Declined.ESCALATION else None)

    def _beside(self, text: str) -> Answer | None:
        """The route for something told beside a topic; see :func:`assistant.safety.beside`."""
        return self._instead(text, beside)

    def _not_for_planning(self, text: str, moment: float = 0.0) -> Answer | None:
        """What a topic or a situation calls for instead of a plan or words; see :func:`assistant.safety.planned`."""
        return self._instead(text, lambda ranked: planned(ranked, moment))

    def _instead(self, text: str, seen_in: Callable[[list[Ranked]], Triage | None]) -> Answer | None:
        """What a text calls for, as if it had been asked; grave words are looked for whatever the ranking says."""
        question = Question(clean(text))
        ranked = self.library.rank(question.text)
        seen = by_words(question.text, ranked, self._words) or seen_in(ranked)
        return self._replies.declined(question, seen, ranked) if seen else None

    def close(self) -> None:
        """Close the library."""
        self.gaps.close()
        self.library.close()

    def __enter__(self) -> Copilot:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _triage(self, question: Question, ranked: list[Ranked], before: str) -> Triage | None:
        """Grave words first, in any language; then whether the engine can read the language; then what is asked for."""
        if grave := by_words(question.text, ranked, self._words):
            return grave
        if not self.sends_to and (code := language_of(question.text)) in self._languages:
            return Triage(Declined.LANGUAGE, None, code)
        if not before:
            return triage(ranked)
        alone = triage(self.library.rank(question.text, role=question.role), GRAVE)
        return alone if alone and alone.reason is Declined.ESCALATION else triage(ranked, FOLLOW_UP)

    def _count(self, ranked: list[Ranked], seen: Triage | None) -> None:
        """Count a question that the library does not cover, or only just covers, under the theme it came nearest to."""
        nearest = next((one.document.id for one in ranked if one.document.kind is Kind.GUIDANCE), "")
        if seen and seen.reason is Declined.NOT_IN_LIBRARY:
            self.gaps.count(nearest, declined=True)
        elif not seen and confidence(ranked) < ALONE.guidance + WEAK:
            self.gaps.count(nearest, declined=False)

    def _own(self, question: Question, before: str) -> tuple[Quoted, ...]:
        """What the programme's own documents clearly have to say to a question, each passage cut to its nearest sentences."""
        text = f"{before} {question.text}" if before else question.text
        clear = [found for found in self.library.own.search(text, OWN_READ, question.role) if found.score >= CLEAR]
        texts = [(found, parts(found.passage.text)) for found in clear]
        quoted = (Quoted(found, excerpt(some, self.library.near(text, some))) for found, some in texts)
        return tuple(one for one in quoted if one.sentences)

    def _request(self, question: Question, ranked: list[Ranked], before: str, own: tuple[Quoted, ...]) -> AnswerRequest:
        text = f"{before} {question.text}" if before else question.text
        guidance = [one for one in ranked if one.document.kind is Kind.GUIDANCE][:LEADS]
        leads = tuple(Lead(one.document, *self.library.opened(text, one.document.id)) for one in guidance)
        found = self.library.passages_of(text, guidance, k=len(self.library.passages))
        first = [one for one in found if one.passage.document == leads[0].document.id]
        named = {passage_id(lead.document.id, anchor) for lead in leads[1:] for anchor in lead.anchors}
        others = sorted((one for one in found if one not in first), key=lambda one: one.passage.id not in named)
        close = leads if guidance[-1].score >= guidance[0].score - CLOSE else leads[:1]
        return AnswerRequest(question, (*(one.found for one in own), *first, *others[: max(READ_BESIDE, len(named))]), close, own)

    def _answered(self, request: AnswerRequest, ranked: list[Ranked]) -> Iterator[Sentence | Answer]:
        task = AnswerTask()
        try:
            sentences, trace = yield from _carried_out(self._engine, task, request)
        except ModelError as error:
            trace = error.trace or Trace(self._engine.name)
            notice = f"{error} This is the offline answer instead."
            engine = f"offline (after {self._engine.name}: {error.outcome})"
            sentences, _ = yield from _carried_out(self._offline, task, request)
            trace = replace(trace, engine=engine, notice=notice)
        read = {found.passage.id: found for found in request.found}
        trace = replace(trace, passages=tuple(read), why=tuple(found.why for found in read.values()))
        if not sentences:
            yield self._replies.declined(request.question, Triage(Declined.NOT_IN_LIBRARY, None), ranked, trace)
            return
        document = request.leads[0].document if request.leads else None
        yield self._replies.answer(sentences, trace, self._replies.follow_ups(ranked, document) if document else (), lead=written_for(request, trace))


def _carried_out(engine: Engine, task: AnswerTask, request: AnswerRequest) -> Generator[Sentence, None, tuple[list[Sentence], Trace]]:
    sentences, trace = list[Sentence](), Trace(engine.name)
    for one in engine.run(task, request):
        if isinstance(one, Trace):
            trace = one
        else:
            sentences.append(one)
            yield one
    return sentences, trace


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
