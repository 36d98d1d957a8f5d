"""Prepare a session: find the lesson and the card for a brief, have the engine write, cite, and say plainly what was not found.

One verb for each task; :class:`assistant.copilot.Copilot` calls them. The tasks themselves are pure and know no library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from assistant.clean import visible
from assistant.errors import BriefDeclined, BriefError, ModelError
from assistant.matching import Matching, names
from assistant.model import Answer, Cited, Role, Trace
from assistant.plans import LONGEST_SLOT, SHORTEST_SLOT, Agenda, AgendaRequest, Brief, Line, SeniorBrief, TeachingPlan, Topic, TopicRequest, Wording, days_after
from assistant.tasks import topics, wishes
from assistant.tasks.address import SENIOR, addressed
from assistant.tasks.agenda import compose_agenda
from assistant.tasks.brief import compose_brief
from assistant.tasks.plan import PlanRequest
from assistant.tasks.planning import PlanTask
from assistant.tasks.valid import mended
from assistant.tasks.words import compose_words
from knowledge import Library
from knowledge.cards import KEYED, ROLE_ANY
from knowledge.load import cut
from knowledge.model import GENERAL_LESSON, Document, Kind, Passage

__all__ = ["PlanEngine", "Preparing"]

LONGEST_TOPIC, LONGEST_TEXT = 500, 5000
"""Characters of a topic, and of each other field. Longer input is refused, never cut in silence."""
MOMENT_NEAR = 0.42
"""Cosine to a moment's name below which it is not meant. Guessed, read on forty situations."""
AFTER = 7
"""Days after the session by which the take-away is tried: it is used in the week in which it was learnt (G20 of the guidance)."""
PLAYFUL = "playful-session"
NOT_SENT = ("Why", "Next", "Probe", "Limits", "Risk", "Cut", "Materials", "Terms", "Avoid")
"""Sections of a lesson that a model needs not: what they hold comes from the guidance either way. A card's "Why" is sent."""
SENSITIVE = frozenset(
    "health ill illness sick disability disabled depression anxiety cancer pregnant pregnancy gay lesbian bisexual trans transgender queer religion muslim "
    "christian jewish hindu ethnicity race black asian immigrant union divorce divorced salary addiction alcohol therapy diagnosis autistic adhd "
    "dyslexic".split()
)
"""Words about what belongs to a person. A plan never uses them; that it does not is said."""


class PlanEngine(Protocol):
    """Whatever writes a teaching plan."""

    name: str
    sends_to: str

    def write(self, task: PlanTask, request: PlanRequest) -> tuple[TeachingPlan, Trace]:
        """The plan and how it was made; raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Preparing:
    """What preparing needs from the co-pilot."""

    library: Library
    matching: Matching
    engine: PlanEngine
    offline: PlanEngine
    declined: Callable[[str, float], Answer | None]
    """The route or kind no that a text calls for; None when it can be planned with. The number is how near a card of hard moments is; 0 for a topic."""
    grave: Callable[[str], Answer | None]
    """The route for something told beside a topic that speaks of danger; None for any other."""
    cited: Callable[[Iterable[str]], tuple[Cited, ...]]
    """The passages of some ids, as a reader opens them."""

    def plan(self, given: Brief, today: date) -> TeachingPlan:
        """A teaching plan for the mentor.

        Raises:
            BriefError: Minutes, date, topic or length cannot be planned with.
            BriefDeclined: The topic calls for a route, or asks for what is not for planning.
        """
        request = self._request(visible(given), today)
        offline, trace = self.offline.write(PlanTask(), request)
        made, trace = self._by_model(request, offline) if self.engine.sends_to else (offline, trace)
        made = mended(made, offline, request, self._text)
        sources = self.cited(key for line in made.lines() for key in line.citations)
        return replace(made, sources=sources, trace=replace(trace, passages=tuple(source.id for source in sources)))

    def brief(self, given: Brief, today: date) -> SeniorBrief:
        """One page for the senior.

        Raises:
            BriefError, BriefDeclined: As for :meth:`plan`.
        """
        request = self._request(visible(given), today)
        made = compose_brief(request, self.library.documents, self._nearest)
        return replace(made, sources=self.cited(key for line in made.lines() for key in line.citations))

    def topics(self, given: TopicRequest) -> tuple[Topic, ...]:
        """What the pair could take up next, the best first.

        Raises:
            BriefError: A field is too long, or the number asked for is none.
            BriefDeclined: The goals call for a route.
        """
        given = visible(given)
        self._check(" ".join((given.goals, given.sector)), given.senior, *given.promised, *given.covered)
        if given.k < 1:
            raise BriefError(f"{given.k} topics cannot be suggested.", hint="Ask for one or more.")
        self._decline(given.goals)
        self._grave(given.senior, *given.promised)
        card, _ = self.matching.card(given.senior)
        meant = {text: self.matching.meant(text) for text in (*topics.parts(given.goals), *given.promised)}
        ranked = topics.ranked(given, card, self.matching.lessons(), self.library.near, meant)
        return tuple(replace(one, sources=self.cited(key for line in (one.why_now, one.gets, one.first_step) for key in line.citations)) for one in ranked)

    def agenda(self, given: AgendaRequest, today: date) -> Agenda:
        """A time-boxed agenda.

        Raises:
            BriefError: The slot or a date cannot be used, or a text is too long.
            BriefDeclined: A goal calls for a route.
        """
        given = visible(given)
        self._slot(given.minutes)
        self._check(*given.goals, *given.promised)
        if given.day and given.day < today:
            raise BriefError(f"{given.day.isoformat()} is in the past.", hint="Give the day of the session, or leave it out.")
        if given.day and given.next_day and given.next_day <= given.day:
            raise BriefError("The next date is not after this one.", hint="Give a later day, or leave it out.")
        goals = list(dict.fromkeys(goal for goal in given.goals if _worded(goal)))
        lessons = [(goal, self.lesson(goal)) for goal in goals]
        self._grave(*given.promised)
        made = compose_agenda(given, lessons, self.library.documents)
        trace = given.plan.trace if given.plan else made.trace
        return replace(made, sources=self.cited(key for item in made.items for key in item.citations), trace=trace)

    def words(self, situation: str, role: Role) -> Wording:
        """Words for a hard moment in three strengths.

        Raises:
            BriefError: There is no situation, or it is too long.
            BriefDeclined: It calls for a route.
        """
        self._check(situation)
        if not _worded(situation):
            raise BriefError("There is no situation yet.", hint="Say in a sentence what happens.")
        near = [one for one in self.library.nearest_cards(situation, Kind.MOMENT) if one[0].audience in (None, role)]
        if answer := self.declined(situation, near[0][1]):
            raise BriefDeclined(answer)
        if near[0][1] < MOMENT_NEAR:
            titles = "; ".join(one[0].title for one in near[:3])
            raise BriefError("The library has no words for a moment like that.", hint=f"Say what happens between the two of you. Nearest: {titles}.")
        made = compose_words(near)
        return replace(made, sources=self.cited(key for line in made.lines() for key in line.citations))

    def lesson(self, topic: str) -> Document:
        """The lesson that a topic asks for, or the general one.

        Raises:
            BriefError: There is no topic, or it is too long.
            BriefDeclined: It calls for a route.
        """
        self._topic(topic)
        lesson, _ = self.matching.lesson(topic)
        if topic.casefold() not in names(lesson):
            self._decline(topic)
        return lesson

    def _request(self, given: Brief, today: date) -> PlanRequest:
        """What a plan or a brief is made from.

        Raises:
            BriefError, BriefDeclined: As for :meth:`plan`.
        """
        self._check(given.topic, given.senior, given.outcome, given.refine, *given.promised)
        self._topic(given.topic)
        if given.day and given.day < today:
            raise BriefError(f"{given.day.isoformat()} is in the past.", hint="Give the day of the session, or leave it out.")
        told = given
        given = replace(given, senior=_seemly(given.senior), outcome=_seemly(given.outcome), refine=_seemly(given.refine))
        wished = wishes.wishes(given)
        minutes, level = wishes.applied(given, wished)
        self._slot(minutes)
        lesson, nearest = self.matching.lesson(given.topic, given.outcome)
        if given.topic.casefold() not in names(lesson):
            self._decline(given.topic)
        self._grave(told.senior, told.outcome, told.refine, *told.promised)
        card, alias = self.matching.card(given.refine if self.matching.names_a_role(given.refine) else given.senior)
        address = SENIOR if given.role is Role.SENIOR else addressed(given.senior, alias, self.matching.role_names())
        playful = self.library.documents.get(PLAYFUL) if wished.playful else None
        whole = (*cut(lesson), *cut(card))
        passages = tuple(_sent(one, lesson) for one in whole if one.kind is Kind.ROLE or one.heading not in NOT_SENT)
        notes = self._notes(told, given, wished, lesson, nearest, card)
        extra = (*whole, *(cut(playful) if playful else ()))
        due = days_after(given.day or today, AFTER)
        return PlanRequest(given, minutes, level, lesson, card, address, due, given.day is None, playful, notes, passages, extra)

    def _by_model(self, request: PlanRequest, offline: TeachingPlan) -> tuple[TeachingPlan, Trace]:
        """The model's plan, or the offline one with a word on why."""
        try:
            return self.engine.write(PlanTask(), request)
        except ModelError as error:
            trace = error.trace or Trace(self.engine.name)
            name = f"offline (after {self.engine.name}: {error.outcome})"
            return offline, replace(trace, engine=name, notice=f"{error} This is the offline plan instead.")

    def _notes(self, told: Brief, given: Brief, wished: wishes.Wishes, lesson: Document, nearest: str, card: Document) -> tuple[str, ...]:
        """What a person should know about how the plan came about."""
        notes = []
        if lesson.id == GENERAL_LESSON:
            near = f' The nearest there is: "{nearest}"' if nearest else ""
            notes.append(f"The library has no lesson for this topic, so this is the general plan for any skill.{near}")
        if card.id == ROLE_ANY and given.senior.strip():
            notes.append("No card fits this senior's role, so what is said about their work holds for any leader.")
        if given.refine and not self.engine.sends_to and not wished.understood and not self.matching.names_a_role(given.refine):
            notes.append(f"That wish was not understood. Without a model a plan can be changed in: {wishes.UNDERSTOOD}.")
        if (told.senior, told.outcome, told.refine) != (given.senior, given.outcome, given.refine):
            notes.append("What you wrote about a person's health, identity or private life was left out: a plan rests on their work.")
        return tuple(notes)

    def _nearest(self, text: str, lines: Sequence[Line]) -> Sequence[float]:
        return self.library.near(text, [line.text for line in lines])

    def _text(self, key: str) -> str:
        return self.library.passage(key).text

    def _decline(self, *texts: str) -> None:
        """Raise what a topic or an outcome calls for instead of a plan."""
        for text in texts:
            if _worded(text) and (answer := self.declined(text, 0.0)):
                raise BriefDeclined(answer)

    def _grave(self, *texts: str) -> None:
        """Raise the route that something said beside the topic calls for."""
        for text in texts:
            if _worded(text) and (answer := self.grave(text)):
                raise BriefDeclined(answer)

    @staticmethod
    def _topic(topic: str) -> None:
        if not _worded(topic):
            raise BriefError("There is no topic yet.", hint="Say in a few words what you will teach.")
        if len(topic) > LONGEST_TOPIC:
            raise BriefError(f"The topic has {len(topic):,} characters; {LONGEST_TOPIC} fit.", hint="Name one thing; the rest goes into the outcome.")

    @staticmethod
    def _slot(minutes: int) -> None:
        if not SHORTEST_SLOT <= minutes <= LONGEST_SLOT:
            raise BriefError(
                f"{minutes} minutes cannot be planned; {SHORTEST_SLOT} to {LONGEST_SLOT} can.",
                hint="For less, agree one question by message. For more, plan two sessions.",
            )

    @staticmethod
    def _check(*texts: str) -> None:
        for text in texts:
            if len(text) > LONGEST_TEXT:
                raise BriefError(
                    f"A text has {len(text):,} characters; {LONGEST_TEXT:,} fit.", hint="Keep what matters for this session. Nothing was cut or kept."
                )


def _sent(passage: Passage, lesson: Document) -> Passage:
    """A passage as a model is sent it: of a keyed section only what is about this lesson."""
    if passage.heading not in KEYED or passage.kind is not Kind.ROLE:
        return passage
    keys = (f"{lesson.id}: ", f"{lesson.family}: ")
    lines = [line.removeprefix(key) for line in passage.text.split("\n") for key in keys if line.startswith(key)]
    return replace(passage, text="\n".join(lines))


def _worded(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _seemly(text: str) -> str:
    """What was written of a person, without the clauses about what is theirs: neither shown in a plan nor sent to a model."""
    clauses = re.split(r"(?<=[,;.()])\s*|\s+(?=(?:and|who|despite|because|although|with) )", text)
    kept = [clause for clause in clauses if SENSITIVE.isdisjoint(re.findall(r"\w+", clause.casefold()))]
    return text if len(kept) == len(clauses) else " ".join(kept).strip(" ,;(")
