"""A co-pilot for tests of the Prepare and Agenda pages: the stand-in's answers beside made-up plans, topics, agendas and words. It keeps what it was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assistant.errors import BriefDeclined, BriefError
from assistant.model import Declined, Role
from assistant.plans import Agenda, AgendaItem, AgendaRequest, Brief, Leads, SeniorBrief, TeachingPlan, Topic, TopicRequest, Wording
from tests import export_made
from tests.page_stand_in import StandIn, answer, sentence

TODAY = date(2026, 11, 24)


class Preparer(StandIn):
    """The stand-in that also prepares."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []
        self.fails: Exception | None = None

    def prepare(self, brief: Brief, today: date | None = None) -> TeachingPlan | SeniorBrief:
        self._take(brief, brief.topic)
        if brief.role is Role.SENIOR:
            return replace(export_made.brief(), title=brief.topic, promised=brief.promised)
        minutes = 30 if "shorter" in brief.refine else brief.minutes
        return replace(export_made.plan(), title=brief.topic, senior=brief.senior or "your senior", minutes=minutes, day=brief.day, notes=(), problems=())

    def topics(self, request: TopicRequest) -> tuple[Topic, ...]:
        self._take(request, request.goals)
        return export_made.topics()

    def agenda(self, request: AgendaRequest) -> Agenda:
        self._take(request, " ".join(request.goals))
        titles = [*request.promised, *(step.title for step in request.plan.steps)] if request.plan else [*request.promised, *request.goals]
        promised = len(request.promised)
        each = request.minutes // max(len(titles), 1)
        items = [AgendaItem(each, title, "For a reason.", Leads.BOTH, place < promised) for place, title in enumerate(titles)]
        return Agenda(request.minutes, tuple(items), notes=("Made up.",), sources=export_made.SOURCES, day=request.day, next_day=request.next_day)

    def words(self, situation: str, role: Role = Role.MENTOR) -> Wording:
        self._take((situation, role), situation)
        return export_made.wording()

    def _take(self, asked: Any, text: str) -> None:
        self.asked.append(asked)
        if self.fails:
            raise self.fails
        if not text.strip() and not isinstance(asked, AgendaRequest | TopicRequest):
            raise BriefError("There is no topic yet.", hint="Write what you will teach.")
        if "report her" in text:
            raise BriefDeclined(answer([sentence("Speak to the coordinator first.", "crisis#self")], reason=Declined.ESCALATION))
