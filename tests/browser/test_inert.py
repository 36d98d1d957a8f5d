"""Nothing that a model writes, or that stands in a passage, can act on the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from assistant.model import Answer, Part, Question, Sentence, Step
from tests.browser.conftest import ask, pages, shoot
from tests.page_server import served
from tests.page_stand_in import KNOW, StandIn, answer, sentence

ACTIVE = "img, form, input, iframe, script, style, link, object, embed, video, audio, base, meta, svg, math, table"
EVIL = "http://127.0.0.1:9/steal"
"""A port of this machine that nothing listens on: a request to it is seen by the browser, and goes nowhere."""
VECTORS = [
    f"![x]({EVIL})",
    f"![x][r]\n\n[r]: {EVIL}",
    f"[click]({EVIL})",
    f"[r]: {EVIL} 'x'",
    f"<{EVIL}>",
    f"see {EVIL} now",
    "www.evil.example",
    "mail me@evil.example",
    f"<img src={EVIL}>",
    f"<img src=x onerror=\"fetch('{EVIL}')\">",
    f"<img srcset='{EVIL} 1x'>",
    f"<a href='{EVIL}'>x</a>",
    f"<form action='{EVIL}'><input name=q><button>Send</button></form>",
    f"<iframe src='{EVIL}'></iframe>",
    f"<script>fetch('{EVIL}')</script>",
    f"<svg onload=\"fetch('{EVIL}')\"></svg>",
    f"<video src='{EVIL}' autoplay></video>",
    f"<audio src='{EVIL}' autoplay></audio>",
    f"<div style='background:url({EVIL})'>x</div>",
    "<div style='position:fixed;inset:0'>overlay</div>",
    f"<link rel=stylesheet href='{EVIL}'>",
    f"<style>@import '{EVIL}';</style>",
    f"<meta http-equiv=refresh content='0;url={EVIL}'>",
    f"<object data='{EVIL}'></object>",
    f"<embed src='{EVIL}'>",
    f"<base href='{EVIL}'>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    f"```mermaid\ngraph TD; A[\"<img src='{EVIL}'>\"]\n```",
    f"$\\href{{{EVIL}}}{{x}}$",
    f"$$\\includegraphics{{{EVIL}}}$$",
    f"[1](#src-9-9)[x]({EVIL})",
    f"<details open ontoggle=\"fetch('{EVIL}')\"><summary>x</summary></details>",
    f"&lt;img src={EVIL}&gt;",
    f"![x](/gradio_api/file={EVIL})",
    f"<img src='/gradio_api/file={EVIL}'>",
    f"[^1]: {EVIL}",
    "| a | b |\n|---|---|\n| ![x](http://127.0.0.1:9/t) | y |",
    f"<math><mtext><img src={EVIL}></mtext></math>",
    f"</p></div><img src={EVIL}>",
    f'![x](<{EVIL}> "t")',
    f"<input type=image src={EVIL}>",
]


def hostile(_: Question) -> Iterator[Step | Sentence | Answer]:
    """An answer all of whose text tries to get out, in every part of the layout, its steps, notice and follow-ups."""
    parts = [Part.POINT, Part.STEP, Part.SAY, Part.AVOID, Part.WHY]
    said = [sentence(text, f"{KNOW}#do", part=parts[number % 5]) for number, text in enumerate(VECTORS)]
    made = answer(said, follow_ups=(VECTORS[0], VECTORS[8], VECTORS[14]))
    evil = " ".join(VECTORS)
    sources = tuple(type(source)(source.id, evil, evil, evil, evil, (evil,)) for source in made.sources)
    trace = type(made.trace)("offline", passages=made.trace.passages, why=(evil,), notice=evil)
    yield Step(evil)
    yield from said
    yield Answer(made.text, made.sentences, sources, trace, follow_ups=made.follow_ups)


@pytest.mark.parametrize("open_source", [False, True])
def test_nothing_a_model_writes_can_act(chromium: Browser, open_source: bool) -> None:
    assert len(VECTORS) >= 30
    with served(lambda: StandIn({"hostile": hostile})) as site, pages(chromium, site.url) as opener:
        page = opener()
        ask(page, "hostile")
        if open_source:
            page.locator("#chat a[href^='#src-']").first.click()
            page.locator("#panel .unfold").first.click()
        page.wait_for_timeout(800)
        for place in ("#chat [data-testid=bot]", "#panel .md", "#chat .options"):
            found = page.evaluate("([place, kinds]) => [...document.querySelectorAll(`${place} :is(${kinds})`)].map(e => e.outerHTML)", [place, ACTIVE])
            assert found == [], place
        links = page.evaluate("[...document.querySelectorAll('#chat a, #panel a')].map(a => a.getAttribute('href'))")
        assert set(links) <= {"#src-1-1"}
        styled = "[...document.querySelectorAll('#chat [data-testid=bot] [style], #panel .md [style]')].map(e => e.style.cssText)"
        assert not any("position" in style or "url" in style for style in page.evaluate(styled))
        text = page.locator("#chat").inner_text()
        assert f"![x]({EVIL})" in text
        assert "<script>" in text
        shoot(page, "hostile-desktop-light")
