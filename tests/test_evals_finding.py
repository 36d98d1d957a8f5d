"""Searches as cases: their form, their check, their measures against values worked out by hand, and how they are shown."""

from __future__ import annotations

import json
from collections import Counter
from math import log2
from pathlib import Path
from typing import Any, NoReturn

import pytest

import evals
from assistant.errors import CaseError, QuestionError
from assistant.model import Answer, Question
from evals import run_suite
from evals.__main__ import main
from evals.case import SearchCase
from evals.checks import judge_search
from evals.finding import Finding, aim, look_up, measure
from evals.load import SUITES, check_names, read_suite
from evals.mock import MockedModel
from evals.product import Product
from evals.report import as_data
from evals.run import Run, Status, carry_out
from tests import evals_small

LIBRARY = evals_small.library()
GOOD = """\
- id: slides
  as: mentor
  search: "do I need slides"
  why: people make slides
  level: must
  tags: [prepare]
  expect: {finds: [materials]}
"""


def search(**given: Any) -> SearchCase:
    fields: dict[str, Any] = {"id": "slides", "as": "mentor", "search": "do I need slides", "why": "w", "level": "must", "tags": ["t"]}
    return SearchCase.model_validate(fields | {"expect": {"finds": ["materials"]}} | given)


def found(*ranked: str, right: str = "a", stage: str = "run", **given: Any) -> Finding:
    return Finding(search(expect={"finds": [right.split()[0]]}, **given), frozenset(right.split()), stage, ranked or None)


def unasked(question: Question, model: MockedModel | None) -> NoReturn:
    raise AssertionError("an engine was asked")


def run(*cases: Any, ask: Any = unasked, engine: Any = "offline", **given: Any) -> Run:
    return carry_out([("small", one) for one in cases], Product(ask), LIBRARY, engine, **given)


# The form -------------------------------------------------------------------------------------------------------------------------


def read(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "suite.yaml"
    path.write_text(text)
    return read_suite(path)


def test_a_search_is_read_with_its_defaults(tmp_path: Path) -> None:
    (case,) = read(tmp_path, GOOD.replace("  as: mentor\n", "")).cases
    assert isinstance(case, SearchCase)
    assert (case.role, case.expect.finds, case.expect.within, case.history) == (None, ("materials",), 3, ())


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("  why:", "  ask: Slides?\n  why:"), 4, "a case has one of 'ask', 'search', 'prepare' and 'agenda', not both 'ask' and 'search'. Leave 'ask' out"),
        (("  search: \"do I need slides\"\n", ""), 1, "'search' is missing. Write 'search: \"first session with a sceptic\"'."),
        (("  search: \"do I need slides\"\n", "  serach: slides\n"), 3, "'serach' is no field here. Did you mean 'search'?"),
        (("finds: [materials]", "cites: [materials]"), 7, "'cites' is no field here. Fields: finds, within."),
        (("{finds: [materials]}", "{within: 5}"), 7, "'finds' is missing. Write 'finds: [plan-for-one-session]'."),
        (("{finds: [materials]}", "{finds: []}"), 7, "finds"),
        (("[materials]}", "[materials], within: 11}"), 7, "within"),
        (("  expect: {finds: [materials]}\n", ""), 1, "Write 'expect: {finds: [plan-for-one-session]}'."),
        (("  why:", "  model_replies: [{reply: x}]\n  why:"), 4, "'model_replies' is no field here."),
        (("as: mentor", "as: manager"), 2, "Use one of: mentor, senior, coordinator."),
        (("  why:", "  history: [{aks: x}]\n  why:"), 4, "Did you mean 'ask'?"),
    ],
)  # fmt: skip
def test_a_search_that_breaks_the_form_is_refused_with_file_line_and_mend(tmp_path: Path, change: tuple[str, str], line: int, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        read(tmp_path, GOOD.replace(*change))
    assert str(caught.value).startswith(f"suite.yaml:{line}: ")
    assert says in str(caught.value)


def test_a_case_with_neither_question_nor_search_is_told_of_both(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"suite.yaml:1: 'ask' is missing. Write 'ask: .*'. Or a 'search'"):
        read(tmp_path, GOOD.replace('  search: "do I need slides"\n', "").replace("finds", "cites"))


def test_a_document_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"suite.yaml:1: slides: there is no document 'materials'. Did you mean 'material'"):
        check_names(read(tmp_path, GOOD), {"material"})


def test_both_kinds_stand_in_one_file(tmp_path: Path) -> None:
    asks = '- {id: asks, as: mentor, ask: "Slides?", why: w, level: must, tags: [t], expect: {cites: [materials]}}\n'
    assert [case.question for case in read(tmp_path, GOOD + asks).cases] == ["do I need slides", "Slides?"]


def test_the_retrieval_suite_has_a_hundred_searches_over_all_roles_stages_and_kinds() -> None:
    cases = read_suite(SUITES / "retrieval.yaml").cases
    tags, roles = Counter(tag for case in cases for tag in case.tags), Counter(case.role for case in cases)
    assert {name: tags[name] for name in ("keyword", "situational", "follow-up", "name", "two-thoughts")} == {
        "keyword": 20, "situational": 50, "follow-up": 10, "name": 10, "two-thoughts": 10
    }  # fmt: skip
    assert {"piece", "topic", "template", "questions", "card", "escalation"} <= set(tags)
    assert min(roles[role] for role in ("mentor", "senior", "coordinator")) >= 25
    assert sum(case.level == "must" for case in cases) <= 40
    assert all(case.history for case in cases if "follow-up" in case.tags)


# The check ------------------------------------------------------------------------------------------------------------------------


def test_the_right_document_at_the_last_place_that_counts_passes_and_one_below_fails() -> None:
    assert judge_search(found("x", "y", "a", "z"))[0].passed is True
    (verdict,) = judge_search(found("x", "y", "z", "a"))
    assert verdict.passed is False
    assert verdict.problems == ("none of a is among the first 3: the nearest stands at place 4, first come x, y, z",)


def test_any_of_several_right_documents_will_do() -> None:
    assert judge_search(found("x", "b", "y", right="a b"))[0].passed is True


def test_a_document_that_is_not_ranked_is_told_so() -> None:
    assert "is not there at all" in judge_search(found("x", "y"))[0].problems[0]


def test_a_ranking_turned_upside_down_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(search(expect={"finds": ["materials"], "within": 1})).exit_code == 0
    real = LIBRARY.rank
    monkeypatch.setattr(LIBRARY, "rank", lambda text, **given: list(reversed(real(text, **given))))
    done = run(search(expect={"finds": ["materials"], "within": 1}))
    assert (done.exit_code, done.results[0].problems[0][:24]) == (1, "finds: none of materials")


def test_a_piece_stands_for_the_documents_written_from_it() -> None:
    assert aim(search(expect={"finds": ["G26"]}), LIBRARY).right == {"materials"}


def test_what_is_not_ours_is_no_document_to_be_led_to() -> None:
    assert set(look_up(search(search="who won the football"), LIBRARY)) == {"materials", "booking"}


def test_a_follow_up_is_read_with_the_question_before_it_and_for_the_person_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, Any, str]] = []
    monkeypatch.setattr(LIBRARY, "rank", lambda text, *, role, before: seen.append((text, role, before)) or [])
    look_up(search(search="Which ones?", history=[{"ask": "do I need slides"}]), LIBRARY)
    look_up(search(search="A long question of its own about booking a room with daylight for six people", history=[{"ask": "do I need slides"}]), LIBRARY)
    look_up(SearchCase.model_validate(search().model_dump(by_alias=True, exclude={"role"})), LIBRARY)
    assert [(role and role.value, before) for _, role, before in seen] == [("mentor", "do I need slides"), ("mentor", ""), (None, "")]


# The measures ---------------------------------------------------------------------------------------------------------------------


def test_measures_agree_with_values_worked_out_by_hand() -> None:
    findings = [
        found("a", "x", "y", stage="first"),  # first place
        found("x", "y", "z", "a", **{"as": "senior"}),  # fourth
        found(*(f"x{n}" for n in range(10)), "a", tags=["t", "hard"]),  # eleventh: not found by any measure
        found("x", "a", "b", right="a b"),  # second and third of two right ones
    ]
    measured = measure(findings)
    means = measured["all"]["all"].means
    assert means["recall@1"] == 1 / 4
    assert means["recall@3"] == 2 / 4
    assert means["recall@5"] == 3 / 4
    assert means["MRR@10"] == pytest.approx((1 + 1 / 4 + 0 + 1 / 2) / 4)
    both = (1 / log2(3) + 1 / log2(4)) / (1 / log2(2) + 1 / log2(3))
    assert means["nDCG@10"] == pytest.approx((1 + 1 / log2(5) + 0 + both) / 4)
    assert {name: one.scored for name, one in measured["role"].items()} == {"mentor": 3, "senior": 1}
    assert {name: one.means["recall@1"] for name, one in measured["stage"].items()} == {"first": 1.0, "run": 0.0}
    assert {name: one.scored for name, one in measured["tag"].items()} == {"t": 4, "hard": 1}


def test_a_search_that_raised_is_counted_apart_and_in_no_mean() -> None:
    both = measure([found("a"), found()])["all"]["all"]
    assert (both.scored, both.not_scored, both.means["recall@1"]) == (1, 1, 1.0)
    alone = measure([found()])["all"]["all"]
    assert (alone.scored, set(alone.means.values())) == (0, {None})


def test_no_search_has_no_measures() -> None:
    assert measure([]) == {}


# Runs -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["offline", "mocked"])
def test_no_engine_is_asked_whatever_the_engine(engine: Any) -> None:
    done = run(search(), search(id="other"), engine=engine, jobs=2)
    assert (done.exit_code, [result.status for result in done.results]) == (0, [Status.PASSED] * 2)
    assert done.scores() == {"finds": (2, 0, 0)}


def test_a_search_that_raises_fails_its_case_only_and_is_not_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    real = LIBRARY.rank

    def rank(text: str, **given: Any) -> Any:
        if text == "boom":
            raise QuestionError("Too long.")
        return real(text, **given)

    monkeypatch.setattr(LIBRARY, "rank", rank)
    done = run(search(search="boom", level="should"), search(id="other"))
    assert [result.status for result in done.results] == [Status.ERROR, Status.PASSED]
    data = as_data(done)
    assert (data["retrieval"]["all"]["all"]["scored"], data["retrieval"]["all"]["all"]["not_scored"]) == (1, 1)
    assert (data["cases"][0]["found"], data["cases"][0]["place"]) == (None, None)


def test_the_data_of_a_run_has_measures_and_what_was_found_and_never_nan() -> None:
    data = as_data(run(search(), search(id="other", search="who books the room", expect={"finds": ["booking"]})))
    assert data["retrieval"]["all"]["all"] == {
        "scored": 2, "not_scored": 0, "recall@1": 1.0, "recall@3": 1.0, "recall@5": 1.0, "MRR@10": 1.0, "nDCG@10": 1.0
    }  # fmt: skip
    assert data["cases"][1] | {"found": ["booking", "materials"], "right": ["booking"], "place": 1, "search": "who books the room"} == data["cases"][1]
    assert "ask" not in data["cases"][1]
    json.dumps(data, allow_nan=False)


def test_a_run_without_searches_has_no_measures() -> None:
    done = run(evals_small.case(), ask=lambda question, model: _answer())
    assert (as_data(done)["retrieval"], done.retrieval) == (None, {})


def _answer() -> Answer:
    return evals_small.answer()


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(evals, "open_library", lambda data: evals_small.library())
    monkeypatch.setenv("UPWARD_DATA", str(tmp_path / "data"))
    path = tmp_path / "small.yaml"
    path.write_text(GOOD + GOOD.replace("slides\n", "planted\n", 1).replace("must", "should").replace("finds: [materials]", "finds: [booking], within: 1"))
    return path


def test_the_command_line_prints_the_measures_under_the_checks_and_what_was_found_instead(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(suite)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "searches recall@1 recall@3 recall@5 MRR@10 nDCG@10 not scored" in shown
    assert "all 2 0.50 1.00 1.00 0.75 0.82 0" in shown
    assert shown.index("recall@1") < shown.index("failed planted (should, mentor) do I need slides")
    assert "none of booking is among the first 1: the nearest stands at place 2, first come materials" in shown


def test_json_filter_and_report_work_for_searches(suite: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["run", str(suite), "--json", "--filter", "planted", "--report", str(tmp_path / "out"), "--engine", "mocked"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [case["id"] for case in printed["cases"]] == ["planted"]
    assert printed["retrieval"]["stage"]["guidance"]["recall@1"] == 0.0
    assert json.loads((tmp_path / "out" / "run.json").read_text())["retrieval"] == printed["retrieval"]


def test_searches_are_listed(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", str(suite), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["suites"][0]["cases"][0]["search"] == "do I need slides"
    assert main(["list", str(suite)]) == 0
    assert "planted" in capsys.readouterr().out


def test_a_suite_of_searches_runs_on_an_open_library(suite: Path) -> None:
    assert run_suite(suite, library=LIBRARY, tags=["prepare"]).exit_code == 0
