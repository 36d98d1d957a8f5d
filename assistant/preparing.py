"""Prepare a session: find the lesson and the card for a brief, have the engine write, cite, and say plainly what was not found.

One verb for each task; :class:`assistant.copilot.Copilot` calls them. The tasks themselves are pure and know no library.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from assistant.clean import visible
from assistant.errors import BriefDeclined, BriefError, ModelError
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
from knowledge.cards import KEYED, ROLE_ANY, cards_of
from knowledge.load import cut
from knowledge.model import GENERAL_LESSON, Document, Kind, Passage, Ranked

__all__ = ["PlanEngine", "Preparing"]

LONGEST_TOPIC, LONGEST_TEXT = 500, 5000
"""Characters of a topic, and of each other field. Longer input is refused, never cut in silence."""
KNOWN = 0.58
"""Likeness of the nearest phrasing plus half the router's share from which a lesson is taken to be meant.
Read on 57 topics that have a lesson and 30 that have none, written for it: 54 and 28 fall on their side."""
CARD_NEAR = 0.6
"""Cosine to a role's name from which a card is taken that is not named word for word. Guessed, read on fifty titles."""
MOMENT_NEAR = 0.42
"""Cosine to a moment's name below which it is not meant. Guessed, read on forty situations."""
AFTER = 7
"""Days after the session by which the take-away is tried: it is used in the week in which it was learnt (G20 of the guidance)."""
PLAYFUL = "playful-session"
NOT_SENT = ("Why", "Next", "Probe", "Limits", "Risk", "Cut", "Materials", "Terms", "Avoid")
"""Sections of a lesson that a model needs not: what they hold comes from the guidance either way. A card's "Why" is sent."""
SENSITIVE = (
    "health ill illness sick disability disabled depression anxiety cancer pregnant pregnancy gay lesbian bisexual trans transgender queer religion muslim "
    "christian jewish hindu ethnicity race black asian immigrant union divorce divorced salary addiction alcohol therapy diagnosis autistic adhd dyslexic"
).split()
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
    engine: PlanEngine
    offline: PlanEngine
    declined: Callable[[str, float], Answer | None]
    """The route or kind no that a text calls for; None when it can be planned with. The number is how near a card of hard moments is; 0 for a topic."""
    cited: Callable[[Iterable[str]], tuple[Cited, ...]]
    """The passages of some ids, as a reader opens them."""

    def plan(self, given: Brief, today: date) -> TeachingPlan:
        """A teaching plan for the mentor.

        Raises:
            BriefError: Minutes, date, topic or length cannot be planned with.
            BriefDeclined: The topic calls for a route, or asks for what is not for planning.
        """
        request = self._request(visible(given), today)
        made, trace = self._made(request)
        made = mended(made, self.offline.write(PlanTask(), request)[0], request, self._text)
        return replace(made, sources=self.cited(key for line in made.lines() for key in line.citations), trace=trace)

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
        if given.goals.strip():
            self._decline(given.goals)
        card, _ = self._card(given.senior)
        meant = {text: self._meant(text) for text in (*topics.parts(given.goals), *given.promised)}
        ranked = topics.ranked(given, card, self._lessons(), self.library.near, meant)
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
        for goal in given.goals:
            self._decline(goal)
        lessons = [(goal, self._lesson(goal)[0]) for goal in given.goals]
        made = compose_agenda(given, lessons, self.library.documents)
        return replace(made, sources=self.cited(key for item in made.items for key in item.citations))

    def words(self, situation: str, role: Role) -> Wording:
        """Words for a hard moment in three strengths.

        Raises:
            BriefError: There is no situation, or it is too long.
            BriefDeclined: It calls for a route.
        """
        self._check(situation)
        if not any(character.isalnum() for character in situation):
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
        self._decline(topic)
        return self._lesson(topic)[0]

    def _request(self, given: Brief, today: date) -> PlanRequest:
        """What a plan or a brief is made from.

        Raises:
            BriefError, BriefDeclined: As for :meth:`plan`.
        """
        self._check(given.topic, given.senior, given.outcome, given.refine, *given.promised)
        self._topic(given.topic)
        if given.day and given.day < today:
            raise BriefError(f"{given.day.isoformat()} is in the past.", hint="Give the day of the session, or leave it out.")
        wished = wishes.wishes(given)
        minutes, level = wishes.applied(given, wished)
        self._slot(minutes)
        self._decline(given.topic, *([given.outcome] if given.outcome.strip() else []))
        lesson, nearest = self._lesson(given.topic, given.outcome)
        card, alias = self._card(given.refine if self._named(given.refine) else given.senior)
        address = SENIOR if given.role is Role.SENIOR else addressed(given.senior, alias, self._role_names())
        playful = self.library.documents.get(PLAYFUL) if wished.playful else None
        passages = tuple(_sent(one, lesson) for one in (*cut(lesson), *cut(card)) if one.kind is Kind.ROLE or one.heading not in NOT_SENT)
        notes = self._notes(given, wished, lesson, nearest, card)
        extra = [*cut(lesson), *cut(card), *(cut(playful) if playful else [])]
        due = days_after(given.day or today, AFTER)
        return PlanRequest(given, minutes, level, lesson, card, address, due, given.day is None, playful, notes, passages, tuple(extra))

    def _made(self, request: PlanRequest) -> tuple[TeachingPlan, Trace]:
        try:
            return self.engine.write(PlanTask(), request)
        except ModelError as error:
            made, _ = self.offline.write(PlanTask(), request)
            trace = error.trace or Trace(self.engine.name)
            name = f"offline (after {self.engine.name}: {error.outcome})"
            return made, replace(trace, engine=name, notice=f"{error} This is the offline plan instead.")

    def _notes(self, given: Brief, wished: wishes.Wishes, lesson: Document, nearest: str, card: Document) -> tuple[str, ...]:
        """What a person should know about how the plan came about."""
        notes = []
        if lesson.id == GENERAL_LESSON:
            near = f' The nearest there is: "{nearest}"' if nearest else ""
            notes.append(f"The library has no lesson for this topic, so this is the general plan for any skill.{near}")
        if card.id == ROLE_ANY and given.senior.strip():
            notes.append("No card fits this senior's role, so what is said about their work holds for any leader.")
        if given.refine.strip() and not wished.understood and not self._named(given.refine):
            notes.append(f"That wish was not understood. Without a model a plan can be changed in: {wishes.UNDERSTOOD}.")
        told = f" {' '.join((given.senior, given.outcome)).casefold()} "
        if any(f" {word} " in told.replace(",", " ").replace(".", " ") for word in SENSITIVE):
            notes.append("What you wrote about a person's health, identity or private life was left out: a plan rests on their work.")
        return tuple(notes)

    def _lessons(self) -> list[Document]:
        return [document for document in self.library.documents.values() if document.family and document.id != GENERAL_LESSON]

    def _lesson(self, topic: str, outcome: str = "") -> tuple[Document, str]:
        """The lesson that is meant, or the general one with the title of the nearest."""
        for lesson in self._lessons():
            if topic.strip().casefold() in (lesson.id, lesson.topic.casefold(), lesson.title.casefold()):
                return lesson, ""
        nearest = ""
        for text in (topic, f"{topic}: {outcome}") if outcome.strip() else (topic,):
            meant = self._meant(text)
            best, general = max(meant, key=lambda key: meant[key].score if key != GENERAL_LESSON else -math.inf), meant[GENERAL_LESSON]
            if _sure(meant[best]) >= KNOWN and meant[best].score >= general.score:
                return meant[best].document, ""
            nearest = nearest or meant[best].document.title
        return self.library.documents[GENERAL_LESSON], nearest

    def _meant(self, text: str) -> dict[str, Ranked]:
        """How far a text asks for each lesson, the general one included."""
        return {one.document.id: one for one in self.library.rank(text, role=Role.MENTOR) if one.document.family}

    def _card(self, senior: str) -> tuple[Document, str]:
        """The role card for what was written of the senior, and the name of the role that stands there; empty when none does."""
        nearest = self.library.nearest_cards(senior, Kind.ROLE) if senior.strip() else []
        if nearest and nearest[0][1] >= 1:
            return nearest[0][0], nearest[0][2]
        if nearest and nearest[0][1] >= CARD_NEAR and nearest[0][0].id != ROLE_ANY:
            return nearest[0][0], ""
        return self.library.cards[ROLE_ANY], ""

    def _named(self, text: str) -> bool:
        """Whether a role stands in a text word for word."""
        return bool(text.strip()) and self.library.nearest_cards(text, Kind.ROLE)[0][1] >= 1

    def _role_names(self) -> frozenset[str]:
        return frozenset(name.casefold() for card in cards_of(self.library.cards, Kind.ROLE) for name in card.phrasings[0].lines)

    def _nearest(self, text: str, lines: Sequence[Line]) -> Sequence[float]:
        return self.library.near(text, [line.text for line in lines])

    def _text(self, key: str) -> str:
        return self.library.passage(key).text

    def _decline(self, *texts: str) -> None:
        """Raise what a text calls for instead of a plan."""
        for text in texts:
            if answer := self.declined(text, 0.0):
                raise BriefDeclined(answer)

    @staticmethod
    def _topic(topic: str) -> None:
        if not any(character.isalnum() for character in topic):
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


def _sure(one: Ranked) -> float:
    """How sure it is that a lesson is meant; see :data:`KNOWN`."""
    return one.likeness + one.probability / 2
