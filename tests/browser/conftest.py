"""Chromium for the page tests, and pages that fail a test on any console error or request to elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.page_server import Served, served
from tests.page_stand_in import StandIn

CHROMIUM = Path("/usr/bin/chromium")
AXE = (Path(__file__).parent / "axe.min.js").read_text("utf-8")
SCREENS = Path(__file__).parents[2] / "screens"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason="no /usr/bin/chromium; apt-get install chromium"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture(scope="session")
def site(stand_in: StandIn) -> Iterator[Served]:
    with served(lambda: stand_in) as running:
        yield running


Opener = Callable[..., Page]


@contextmanager
def pages(chromium: Browser, url: str) -> Iterator[Opener]:
    """Opens pages; when it ends none of them may have complained or asked elsewhere."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((url, "data:", "blob:")):
            faults.append(f"request: {request.url}")

    def open_page(size: dict[str, int] = DESKTOP, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport=size,
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-GB",
            has_touch=size is PHONE,
            device_scale_factor=2 if size is PHONE else 1,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("console", on_console)
        context.on("weberror", lambda error: faults.append(f"page: {error.error}"))
        context.on("request", on_request)
        page = context.new_page()
        page.goto(url)
        expect(page.locator("#greeting .starter").first).to_be_visible(timeout=30_000)
        expect(page.locator("#composer .submit-button")).to_have_attribute("aria-label", "Send")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def open_page(chromium: Browser, site: Served) -> Iterator[Opener]:
    with pages(chromium, site.url) as opener:
        yield opener


def ask(page: Page, text: str, *, until: str = "#chat .foot") -> None:
    """Type a question, send it with Enter and wait for its answer."""
    before = page.locator(until).count()
    page.locator("#composer textarea").fill(text)
    page.locator("#composer textarea").press("Enter")
    expect(page.locator(until)).to_have_count(before + 1)
    expect(page.locator("#composer .submit-button")).to_be_visible()


def shoot(page: Page, name: str) -> None:
    """A picture for people to look at."""
    SCREENS.mkdir(exist_ok=True)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(150)
    page.screenshot(path=SCREENS / f"{name}.png", animations="disabled", caret="hide")


def violations(page: Page) -> list[str]:
    """What axe finds, of any severity, and every control without a name."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document).then(r => r.violations.map(v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`))")
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    controls = ("button", "link", "textbox", "radio", "tab", "checkbox")
    nameless = [n["role"]["value"] for n in nodes if not n.get("ignored") and n.get("role", {}).get("value") in controls and not n.get("name", {}).get("value")]
    return [*found, *(f"nameless {role}" for role in nameless)]
