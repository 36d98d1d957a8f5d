"""What the tests of own documents share: a quick embedder in place of MiniLM, files to add, and a view of what a store shows."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from knowledge.embed import Vectors
from knowledge.ingest import Terms, ingest
from knowledge.model import OwnDocument, Passage, Role, Tier
from knowledge.reports import Outcome, Report
from knowledge.store import Store
from knowledge.vectors import packed
from knowledge.words import stems

TODAY = date(2026, 11, 23)
TERMS = Terms(TODAY)


class Bag:
    """Unit vectors from the words of a text alone: each word has a direction of its own. Counts the texts it was given."""

    model = "bag"
    size = 384

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str], tick: Callable[[int], None] | None = None) -> Vectors:
        self.texts += texts
        rows = np.array([sum(map(direction, stems(text) or ["-"])) for text in texts], np.float32).reshape(len(texts), self.size)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def direction(word: str) -> Vectors:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(Bag.size).astype(np.float32)


def put(folder: Path, **texts: str) -> Path:
    """Text files in a folder; ``a_md`` names ``a.md``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder


def add(store: Store, *paths: Path, terms: Terms = TERMS, embedder: Bag | None = None) -> Report:
    return ingest(paths, store, embedder or Bag(), terms)


def outcomes(report: Report) -> dict[str, Outcome]:
    return {file.name: file.outcome for file in report.files}


def contents(store: Store) -> list[tuple[object, ...]]:
    """Everything that can be seen of a store, but for the numbers inside it."""
    rows = store.rows()
    return [
        *store.documents(),
        *((passage, vector.tobytes()) for passage, vector in zip(store.passages(rows.numbers.tolist()).values(), rows.vectors, strict=True)),
        *((key, text, vector.tobytes()) for key, text, vector in store.questions()),
        *store.texts(),
    ]


def document(key: str, *, tier: Tier = Tier.PROGRAMME, role: Role | None = None, sha256: str = "") -> OwnDocument:
    return OwnDocument(key, key.title(), f"{key}.txt", "/shelf", sha256 or key, "", "txt", tier, role, TODAY, 0)


def keep(store: Store, one: OwnDocument, *texts: str) -> int:
    """Stage a document with passages of these texts; its number."""
    number = store.stage(one)
    cut = [Passage(f"{one.id}#{place}", one.id, one.title, "", text) for place, text in enumerate(texts, 1)]
    vectors = packed(Bag().embed(texts))
    store.fill((number, passage, passage.text, vector) for passage, vector in zip(cut, vectors, strict=True))
    return number


def on_disk(folder: Path, word: str) -> list[str]:
    """Files below a folder whose bytes hold a word."""
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file() and word.encode() in path.read_bytes().lower()]
