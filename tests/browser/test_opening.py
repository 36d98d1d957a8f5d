"""The page while the library is being read, and when it could not be."""

from __future__ import annotations

import threading

from playwright.sync_api import Browser, expect

from assistant.errors import UpwardError
from tests.browser.conftest import DESKTOP, PHONE, ask, pages, shoot, violations
from tests.page_server import served
from tests.page_stand_in import StandIn


def test_a_question_asked_while_opening_waits_in_words_and_is_answered(chromium: Browser) -> None:
    gate = threading.Event()

    def slow() -> StandIn:
        gate.wait(30)
        return StandIn()

    with served(slow, wait=False) as site, pages(chromium, site.url) as opener:
        page = opener(DESKTOP)
        expect(page.locator("#panel")).to_contain_text("Reading the library into memory")
        expect(page.locator("#notice")).to_contain_text("Upward is an AI system.")
        page.locator("#composer textarea").fill("they say I know this")
        page.locator("#composer textarea").press("Enter")
        expect(page.locator("#chat .working")).to_have_text("Reading the library into memory")
        assert violations(page) == []
        shoot(page, "opening-desktop-light")
        gate.set()
        expect(page.locator("#chat .foot")).to_be_visible()
        expect(page.locator("#notice")).to_contain_text("nothing you type leaves this machine")


def test_a_library_that_cannot_be_opened_is_said_in_words(chromium: Browser) -> None:
    def broken() -> StandIn:
        raise UpwardError("The guidance file 'mine.md' has no title.", hint="Nothing was changed. Start it with '---', 'title: …', '---', then ask again.")

    with served(broken, wait=False) as site, pages(chromium, site.url) as opener:
        page = opener(DESKTOP)
        expect(page.locator("#panel .problem")).to_contain_text("'mine.md' has no title.")
        assert violations(page) == []
        shoot(page, "cannot-open-desktop-light")
        phone = opener(PHONE)
        expect(phone.locator("#notice .bad")).to_contain_text("'mine.md' has no title.")
        ask(phone, "they say I know this", until="#chat .problem")
        expect(phone.locator("#composer textarea")).to_have_value("they say I know this")
        shoot(phone, "cannot-open-phone-light")
