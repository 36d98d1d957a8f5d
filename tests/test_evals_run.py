"""Runs: what fails them, how they are shown, and the command line; with a stand-in product and with the real one on a small library."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

import evals
from assistant.errors import CaseError, QuestionError
from assistant.model import Answer, Question
from evals import run_suite
from evals.__main__ import main
from evals.mock import MockedModel, UnmatchedRequest
from evals.product import Line, Product, open_product
from evals.report import as_data, as_json, write_run
from evals.run import Run, Status, carry_out, choose
from tests import evals_small
from tests.evals_small import answer, case, request

LIBRARY = evals_small.library()
Asks = Callable[[Question, MockedModel | None], Answer]


def send(model: MockedModel | None) -> None:
    assert model
    with httpx2.Client(transport=model) as asked:
        asked.post("http://mock.invalid/v1/chat/completions", json=request())


def asks_once(question: Question, model: MockedModel | None) -> Answer:
    send(model)
    return answer()


def run(asks: Asks, *cases: Any, engine: Any = "mocked", **given: Any) -> Run:
    return carry_out([("small", one) for one in cases], Product(asks), LIBRARY, engine, **given)


ANSWERED = {"model_replies": [{"reply": "from_passages"}]}


def test_a_run_that_passes_exits_0() -> None:
    done = run(asks_once, case(**ANSWERED))
    assert (done.exit_code, done.results[0].problems) == (0, ())


def test_a_failed_must_case_exits_1_and_a_failed_should_case_0() -> None:
    wrong = {"expect": {"cites": ["booking"]}, **ANSWERED}
    assert run(asks_once, case(**wrong)).exit_code == 1
    done = run(asks_once, case(level="should", **wrong))
    assert (done.exit_code, done.count(Status.FAILED, "should")) == (0, 1)


def test_an_unmatched_request_exits_3_even_when_the_product_swallows_everything() -> None:
    def swallows(question: Question, model: MockedModel | None) -> Answer:
        with suppress(BaseException):  # the worst product there could be
            send(model)
        return answer()

    done = run(swallows, case())
    assert (done.exit_code, done.results[0].status) == (3, Status.MOCK)
    assert "the case has no model_replies" in done.results[0].problems[0]


def test_an_unmatched_request_that_is_raised_exits_3_and_is_told_once() -> None:
    done = run(asks_once, case(model_replies=[{"reply": "x", "when": {"says": ["nowhere"]}}]))
    assert done.exit_code == 3
    assert [problem for problem in done.results[0].problems if "Nearest: rule 1" in problem] == [done.results[0].problems[0]]
    assert not done.results[0].error


def test_an_unused_reply_exits_3_unless_it_is_optional() -> None:
    def never(question: Question, model: MockedModel | None) -> Answer:
        return answer(trace=replace(answer().trace, calls=0))

    assert run(never, case(model_replies=[{"reply": "x"}])).exit_code == 3
    assert run(never, case(model_replies=[{"reply": "x", "optional": True}])).exit_code == 0


def test_a_product_that_raises_fails_its_case_only_whatever_the_level() -> None:
    def raises(question: Question, model: MockedModel | None) -> Answer:
        if question.text == "boom":
            raise QuestionError("Too long.")
        return asks_once(question, model)

    done = run(raises, case(ask="boom", level="should"), case(id="other", **ANSWERED))
    assert [result.status for result in done.results] == [Status.ERROR, Status.PASSED]
    assert (done.exit_code, done.results[0].error) == (1, "QuestionError: Too long.")


def test_cases_for_another_engine_are_left_out_and_named() -> None:
    done = run(lambda question, model: answer(), case(engines=["mocked"]), case(id="other"), engine="offline")
    assert ([result.case.id for result in done.results], done.not_run) == (["other"], ("slides",))


def test_a_check_that_does_not_apply_is_counted_apart() -> None:
    done = run(lambda question, model: answer(), case(), engine="offline")
    assert done.scores()["triage"] == (0, 0, 1)
    assert done.scores()["cites"] == (1, 0, 0)
    assert as_data(done)["cases"][0]["verdicts"]["triage"] is None


def test_two_cases_with_the_same_marker_fail() -> None:
    assert run(asks_once, case(**ANSWERED), case(id="other", **ANSWERED)).scores()["sent fence"] == (0, 2, 0)


def test_the_order_is_that_of_the_file_whatever_the_number_of_jobs() -> None:
    cases = [case(id=f"n{number}") for number in range(40)]
    done = run(lambda question, model: answer(), *cases, engine="offline", jobs=8)
    assert [result.case.id for result in done.results] == [one.id for one in cases]


def test_choosing_by_text_tag_and_limit() -> None:
    suite = evals.read_suites(["ask"])
    assert {one.id for _, one in choose(suite, text="LAPTOP")} == {"whose-laptop", "nothing-ever-comes"}
    assert all({"history", "crisis"} <= set(one.tags) for _, one in choose(suite, tags=["history", "crisis"]))
    assert len(choose(suite, limit=3)) == 3


def test_a_request_from_outside_any_case_is_kept() -> None:
    line = Line()
    caught: list[type[BaseException]] = []

    def stray() -> None:
        try:
            with httpx2.Client(transport=line) as asked:
                asked.get("http://mock.invalid/v1/chat/completions")
        except UnmatchedRequest as error:
            caught.append(type(error))

    line.switch(MockedModel([]))
    thread = threading.Thread(target=stray)
    thread.start()
    thread.join()
    assert (caught, line.strays) == ([UnmatchedRequest], ["GET /v1/chat/completions"])
    assert replace(run(asks_once, case(**ANSWERED)), strays=tuple(line.strays)).exit_code == 3


# With the real product ------------------------------------------------------------------------------------------------------------

SUITE = """\
- {id: slides, as: mentor, ask: "do I need slides", why: w, level: must, tags: [t], model_replies: [{reply: from_passages}],
   expect: {cites: [materials], words: [20, 220], calls: 1, engine: model, request: {passages_include: [G26], role: mentor, max_tokens: 700}}}
- {id: wrong-key, as: senior, ask: "slides or one page", why: w, level: must, tags: [t], engines: [mocked], model_replies: [{fault: {status: 401}}],
   expect: {cites: [materials], words: [20, 220], calls: 1, engine: offline}}
- {id: hangs, as: senior, ask: "slides or one page", why: w, level: must, tags: [t], engines: [mocked], model_replies: [{fault: {hang: true}}],
   expect: {cites: [materials], words: [20, 220], engine: offline, waited: 125}}
- {id: lies, as: mentor, ask: "do I need slides", why: w, level: must, tags: [t], engines: [mocked], model_replies: [{reply: "Bring nine slides. [1]"}],
   expect: {cites: [materials], words: [20, 220], engine: offline, must_not_say: [nine]}}
- {id: football, as: mentor, ask: "who won the football", why: w, level: must, tags: [t], expect: {declined: not_ours}}
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SUITE)
    return path


@pytest.mark.parametrize("engine", ["offline", "mocked"])
def test_the_real_product_runs_through_langchain_and_the_openai_client(suite: Path, engine: Any) -> None:
    done = run_suite(suite, engine=engine, library=LIBRARY)
    assert [(result.case.id, result.problems) for result in done.results if result.problems] == []
    assert done.exit_code == 0


def test_two_runs_write_the_same_but_for_the_times(suite: Path, tmp_path: Path) -> None:
    texts = []
    for number, jobs in enumerate((1, 4)):
        done = run_suite(suite, engine="mocked", library=LIBRARY, jobs=jobs, report=tmp_path / str(number))
        data = json.loads((tmp_path / str(number) / "run.json").read_text())
        assert data.pop("times")["cases"].keys() == {result.case.id for result in done.results}
        assert len(data["guidance"]) == 16
        texts.append(json.dumps(data))
    assert texts[0] == texts[1]


def test_a_prompt_that_loses_a_rule_is_found_out(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worth of models that obey: with scripted replies none of these would change anything."""
    from assistant.engines import chat

    real = chat.load_prompt

    def failing(find: str) -> set[str]:
        class Broken:
            stamp = "answer@0"

            def render(self, **inputs: Any) -> tuple[str, str]:
                system, user = real("answer").render(**inputs)
                assert find in user
                return system, user.replace(find, "")

        monkeypatch.setattr(chat, "load_prompt", lambda name: Broken())
        done = run_suite(suite, engine="mocked", library=LIBRARY, text="slides")
        return {verdict.check for result in done.results for verdict in result.verdicts if verdict.passed is False}

    assert "engine" in failing("such as [1] or [2][3]")
    assert "sent role" in failing("Role: mentor")
    assert "sent passages" in failing(evals_small.SHORT)


def test_the_product_is_opened_once_and_keeps_virtual_time(suite: Path) -> None:
    product, line = open_product(LIBRARY, "mocked")
    model = MockedModel(case(model_replies=[{"fault": {"status": 429, "retry_after": 15}}]).model_replies)
    said = product.ask(Question("do I need slides"), model)
    assert said.trace.notice
    assert model.waited >= 15
    assert line.clock() == 0.0


def test_no_case_left_is_an_error() -> None:
    with pytest.raises(CaseError, match="No case is left"):
        run_suite("ask", library=LIBRARY, text="no such words anywhere")


# The command line -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(evals, "open_library", lambda data: evals_small.library())
    monkeypatch.setenv("UPWARD_DATA", str(tmp_path / "data"))


@pytest.mark.usefixtures("small_library")
def test_json_is_one_object_on_standard_output_and_progress_goes_elsewhere(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(suite), "--engine", "mocked", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["counts"]["passed"] == 5


@pytest.mark.usefixtures("small_library")
def test_the_table_ends_with_what_the_run_cost(suite: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["run", str(suite), "-j", "2", "--report", str(tmp_path / "out")]) == 0
    assert "s CPU" in capsys.readouterr().out.splitlines()[-1]
    assert (tmp_path / "out" / "run.json").exists()


@pytest.mark.usefixtures("small_library")
def test_a_failed_case_is_shown_with_why_problem_and_what_was_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text('- {id: slides, as: mentor, ask: "do I need slides", why: people make slides, level: must, tags: [t], expect: {must_say: [deck]}}')
    assert main(["run", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "people make slides" in shown
    assert "it does not say 'deck'" in shown
    assert "it said:" in shown


@pytest.mark.usefixtures("small_library")
def test_an_unmatched_request_exits_3_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "unmatched.yaml"
    path.write_text('- {id: slides, as: mentor, ask: "do I need slides", why: w, level: must, tags: [t], expect: {cites: [materials]}}')
    assert main(["run", str(path), "--engine", "mocked"]) == 3
    assert "slides" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["run", "nowhere"], ["validate", "nowhere"], ["list", "nowhere"]])
def test_usage_errors_exit_2_with_the_mend_on_standard_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "There is no suite 'nowhere'. Name a YAML file" in printed.err


@pytest.mark.parametrize("arguments", [["run", "-j", "0"], ["run", "--engine", "live"], []])
def test_an_option_that_is_not_known_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_an_invalid_case_exits_2_with_file_and_line(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite.write_text(suite.read_text().replace("level: must", "level: mist", 1))
    assert main(["validate", str(suite)]) == 2
    assert "small.yaml:1: 'level' cannot be 'mist'." in capsys.readouterr().err


def test_the_built_in_suites_are_valid_and_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"valid": True, "suites": {"agenda": 31, "ask": 40, "prepare": 63, "retrieval": 100}}
    assert main(["list", "--json"]) == 0
    assert [len(suite["cases"]) for suite in json.loads(capsys.readouterr().out)["suites"]] == [31, 40, 63, 100]
    assert main(["list"]) == 0
    assert "whose-laptop" in capsys.readouterr().out


def test_the_command_line_starts_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "evals", "--help"], capture_output=True, text=True, check=False, cwd=Path(evals.__file__).parents[1])
    assert (done.returncode, "validate" in done.stdout) == (0, True)


def test_run_json_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    done = run(asks_once, case(**ANSWERED))
    assert write_run(done, tmp_path).read_text() == as_json(done)
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


# The guard ------------------------------------------------------------------------------------------------------------------------


def test_the_guard_refuses_other_machines_and_lets_this_one_through(no_network: list[str]) -> None:
    with pytest.raises(RuntimeError, match="not this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(RuntimeError, match="not this machine"):
        socket.getaddrinfo("example.invalid", 80)
    assert no_network == ["192.0.2.1", "example.invalid"]
    no_network.clear()
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
