"""The Prepare page in a browser: a plan and what is done with it, words for a hard moment, rehearsal and topics; by mouse, by keyboard, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from assistant import Copilot
from tests.browser.conftest import DESKTOP, PHONE, Opener, ask, pages, shoot, violations
from tests.page_server import served


class Kept:
    """The real co-pilot, which closing a page leaves open for the next test."""

    def __init__(self, copilot: Copilot) -> None:
        self._copilot = copilot

    def __getattr__(self, name: str) -> object:
        return getattr(self._copilot, name)

    def close(self) -> None:
        """Nothing; its fixture closes it."""


@pytest.fixture(scope="module")
def url(copilot: Copilot) -> Iterator[str]:
    with served(lambda: Kept(copilot)) as site:  # type: ignore[arg-type, return-value]
        yield site.url


@pytest.fixture
def open_page(chromium: Browser, url: str) -> Iterator[Opener]:
    with pages(chromium, url) as opener:
        yield opener


def prepare(page: Page, way: str = "Plan a session") -> Page:
    page.get_by_role("tab", name="Prepare").click()
    page.get_by_label(way, exact=True).check(force=True)
    return page


def plan(page: Page, topic: str = "Drafting a board note with an AI assistant") -> None:
    page.get_by_label("What will you teach?").fill(topic)
    page.get_by_label(re.compile("Who is it for")).fill("Henrik, chief financial officer")
    page.get_by_role("button", name="Write the plan").click()
    expect(page.locator("#prep-card h2")).to_have_text(topic)


@pytest.mark.parametrize(("size", "scheme", "name"), [(DESKTOP, "light", "desktop"), (PHONE, "dark", "phone")])
def test_a_plan_is_written_changed_taken_back_and_sent_on(open_page: Opener, size: dict[str, int], scheme: str, name: str) -> None:
    page = prepare(open_page(size, scheme))
    expect(page.locator("#prep-tools")).to_be_hidden()
    expect(page.locator("#prep-notice")).to_have_text("Nothing you type leaves this machine.")
    assert violations(page) == []
    shoot(page, f"prepare-empty-{name}-{scheme}")
    page.get_by_label("60 min", exact=True).check(force=True)
    plan(page)
    expect(page.locator("#prep-card h2")).to_be_focused()
    expect(page.locator("#prep-card .kind")).to_contain_text("60 min, for Henrik")
    page.locator("#prep-card .fold", has_text="What they may object").locator("summary").click()
    assert violations(page) == []
    shoot(page, f"prepare-{name}-{scheme}")
    page.get_by_label("What should be different?").fill("30 minutes")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#prep-card .kind")).to_contain_text("30 min")
    expect(page.get_by_label("What should be different?")).to_have_value("")
    page.get_by_role("button", name="Back to the version before").click()
    expect(page.locator("#prep-card .kind")).to_contain_text("60 min")
    page.get_by_role("button", name="Send to agenda").click()
    expect(page.locator("#ag-sum .pill")).to_have_text("Fits exactly")
    expect(page.locator("#ag-title")).to_be_focused()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_number_opens_its_passage_and_gives_the_focus_back(open_page: Opener) -> None:
    page = prepare(open_page())
    plan(page)
    number = page.locator("#prep-card .outcome a.cite").first
    expect(number).to_have_attribute("aria-label", re.compile("Source 1: "))
    number.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cite-plan-1 summary")).to_be_focused()
    expect(page.locator("#cite-plan-1 .words")).to_be_visible()
    page.locator("#cite-plan-1 .return").press("Enter")
    expect(number).to_be_focused()
    expect(page.locator("#cite-plan-1 .words")).to_be_hidden()


def test_a_plan_is_had_as_a_file_and_printed(open_page: Opener, tmp_path: Path) -> None:
    page = prepare(open_page())
    plan(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word (.docx)").click()
    waiting.value.save_as(tmp_path / "plan.docx")
    assert waiting.value.suggested_filename == "teaching-plan.docx"
    words = "\n".join(paragraph.text for paragraph in Document(BytesIO((tmp_path / "plan.docx").read_bytes())).paragraphs)
    assert "Drafting a board note with an AI assistant" in words
    with page.expect_popup() as popped:
        page.get_by_role("link", name="Print").click()
    expect(popped.value.locator("h1")).to_have_text("Drafting a board note with an AI assistant")


def test_a_senior_gets_a_brief_of_one_page(open_page: Opener) -> None:
    page = open_page()
    page.get_by_label("Senior", exact=True).check(force=True)
    prepare(page)
    expect(page.locator("#prep-head h1")).to_have_text("Get ready for a session")
    page.get_by_label("What will you learn about?").fill("Spreadsheets")
    page.get_by_label(re.compile("What you promised last time")).fill("Send the budget file")
    page.get_by_role("button", name="Write the brief").click()
    expect(page.locator("#prep-card")).to_contain_text("Three questions worth asking")
    expect(page.locator("#prep-card")).to_contain_text("Send the budget file")
    expect(page.get_by_role("button", name="Send to agenda")).to_be_hidden()
    assert violations(page) == []
    shoot(page, "brief-desktop-light")


def test_what_cannot_be_planned_is_said_and_the_form_is_kept(open_page: Opener) -> None:
    page = prepare(open_page())
    page.get_by_label("Other", exact=True).first.check(force=True)
    page.get_by_label("Minutes", exact=True).fill("4")
    page.get_by_label("What will you teach?").fill("Phones")
    page.get_by_role("button", name="Write the plan").click()
    expect(page.locator("#prep-card .problem")).to_be_visible()
    expect(page.get_by_label("What will you teach?")).to_have_value("Phones")
    page.get_by_label("Minutes", exact=True).fill("45")
    page.get_by_label("What will you teach?").fill("My senior touched me, how do I report harassment?")
    page.get_by_role("button", name="Write the plan").click()
    expect(page.locator("#prep-card h2")).to_have_text("Read this first")
    expect(page.locator("#prep-card")).to_contain_text("Where to turn")
    assert violations(page) == []
    shoot(page, "prepare-declined-desktop-light")


def test_words_come_in_three_strengths_and_another_moment_is_one_press_away(open_page: Opener) -> None:
    page = prepare(open_page(PHONE), "Words for a hard moment")
    page.get_by_label(re.compile("What is the moment")).fill("She cancelled again")
    page.get_by_role("button", name="Find words").click()
    expect(page.locator("#words-card h2")).to_be_focused()
    expect(page.locator("#words-card .strength")).to_have_count(3)
    assert violations(page) == []
    shoot(page, "words-phone-light")
    other = page.locator("#words-card .another").first
    name = other.inner_text()
    other.press("Enter")
    expect(page.locator("#words-card h2")).to_have_text(name)
    expect(page.get_by_label(re.compile("What is the moment"))).to_have_value(name)


def test_a_senior_is_played_and_looked_back_on(open_page: Opener) -> None:
    page = prepare(open_page(), "Rehearse")
    page.get_by_label("What is the session about?").fill("Checking what AI writes")
    page.get_by_label("Silent", exact=True).check(force=True)
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".talk li")).to_have_count(1)
    page.get_by_label(re.compile("What do you say")).fill("What did you last sign that somebody else wrote? <b>x</b>")
    page.get_by_label(re.compile("What do you say")).press("Enter")
    expect(page.locator(".talk li")).to_have_count(3)
    expect(page.locator(".talk .mentor")).to_contain_text("<b>x</b>")
    expect(page.get_by_label(re.compile("What do you say"))).to_have_value("")
    page.get_by_role("button", name="Say nothing and wait").click()
    expect(page.locator(".talk li")).to_have_count(5)
    assert violations(page) == []
    shoot(page, "rehearse-desktop-light")
    page.get_by_role("button", name="End and look back").click()
    expect(page.locator(".back h2")).to_be_focused()
    expect(page.locator(".back")).to_contain_text("1 open question")
    assert violations(page) == []
    shoot(page, "rehearse-back-desktop-light")


def test_a_suggested_topic_fills_the_form_or_the_agenda(open_page: Opener) -> None:
    page = prepare(open_page(), "What next?")
    page.get_by_label(re.compile("get better at")).fill("Use AI in reports")
    page.get_by_label(re.compile("Who is your senior")).fill("Chief financial officer")
    page.get_by_role("button", name="Suggest topics").click()
    expect(page.locator("#next-list .topic").first).to_be_visible()
    assert violations(page) == []
    shoot(page, "topics-desktop-light")
    title = page.locator("#next-list .name").first.inner_text()
    page.get_by_role("button", name=re.compile(f"Plan this.*{title}")).click()
    expect(page.get_by_label("What will you teach?")).to_have_value(title)
    expect(page.get_by_label("What will you teach?")).to_be_focused()
    expect(page.get_by_label(re.compile("Who is it for"))).to_have_value("Chief financial officer")
    page.get_by_label("What next?", exact=True).check(force=True)
    page.get_by_role("button", name="Make an agenda of the first two").click()
    expect(page.locator("#ag-items .item").first).to_be_visible()


def test_an_answer_becomes_an_agenda_and_words(open_page: Opener) -> None:
    page = open_page()
    ask(page, 'What do I do when they say "I know this already"?')
    page.locator("#chat .option", has_text="Words for this moment").click()
    expect(page.locator("#words-card h2")).to_be_visible()
    expect(page.get_by_label(re.compile("What is the moment"))).to_have_value('What do I do when they say "I know this already"?')
    page.get_by_role("tab", name="Ask").click()
    page.locator("#chat .option", has_text="Make it an agenda").click()
    expect(page.locator("#ag-sum .pill")).to_have_text("Fits exactly")
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator("#chat .user-row")).to_have_count(1)


def test_from_an_empty_form_to_an_agenda_by_keyboard_alone(open_page: Opener) -> None:
    page = prepare(open_page())
    page.locator("#prep-mode input:checked").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Phones for beginners")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "prep-write":
            break
    page.locator("#prep-write").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#prep-card h2")).to_be_focused()
    page.locator("#prep-send").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ag-items .item").first).to_be_visible()
