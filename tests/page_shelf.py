"""A co-pilot for tests of the Library page: the stand-in's guidance beside a real store with a real reader of files, and a quick embedder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant.gaps import Gaps
from knowledge.errors import FolderInUse
from knowledge.ingest import ingest
from knowledge.model import Document, Found, Kind, Passage, Role, Section
from knowledge.own_search import OwnSearch
from knowledge.reports import Report
from knowledge.store import Store
from knowledge.vectors import packed
from tests.own_made import Bag
from tests.page_stand_in import KNOW, StandIn, documents, passages

GROUPS = ("pieces", "topics", "templates", "questions", "programmes", "research")


class SmallLibrary:
    """What the page asks of a library; only the search of the guidance is simpler than the real one."""

    def __init__(self) -> None:
        self.documents = documents() | {f"in-{name}": _document(f"in-{name}", name) for name in GROUPS}
        self.passages = passages()
        self._store = Store(None)
        self._embedder = Bag()
        self.own = OwnSearch(self._store, self._embedder)
        self.owned = True
        self.fails: Exception | None = None
        self.terms: list[Any] = []

    def search(self, text: str, k: int = 5, role: Role | None = None) -> list[Found]:
        self._failing()
        found = [Found(one, 0.62, "because you asked like: 'he knows this'") for one in self.passages.values() if text.lower() in one.text.lower()]
        return [*self.own.search(text, k, role), *found][:k]

    def ingest(self, paths: Sequence[Path], **given: Any) -> Report:
        self._failing()
        self.terms.append(given["terms"])
        terms = given.pop("terms")
        report = ingest(paths, self._store, self._embedder, terms, **given)
        self.own.refresh()
        return report

    def own_passages(self, document: str) -> list[Passage]:
        self._failing()
        return self._store.passages_of(document)

    def withdraw(self, document: str) -> bool:
        self._failing()
        done = self._store.withdraw(document)
        self.own.refresh()
        return done

    def answers(self, document: str, questions: Sequence[str]) -> None:
        self._failing()
        self._store.answer(document, list(zip(questions, packed(self._embedder.embed(questions)), strict=True)))
        self.own.refresh()

    def _failing(self) -> None:
        if self.fails:
            raise self.fails


class Shelved(StandIn):
    """The stand-in with such a library, and gaps."""

    def __init__(self) -> None:
        super().__init__()
        self.library: Any = SmallLibrary()
        self.gaps = Gaps(None)

    def miss(self, times: int) -> None:
        """Ask in vain."""
        for number in range(times):
            self.gaps.count(KNOW, declined=number % 3 != 0)


def in_use() -> FolderInUse:
    return FolderInUse("Another Upward owns the data folder.", hint="Nothing was changed. Use its Library page, or close it first.")


def _document(key: str, group: str) -> Document:
    path = SimpleNamespace(parent=SimpleNamespace(name=group))
    reviewed = date(2025, 1, 1) if group == "research" else date(2026, 11, 20)
    return Document(key, Kind.GUIDANCE, "", f"A built-in document <of> {group}", Role.MENTOR, (Section("In short", ()),), reviewed=reviewed, path=path)  # type: ignore[arg-type]
