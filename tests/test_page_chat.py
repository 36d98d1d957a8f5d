"""The Ask page without a browser: how a conversation grows, what is shown, who sees it, and what is said when something fails."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from gradio_client import Client

from assistant.errors import UpwardError
from assistant.model import Declined, Role, Trace
from assistant.pages import parts
from assistant.pages.chat import Chat
from assistant.pages.conversation import KEPT, Conversation, Exchange, asked, question_of, with_last
from assistant.pages.feedback import REASONS, Feedback
from assistant.pages.messages import OPENING, foot_line, messages
from assistant.pages.opening import Opening
from assistant.pages.pace import Pace
from assistant.pages.starters import GREETINGS
from knowledge.load import GUIDANCE, read_folder
from tests.page_server import served
from tests.page_stand_in import StandIn, answer, documents, passages, sentence, usual


def opened(copilot: StandIn) -> Opening:
    opening = Opening(lambda: copilot)
    opening.copilot(timeout=5)
    return opening


def ask(text: str, conversation: Conversation = ()) -> tuple[list[Any], Conversation]:
    """Every update of one question, and the conversation after it."""
    chat = Chat(opened(StandIn()), Feedback())
    updates = list(chat.answer(chat.take(text, "mentor", conversation)[1]))
    kept = [update[1] for update in updates if isinstance(update[1], tuple)]
    return updates, kept[-1]


def last_text(conversation: Conversation) -> str:
    return str(messages(conversation, passages())[-1]["content"])


def test_a_question_is_answered_step_by_step() -> None:
    updates, kept = ask("he says I know this")
    shown = [str(update[0][-1]["content"]) for update in updates if isinstance(update[0], list)]
    assert "Read 5 passages" in shown[0]
    assert len(shown[1]) < len(shown[-1])
    assert kept[-1].answer is not None
    assert "Offline engine. Nothing left this machine." in shown[-1]


def test_the_composer_gets_its_send_button_back_at_the_end() -> None:
    updates, _ = ask("he says I know this")
    assert updates[-1][3].submit_btn is True


@pytest.mark.parametrize("text", ["", "   \n"])
def test_a_blank_question_does_nothing(text: str) -> None:
    assert not isinstance(Chat(opened(StandIn()), Feedback()).take(text, "mentor", ())[1], tuple)


def test_a_second_question_waits_for_the_first() -> None:
    chat = Chat(opened(StandIn()), Feedback())
    kept = chat.take("wait for me", "mentor", ())[1]
    assert not isinstance(chat.take("he says I know this", "mentor", kept)[1], tuple)


def test_history_goes_with_the_next_question_and_is_bounded() -> None:
    conversation: Conversation = ()
    for number in range(KEPT + 5):
        conversation = with_last(asked(conversation, f"q{number}", Role.MENTOR), Exchange(number + 1, f"q{number}", Role.MENTOR, answer=answer(usual())))
    assert len(conversation) == KEPT
    assert [turn.question for turn in question_of(conversation).history][-1] == f"q{KEPT + 3}"
    assert asked(conversation, "next", Role.SENIOR)[-1].turn == KEPT + 6


def test_an_error_in_words_shows_its_message_and_hint_and_keeps_the_question() -> None:
    updates, kept = ask("the model down")
    assert "The model did not answer in 30 s." in last_text(kept)
    assert "leave the model out" in last_text(kept)
    assert updates[-1][3].value == "the model down"


def test_an_unforeseen_error_tells_no_words_to_anybody(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        updates, kept = ask("a bug")
    assert "Something went wrong on our side." in last_text(kept)
    assert "Your question is kept below; nothing was lost. Try again." in last_text(kept)
    assert updates[-1][3].value == "a bug"
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text
    assert "secret" not in last_text(kept)


def test_a_failed_question_is_replaced_by_the_next_one() -> None:
    _, kept = ask("a bug")
    _, kept = ask("he says I know this", kept)
    assert [exchange.question for exchange in kept] == ["he says I know this"]


def test_stop_keeps_what_was_shown() -> None:
    chat = Chat(opened(StandIn()), Feedback())
    steps = chat.answer(chat.take("wait for me", "mentor", ())[1])
    kept = [next(steps), next(steps), next(steps)][-1][1]
    steps.close()
    stopped = chat.stop(kept)[1]
    assert "Agree at once" in last_text(stopped)
    assert "Stopped." in last_text(stopped)
    assert not stopped[-1].pending


def test_retry_asks_the_same_question_in_place_of_its_answer() -> None:
    _, kept = ask("he says I know this")
    again = Chat(opened(StandIn()), Feedback()).repeat(kept)[1]
    assert [exchange.question for exchange in again] == ["he says I know this"]
    assert again[-1].pending


def test_declined_answers_are_cards_of_their_own() -> None:
    _, crisis = ask("I want to kill myself")
    assert '<div class="card escalation">' in last_text(crisis)
    _, nowhere = ask("zebra")
    assert '<div class="card declined nearest">' in last_text(nowhere)
    assert len(messages(nowhere, passages())[-1]["options"]) == 3


def test_the_foot_line_says_who_wrote_it_and_what_left() -> None:
    assert foot_line(Trace("offline")) == "Offline engine. Nothing left this machine."
    sent = Trace("gpt-oss", passages=("a",) * 5, prompt_tokens=1240, sent_to="models.example.com")
    assert foot_line(sent) == "Answered by gpt-oss at models.example.com; 5 passages and 1,240 tokens were sent."
    after = Trace("offline (after gpt-oss: retry_later)", passages=("a",), prompt_tokens=900, sent_to="models.example.com")
    assert foot_line(after).startswith("Offline engine, because the model did not deliver; 1 passage and 900 tokens were sent to models.example.com.")


def test_a_notice_of_the_trace_is_shown() -> None:
    _, kept = ask("which model")
    assert '<p class="note">The model was slow; this took two tries.</p>' in last_text(kept)


def test_the_notice_names_the_machine_or_the_host() -> None:
    assert "Upward is an AI system" in parts.notice(None)
    assert "nothing you type leaves this machine" in parts.notice(StandIn())
    assert "models.example.com" in parts.notice(StandIn(sends_to="models.example.com"))


def test_the_quoted_words_are_marked_in_the_whole_passage() -> None:
    text = "One. Two words\nhere. <b>Three</b> & four."
    assert (
        parts.highlighted(text, ["Two words here.", "four"])
        == "<p>One. <mark>Two words</mark></p><p><mark>here.</mark> &lt;b&gt;Three&lt;/b&gt; &amp; <mark>four</mark>.</p>"
    )


def test_sources_hold_every_turn_and_show_the_last() -> None:
    _, kept = ask("he says I know this")
    _, kept = ask("who am I to teach a director", kept)
    panel = parts.sources(kept, passages())
    assert "\n" not in panel
    assert 'id="src-1-1"' in panel
    assert 'id="src-2-5"' in panel
    assert panel.count('class="turn shown"') == 1
    assert panel.index('class="turn shown"') > panel.index('id="src-1-1"')


def test_feedback_counts_verdicts_and_keeps_no_words() -> None:
    feedback = Feedback()
    chat = Chat(opened(StandIn()), feedback)
    assert chat.rate(False).visible is True
    chat.reason(REASONS[1])
    chat.reason("My senior is called Maya")
    assert chat.rate(True).visible is False
    assert feedback.counts() == {"poor": 1, REASONS[1]: 1, "good": 1}


def test_updates_come_at_most_ten_times_a_second() -> None:
    now, waits = [0.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    pace = Pace(0.1, clock=lambda: now[0], sleep=sleep)
    times = []
    for spent in (0.0, 0.01, 0.02, 0.5, 0.0):
        now[0] += spent
        pace.wait()
        times.append(now[0])
    assert all(b - a >= 0.0999 for a, b in pairwise(times))
    assert len(waits) == 3


def test_a_question_asked_while_opening_waits_and_says_so() -> None:
    gate, copilot = threading.Event(), StandIn()

    def slow() -> StandIn:
        gate.wait(10)
        return copilot

    opening = Opening(slow)
    opening.start()
    chat = Chat(opening, Feedback())
    steps = chat.answer(chat.take("he says I know this", "mentor", ())[1])
    assert OPENING in str(next(steps)[0][-1]["content"])
    gate.set()
    assert any("Agree at once" in str(update[0]) for update in steps)


def test_opening_that_fails_is_told_in_words_and_tried_again_with_the_next_question() -> None:
    tries = []

    def flaky() -> StandIn:
        tries.append(1)
        if len(tries) == 1:
            raise UpwardError("Another Upward is using the data folder.", hint="Close the other one.")
        return StandIn()

    opening = Opening(flaky)
    chat = Chat(opening, Feedback())
    assert "Another Upward is using the data folder." in list(chat.ready())[-1][0]
    assert opening.state == "failed"
    updates = list(chat.answer(chat.take("he says I know this", "mentor", ())[1]))
    assert any("Agree at once" in str(update[0]) for update in updates)


def test_closing_closes_the_copilot_once() -> None:
    copilot = StandIn()
    opening = opened(copilot)
    opening.close()
    opening.close()
    assert copilot.closed == 1


def test_every_starter_is_a_title_of_the_library() -> None:
    titles = {document.title for document in read_folder(GUIDANCE)}
    assert [text for greeting in GREETINGS.values() for _, text in greeting.questions if text not in titles] == []
    assert all(len(greeting.questions) == 4 for greeting in GREETINGS.values())


def test_the_shelf_counts_guidance_only() -> None:
    card = parts.shelf_card(StandIn().library)
    assert f"{len(documents()) - 1} documents, 5 passages" in card


def test_no_user_text_reaches_html_as_it_stands() -> None:
    conversation = asked((), "<img src=x onerror=alert(1)> [a](http://e.example) ![b](http://e.example)", Role.MENTOR)
    shown = messages(conversation, passages())[0]["content"]
    assert "<img" not in shown
    assert "](http" not in shown.replace("\\]", "")
    answered = with_last(conversation, Exchange(1, conversation[0].question, Role.MENTOR, answer=answer([sentence("x")], reason=Declined.NOT_OURS)))
    assert "<img" not in parts.sources(answered, passages())


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(StandIn) as site:
        yield site.url


def talk(url: str, word: str, times: int) -> list[str]:
    client = Client(url, verbose=False, analytics_enabled=False)
    seen = []
    for _ in range(times):
        client.predict(f"echo {word}", "mentor", api_name="/take")
        job = client.submit(api_name="/answer")
        job.result(timeout=60)
        seen += [str(output) for output in job.outputs()]
    return seen


def test_two_people_at_once_never_see_each_others_words(url: str, no_network: list[str]) -> None:
    seen: dict[str, list[str]] = {}
    people = [threading.Thread(target=lambda word=word: seen.update({word: talk(url, word, 3)})) for word in ("aardvark", "buffalo")]
    [person.start() for person in people]
    [person.join(120) for person in people]
    assert set(no_network) <= {"huggingface.co"}
    no_network.clear()  # gradio_client, the test's own tool, asks there whether the address is a Space
    assert "aardvark" in "".join(seen["aardvark"])
    assert "buffalo" in "".join(seen["buffalo"])
    assert "buffalo" not in "".join(seen["aardvark"])
    assert "aardvark" not in "".join(seen["buffalo"])
    assert "before that 2 turns" in "".join(seen["aardvark"])
