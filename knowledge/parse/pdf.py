"""PDF -> blocks: lines into paragraphs, larger and bolder lines into headings, each with its page. Pure."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from statistics import median

from knowledge.parse.draft import Draft
from knowledge.parse.pdfium import Page, opened
from knowledge.parse.pdflines import Line
from knowledge.parse.refusals import Stop

__all__ = ["read_pdf"]

LARGER = 1.12
"""Times the size of the body: from there on a line is a heading. Chosen: 12 on 11 points, 1.09, is mostly emphasis."""
APART = 1.4
"""Times the usual distance of lines: from there on a paragraph begins."""
LONGEST = 120
"""Characters of a heading."""
LEVELS = 4
"""Of headings, by size."""
_ITEM = re.compile(r"\s*(?:[•●○▪■◦–—➢✓·*-]\s|\d{1,3}[.)]\s|\(?[a-z]\)\s)")
_KINDS = {
    "white": "passage{s} in white text",
    "tiny": "passage{s} in tiny text",
    "outside": "passage{s} outside the page",
    "invisible": "passage{s} in invisible text",
}


def read_pdf(data: bytes, draft: Draft) -> None:
    """Blocks of a PDF, page by page."""
    pages: list[Page] = []
    with opened(data) as pdf:
        if pdf.pages > draft.limits.pages:
            raise Stop("pages")
        if not pdf.pages:
            raise Stop("damaged")
        if pdf.attached:
            draft.note("{n} attached file{s} {were} not read", pdf.attached)
        draft.property_title(pdf.title)
        size = 0
        for number, page in enumerate(pdf, 1):
            if page is None:
                draft.note(f"page {number} could not be read")
                continue
            pages.append(page)
            size += sum(len(line.text) for line in page.lines)
            if size > draft.limits.characters * 2:
                raise Stop("characters")
    for page in pages:
        _report(page, draft)
    if pages:
        _write(pages, draft)


def _report(page: Page, draft: Draft) -> None:
    """What of a page is hidden or not read. Invisible text over a scan is the scan's text."""
    hidden = dict(page.hidden)
    if page.scanned and page.recognised and not page.lines:
        page.lines = page.recognised
        hidden.pop("invisible", None)
        draft.note("{n} page{s} {were} scanned; the text is what text recognition made of it")
    for kind, number in hidden.items():
        for _ in range(number):
            draft.hide(_KINDS[kind])
    for _ in range(page.comments):
        draft.hide("comment{s}")
    if not page.lines and page.pictures:
        draft.scan = True
        draft.note(f"page {page.number} has no text: it may be a scan")
    elif page.pictures and not page.scanned:
        draft.note("{n} picture{s} {were} not read", page.pictures)


def _write(pages: list[Page], draft: Draft) -> None:
    sizes: Counter[float] = Counter()
    heavy = 0
    for line in (line for page in pages for line in page.lines):
        sizes[line.size] += len(line.text)
        heavy += len(line.text) * line.bold
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    bold_means = heavy < 0.3 * sum(sizes.values())
    repeated = _repeated(pages)
    levels = _levels(pages, body)
    seen: set[str] = set()
    for page in pages:
        kept = []
        for line in page.lines:
            key = _running(line.text)
            if key not in repeated or key not in seen:
                kept.append(line)
            seen.add(key) if key in repeated else None
        for group in _paragraphs(kept):
            text = _text(group)
            level = _level(group, text, body, levels, bold_means=bold_means)
            if level is not None:
                draft.heading(level, text, page=page.number, page_word="page")
            else:
                draft.add(text, page=page.number, page_word="page")
        draft.add("\n".join(page.fields), page=page.number, page_word="page")


def _running(text: str) -> str:
    """A line without its numbers, so that page 3 of 9 is page 4 of 9."""
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _repeated(pages: list[Page]) -> set[str]:
    """Lines at the head or foot of most pages; they are read once."""
    counts: Counter[str] = Counter()
    for page in pages:
        ordered = sorted(page.lines, key=lambda line: line.base)
        counts.update({_running(line.text) for line in ordered[:2] + ordered[-2:]})
    return {text for text, number in counts.items() if number >= 3 and number > len(pages) / 2}


def _levels(pages: list[Page], body: float) -> dict[float, int]:
    """The level of each size that is larger than the body's."""
    found = sorted({line.size for page in pages for line in page.lines if line.size >= body * LARGER and len(line.text) <= LONGEST}, reverse=True)
    merged: dict[float, int] = {}
    level, before = 0, 0.0
    for size in found:
        if not before or size < before * 0.95:
            level, before = min(level + 1, LEVELS), size
        merged[size] = level
    return merged


def _level(group: list[Line], text: str, body: float, levels: dict[float, int], *, bold_means: bool) -> int | None:
    """The level of a heading, or None for a paragraph."""
    if len(text) > LONGEST or len(group) > 3 or sum(character.isalpha() for character in text) < 3 or text.rstrip().endswith((",", ";")):
        return None
    size = max(line.size for line in group)
    if size >= body * LARGER and min(line.size for line in group) >= size * 0.9:
        return levels.get(size, LEVELS)
    bold = bold_means and all(line.bold for line in group) and len(group) <= 2 and len(text) <= 90 and size >= body * 0.95
    return LEVELS + 1 if bold and not text.rstrip().endswith(".") and not _ITEM.match(text) else None


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines that belong together, in the order of the page."""
    usual: dict[float, float] = defaultdict(float)
    steps: defaultdict[float, list[float]] = defaultdict(list)
    for one, two in itertools.pairwise(lines):
        if 0 < one.base - two.base < 3 * max(one.size, 1) and one.size == two.size:
            steps[one.size].append(one.base - two.base)
    usual.update({size: median(values) for size, values in steps.items()})
    group: list[Line] = []
    for line in lines:
        if group and _begins(group, line, usual[line.size] or line.size * 1.2):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins(group: list[Line], line: Line, usual: float) -> bool:
    """Whether a line begins a paragraph after these."""
    last = group[-1]
    step = last.base - line.base
    if abs(line.size - last.size) > 0.1 * max(line.size, last.size) or (line.bold != last.bold and (line.bold or (len(group) == 1 and last.bold))):
        return True
    if abs(step) < 0.5 * line.size:
        return False
    if step < 0 or step > APART * max(usual, line.size):
        return not (step < 0 and line.text[:1].islower() and last.text.rstrip()[-1:] not in ".!?:")
    return line.left > last.left + 1.5 * line.size and last.text.rstrip()[-1:] in ".!?:" and not _ITEM.match(line.text)


def _text(group: list[Line]) -> str:
    """The lines as one paragraph; items of a list keep their lines, words that were parted are joined."""
    text = ""
    for line in group:
        now = line.text.strip()
        if text.endswith("\xad"):
            text = text[:-1] + now
        elif text.endswith("-") and len(text) > 1 and text[-2].isalpha() and now[:1].islower():
            text += now
        else:
            text += ("\n" if _ITEM.match(now) else " ") + now if text else now
    return text.rstrip("\xad")
