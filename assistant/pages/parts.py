"""The parts of the page as HTML: greeting, sources, notice. Everything that is not ours is escaped; no line breaks, so Markdown leaves it alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from assistant.model import Answer, Cited, Role
from assistant.pages.conversation import Conversation, Exchange, so_far
from assistant.pages.opening import Answers, Shelf
from assistant.pages.starters import GREETINGS
from assistant.pages.trouble import Problem
from assistant.present import answer_plain, without_invisible
from knowledge.model import Kind, Passage

__all__ = ["BRAND", "CLOSE", "NOTICE", "RAIL_FOOT", "engine_pill", "greeting", "highlighted", "notice", "shelf_card", "sources", "trouble_card"]

BRAND = (
    '<div class="word"><svg class="glyph" viewBox="0 0 26 26" aria-hidden="true"><rect width="26" height="26" rx="8"/>'
    '<path d="M13 19.5V7.5m0 0L8 12.5m5-5 5 5"/></svg>Upward</div><p class="tag">Teach up, prepared.</p>'
)
NOTICE = "Upward is an AI system. Answers come from the guidance library"
CLOSE = '<div class="panelhead"><h2>Sources</h2><button type="button" class="close">Close</button></div>'
NO_SOURCES = '<div class="card shelf"><p>This answer rests on no passage.</p></div>'
RAIL_FOOT = '<button type="button" class="theme pill">Dark colours</button>'


def greeting(role: Role) -> str:
    """What stands on the empty page: a heading, a line, and questions to begin with."""
    words = GREETINGS[role]
    cards = "".join(
        f'<li><button type="button" class="starter" data-ask="{escape(text)}"><b>{escape(kind)}</b><span>{escape(text)}</span></button></li>'
        for kind, text in words.questions
    )
    return f'<section class="hero"><h2>{escape(words.heading)}</h2><p>{escape(words.line)}</p><ul>{cards}</ul></section>'


def notice(copilot: Answers | None, problem: Problem | None = None) -> str:
    """That this is an AI system, and whether what is typed leaves the machine; the second only once that is known."""
    if problem:
        return f'<p>{NOTICE}, <span class="bad">which could not be opened. {_line(problem.message)}</span></p>'
    if copilot is None:
        return f"<p>{NOTICE}.</p>"
    if copilot.sends_to:
        return f"<p>{NOTICE}; your question and the passages read are sent to {escape(copilot.sends_to)}.</p>"
    return f"<p>{NOTICE}; nothing you type leaves this machine.</p>"


def engine_pill(copilot: Answers | None, *, failed: bool = False) -> str:
    """Which engine answers."""
    name = "Not open" if failed else "Opening" if copilot is None else "Offline engine" if not copilot.sends_to else without_invisible(copilot.engine_name)
    return f'<span class="pill engine">{escape(name)}</span>{RAIL_FOOT}'


def shelf_card(shelf: Shelf | None) -> str:
    """What the sources panel says before anything was asked."""
    if shelf is None:
        size = "<p><strong>Reading the library into memory</strong><br>This takes a few seconds. You can ask already.</p>"
    else:
        documents = [document for document in shelf.documents.values() if document.kind is Kind.GUIDANCE]
        reviewed = max((document.reviewed for document in documents if document.reviewed), default=None)
        passages = sum(passage.kind is Kind.GUIDANCE for passage in shelf.passages.values())
        when = f"<br>Last reviewed {reviewed.day} {reviewed:%B %Y}" if reviewed else ""
        size = f"<p><strong>{len(documents)} documents, {passages} passages</strong>{when}</p>"
    return (
        f'{CLOSE}<div class="card shelf">{size}<p>Passages that an answer rests on appear here. Select a number in the answer to read the original.</p></div>'
    )


def trouble_card(problem: Problem) -> str:
    """The panel when the library could not be opened."""
    return f'{CLOSE}<div class="card problem"><p><strong>{_line(problem.message)}</strong></p><p>{_line(problem.hint)}</p></div>'


def sources(conversation: Conversation, passages: Mapping[str, Passage]) -> str:
    """The passages behind the answers: those of the last one shown, the others there for their marks; and each answer as plain text to copy."""
    answers = [(exchange, so_far(exchange, passages)) for exchange in conversation]
    turns = "".join(_turn(exchange, answer, exchange is conversation[-1]) for exchange, answer in answers)
    return CLOSE + turns + ("" if answers and answers[-1][1].sources else NO_SOURCES)


def highlighted(text: str, quotes: list[str]) -> str:
    """A passage, one paragraph an item, with the quoted words marked."""
    spans = sorted(span for quote in quotes if quote.strip() for span in _places(text, quote))
    result, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
        result.append(f"<p>{_with_marks(text, start, end, inside)}</p>")
        start = end + 1
    return "".join(result)


def _turn(exchange: Exchange, answer: Answer, shown: bool) -> str:
    cards = "".join(_source(exchange.turn, number, source, answer) for number, source in enumerate(answer.sources, 1))
    asked = f'<p class="asked">{_line(exchange.question[:200])}</p>' if cards else ""
    plain = f'<pre class="plain" id="plain-{exchange.turn}">{escape(answer_plain(answer)).replace(chr(10), "&#10;")}</pre>' if exchange.answer else ""
    return f'<section class="turn{" shown" if shown else ""}">{asked}{cards}{plain}</section>'


def _source(turn: int, number: int, source: Cited, answer: Answer) -> str:
    quotes = [sentence.quote for sentence in answer.sentences if source.id in sentence.citations]
    where = ". ".join(_line(part[0].upper() + part[1:]) for part in (source.heading, source.source) if part)
    links = "".join(f'<p class="address">{_line(link)}</p>' for link in source.links)
    title = f'<button type="button" class="unfold"><span class="cite">{number}</span> {_line(source.title)}</button>'
    return (
        f'<article class="src" id="src-{turn}-{number}" tabindex="-1"><h3>{title}</h3>'
        f'<p class="loc">{where}</p><div class="words">{highlighted(source.quote, quotes)}</div>{links}</article>'
    )


def _places(text: str, quote: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text; white space may differ."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [found.span() for found in re.finditer(pattern, text)][:1]


def _with_marks(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    result, at = "", start
    for a, b in spans:
        if b <= at:
            continue
        a = max(a, at)
        result += _line(text[at:a], outer=True) + f"<mark>{_line(text[a:b], outer=True)}</mark>"
        at = b
    return result + _line(text[at:end], outer=True)


def _line(text: str, outer: bool = False) -> str:
    """Escaped, on one line; with ``outer`` the white space around it stays."""
    core = escape(without_invisible(text))
    if not outer or not text.strip():
        return core or (" " if outer and text else "")
    return f"{' ' if text[0].isspace() else ''}{core}{' ' if text[-1].isspace() else ''}"
