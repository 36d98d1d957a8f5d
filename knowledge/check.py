"""Check every document of a folder and what belongs to the whole: all faults at once, each with file, line and mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from knowledge.cards import read_card, read_cards
from knowledge.errors import GuidanceError
from knowledge.load import CARDS, GUIDANCE, read_document
from knowledge.model import Document, Kind, Role
from knowledge.repeats import Repeat, repeated_items, repeated_phrasings
from knowledge.routes import read_crisis_words, read_escalation, read_languages, read_not_ours
from knowledge.words import normalised

__all__ = ["LEAST_PHRASINGS", "REVIEW_AFTER", "check_folder", "review_due", "uncovered"]

LEAST_PHRASINGS = 50
"""Of a built-in document: the share of questions that find it still rises there (shared experiment: 6 → .63 … 24 → .81 among the first three)."""

REVIEW_AFTER = timedelta(days=365)
"""A document reviewed longer ago is due. Practice: programmes, laws and tools change within a year."""


def review_due(document: Document, today: date) -> bool:
    """Whether a document with a review date has to be read again."""
    return document.reviewed is not None and today - document.reviewed > REVIEW_AFTER


def check_folder(folder: Path, today: date) -> tuple[list[GuidanceError], int]:
    """All faults of a folder's documents, and how many documents were read.

    Args:
        folder: Of guidance; for the built-in one the escalation routes, the replies and the cover of roles and stages are checked as well.
        today: Documents reviewed more than a year before are due.
    """
    if not folder.is_dir():
        return [GuidanceError(f"{folder.name}: there is no such folder.", hint="Name a folder of Markdown files.")], 0
    faults: list[GuidanceError] = []
    documents: list[Document] = []
    paths = sorted(folder.rglob("*.md"))
    for path in paths:
        try:
            documents.append(read_card(path) if path.parent.name in CARDS else read_document(path))
        except GuidanceError as fault:
            faults.append(fault)
    orphans = [
        path for path in sorted(folder.rglob("*.phrasings.txt")) if path.parent.name not in ("escalation", "not-ours") and not _document_of(path).exists()
    ]
    faults += [
        GuidanceError(f"{path.name}:1: no document belongs to these phrasings.", hint=f"Write {_document_of(path).name} or remove the file.")
        for path in orphans
    ]
    read = len(paths)
    if folder == GUIDANCE:
        for reader in (read_escalation, read_not_ours):
            try:
                documents += reader()
            except GuidanceError as fault:
                faults.append(fault)
        for other in (read_languages, read_crisis_words, read_cards):
            try:
                other()
            except GuidanceError as fault:
                faults.append(fault)
        read = len(documents)
        faults += [*_thin(documents), *uncovered(documents)]
    return [*faults, *_due(documents, today), *_twice(documents), *_repeated(documents)], read


def _document_of(phrasings: Path) -> Path:
    return phrasings.with_name(phrasings.name.removesuffix(".phrasings.txt") + ".md")


def _thin(documents: list[Document]) -> Iterator[GuidanceError]:
    for document in documents:
        if document.path and document.path.parent.name in CARDS:
            continue
        count = sum(len(group.lines) for group in document.phrasings)
        if count < LEAST_PHRASINGS:
            yield GuidanceError(f"{document.id}.phrasings.txt:1: {count} phrasings.", hint=f"Write at least {LEAST_PHRASINGS} ways in which people ask for it.")


def uncovered(documents: Sequence[Document]) -> Iterator[GuidanceError]:
    """Stages for which one of the three people finds no guidance."""
    guidance = [document for document in documents if document.kind is Kind.GUIDANCE]
    for stage in dict.fromkeys(document.stage for document in guidance):
        for role in Role:
            if not any(document.stage == stage and document.audience in (None, role) for document in guidance):
                yield GuidanceError(f"guidance: nothing for the {role} at the stage {stage!r}.", hint="Write one, or make one there for 'all'.")


def _due(documents: Sequence[Document], today: date) -> Iterator[GuidanceError]:
    for document in documents:
        if review_due(document, today):
            where = f"{document.path.name}:1" if document.path else document.id
            yield GuidanceError(f"{where}: reviewed on {document.reviewed}, over a year ago.", hint="Read it again, mend it, and set 'reviewed' to that day.")


def _repeated(documents: Sequence[Document]) -> Iterator[GuidanceError]:
    guidance = [document for document in documents if document.kind is Kind.GUIDANCE]  # two escalation matters may give the same number
    for repeat in repeated_items(guidance):
        yield _repeat(repeat, "says nearly what", "Say it once, or say in each what only that document has to say.")
    for repeat in repeated_phrasings(documents):
        yield _repeat(repeat, "asks in the same words as", "Leave it with the document it fits better, or put it otherwise.")


def _repeat(repeat: Repeat, how: str, mend: str) -> GuidanceError:
    return GuidanceError(f"{repeat.document}: {repeat.text!r} {how} {repeat.other}: {repeat.other_text!r}.", hint=mend)


def _twice(documents: list[Document]) -> Iterator[GuidanceError]:
    """Ids, titles and phrasings that two documents share: a question could not tell them apart."""
    seen: dict[str, str] = {}
    for document in documents:
        for what, text in (
            ("the id", document.id),
            ("the title", document.title),
            *(("the phrasing", line) for group in document.phrasings for line in group.lines),
        ):
            key = f"{what} {normalised(text)}"
            if key in seen:
                yield GuidanceError(
                    f"{document.id}: {what} {text!r} is also in {seen[key]}.", hint="Leave it with the document it fits better, or out of both."
                )
            seen.setdefault(key, document.id)
