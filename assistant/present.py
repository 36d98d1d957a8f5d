"""Set an answer as Markdown for the page, plain text for a terminal, or JSON. The text of a sentence is data: nothing in it can act."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from assistant.layout import Block, blocks, numbers
from assistant.model import Answer, Cited, Declined, Part, Sentence

__all__ = ["answer_json", "answer_markdown", "answer_plain", "neutral", "reference", "source_plain", "without_invisible", "wrapped"]

_ACTIVE = re.compile(r"[\\`*_{}\[\]#|~$^!]")
"""Marks that begin something in Markdown, its tables, its footnotes or a formula, wherever they stand."""
_LINK_LIKE = re.compile(r"(?<=\w)(?::(?=//)|@(?=\w))|(?<=\bwww)\.(?=\w)", re.IGNORECASE)
"""The one character without which no reader makes a link of a bare address."""
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=:>])")
_SPOKEN = re.compile(r'^(?:(?P<cue>[^"“”]{1,160}?):\s+)?["“](?P<words>[^"“”]+)["”]$')
_ROUTE = re.compile(r"^(?P<who>[^:(]{2,120}?)(?P<where> \([^:]{1,120}\))?: (?P<how>.+)$")
_JOINERS = "\u200c\u200d"
_HEADINGS = {Part.WHY: "Why"}


def without_invisible(text: str) -> str:
    """The text without control, private and invisible characters; joiners stay, white space becomes one space."""
    seen = (c for c in " ".join(text.split()) if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
    return "".join(seen)


def neutral(text: str) -> str:
    """Any text as Markdown that shows exactly that text, on one line: no HTML, image, link, formula or list comes of it."""
    plain = without_invisible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    quiet = _LINK_LIKE.sub(lambda m: "\\" + m[0], _ACTIVE.sub(lambda m: "\\" + m[0], plain))
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", quiet)


def answer_markdown(answer: Answer, turn: int) -> str:
    """The answer as Markdown with numbered links into its sources.

    Args:
        answer: Whole, or as far as it has come.
        turn: Which question of the conversation it answers; part of the links, ``#src-<turn>-<number>``.
    """
    marks = _Marks(answer.sources, turn)
    lead = [neutral(paragraph) for paragraph in _lead(answer)]
    return "\n\n".join([*lead, *(part for heading, block in _headed(answer) for part in _markdown_block(heading, block, marks))])


def answer_plain(answer: Answer, width: int = 88) -> str:
    """The answer for a terminal or the clipboard: wrapped, steps numbered, words to say on lines of their own, sources last.

    Args:
        answer: What to set.
        width: Longest line in characters.
    """
    number = numbers(answer.sources)
    parts = [wrapped(without_invisible(paragraph), width) for paragraph in _lead(answer)]
    parts += [part for heading, block in _headed(answer) for part in _plain_block(heading, block, number, width)]
    if answer.declined and answer.follow_ups:
        parts.append("\n".join(["Nearest in the library", *(wrapped(title, width, "- ") for title in answer.follow_ups)]))
    if answer.sources:
        parts.append("\n".join(["Sources", *(source_plain(source, n, width) for n, source in enumerate(answer.sources, 1))]))
    return "\n\n".join(parts)


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as JSON values, with the field names of the command line's ``--json``."""
    return {
        "text": answer.text,
        "sentences": [
            {"text": s.text, "citations": list(s.citations), "support": str(s.support), "part": str(s.part), "quote": s.quote} for s in answer.sentences
        ],
        "sources": [{"id": s.id, "title": s.title, "heading": s.heading, "quote": s.quote, "source": s.source, "links": list(s.links)} for s in answer.sources],
        "declined": answer.declined,
        "reason": str(answer.reason) if answer.reason else None,
        "follow_ups": list(answer.follow_ups),
        "engine": answer.engine,
        "trace": asdict(answer.trace),
    }


def _lead(answer: Answer) -> list[str]:
    return [paragraph for paragraph in answer.lead.split("\n\n") if paragraph.strip()]


def _headed(answer: Answer) -> list[tuple[str, Block]]:
    """The blocks with their small headings; steps get one when another headed block stands before them, so that they do not seem part of it."""
    result: list[tuple[str, Block]] = []
    for block in blocks(answer.sentences):
        heading = block.heading or _HEADINGS.get(block.part, "")
        if block.part in (Part.STEP, Part.POINT) and any(before for before, _ in result):
            heading = "What to do" if block.part is Part.STEP else "From the guidance"
        if answer.reason is Declined.ESCALATION and block.part is Part.POINT and not result:
            first, *rest = block.items[0]
            block = Block(Part.POINT, ((first,), tuple(rest)) if rest else ((first,),))
        result.append((heading, block))
    return result


class _Marks:
    """Citation links, made from the answer's own sources only."""

    def __init__(self, sources: Sequence[Cited], turn: int) -> None:
        self._links = {source.id: self._link(source, number, turn) for number, source in enumerate(sources, 1)}

    def of(self, sentence: Sentence) -> str:
        links = dict.fromkeys(self._links[key] for key in sentence.citations if key in self._links)
        return f"\u00a0{' '.join(links)}" if links else ""

    @staticmethod
    def _link(source: Cited, number: int, turn: int) -> str:
        title = neutral(f"{source.title}, {source.heading}").replace('"', "&quot;")
        return f'[{number}](#src-{turn}-{number} "{title}")'


def _markdown_block(heading: str, block: Block, marks: _Marks) -> list[str]:
    parts = [f"## {heading}"] if heading else []
    if block.part is Part.STEP and len(block.items) > 1:
        parts.append("\n".join(f"{place}. {_run(item, marks)}" for place, item in enumerate(block.items, 1)))
    elif block.part is Part.SAY:
        parts.append("\n>\n".join(f"> {' '.join(_spoken(s) + marks.of(s) for s in item)}" for item in block.items))
    elif block.part is Part.ROUTE:
        routes = [" ".join(_route(sentence) for sentence in item) for item in block.items]
        routes[-1] += marks.of(block.items[-1][-1])
        parts.append("\n".join(f"- {route}" for route in routes))
    elif block.part is Part.AVOID:
        parts.append("\n".join(f"- {_run(item, marks)}" for item in block.items))
    else:
        parts.extend(_run(item, marks) for item in block.items)
    return parts


def _run(sentences: Iterable[Sentence], marks: _Marks) -> str:
    """Sentences in a row that rest on the same passages share one mark."""
    runs = [list(run) for _, run in groupby(sentences, key=lambda sentence: sentence.citations)]
    return " ".join(" ".join(neutral(sentence.text) for sentence in run) + marks.of(run[-1]) for run in runs)


def _spoken(sentence: Sentence) -> str:
    found = _SPOKEN.match(without_invisible(sentence.text))
    if not found:
        return f"*{neutral(sentence.text)}*"
    cue = f"{neutral(found['cue'])}: " if found["cue"] else ""
    return f"{cue}*“{neutral(found['words'])}”*"


def _route(sentence: Sentence) -> str:
    found = _ROUTE.match(without_invisible(sentence.text))
    if not found:
        return neutral(sentence.text)
    return f"**{neutral(found['who'])}**{neutral(found['where'] or '').replace('(', ' (', 1)}: {neutral(found['how'])}"


def _plain_block(heading: str, block: Block, number: dict[str, int], width: int) -> list[str]:
    parts = [heading] if heading else []
    items = [_plain_run(item, number) for item in block.items]
    if block.part is Part.STEP and len(items) > 1:
        parts.append("\n".join(wrapped(text, width, f"{place}. ") for place, text in enumerate(items, 1)))
    elif block.part is Part.SAY:
        parts.append("\n".join(wrapped(text, width, "  ") for text in items))
    elif block.part in (Part.AVOID, Part.ROUTE):
        parts.append("\n".join(wrapped(text, width, "- ") for text in items))
    else:
        parts.extend(wrapped(text, width) for text in items)
    return parts


def _plain_run(sentences: Iterable[Sentence], number: dict[str, int]) -> str:
    runs = [list(run) for _, run in groupby(sentences, key=lambda sentence: sentence.citations)]
    return " ".join(" ".join(without_invisible(s.text) for s in run) + _plain_marks(run[-1], number) for run in runs)


def _plain_marks(sentence: Sentence, number: dict[str, int]) -> str:
    marks = "".join(f"[{number[key]}]" for key in dict.fromkeys(sentence.citations) if key in number)
    return f" {marks}" if marks else ""


def source_plain(source: Cited, number: int, width: int) -> str:
    """A numbered entry of the list of sources, for a terminal."""
    return wrapped(without_invisible(reference(source)), width, f"[{number}] ")


def reference(source: Cited) -> str:
    """Title, heading and where its facts come from; not neutralised."""
    where = f"{source.title}, {source.heading}"
    return f"{where}. {source.source}" if source.source else where


def wrapped(text: str, width: int, first: str = "") -> str:
    """The text in lines of that width, the first begun so and the others indented below it; longer words stand alone."""
    return textwrap.fill(text, width, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False, break_on_hyphens=False)
