"""The Agenda page in a browser: made, edited in place, fitted and exported; by mouse, by keyboard, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opener, pages, shoot, violations
from tests.page_server import served
from tests.page_session import Preparer


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(Preparer) as site:
        yield site.url


@pytest.fixture
def open_page(chromium: Browser, url: str) -> Iterator[Opener]:
    with pages(chromium, url) as opener:
        yield opener


def made(page: Page, goals: str = "AI drafting\nPhones", promised: str = "Bring the note") -> Page:
    page.get_by_role("tab", name="Agenda").click()
    page.get_by_label(re.compile("What do you want to get done")).fill(goals)
    page.get_by_label(re.compile("Promised last time")).last.fill(promised)
    page.get_by_role("button", name="Make the agenda").click()
    expect(page.locator("#ag-items .item")).to_have_count(len((promised + "\n" + goals).strip().splitlines()))
    return page


def titles(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator("#ag-items .title").all()]


@pytest.mark.parametrize(("size", "scheme", "name"), [(DESKTOP, "light", "desktop"), (PHONE, "dark", "phone")])
def test_the_sum_follows_every_edit(open_page: Opener, size: dict[str, int], scheme: str, name: str) -> None:
    page = open_page(size, scheme)
    page.get_by_role("tab", name="Agenda").click()
    expect(page.locator("#ag-sum")).to_contain_text("No agenda yet")
    assert violations(page) == []
    shoot(page, f"agenda-empty-{name}-{scheme}")
    made(page)
    expect(page.locator("#ag-sum .pill")).to_have_text("Fits exactly")
    expect(page.locator("#ag-items .item").first).to_contain_text("Promised")
    assert violations(page) == []
    shoot(page, f"agenda-{name}-{scheme}")
    page.get_by_label("Minutes of item 2").fill("25")
    expect(page.locator("#ag-sum .pill")).to_have_text("10 min over")
    expect(page.locator("#status")).to_have_text(re.compile("55 of 45 minutes"))
    expect(page.get_by_label("Minutes of item 2")).to_be_focused()
    expect(page.locator("#ag-items .at").nth(2)).to_have_text("10:40")
    assert violations(page) == []
    shoot(page, f"agenda-over-{name}-{scheme}")
    page.get_by_role("button", name="Scale every item to 45 minutes").click()
    expect(page.locator("#ag-sum .pill")).to_have_text("Fits exactly")
    page.get_by_label("60 min", exact=True).last.check(force=True)
    expect(page.locator("#ag-sum .pill")).to_have_text("15 min free")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_items_are_added_moved_and_removed_by_keyboard(open_page: Opener) -> None:
    page = made(open_page())
    page.get_by_role("button", name="Move item 3 up").press("Enter")
    expect(page.get_by_role("button", name="Move item 2 up")).to_be_focused()
    assert titles(page) == ["Bring the note", "Phones", "AI drafting"]
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move item 1 down")).to_be_focused()
    assert titles(page) == ["Phones", "Bring the note", "AI drafting"]
    page.locator("#ag-add").press("Enter")
    expect(page.get_by_label("Title of item 4")).to_be_focused()
    page.keyboard.type("Next date")
    page.get_by_label("Who leads of item 4").select_option("senior")
    page.get_by_role("button", name="Remove item 1").press("Enter")
    expect(page.locator("#ag-items .item")).to_have_count(3)
    expect(page.get_by_role("button", name="Remove item 1")).to_be_focused()
    assert titles(page) == ["Bring the note", "AI drafting", "Next date"]
    expect(page.get_by_label("Who leads of item 3")).to_have_value("senior")
    for left in (2, 1, 0):
        page.get_by_role("button", name="Remove item 1").press("Enter")
        expect(page.locator("#ag-items .item")).to_have_count(left)
    expect(page.locator("#ag-add")).to_be_focused()


def test_an_edit_and_a_move_at_once_lose_nothing(open_page: Opener) -> None:
    page = made(open_page())
    page.get_by_label("Title of item 1").fill("Read the note aloud")
    page.get_by_role("button", name="Move item 1 down").click()
    expect(page.locator("#turn-2, #turn-3").first).to_be_attached()
    assert titles(page) == ["AI drafting", "Read the note aloud", "Phones"]
    expect(page.locator("#ag-items .item").nth(1)).to_contain_text("Promised")


def test_a_calendar_file_has_the_session_and_the_next_one_as_edited(open_page: Opener, tmp_path: Path) -> None:
    page = made(open_page())
    page.get_by_label("Starts", exact=True).fill("2026-12-03T14:00")
    page.get_by_label("Next session").fill("2026-12-17")
    expect(page.locator("#ag-items .at").first).to_have_text("14:00")
    page.get_by_label("Title of item 2").fill("Write, then check")
    page.get_by_label("Minutes of item 2").fill("10")
    expect(page.locator("#ag-sum .pill")).to_have_text("5 min free")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Calendar (.ics)").click()
    waiting.value.save_as(tmp_path / "session.ics")
    events = Calendar.from_ical((tmp_path / "session.ics").read_bytes()).walk("VEVENT")
    assert [f"{event.decoded('DTSTART'):%Y-%m-%d %H:%M}" for event in events] == ["2026-12-03 14:00", "2026-12-17 14:00"]
    assert "Write" in str(events[0]["DESCRIPTION"])
    page.get_by_label("Next session").fill("2026-12-01")
    expect(page.locator("#ag-about")).to_contain_text("The next date is not after this session")


def test_words_in_an_item_cannot_act(open_page: Opener) -> None:
    page = made(open_page(), goals='"><img src=x onerror=alert(1)>\n<script>alert(2)</script>', promised="")
    assert titles(page) == ['"><img src=x onerror=alert(1)>', "<script>alert(2)</script>"]
    assert page.evaluate("[...document.querySelectorAll('#agenda :is(img, script, iframe, form)')].length") == 0
