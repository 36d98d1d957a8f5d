"""Check every document of a folder and what belongs to the whole: all faults at once, each with file, line and mend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import GuidanceError
from knowledge.load import GUIDANCE, read_document
from knowledge.model import Document
from knowledge.routes import read_crisis_words, read_escalation, read_languages, read_not_ours
from knowledge.words import normalised

__all__ = ["LEAST_PHRASINGS", "check_folder"]

LEAST_PHRASINGS = 50
"""Of a built-in document: the share of questions that find it still rises there (shared experiment: 6 → .63 … 24 → .81 among the first three)."""


def check_folder(folder: Path) -> tuple[list[GuidanceError], int]:
    """All faults of a folder's documents, and how many documents were read.

    Args:
        folder: Of guidance; for the built-in one the escalation routes and the replies are checked as well.
    """
    if not folder.is_dir():
        return [GuidanceError(f"{folder.name}: there is no such folder.", hint="Name a folder of Markdown files.")], 0
    faults: list[GuidanceError] = []
    documents: list[Document] = []
    paths = sorted(folder.rglob("*.md"))
    for path in paths:
        try:
            documents.append(read_document(path))
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
        for other in (read_languages, read_crisis_words):
            try:
                other()
            except GuidanceError as fault:
                faults.append(fault)
        read = len(documents)
        faults += _thin(documents)
    return faults + list(_twice(documents)), read


def _document_of(phrasings: Path) -> Path:
    return phrasings.with_name(phrasings.name.removesuffix(".phrasings.txt") + ".md")


def _thin(documents: list[Document]) -> Iterator[GuidanceError]:
    for document in documents:
        count = sum(len(group.lines) for group in document.phrasings)
        if count < LEAST_PHRASINGS:
            yield GuidanceError(f"{document.id}.phrasings.txt:1: {count} phrasings.", hint=f"Write at least {LEAST_PHRASINGS} ways in which people ask for it.")


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
