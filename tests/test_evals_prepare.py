"""Sessions and agendas as cases: their form, their checks, the suites, and what becomes of every way in which a model breaks a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import preparing
from assistant.errors import BriefError, CaseError
from assistant.model import Declined
from assistant.plans import Agenda, AgendaItem, Leads, Level, Line, TeachingPlan
from assistant.tasks.plan import TITLES
from evals.checks import SESSION_CHECKS, judge_session
from evals.checks.tells import MENDED
from evals.form import Rule
from evals.load import SUITES, check_names, read_suite
from evals.made import Made, make, session_lines
from evals.mock import MockedModel
from evals.planner import KINDS, PLANTED
from evals.product import Product, open_product
from evals.report import as_data, outline
from evals.run import Status, carry_out
from evals.seen import Verdict
from evals.session import AgendaCase, PrepareCase
from knowledge import Library

FIELDS: dict[str, Any] = {"id": "session", "why": "w", "level": "must", "tags": ["t"]}
BRIEF = {"topic": "AI drafting", "senior": "Henrik, chief financial officer"}


def prepare_case(expect: dict[str, Any] | None = None, replies: tuple[str, ...] = (), **brief: Any) -> PrepareCase:
    given = {"prepare": BRIEF | brief, "expect": expect or {"generic": False}, "model_replies": [{"plan": kind} for kind in replies]}
    return PrepareCase.model_validate(FIELDS | given)


def agenda_case(expect: dict[str, Any] | None = None, **asked: Any) -> AgendaCase:
    return AgendaCase.model_validate(FIELDS | {"agenda": asked, "expect": expect or {"declined": False}})


# The form -------------------------------------------------------------------------------------------------------------------------

GOOD = """\
- id: drafts
  prepare: {topic: AI drafting, minutes: 45, level: new}
  why: people ask for it
  level: must
  tags: [topic]
  expect: {lesson: ai-drafting-and-checking}
- id: plain
  agenda: {goals: [AI drafting], minutes: 17, next_date: 2027-01-07}
  why: people meet
  level: must
  tags: [goals]
  expect: {commitments: 0}
"""


def read(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "suite.yaml"
    path.write_text(text)
    return read_suite(path)


def test_a_session_and_an_agenda_are_read_with_their_defaults(tmp_path: Path) -> None:
    drafts, plain = read(tmp_path, GOOD).cases
    assert drafts.prepare.brief().level is Level.NEW
    assert (drafts.role, drafts.expect.differs_from, drafts.engines) == ("mentor", None, ("offline", "mocked"))
    assert plain.agenda.request().next_day == date(2027, 1, 7)
    assert (plain.role, plain.question) == (None, "AI drafting, 17 min")


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("  why: people ask", "  ask: Slides?\n  why: people ask"), 3, "one of 'ask', 'search', 'prepare' and 'agenda', not both 'ask' and 'prepare'"),
        (("  why: people meet", "  prepare: {topic: x}\n  why: people meet"), 8, "not both 'agenda' and 'prepare'"),
        (("topic: AI drafting", "topick: AI drafting"), 2, "'topick' is no field here. Did you mean 'topic'?"),
        (("{topic: AI drafting, minutes: 45, level: new}", "{minutes: 45}"), 2, "'topic' is missing. Write 'topic: AI drafting'."),
        (("level: new", "level: must"), 2, "'level' cannot be 'must'. Use one of: new, some, fluent."),
        (("  level: must\n  tags: [topic]", "  level: new\n  tags: [topic]"), 4, "Use one of: must, should."),
        (("level: new", "for: boss"), 2, "Use one of: mentor, senior, coordinator."),
        (("level: new", "date: someday"), 2, "'date': "),
        (("{lesson: ai", "{lessons: ai"), 6, "Did you mean 'lesson'?"),
        (("{lesson: ai-drafting-and-checking}", "{}"), 6, "nothing is expected"),
        (("{lesson: ai-drafting-and-checking}", "{declined: true, lesson: x}"), 6, "declined or refused has no 'lesson'"),
        (("{lesson: ai-drafting-and-checking}", "{differs_from: {share: 0.5}}"), 6, "name what is changed"),
        (("{lesson: ai-drafting-and-checking}", "{differs_from: {level: old}}"), 6, "Use one of: new, some, fluent."),
        (("{lesson: ai-drafting-and-checking}", "{differs_from: {role: x}}"), 6, "Fields: senior, level, minutes, share."),
        (("goals: [AI", "goal: [AI"), 8, "Did you mean 'goals'?"),
        (("{commitments: 0}", "{card: role-finance}"), 12, "'card' is no field here."),
        (("  expect: {commitments: 0}\n", ""), 7, "Write 'expect: {commitments: 0}'."),
        (("  tags: [goals]", "  model_replies: [{plan: perfect}]\n  tags: [goals]"), 11, "there is no plan 'perfect'; use one of: good, not-json"),
        (("  tags: [goals]", "  model_replies: [{plan: good, reply: x}]\n  tags: [goals]"), 11, "a 'reply' or a 'plan', not both"),
    ],
)  # fmt: skip
def test_what_breaks_the_form_is_refused_with_file_line_and_mend(tmp_path: Path, change: tuple[str, str], line: int, says: str) -> None:
    assert change[0] in GOOD
    with pytest.raises(CaseError) as caught:
        read(tmp_path, GOOD.replace(*change))
    assert str(caught.value).startswith(f"suite.yaml:{line}: ")
    assert says in str(caught.value)


def test_a_lesson_or_card_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="there is no document 'ai-drafting-and-checking'"):
        check_names(read(tmp_path, GOOD), {"role-finance"})


# The suites -----------------------------------------------------------------------------------------------------------------------


def test_the_prepare_suite_covers_all_topics_levels_slots_and_kinds() -> None:
    cases = [case for case in read_suite(SUITES / "prepare.yaml").cases if isinstance(case, PrepareCase)]
    topics = {case.expect.lesson for case in cases if "topic" in case.tags}
    folder = SUITES.parents[1] / "knowledge" / "guidance" / "topics"
    assert topics == {path.stem for path in folder.glob("*.md")} - {"any-topic"}
    assert topics == {case.expect.lesson for case in cases if case.level == "must"} - {"any-topic", None}
    assert {case.prepare.level for case in cases} == set(Level)
    slots = {case.prepare.minutes for case in cases}
    assert {17, 20, 30, 45, 60, 75, 90} <= slots
    tags = Counter(tag for case in cases for tag in case.tags)
    assert {"unknown", "hostile", "sensitive", "promised", "senior", "refine", "bad-input", "broken", "fault"} <= set(tags)
    assert sum("weakness" not in case.tags and "broken" not in case.tags and "fault" not in case.tags for case in cases) >= 40
    assert sum(bool(case.expect.differs_from) for case in cases) >= 8


def test_the_agenda_suite_covers_goals_commitments_slots_dates_and_hostile_goals() -> None:
    cases = [case for case in read_suite(SUITES / "agenda.yaml").cases if isinstance(case, AgendaCase)]
    tags = Counter(tag for case in cases for tag in case.tags)
    assert {"goals", "several", "commitments", "short", "odd-slot", "dated", "plan", "hostile"} <= set(tags)
    assert sum("weakness" not in case.tags for case in cases) >= 25


def test_no_topic_repeats_a_phrasing_of_the_guidance() -> None:
    """The router is trained on the phrasings: in the cases of the twenty topics, one that stands among them would measure nothing."""
    folder = SUITES.parents[1] / "knowledge" / "guidance"
    known = {line.strip().casefold().rstrip("?.") for path in folder.rglob("*.phrasings.txt") for line in path.read_text().splitlines()}
    cases = [
        case for case in read_suite(SUITES / "prepare.yaml").cases if isinstance(case, PrepareCase) and {"topic", "weakness"} & set(case.tags) == {"topic"}
    ]
    assert len(cases) == 20
    assert not [case.id for case in cases if case.prepare.topic.casefold() in known]


# What a model breaks --------------------------------------------------------------------------------------------------------------

NOT_READ = ("prose-around", "claiming-title", "talking-down-title")
"""What a model writes there is not read, and the rest of its plan is whole: nothing has to be mended or said."""


@pytest.fixture(scope="module")
def planned(library: Library) -> Callable[[str], Made]:
    """What the real product, with the real ChatEngine and LangChain's client, makes of a model that plans so."""
    product, _ = open_product(library, "mocked")

    def plan(kind: str) -> Made:
        case = prepare_case(replies=(kind,))
        return make(case, product, library, "mocked", MockedModel(case.model_replies), None)

    return plan


def shown_as_good(made: Made, kind: str) -> list[str]:
    """Why a broken plan would be taken for a good one; empty when it was mended or labelled and what is shown is sound."""
    plan = made.plan
    assert plan
    wrong = [f"{one.check}: {problem}" for one in judge_session(made) if one.check != "engine" for problem in one.problems]
    labelled = bool(plan.trace.notice) if plan.trace.engine.startswith("offline") else any(words in note for note in plan.notes for words in MENDED)
    if not labelled and kind not in NOT_READ:
        wrong.append("nothing says that it was mended")
    shown = " ".join((*(line.text for line in plan.lines()), *made.titles(), *plan.notes))
    return [*wrong, *(["what was planted is shown"] if kind in PLANTED and PLANTED[kind] in shown else [])]


def test_every_way_to_break_a_plan_ends_mended_or_labelled(planned: Callable[[str], Made], capsys: pytest.CaptureFixture[str]) -> None:
    """Each goes over the mocked wire and through the real client."""
    broken = [kind for kind in KINDS if kind != "good"]
    found = {kind: wrong for kind in broken if (wrong := shown_as_good(planned(kind), kind))}
    with capsys.disabled():
        sound = len(broken) - len(found)
        print(f"\nbroken plans: {sound} of {len(broken)} kinds end mended or labelled; open: {', '.join(found) or 'none'}")  # noqa: T201
    assert len(broken) >= 12
    assert not found


@pytest.mark.parametrize("kind", ["minutes-off", "one-step", "closed-check-only", "unsupported", "unsent-source", "banned-word", "no-hook", "late-check"])
def test_a_product_that_mends_nothing_is_found_out(planned: Callable[[str], Made], monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(preparing, "mended", lambda plan, *given: plan)
    assert shown_as_good(planned(kind), kind)


def test_a_good_plan_of_a_model_is_shown_as_it_wrote_it(planned: Callable[[str], Made]) -> None:
    made = planned("good")
    assert made.plan
    assert [one for one in judge_session(made) if one.problems] == []
    assert made.plan.steps[0].title == TITLES["Hook"]
    assert made.plan.steps[-1].title == TITLES["Take-away"]
    assert (made.plan.notes, made.plan.trace.engine, made.trace.calls) == ((), "mock-model", 1)


def test_prose_around_a_plan_is_left_out_and_nothing_else(planned: Callable[[str], Made]) -> None:
    good, around = planned("good").plan, planned("prose-around").plan
    assert good
    assert around
    assert good.lines() == around.lines()


def test_a_rule_with_a_plan_answers_every_request_and_is_missed_when_unused() -> None:
    model = MockedModel([Rule(plan="good")])
    assert model.unused() == ["rule 1: its reply was never asked for"]


# The checks -----------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def product(library: Library) -> Product:
    return open_product(library, "offline")[0]


@pytest.fixture(scope="module")
def right(product: Product, library: Library) -> Made:
    """A sound plan by rule."""
    return make(prepare_case(date=date(2026, 12, 3)), product, library, "offline", None, None)


def verdict(check: str, made: Made) -> Verdict:
    return next(one for one in judge_session(made) if one.check == check)


def test_a_sound_plan_passes_every_check_that_applies(right: Made) -> None:
    verdicts = judge_session(right)
    assert [one for one in verdicts if one.passed is False] == []
    assert {one.check for one in verdicts if one.passed} == {"outcome", "fits", "sums", "teaches", "borne", "notes"}
    assert len(verdicts) == len(SESSION_CHECKS)


def _steps(change: Callable[[Any], Any]) -> Callable[[TeachingPlan], TeachingPlan]:
    return lambda plan: replace(plan, steps=tuple(change(list(plan.steps))))


def _plain(plan: TeachingPlan) -> TeachingPlan:
    line = Line("Open the tool.", plan.hook.citations)
    return replace(plan, steps=(plan.steps[0], *(replace(step, points=(line,)) for step in plan.steps[1:-1]), plan.steps[-1]))


@pytest.mark.parametrize(
    ("check", "plant", "says"),
    [
        ("sums", _steps(lambda steps: [*steps[:-1], replace(steps[-1], minutes=99)]), "minutes of 45"),
        ("sums", _steps(lambda steps: [replace(steps[0], start=3), *steps[1:]]), "do not follow one another"),
        ("sums", lambda plan: replace(plan, checks=(replace(plan.checks[0], minute=46), *plan.checks[1:])), "a check stands at minute 46"),
        ("sums", _steps(lambda steps: [replace(steps[0], minutes=-1), *steps[1:]]), "a step has -1 minutes"),
        ("teaches", lambda plan: replace(plan, limits=()), "there is no limits"),
        ("teaches", lambda plan: replace(plan, hook=Line("")), "the hook is empty"),
        ("teaches", lambda plan: replace(plan, risk=()), "risk of new technology is missing"),
        ("teaches", lambda plan: replace(plan, probe=plan.probe * 2), "questions to find the level"),
        ("teaches", lambda plan: replace(plan, why=plan.why * 60), "nobody teaches from that"),
        ("teaches", lambda plan: replace(plan, checks=plan.checks[:1] * 2), "1 different checks"),
        ("teaches", lambda plan: replace(plan, checks=tuple(replace(one, line=Line("Does that make sense?")) for one in plan.checks)), "'yes' answers"),
        ("teaches", _plain, "0% of the activities"),
        ("teaches", lambda plan: replace(plan, take_away=replace(plan.take_away, due=date(2026, 12, 3))), "is due on 2026-12-03"),
        ("teaches", lambda plan: replace(plan, take_away=replace(plan.take_away, assumed=True)), "the day was assumed"),
        ("teaches", lambda plan: replace(plan, take_away=replace(plan.take_away, task=Line("By the 24th."))), "names 'the 24th'"),
        ("teaches", _steps(lambda steps: [replace(steps[0], title="Simply begin"), *steps[1:]]), "talks down: 'Simply'"),
        ("teaches", _steps(lambda steps: [replace(steps[0], points=steps[0].points[:1] * 2), *steps[1:]]), "2 times"),
        ("borne", lambda plan: replace(plan, hook=Line(plan.hook.text)), "cites nothing"),
        ("borne", lambda plan: replace(plan, hook=Line("Nine in ten succeed within a fortnight.", plan.hook.citations)), "of its words are in its passages"),
        ("borne", lambda plan: replace(plan, hook=Line(plan.hook.text, ("made#up",))), "made#up is not in the library"),
        ("borne", lambda plan: replace(plan, sources=plan.sources[1:]), "is cited and not among the sources"),
        ("borne", lambda plan: replace(plan, outcome=plan.hook), "is not cited"),
        ("fits", lambda plan: replace(plan, minutes=30), "it is for 30 minutes, not 45"),
        ("fits", lambda plan: replace(plan, level=Level.NEW), "level new, not some"),
        ("fits", lambda plan: replace(plan, generic=True), "it is the general plan"),
        ("notes", lambda plan: replace(plan, problems=("Steps: a line cites nothing.",)), "it has the problem: Steps"),
    ],
)  # fmt: skip
def test_a_check_fails_on_a_planted_wrong_plan(right: Made, check: str, plant: Callable[[TeachingPlan], TeachingPlan], says: str) -> None:
    assert right.plan
    found = verdict(check, replace(right, sheet=plant(right.plan)))
    assert found.passed is False
    assert any(says in problem for problem in found.problems), found.problems


@pytest.mark.parametrize(
    ("check", "expect", "says"),
    [
        ("outcome", {"declined": True}, "it was planned"),
        ("outcome", {"error": "10 to 180"}, "nothing was refused"),
        ("fits", {"lesson": ["cyber-hygiene", "small-bets"]}, "not cyber-hygiene or small-bets"),
        ("fits", {"card": "role-sales"}, "the card is role-finance, not role-sales"),
        ("fits", {"address": "Eve"}, "calls the senior 'Henrik', not 'Eve'"),
        ("says", {"must_say": [["parrot", "budgie"]]}, "does not say 'parrot' or 'budgie'"),
        ("says", {"must_not_say": ["Henrik"]}, "it says 'Henrik'"),
        ("notes", {"notes": ["left out"]}, "no note says 'left out'"),
        ("notes", {"problems": ["Hook"]}, "no problem says 'Hook'"),
    ],
)
def test_a_check_fails_on_a_plan_that_is_not_what_was_expected(right: Made, check: str, expect: dict[str, Any], says: str) -> None:
    found = verdict(check, replace(right, case=prepare_case(expect, date=date(2026, 12, 3))))
    assert found.passed is False
    assert any(says in problem for problem in found.problems), found.problems


def test_the_same_session_for_another_senior_is_found_out_and_a_name_is_no_difference(right: Made) -> None:
    assert right.plan
    case = prepare_case({"differs_from": {"senior": "Eve, lawyer", "share": 0.1}}, date=date(2026, 12, 3))
    text = [line.replace("your senior", "Eve").replace("Your senior", "Eve") for line in session_lines(right.plan)]
    assert text != session_lines(right.plan)
    found = verdict("differs", replace(right, case=case, other=right.plan))
    assert found.problems == ("0% of the lines differ from those for senior Eve, lawyer, less than 10%",)


def test_another_senior_gets_another_session(product: Product, library: Library) -> None:
    case = prepare_case({"differs_from": {"senior": "Eve, law firm partner", "share": 0.15}})
    assert verdict("differs", make(case, product, library, "offline", None, None)).passed is True


def test_a_product_that_gives_everybody_the_same_session_is_found_out(product: Product, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    case = prepare_case({"differs_from": {"senior": "Eve, law firm partner", "share": 0.15}, "card": "role-finance"})
    monkeypatch.setattr(library, "nearest_cards", lambda text, kind: [(library.cards["role-any"], 1.0, "leader")])
    failed = {one.check for one in judge_session(make(case, product, library, "offline", None, None)) if one.passed is False}
    assert {"differs", "fits"} <= failed


def test_a_brief_for_the_senior_is_held_to_its_promises_minutes_and_questions(product: Product, library: Library) -> None:
    case = prepare_case({"generic": False}, **{"for": "senior", "promised": ["Send the list."], "minutes": 75})
    made = make(case, product, library, "offline", None, None)
    assert [one for one in judge_session(made) if one.problems] == []
    sheet: Any = made.sheet
    assert "what was promised" in verdict("teaches", replace(made, sheet=replace(sheet, promised=("Sent it.",)))).problems[0]
    assert "2 questions" in verdict("teaches", replace(made, sheet=replace(sheet, questions=sheet.questions[:2]))).problems[0]
    assert "not 60" in verdict("sums", replace(made, sheet=replace(sheet, minutes=60))).problems[0]
    assert outline(sheet).startswith("ai-drafting-and-checking: ")


ITEMS = (
    AgendaItem(2, "Send the list", "Done, half done or not done, and why?", Leads.SENIOR, from_commitment=True),
    AgendaItem(25, "AI drafting", "Stand up and try.", Leads.SENIOR),
    AgendaItem(3, "Agree one try and the next date", "Next date: 2027-01-07.", Leads.BOTH),
)
ASKED = {"goals": ["AI drafting"], "promised": ["Send the list"], "minutes": 30, "next_date": date(2027, 1, 7)}


@pytest.mark.parametrize(
    ("check", "items", "says"),
    [
        ("agenda", ITEMS, ""),
        ("agenda", (ITEMS[1], ITEMS[0], ITEMS[2]), "a commitment comes after something else"),
        ("agenda", (replace(ITEMS[0], title="Send it"), *ITEMS[1:]), "the commitment 'send the list' is missing"),
        ("agenda", (ITEMS[0], replace(ITEMS[1], title="Spreadsheets"), ITEMS[2]), "the goal 'ai drafting' has no item"),
        ("agenda", (ITEMS[0], replace(ITEMS[1], who_leads=Leads.MENTOR), ITEMS[2]), "the senior does nothing in it"),
        ("agenda", ITEMS[:2], "does not end with the next date"),
        ("agenda", (*ITEMS[:2], replace(ITEMS[2], purpose="Next date: 2027-01-08.")), "the next date 2027-01-07 is not named"),
        ("sums", (ITEMS[0], replace(ITEMS[1], minutes=20), ITEMS[2]), "the items take 25 minutes of 30"),
        ("sums", (ITEMS[0], replace(ITEMS[1], minutes=0), ITEMS[2]), "an item has 0 minutes"),
        ("fits", ITEMS, "small-bets is not cited"),
    ],
)
def test_a_check_fails_on_a_planted_wrong_agenda(check: str, items: tuple[AgendaItem, ...], says: str) -> None:
    case = agenda_case({"cites": ["small-bets"]}, **ASKED)
    made = Made(case, "offline", Agenda(30, items, next_day=date(2027, 1, 7)), None, "", {}, {})
    problems = verdict(check, made).problems
    assert problems == () if not says else any(says in problem for problem in problems), problems


def test_an_invented_commitment_and_a_goal_left_out_are_found_out() -> None:
    made = Made(agenda_case(minutes=30, goals=["a", "b", "c"]), "offline", Agenda(30, ITEMS), None, "", {}, {})
    problems = verdict("agenda", made).problems
    assert "a commitment was invented" in problems
    assert "nothing is said of the goal 'c'" in problems


def test_what_is_declined_or_refused_is_held_to_its_reason(product: Product, library: Library) -> None:
    declined = make(prepare_case({"declined": "unsafe"}, topic="how to record him secretly"), product, library, "offline", None, None)
    assert declined.answer
    assert verdict("outcome", declined).passed is True
    assert verdict("outcome", replace(declined, case=prepare_case())).problems == ("it was declined (unsafe, covert-recording)",)
    other = replace(declined, answer=replace(declined.answer, reason=Declined.NOT_OURS))
    assert verdict("outcome", other).problems == ("it was declined as not_ours, not as unsafe",)
    refused = make(prepare_case({"error": "10 to 180"}, minutes=4), product, library, "offline", None, None)
    assert verdict("outcome", refused).passed is True
    assert "it was refused: 4 minutes" in verdict("outcome", replace(refused, case=prepare_case())).problems[0]
    assert {one.check for one in judge_session(refused) if one.passed is not None} == {"outcome"}


# A run ----------------------------------------------------------------------------------------------------------------------------


def test_a_run_keeps_sheets_refusals_and_errors_apart(right: Made, library: Library) -> None:
    def prepare(brief: Any, model: MockedModel | None) -> Any:
        if brief.minutes == 4:
            raise BriefError("4 minutes cannot be planned; 10 to 180 can.", hint="Plan two.")
        if brief.minutes == 5:
            raise ZeroDivisionError("five")
        return right.sheet

    cases = [prepare_case(date=date(2026, 12, 3)), prepare_case({"error": "10 to 180"}, minutes=4), prepare_case(minutes=5), agenda_case()]
    done = carry_out([("small", one) for one in cases], Product(prepare=prepare), library, "offline")
    assert [result.status for result in done.results[1:]] == [Status.PASSED, Status.ERROR, Status.ERROR]
    assert done.results[3].error.startswith("NotImplementedError: This product takes no AgendaRequest")
    first, second, *_ = as_data(done)["cases"]
    assert (first["prepare"], first["sheet"]["kind"]) == ("AI drafting, Henrik, chief financial officer, 45 min, some", "plan")
    assert (second["sheet"], second["refusal"]) == (None, "4 minutes cannot be planned; 10 to 180 can. Plan two.")
    assert isinstance(first["sheet"]["sources"][0], str)
