"""The Ask page in a browser: the whole flow on a desktop and a phone, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opener, ask, shoot, violations
from tests.page_stand_in import StandIn

KNOWN = "What do I do when they say I know this already?"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "name"), [(DESKTOP, "desktop"), (PHONE, "phone")])
def test_a_question_is_asked_answered_and_its_source_opened(open_page: Opener, size: dict[str, int], name: str, scheme: str) -> None:
    page = open_page(size, scheme)
    expect(page.locator("#notice")).to_contain_text("Upward is an AI system. Answers come from the guidance library; nothing you type leaves this machine.")
    assert violations(page) == []
    shoot(page, f"empty-{name}-{scheme}")
    ask(page, KNOWN)
    expect(page.locator("#chat ol li")).to_have_count(2)
    expect(page.locator("#chat .foot")).to_have_text("Offline engine. Nothing left this machine.")
    assert violations(page) == []
    shoot(page, f"answer-{name}-{scheme}")
    mark = page.locator('#chat a[href="#src-1-2"]').first
    mark.click()
    card = page.locator("#src-1-2")
    expect(card).to_be_focused()
    expect(card.locator("mark").first).to_be_visible()
    assert "When you meet true skill, drop the lesson." in card.locator("mark").first.inner_text()
    assert violations(page) == []
    shoot(page, f"source-{name}-{scheme}")
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    if size is PHONE:
        expect(card).to_be_hidden()
        mark.click()
        close = page.locator("#panel .close")
        box = close.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        close.click()
        expect(card).to_be_hidden()
        expect(mark).to_be_focused()


@pytest.mark.parametrize(("size", "name"), [(DESKTOP, "desktop"), (PHONE, "phone")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_other_kind_of_answer_is_sound(open_page: Opener, size: dict[str, int], name: str, scheme: str) -> None:
    for question, until, state in (
        ("I want to kill myself", ".escalation", "escalation"),
        ("zebra", ".nearest", "not-in-library"),
        ("a bug", ".card.problem", "error"),
        ("the model down", ".card.problem", "model-error"),
        ("which model", "#chat .note", "model"),
    ):
        page = open_page(size, scheme)
        ask(page, question, until=until)
        shoot(page, f"{state}-{name}-{scheme}")
        assert violations(page) == [], state


def test_an_error_leaves_the_question_in_the_composer(open_page: Opener) -> None:
    page = open_page()
    ask(page, "a bug", until=".card.problem")
    expect(page.locator("#composer textarea")).to_have_value("a bug")
    expect(page.locator(".card.problem")).to_contain_text("nothing was lost")


def test_nearest_titles_ask_that_question(open_page: Opener) -> None:
    page = open_page()
    ask(page, "zebra", until=".nearest")
    page.locator("#chat .option").first.click()
    expect(page.locator("#chat .user-row").last).to_contain_text("I know this already")
    expect(page.locator("#chat ol li")).to_have_count(2)


def test_a_starter_asks_and_a_draft_stays(open_page: Opener) -> None:
    page = open_page()
    page.locator("#composer textarea").fill("a draft")
    page.locator("#greeting .starter", has_text="I know this already").click()
    expect(page.locator("#chat .foot")).to_be_visible()
    expect(page.locator("#composer textarea")).to_have_value("a draft")


def test_each_role_has_its_own_greeting(open_page: Opener) -> None:
    page = open_page()
    page.get_by_label("Coordinator").check(force=True)
    expect(page.locator("#greeting h2")).to_have_text("What does the programme need?")
    shoot(page, "coordinator-desktop-light")
    page.get_by_label("Senior").check(force=True)
    expect(page.locator("#greeting h2")).to_have_text("What would you like to learn?")


def test_stop_keeps_what_was_shown(open_page: Opener, stand_in: StandIn) -> None:
    page = open_page()
    stand_in.gate.clear()
    page.locator("#composer textarea").fill("please wait for me")
    page.locator("#composer textarea").press("Enter")
    expect(page.locator("#chat")).to_contain_text("Agree at once")
    shoot(page, "working-desktop-light")
    assert violations(page) == []
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#chat .foot")).to_contain_text("Stopped.")
    stand_in.gate.set()
    expect(page.locator("#composer .submit-button")).to_be_visible()
    page.wait_for_timeout(600)
    assert "Agree at once" in page.locator("#chat").inner_text()
    assert "after the gate" not in page.locator("#chat").inner_text()
    assert stand_in.left.wait(5)
    ask(page, KNOWN)


def test_keyboard_alone_is_enough(open_page: Opener) -> None:
    page = open_page()
    page.locator("#composer textarea").focus()
    page.keyboard.type("they say")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("I know this")
    expect(page.locator("#composer textarea")).to_have_value("they say\nI know this")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .foot")).to_be_visible()
    expect(page.locator("#composer .submit-button")).to_be_visible()
    assert reached(page, 'a[href="#src-1-1"]', back=True)
    page.keyboard.press("Enter")
    expect(page.locator("#src-1-1")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator('#chat a[href="#src-1-1"]').first).to_be_focused()
    assert reached(page, ".option")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .user-row")).to_have_count(2)


def test_the_role_switch_answers_to_arrow_keys(open_page: Opener) -> None:
    page = open_page()
    page.locator("#role input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#greeting h2")).to_have_text("What would you like to learn?")


def test_light_and_dark_are_remembered(open_page: Opener) -> None:
    page = open_page()
    page.locator("button.theme").click()
    expect(page.locator("body.dark")).to_be_visible()
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.locator("#greeting .starter").first).to_be_visible()
    expect(again.locator("body.dark")).to_be_visible()


def test_copy_gives_words_and_sources_not_markdown(open_page: Opener) -> None:
    page = open_page()
    ask(page, KNOWN)
    page.get_by_role("button", name="Copy message").click()
    expect(page.locator("#status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "1. When you meet true skill" in copied
    assert "Sources\n[1] " in copied
    assert "#src-" not in copied


def test_retry_and_new_conversation(open_page: Opener, stand_in: StandIn) -> None:
    page = open_page()
    ask(page, KNOWN)
    asked_before = len(stand_in.questions)
    page.get_by_role("button", name="Retry").click()
    for _ in range(100):
        if len(stand_in.questions) > asked_before:
            break
        page.wait_for_timeout(50)
    assert len(stand_in.questions) == asked_before + 1
    expect(page.locator("#chat .foot")).to_have_count(1)
    expect(page.locator("#composer .submit-button")).to_be_visible()
    expect(page.locator("#chat .user-row")).to_have_count(1)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#greeting .starter").first).to_be_visible()
    expect(page.locator("#chat")).to_be_hidden()


def test_a_thumb_down_offers_three_reasons(open_page: Opener) -> None:
    page = open_page()
    ask(page, KNOWN)
    page.get_by_role("button", name="Dislike").click()
    expect(page.locator("#reasons .reason-row button")).to_have_count(4)
    assert violations(page) == []
    shoot(page, "reasons-desktop-light")
    page.get_by_role("button", name="It is wrong or out of date").click()
    expect(page.locator("#reasons")).to_be_hidden()


def test_the_page_fits_a_phone(open_page: Opener) -> None:
    page = open_page(PHONE)
    ask(page, KNOWN)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.documentElement.scrollHeight") <= 846


def reached(page: Page, selector: str, *, back: bool = False) -> bool:
    """Does Tab (or Shift+Tab) come to such an element?"""
    for _ in range(40):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return True
    return False
