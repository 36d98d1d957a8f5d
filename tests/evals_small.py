"""A library of two documents and what the evaluation tests build on it; takes milliseconds to open."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assistant.model import Answer, Cited, Role, Sentence, Support, Trace
from evals.case import Case
from evals.mock import Exchange
from evals.seen import Seen
from evals.sent import read_request
from knowledge import Library
from knowledge.model import Document, Item, Kind, Phrasings, Section
from knowledge.own_search import OwnSearch
from knowledge.search import HybridSearch, Texts
from knowledge.store import Store
from knowledge.vectors import VectorCache

SHORT = "No slides. Bring one page at most, in large type, and give it to your senior after the session."
STEPS = (
    "Put four things on the page: the links, a five-line crib, the one thing to try, and its date.",
    "Send the page after the session, so that the hour goes to doing and not to reading along.",
    "Print one copy for a senior who reads on paper, and leave room for a note of their own in the margin.",
    "Keep the page for the next session, where your senior opens it and shows what became of the one thing to try.",
)
PAGE = "materials#do"


class HashEmbedder:
    """Vectors from the words alone."""

    model, size = "words", 384

    def embed(self, texts: Sequence[str], tick: Callable[[int], None] | None = None) -> Any:
        rows = np.zeros((len(texts), self.size), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in [*text.lower().split(), "-"]:
                row[int(hashlib.sha256(word.strip("?.,!").encode()).hexdigest()[:8], 16) % self.size] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def document(id: str, origin: str, short: str, steps: Sequence[str], phrasings: Sequence[str]) -> Document:
    sections = (Section("In short", (Item("In short", short),)), Section("Do", tuple(Item(f"Do {n}", text) for n, text in enumerate(steps, 1))))
    return Document(id, Kind.GUIDANCE, origin, f"What about {id}?", None, sections, (Phrasings(("In short",), tuple(phrasings)),))


def library() -> Library:
    documents = [
        document("materials", "G26", SHORT, STEPS, ["do I need slides", "which handout do I bring to the session", "slides or one page"]),
        document("booking", "G13", "The senior's assistant books the room.", ["Choose a room with daylight."], ["who books the room", "where do we meet"]),
        Document("off-topic", Kind.NOT_OURS, "", "Off topic", None, (Section("Reply", (Item("Reply 1", "That is outside mentoring."),)),),
                 (Phrasings(("any",), ("who won the football", "weather in Leeds tomorrow")),), reason="not_ours"),
    ]  # fmt: skip
    texts, embedder, store = Texts.of(documents), HashEmbedder(), Store(None)
    search = HybridSearch(texts, VectorCache(None, embedder).vectors(texts.all()), embedder)
    return Library(search, store, OwnSearch(store, embedder, background=texts.passages), embedder, "test", lambda: None)


def case(**given: Any) -> Case:
    fields: dict[str, Any] = {"id": "slides", "as": "mentor", "ask": "do I need slides", "why": "people make slides", "level": "must", "tags": ["t"]}
    return Case.model_validate(fields | {"expect": {"cites": ["materials"]}} | given)


def request(question: str = "do I need slides", role: str = "mentor", fence: str = "a1b2c3d4e5f60718", rules: str = "", **body: Any) -> dict[str, Any]:
    """A request in the form of our prompt."""
    steps = "\n".join(STEPS)
    rules = rules or 'Use the passages only. End every sentence with marks such as [1]. A line begins with "- ". If they do not answer: NOT IN THE PASSAGES'
    user = (
        f"<<passage 1 {fence}>>\nWhat about materials? / In short\n{SHORT}\n<<end {fence}>>\n"
        f"<<passage 2 {fence}>>\nWhat about materials? / Do\n{steps}\n<<end {fence}>>\n"
        f"Now write the answer: {rules}\n\n{f'Role: {role}' if role else ''}\n<<question {fence}>>\n{question}\n<<end {fence}>>"
    )
    return {"model": "mock-model", "messages": [{"role": "system", "content": "You answer."}, {"role": "user", "content": user}], **body}


def sentence(text: str = STEPS[0], citation: str = PAGE, support: Support = Support.SUPPORTED, quote: str | None = None) -> Sentence:
    return Sentence(text, (citation,), support, quote=text if quote is None else quote)


def answer(*sentences: Sentence, **given: Any) -> Answer:
    """A right answer to the case, unless something is planted."""
    said = sentences or tuple(sentence(step) for step in STEPS)
    ids = list(dict.fromkeys(citation for one in said for citation in one.citations))
    text = " ".join(f"{one.text} {''.join(f'[{ids.index(id) + 1}]' for id in one.citations)}" for one in said)
    trace = Trace("mock-model", passages=("materials#in-short", PAGE), calls=1)
    fields: dict[str, Any] = {"text": text, "sentences": said, "sources": tuple(Cited(id, "", "", "", "") for id in ids), "trace": trace}
    return Answer(**fields | given)


def seen(
    given: Answer | None = None, *, engine: Any = "mocked", sent: dict[str, Any] | None = None, exchanges: int = 1, waited: float = 0.0, **fields: Any
) -> Seen:
    opened = library()
    exchange = Exchange(read_request(sent or request()), "", "")
    return Seen(case(**fields), engine, given or answer(), opened.documents, opened.passages, (exchange,) * exchanges, waited)


__all__ = ["PAGE", "SHORT", "STEPS", "Role", "answer", "case", "library", "request", "seen", "sentence"]
