"""Every check passes what is right, fails a planted wrong, and says None where it does not apply."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.model import Answer, Cited, Declined, Support, Trace
from evals.checks import CHECKS, judge
from evals.seen import Seen, Verdict
from tests.evals_small import PAGE, STEPS, answer, request, seen, sentence

RIGHT = answer()
DECLINED = answer(text="That is outside mentoring.", sentences=(), sources=(), declined=True, reason=Declined.NOT_OURS, trace=Trace("offline"))
OFFLINE = Trace("offline (after mock-model: refused)", passages=RIGHT.trace.passages, calls=1, notice="The offline answer instead.")


def trace(**given: Any) -> Trace:
    return replace(RIGHT.trace, **given)


def verdict(check: str, case: Seen) -> Verdict:
    return next(one for one in judge(case) if one.check == check)


def test_a_right_answer_passes_every_check_that_applies() -> None:
    expect = {
        "cites": ["G26"],
        "must_say": [["one page", "four things"]],
        "must_not_say": ["deck"],
        "calls": 1,
        "waited": 1,
        "triage": "",
        "request": {"passages_include": ["G26"], "role": "mentor", "max_tokens": 700, "says": ["Use the passages"], "never_says": ["secret"]},
    }
    expect.pop("triage")
    verdicts = judge(seen(sent=request(max_completion_tokens=700), expect=expect))
    assert [one for one in verdicts if one.passed is False] == []
    assert [one.check for one in verdicts if one.passed is None] == ["triage", "dropped"]


@pytest.mark.parametrize(
    ("check", "planted", "expect", "says"),
    [
        ("declined", DECLINED, {}, "it was declined (not_ours)"),
        ("declined", RIGHT, {"declined": True}, "it was answered"),
        ("declined", DECLINED, {"declined": "escalation"}, "declined as not_ours, not as escalation"),
        ("triage", RIGHT, {"triage": "crisis"}, "triage saw nothing, not crisis"),
        ("cites", RIGHT, {"cites": ["booking"]}, "booking is not cited, but materials"),
        ("cites", RIGHT, {"cites_any": ["booking", "G13"]}, "none of booking, G13 is cited"),
        ("says", RIGHT, {"must_say": ["two pages"]}, "does not say 'two pages'"),
        ("says", RIGHT, {"must_say": [["two pages", "three pages"]]}, "'two pages' or 'three pages'"),
        ("says", RIGHT, {"must_not_say": ["FOUR things"]}, "it says 'FOUR things'"),
        ("says", replace(RIGHT, follow_ups=("What about a bonus?",)), {"must_not_say": ["bonus"]}, "it says 'bonus'"),
        ("citations", answer(sentence(citation="booking#do")), {}, "booking#do was not read for this question"),
        ("citations", answer(sentence(citation="made#up"), trace=trace(passages=("made#up",))), {}, "made#up is not in the library"),
        ("citations", replace(RIGHT, text=f"{RIGHT.text} [7]"), {}, "the mark [7] leads nowhere"),
        ("citations", replace(RIGHT, sources=()), {}, "is not among the sources"),
        ("citations", replace(RIGHT, sources=(*RIGHT.sources, Cited("materials#in-short", "", "", "", ""))), {}, "has no mark"),
        ("citations", answer(replace(sentence(), citations=())), {}, "no citation"),
        ("support", answer(sentence(support=Support.WEAK)), {}, "weak: "),
        ("support", answer(sentence(support=Support.NONE)), {}, "none: "),
        ("support", replace(RIGHT, sentences=()), {}, "no sentence at all"),
        ("quotes", answer(sentence(quote="Put five things on the page")), {}, "the quote is not in the passage"),
        ("quotes", answer(sentence(quote="")), {}, "no quote"),
        ("quotes", answer(sentence(text="Put 12 things on the page.", quote="on the page")), {}, "the number 12 is not in the passage"),
        ("quotes", answer(sentence(text="Read the page along.", quote=STEPS[1])), {}, "the quote says 'not'"),
        ("quotes", answer(sentence(text="Do not put four things on the page.", quote=STEPS[0])), {}, "the quote says no 'not'"),
        ("quotes", answer(sentence(text="Your mentor puts four things on the page.", quote=STEPS[0])), {}, "does not speak of the mentor"),
        ("words", answer(sentence()), {}, "words, not 60 to 220"),
        ("words", answer(*(sentence(step) for step in STEPS * 4)), {}, "words, not 60 to 220"),
        ("words", RIGHT, {"words": [1, 5]}, "words, not 1 to 5"),
        ("calls", RIGHT, {"calls": 3}, "1 requests, not 3"),
        ("calls", replace(RIGHT, trace=trace(calls=0)), {}, "the trace counts 0 requests, 1 were made"),
        ("dropped", RIGHT, {"dropped": 1}, "0 sentences of the model were dropped, not 1"),
        ("engine", replace(RIGHT, trace=OFFLINE), {}, "not the model"),
        ("engine", RIGHT, {"engine": "offline"}, "mock-model is said to have written it"),
        ("engine", replace(RIGHT, trace=replace(OFFLINE, notice="")), {"engine": "offline"}, "nothing says that the offline answer stands in"),
        ("sent passages", RIGHT, {"request": {"passages_include": ["booking"]}}, "no passage of booking was sent"),
        ("sent passages", replace(RIGHT, trace=trace(passages=(PAGE, "materials#in-short"))), {}, "passage 1 is not the text of materials#do"),
        ("sent passages", replace(RIGHT, trace=trace(passages=(PAGE,))), {}, "passages [1, 2] were sent of 1 read"),
        ("sent words", RIGHT, {"request": {"max_tokens": 700}}, "the limit sent was none, not 700"),
        ("sent words", RIGHT, {"request": {"says": ["be kind"]}}, "'be kind' was not sent"),
        ("sent words", RIGHT, {"request": {"never_says": ["four things"]}}, "'four things' was sent"),
        ("sent words", RIGHT, {"request": {"role": "senior"}}, "the role sent was mentor, not senior"),
    ],
)  # fmt: skip
def test_a_check_fails_on_a_planted_wrong_answer(check: str, planted: Answer, expect: dict[str, Any], says: str) -> None:
    found = verdict(check, seen(planted, expect=expect or {"declined": False}))
    assert found.passed is False
    assert any(says in problem for problem in found.problems), found.problems


def test_from_passages_gives_no_reason_to_drop_anything() -> None:
    right = seen(expect={"declined": False})
    written = replace(right, exchanges=(replace(right.exchanges[0], reply="x", by="from_passages"),))
    assert verdict("dropped", written).passed is True
    assert verdict("dropped", replace(written, answer=answer(trace=trace(dropped=1)))).passed is False
    assert verdict("dropped", right).passed is None


def test_waiting_too_long_fails() -> None:
    assert verdict("waited", seen(waited=121, expect={"waited": 120})).problems == ("it waited 121 s, more than 120",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("a1b2c3d4e5f60718", "abc"), "short enough to be guessed"),
        (("<<end a1b2c3d4e5f60718>>\n<<passage 2", "<<passage 2"), "passage 1 is not closed"),
        ((STEPS[0], "mark a1b2c3d4e5f60718"), "passage 2 holds the marker"),
    ],
)
def test_a_broken_fence_fails(change: tuple[str, str], says: str) -> None:
    body = request()
    body["messages"][1]["content"] = body["messages"][1]["content"].replace(*change)
    found = verdict("sent fence", seen(sent=body))
    assert found.passed is False
    assert any(says in problem for problem in found.problems), found.problems


def test_a_question_before_the_passages_fails() -> None:
    body = request()
    head, _, tail = body["messages"][1]["content"].partition("<<question")
    body["messages"][1]["content"] = f"<<question{tail}\n{head}"
    assert "the question does not come last" in verdict("sent fence", seen(sent=body)).problems


def test_passages_without_a_fence_fail() -> None:
    assert verdict("sent fence", seen(sent={"messages": [{"role": "user", "content": STEPS[0]}]})).problems == ("no passage was fenced",)


@pytest.mark.parametrize(("role", "says"), [("", "the role sent was none"), ("senior", "the role sent was senior")])
def test_a_role_that_is_not_passed_on_or_swapped_fails(role: str, says: str) -> None:
    assert any(says in problem for problem in verdict("sent role", seen(sent=request(role=role))).problems)


def test_a_request_that_was_to_be_looked_at_and_never_made_fails() -> None:
    case = seen(exchanges=0, expect={"request": {"passages_include": ["materials"], "says": ["x"]}})
    assert verdict("sent passages", case).problems == verdict("sent words", case).problems == ("nothing was sent",)


def test_what_does_not_apply_is_none_and_neither_passed_nor_failed() -> None:
    offline = seen(
        replace(RIGHT, trace=trace(engine="offline", calls=0)),
        engine="offline",
        exchanges=0,
        expect={"declined": False, "calls": 3, "engine": "model", "waited": 1},
    )
    unscored = {one.check for one in judge(offline) if one.passed is None}
    assert unscored == {"triage", "cites", "says", "calls", "dropped", "engine", "waited", "sent fence", "sent passages", "sent role", "sent words"}
    declined = seen(DECLINED, engine="offline", exchanges=0, expect={"declined": True})
    assert {one.check for one in judge(declined) if one.passed is None} == set(CHECKS) - {"declined"}
    assert verdict("words", declined) == Verdict("words", None, ())
