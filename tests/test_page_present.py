"""An answer as Markdown and as plain text: layout by part, citations from its own sources only, and text that can do nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.model import Declined, Part
from assistant.present import answer_json, answer_markdown, answer_plain, neutral
from tests.page_stand_in import FIND, KNOW, answer, sentence, usual

READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})


def kinds(markdown: str) -> set[str]:
    """Every kind of token that a reader makes of it."""
    return {token.type for block in READER.parse(markdown) for token in [block, *(block.children or [])]}


def shown(markdown: str) -> str:
    """The text a person sees, without marks."""
    texts = (child for block in READER.parse(markdown) for child in block.children or [])
    return "".join(
        "\n" if child.type == "softbreak" else child.content
        for child in texts
        if child.type in ("text", "text_special", "softbreak", "code_inline", "html_inline")
    )


def test_parts_are_set_as_paragraph_list_quotation_and_headings() -> None:
    text = answer_markdown(answer(usual()), turn=3)
    assert text.startswith("Agree at once and raise the level")
    assert "\n\n1. When you meet true skill, drop the lesson. Spend the hour on a harder problem." in text
    assert "\n\n## Words to say\n\n> Straight away: *“Great, then let us skip to the part that surprised me.”*" in text
    assert "\n\n## Avoid\n\n- Pressing on" in text
    assert "\n\n## Why\n\nA Harvard" in text


def test_sentences_in_a_row_on_the_same_passage_share_one_mark() -> None:
    opening = answer_markdown(answer(usual()), turn=3).split("\n\n")[0]
    assert opening.count("](#src-3-1 ") == 1
    assert opening.endswith(")")


def test_steps_after_a_headed_block_get_their_own_heading() -> None:
    said = [sentence("Because.", part=Part.WHY), sentence("Do it.", part=Part.STEP)]
    assert answer_markdown(answer(said), 1).index("## Why") < answer_markdown(answer(said), 1).index("## What to do")


def test_a_single_step_is_not_numbered() -> None:
    assert answer_markdown(answer([sentence("Do it.", part=Part.STEP)]), 1).startswith("Do it.")
    assert answer_plain(answer([sentence("Do it.", part=Part.STEP)])).startswith("Do it.")


def test_a_citation_that_is_no_source_of_this_answer_gets_no_mark() -> None:
    text = answer_markdown(answer([sentence("A claim.", "invented#passage")]), 1)
    assert text == "A claim."


def test_an_escalation_sets_its_first_sentence_apart_and_lists_routes() -> None:
    said = [sentence("Call 999 now."), sentence("I am glad you said this."), sentence("Samaritans (UK): Call 116 123.", f"{FIND}#why", part=Part.ROUTE)]
    first, second, heading, routes = answer_markdown(answer(said, reason=Declined.ESCALATION), 1).split("\n\n")
    assert first.startswith("Call 999 now.")
    assert second.startswith("I am glad")
    assert heading == "## Where to turn"
    assert routes.startswith("- **Samaritans** (UK): Call 116 123.")


def test_a_declined_answer_without_sentences_shows_its_text() -> None:
    declined = answer([], text="That is <b>outside</b> mentoring.", reason=Declined.NOT_OURS)
    assert answer_markdown(declined, 1) == "That is &lt;b&gt;outside&lt;/b&gt; mentoring."
    assert answer_plain(declined) == "That is <b>outside</b> mentoring."


def test_plain_text_wraps_numbers_and_lists_sources() -> None:
    text = answer_plain(answer(usual()), width=60)
    assert all(len(line) <= 60 for line in text.splitlines())
    assert "\n1. When you meet true skill" in text
    assert '\n  Straight away: "Great, then' in text
    assert text.index("Sources\n[1] ") > text.index("\nWhy\n")


def test_json_has_the_fields_of_the_command_line() -> None:
    made = answer_json(answer(usual()))
    assert list(made) == ["text", "sentences", "sources", "declined", "reason", "follow_ups", "engine", "trace"]
    assert made["sources"][0]["id"] == f"{KNOW}#in-short"


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://e/x.png)",
        "[x](http://e)",
        "[x]: http://e 'y'",
        "<img src=x>",
        "<!-- x -->",
        "`x`",
        "```mermaid",
        "# x",
        "> x",
        "- x",
        "1. x",
        "| a | b |",
        "~~x~~",
        "$x$",
        "[^1]",
        "&lt;b&gt;",
        "***",
        "=== ",
        "\\<b>",
    ],
)
def test_what_would_act_in_markdown_is_shown_as_it_stands(text: str) -> None:
    assert kinds(neutral(text)) <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert shown(neutral(text)) == text.strip()


def test_bare_addresses_do_not_become_links_even_where_a_reader_makes_them() -> None:
    for text in ("see https://e.example/x", "www.e.example", "mail a@e.example"):
        assert "\\" in neutral(text)


@given(st.text(max_size=80))
def test_no_text_becomes_more_than_text(text: str) -> None:
    assert kinds(neutral(text)) <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "می‌خواهم", "क्‍ष", "é", "❤️"])
def test_joiners_and_accents_survive(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\U000e0041", "\x1b", "\ufeff", "\ue000"])
def test_invisible_characters_do_not(hidden: str) -> None:
    assert neutral(f"a{hidden}b") == "ab"
