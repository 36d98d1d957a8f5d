"""A teaching plan is one that can be taught from: valid for every lesson, slot, level and senior; and the validator sees what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Copilot
from assistant.model import Role, Support
from assistant.plans import Brief, Check, Leads, Level, Line, SeniorBrief, TakeAway, TeachingPlan
from assistant.support import check
from assistant.tasks.bloom import above_apply, share_above
from assistant.tasks.days import dated, spoken_day, undated
from assistant.tasks.plan import PlanRequest, apportioned, compose
from assistant.tasks.valid import activities, faults, mended
from knowledge.model import Kind

TODAY = date(2026, 11, 24)
SENIORS = ("Henrik, our finance chief", "chief nurse", "partner in a law firm", "", "somebody quite unheard of")


def plan_of(copilot: Copilot, **given: Any) -> TeachingPlan:
    plan = copilot.prepare(Brief(**{"topic": "reading our sales dashboard", "senior": "Henrik, our finance chief"} | given), TODAY)
    assert isinstance(plan, TeachingPlan)
    return plan


def request_of(copilot: Copilot, **given: Any) -> PlanRequest:
    return copilot._preparing._request(Brief(**{"topic": "reading our sales dashboard", "senior": "Henrik, our finance chief"} | given), TODAY)


def text(copilot: Copilot) -> Any:
    return lambda key: copilot.library.passage(key).text


@pytest.fixture(scope="module")
def lessons(copilot: Copilot) -> list[str]:
    return [document.title for document in copilot.library.documents.values() if document.family and not document.general]


def test_every_lesson_makes_a_sound_plan_for_a_beginner_and_an_expert_in_little_and_in_much_time(copilot: Copilot, lessons: list[str]) -> None:
    for place, topic in enumerate(lessons):
        for level, minutes in ((Level.NEW, 20), (Level.FLUENT, 90), (Level.SOME, 45)):
            plan = plan_of(copilot, topic=topic, senior=SENIORS[place % len(SENIORS)], minutes=minutes, level=level)
            assert plan.problems == ()
            assert not plan.generic


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_minutes_always_add_up_and_follow_one_another(copilot: Copilot, lessons: list[str], data: st.DataObject) -> None:
    plan = plan_of(
        copilot,
        topic=data.draw(st.sampled_from([*lessons, "playing the harp"])),
        senior=data.draw(st.sampled_from(SENIORS)),
        minutes=data.draw(st.integers(10, 180)),
        level=data.draw(st.sampled_from(list(Level))),
        refine=data.draw(st.sampled_from(["", "more playful"])),
    )
    assert plan.problems == ()
    assert sum(step.minutes for step in plan.steps) == plan.minutes
    ends = [0, *(step.start + step.minutes for step in plan.steps)]
    assert [step.start for step in plan.steps] == ends[:-1]
    assert all(0 <= one.minute <= plan.minutes for one in plan.checks)
    assert share_above(activities(plan)) >= 0.4


@given(total=st.integers(20, 400), weights=st.lists(st.floats(0.1, 50), min_size=1, max_size=8))
def test_apportioned_minutes_are_whole_and_complete(total: int, weights: list[float]) -> None:
    minutes = apportioned(total, weights)
    assert sum(minutes) == total
    assert min(minutes) >= 2


def test_every_line_is_borne_out_by_the_passage_it_cites(copilot: Copilot) -> None:
    plan = plan_of(copilot, senior="your neighbour, chief nurse")
    for line in plan.lines():
        if line.citations:
            read = [undated(copilot.library.passage(key).text) for key in line.citations]
            assert check(undated(line.text.replace(plan.senior, "your senior")), read, plan.senior).support is Support.SUPPORTED
    assert {key for line in plan.lines() for key in line.citations} == {source.id for source in plan.sources}


PLANTED: list[tuple[str, Any]] = [
    ("steps", lambda plan: {"steps": plan.steps[:2]}),
    ("steps", lambda plan: {"steps": (replace(plan.steps[0], minutes=plan.steps[0].minutes + 7), *plan.steps[1:])}),
    ("steps", lambda plan: {"steps": (plan.steps[1], plan.steps[0], *plan.steps[2:])}),
    ("steps", lambda plan: {"steps": tuple(replace(step, points=()) for step in plan.steps)}),
    ("steps", lambda plan: {"steps": tuple(replace(step, points=(Line("Open the page.", step.citations),)) for step in plan.steps)}),
    ("checks", lambda plan: {"checks": plan.checks[:1]}),
    ("checks", lambda plan: {"checks": (*plan.checks, Check(1, Line("Does that make sense?", plan.outcome.citations)))}),
    ("checks", lambda plan: {"checks": (*plan.checks, replace(plan.checks[0], minute=plan.minutes + 1))}),
    ("outcome", lambda plan: {"outcome": Line("", plan.outcome.citations)}),
    ("outcome", lambda plan: {"outcome": Line("Simply ask.", plan.outcome.citations)}),
    ("outcome", lambda plan: {"outcome": replace(plan.outcome, citations=())}),
    ("outcome", lambda plan: {"outcome": replace(plan.outcome, citations=("crisis#self",))}),
    ("hook", lambda plan: {"hook": Line("Nine of ten finance chiefs fail at this.", plan.hook.citations)}),
    ("hook", lambda plan: {"hook": Line("", ())}),
    ("objections", lambda plan: {"objections": ()}),
    ("limits", lambda plan: {"limits": (Line("You decide over the budget.", plan.limits[0].citations),)}),
    ("risk", lambda plan: {"risk": ()}),
    ("take_away", lambda plan: {"take_away": replace(plan.take_away, due=plan.take_away.due + timedelta(1))}),
    ("take_away", lambda plan: {"take_away": TakeAway(Line("Buy the tool for everybody.", plan.take_away.task.citations), plan.take_away.due, True)}),
    ("cut_list", lambda plan: {"cut_list": ()}),
]


@pytest.mark.parametrize(("part", "planted"), PLANTED)
def test_the_validator_sees_every_planted_fault_and_the_offline_part_mends_it(part: str, planted: Any, copilot: Copilot) -> None:
    request = request_of(copilot)
    sound = compose(request)
    assert faults(sound, request, text(copilot)) == {}
    broken = replace(sound, **planted(sound))
    assert part in faults(broken, request, text(copilot))
    whole = mended(broken, sound, request, text(copilot))
    assert whole.problems == ()
    assert whole.notes
    assert faults(whole, request, text(copilot)) == {}


def test_what_even_the_offline_plan_lacks_is_listed_as_a_problem(copilot: Copilot) -> None:
    request = request_of(copilot)
    poor = replace(compose(request), objections=())
    assert mended(poor, poor, request, text(copilot)).problems == ("Objections: there is none.",)


def test_two_seniors_get_two_plans(copilot: Copilot) -> None:
    one, other = (plan_of(copilot, senior=senior) for senior in ("finance director", "chief nurse"))
    assert one.card != other.card
    assert not {line.text for line in (one.hook, *one.why)} & {line.text for line in (other.hook, *other.why)}
    assert {point.text for point in one.steps[3].points} != {point.text for point in other.steps[3].points}


def test_a_beginner_gets_smaller_steps_and_words_explained_an_expert_neither(copilot: Copilot) -> None:
    new, fluent = (plan_of(copilot, level=level) for level in (Level.NEW, Level.FLUENT))
    assert len(new.terms) == 4
    assert fluent.terms == ()
    practice = [next(step for step in plan.steps if step.who_leads is Leads.SENIOR) for plan in (new, fluent)]
    assert not set(practice[0].points) & set(practice[1].points)
    assert practice[1].minutes > practice[0].minutes


@pytest.mark.parametrize(
    ("senior", "called", "card"),
    [
        ("Henrik, chief financial officer", "Henrik", "role-finance"),
        ("our finance chief", "your finance chief", "role-finance"),
        ("Dr Amina Okafor, consultant doctor", "Dr Amina Okafor", "role-consultant-doctor"),
        ("CFO, a bank", "your CFO", "role-finance"),
        ("head teacher of a primary school", "your head teacher", "role-head-teacher"),
        ("", "your senior", "role-any"),
        ("an astronaut", "your senior", "role-any"),
    ],
)
def test_the_senior_is_called_what_the_mentor_calls_them(senior: str, called: str, card: str, copilot: Copilot) -> None:
    plan = plan_of(copilot, senior=senior)
    assert (plan.senior, plan.card) == (called, card)
    assert called == "your senior" or not any("your senior" in line.text for line in plan.lines() if "colleague" not in line.text)


def test_every_role_card_is_found_by_its_own_names(copilot: Copilot) -> None:
    for card in copilot.library.cards.values():
        if card.kind is Kind.ROLE:
            for name in card.phrasings[0].lines:
                assert copilot.library.nearest_cards(f"our new {name}", Kind.ROLE)[0][0] is card, name


def test_a_topic_without_a_lesson_gets_the_general_one_and_is_told(copilot: Copilot) -> None:
    plan = plan_of(copilot, topic="playing the harp")
    assert plan.generic
    assert plan.problems == ()
    assert "no lesson" in plan.notes[0]


def test_new_technology_carries_policy_system_and_owner(copilot: Copilot) -> None:
    plan = plan_of(copilot, topic="drafting with an AI assistant")
    assert [line.text.partition(":")[0] for line in plan.risk] == ["Policy", "System", "Owner"]


def test_the_take_away_has_the_day_a_week_after_the_session(copilot: Copilot) -> None:
    plan = plan_of(copilot, day=date(2026, 12, 3))
    assert (plan.take_away.due, plan.take_away.assumed) == (date(2026, 12, 10), False)
    assert "Thursday the 10th" in plan.take_away.task.text
    assert plan_of(copilot).take_away.assumed


@pytest.mark.parametrize(
    ("day", "text_"),
    [
        (date(2026, 12, 3), "Thursday the 3rd"),
        (date(2026, 12, 11), "Friday the 11th"),
        (date(2026, 12, 22), "Tuesday the 22nd"),
        (date(2026, 12, 1), "Tuesday the 1st"),
    ],
)
def test_an_example_day_becomes_the_real_one(day: date, text_: str) -> None:
    assert dated('"By Friday the 4th I ask."', day) == f'"By {text_} I ask."'
    assert dated("Could I see it by the 20th?", day) == f"Could I see it by the {text_.split()[-1]}?"
    assert undated(dated("By Friday the 4th.", day)) == undated("By Friday the 4th.")


def test_a_day_in_words_depends_on_no_machine() -> None:
    assert spoken_day(date(2026, 12, 3)) == "Thursday 3 December 2026"


def test_a_wish_changes_minutes_level_or_senior_and_says_so_when_it_is_not_understood(copilot: Copilot) -> None:
    assert plan_of(copilot, refine="shorter please").minutes == 35
    assert plan_of(copilot, refine="make it 20 minutes").minutes == 20
    assert plan_of(copilot, refine="he already knows a lot").level is Level.FLUENT
    assert plan_of(copilot, refine="she is a chief nurse").card == "role-chief-nurse"
    playful = plan_of(copilot, refine="more playful")
    assert any(key.startswith("playful-session") for line in playful.lines() for key in line.citations)
    assert any("not understood" in note for note in plan_of(copilot, refine="in the style of a haiku").notes)


def test_private_matters_are_left_out_and_that_is_said(copilot: Copilot) -> None:
    plan = plan_of(copilot, senior="our finance chief, who has cancer and is gay", outcome="read a chart")
    assert any("left out" in note for note in plan.notes)
    assert not any(word in line.text.casefold() for line in plan.lines() for word in ("cancer", "gay"))


def test_markup_and_formulas_in_a_name_stay_text(copilot: Copilot) -> None:
    plan = plan_of(copilot, senior="<b>=cmd</b>, CFO", topic="=HYPERLINK(1) dashboards")
    assert plan.senior == "your CFO"
    assert plan.title == "=HYPERLINK(1) dashboards"


def test_verbs_above_apply_are_told_from_those_below() -> None:
    for above in ("Your senior ranks five texts by risk.", "They compare two charts.", "Your senior writes the rule.", "Ask what they would not trust yet."):
        assert above_apply(above), above
    for below in ("Open the file.", "Type the request.", "Show the button once.", "Read the number aloud."):
        assert not above_apply(below), below


def test_the_brief_of_the_senior_has_every_part_on_one_page(copilot: Copilot) -> None:
    brief = copilot.prepare(Brief("pivot tables", "finance chief", 45, role=Role.SENIOR, promised=("  try a filter ", "")), TODAY)
    assert isinstance(brief, SeniorBrief)
    assert brief.promised == ("try a filter",)
    assert len(brief.questions) == 3
    for part in (brief.expect, brief.why, brief.prepare, brief.learn, brief.avoid, brief.bring):
        assert part
    words = sum(len(line.text.split()) for line in brief.lines())
    assert words < 700
    assert "45" not in brief.title
    assert "your senior" not in " ".join(line.text for line in brief.expect)
