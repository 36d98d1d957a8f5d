"""How the search over one's own documents grows: 1,000, 10,000 and 100,000 passages, beside Chroma and BM25 alone; and a killed ingestion.

    python benchmarks/scale.py [PASSAGES ...] [--killed]     (default: 1000 10000 100000, then the killed ingestion)

Texts are made of a hundred words as frequent as Zipf says; vectors lie around a few hundred centres, each document around one. Nothing
is embedded: the vectors are written into the store, and given to the search as its questions'. The queries take turns in one process;
memory is measured before Chroma is opened there. Ours includes reading the texts of the passages found, and so does Chroma's. The
agreement is that of the first ten by meaning with the same score computed for every passage, no words and no spreading over documents.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import own_search
from knowledge.embed import MiniLM, Vectors
from knowledge.ingest import Terms, ingest
from knowledge.memory import give_back
from knowledge.model import Kind, OwnDocument, Passage, Tier
from knowledge.own_search import OwnSearch
from knowledge.store import Store
from knowledge.vectors import content_hash, packed

SIZES = (1_000, 10_000, 100_000)
PER_DOCUMENT = 20
CENTRES = 300
WORDS = 20_000
QUERIES = 200
K = 10
FILES = 300
TODAY = date(2026, 11, 23)


class Prepared:
    """Gives the vectors it was made with."""

    model, size = "prepared", 384

    def __init__(self, vectors: dict[str, Any]) -> None:
        self._vectors = vectors

    def embed(self, texts: Sequence[str], tick: Callable[[int], None] | None = None) -> Vectors:
        """Of texts it knows."""
        return np.array([self._vectors[text] for text in texts], np.float32)


class Made:
    """Documents and questions, the same each time they are asked for."""

    def __init__(self, passages: int) -> None:
        rng = np.random.default_rng(1)
        letters = np.array(list("abdefgiklmnoprstuvz"))
        self._words = np.array(["".join(rng.choice(letters, rng.integers(4, 10))) for _ in range(WORDS)])
        chance = 1 / (np.arange(WORDS) + 2.7)
        self._chance = np.cumsum(chance / chance.sum())
        self._centres = _unit(rng.standard_normal((CENTRES, 384)))
        self._passages = passages

    def documents(self) -> Iterator[tuple[list[str], Vectors]]:
        """Texts and vectors of a document at a time."""
        rng = np.random.default_rng(2)
        for _ in range(self._passages // PER_DOCUMENT):
            words = self._words[np.searchsorted(self._chance, rng.random((PER_DOCUMENT, 100)))]
            topic = _unit(self._centres[rng.integers(CENTRES)] + 0.6 * _unit(rng.standard_normal((1, 384)))[0])
            yield [" ".join(row) for row in words], _unit(topic + 0.8 * _unit(rng.standard_normal((PER_DOCUMENT, 384))))

    def questions(self) -> dict[str, Any]:
        """Eight words and a vector each."""
        rng = np.random.default_rng(3)
        texts = [" ".join(self._words[np.searchsorted(self._chance, rng.random(8))]) for _ in range(QUERIES)]
        near = self._centres[rng.integers(CENTRES, size=QUERIES)]
        return dict(zip(texts, _unit(near + _unit(rng.standard_normal((QUERIES, 384)))), strict=True))


def _unit(rows: Any) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), np.float32)


def memory(field: str, *, reset: bool = False) -> float:
    """``VmRSS`` or ``VmHWM`` in MB; a reset begins a new peak."""
    give_back()
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    return int(Path("/proc/self/status").read_text().split(f"{field}:")[1].split()[0]) / 1024


def write(made: Made, path: Path) -> None:
    """The documents into a store."""
    store, numbers = Store(path), []
    for place, (texts, vectors) in enumerate(made.documents()):
        key = f"document-{place}"
        one = OwnDocument(key, f"Document {place}", f"{place}.md", "made", content_hash(key), "", "text", Tier.PROGRAMME, None, TODAY, len(texts))
        numbers.append(store.stage(one))
        cut = [Passage(f"{key}#{at}", key, one.title, "", text, Kind.OWN, Tier.PROGRAMME, "") for at, text in enumerate(texts)]
        store.fill((numbers[-1], passage, content_hash(passage.searched), row) for passage, row in zip(cut, packed(vectors), strict=True))
    store.show(numbers)
    store.close()


def chroma(made: Made, folder: Path) -> Any:
    """The same in Chroma."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection: Any = client.create_collection("made", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    texts, rows, total = list[str](), list[Any](), 0
    for some, vectors in made.documents():
        texts += some
        rows += list(vectors)
        if len(texts) >= 2000:
            collection.add(ids=[str(total + at) for at in range(len(texts))], embeddings=rows, documents=texts)
            total, texts, rows = total + len(texts), [], []
    if texts:
        collection.add(ids=[str(total + at) for at in range(len(texts))], embeddings=rows, documents=texts)
    return collection


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU milliseconds, of all threads."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def agreement(search: OwnSearch, questions: dict[str, Any]) -> tuple[float, float]:
    """Of the first ten by meaning: with the same score computed for all, and the share of the ten nearest by plain cosine that were candidates."""
    shown = search._shown
    everywhere = np.arange(len(shown.rows.numbers))
    none, bonus = np.zeros(len(everywhere), np.float32), np.zeros(len(shown.documents), np.float32)
    same, kept = [], []
    for vector in list(questions.values())[:50]:
        exact = np.concatenate([own_search._meaning(shown, part, vector) for part in np.array_split(everywhere, 1 + len(everywhere) // 5000)])
        near = own_search._candidates(shown, vector, none.copy(), bonus, None)
        ours = near[np.argsort(-own_search._meaning(shown, near, vector), kind="stable")[:K]]
        same.append(len(np.intersect1d(ours, np.argsort(-exact, kind="stable")[:K])) / K)
        plain = np.concatenate([part.astype(np.float32) @ vector for part in np.array_split(shown.rows.vectors, 1 + len(everywhere) // 5000)])
        plain /= np.sqrt(np.einsum("ij,ij->i", shown.rows.vectors, shown.rows.vectors, dtype=np.float32))
        kept.append(np.isin(np.argsort(-plain)[:K], near).mean())
    return float(np.mean(same)), float(np.mean(kept))


def one_size(passages: int) -> None:
    """Everything about one size."""
    made, questions = Made(passages), Made(passages).questions()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        before = memory("VmHWM", reset=True)
        wall, cpu = clocked(lambda: write(made, folder / "own.sqlite"))
        print(f"{passages} passages; load {os.getloadavg()[0]:.1f}")
        print(f"   written: {wall / 1000:.1f} s, CPU {cpu / 1000:.1f} s (texts made included), peak {memory('VmHWM'):.0f} MB, {before:.0f} before")
        store, opened = Store(folder / "own.sqlite"), []
        before = memory("VmHWM", reset=True)
        for what in ("indexed", "opened again"):
            opened.clear()
            wall, cpu = clocked(lambda: opened.append(OwnSearch(store, Prepared(questions), folder / "words")))
            print(f"   {what}: {wall / 1000:.2f} s, CPU {cpu / 1000:.2f} s, peak {memory('VmHWM'):.0f} MB, {before:.0f} before")
            before = memory("VmHWM", reset=True)
        search: OwnSearch = opened[0]
        for text in list(questions)[:20]:
            search.search(text, K)
        print(f"   resident after twenty searches: {memory('VmRSS'):.0f} MB")
        wall, cpu = clocked(lambda: opened.append(chroma(made, folder / "chroma")))
        print(f"   Chroma, written: {wall / 1000:.1f} s, CPU {cpu / 1000:.1f} s; resident now {memory('VmRSS'):.0f} MB", flush=True)
        _turns(search, opened[1], questions)
        same, kept = agreement(search, questions)
        print(f"   first ten by meaning as when every passage is scored: {same:.3f}; nearest ten by plain cosine among the candidates: {kept:.3f}", flush=True)
        store.close()


def _turns(search: OwnSearch, collection: Any, questions: dict[str, Any]) -> None:
    words = search._shown.words
    ways: dict[str, Callable[[str, Any], object]] = {
        "Upward": lambda text, vector: search.search(text, K),
        "Chroma": lambda text, vector: collection.query(query_embeddings=[vector], n_results=K),
        "BM25 alone": lambda text, vector: np.argpartition(-words.scores(text), K)[:K],
    }
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for warm in (True, False):
        for text, vector in list(questions.items())[: 20 if warm else QUERIES]:
            for way, ask in ways.items():
                taken = clocked(lambda ask=ask, text=text, vector=vector: ask(text, vector))  # type: ignore[misc]
                if not warm:
                    times[way].append(taken)
    at = {way: np.quantile(runs, [0.5, 0.95], axis=0) for way, runs in times.items()}
    for way, ((wall, cpu), (late, most)) in at.items():
        ratio = f"; Upward / this at p95: wall {at['Upward'][1][0] / late:.2f}, CPU {at['Upward'][1][1] / most:.2f}" if way != "Upward" else ""
        print(f"   {way}: wall p50 {wall:.1f} p95 {late:.1f} ms, CPU p50 {cpu:.1f} p95 {most:.1f} ms{ratio}", flush=True)


class Counting(MiniLM):
    """The real embedder; counts its texts."""

    texts = 0

    def embed(self, texts: Sequence[str], tick: Callable[[int], None] | None = None) -> Vectors:
        """As the embedder's own."""
        self.texts += len(texts)
        return super().embed(texts, tick)


def add(folder: Path) -> None:
    """Add the files of a folder and say how it goes."""
    store, embedder = Store(folder / "own.sqlite"), Counting()

    def tell(what: str, done: int, of: int) -> None:
        print(json.dumps({"done": done, "of": of}), flush=True)

    report = ingest([folder / "files"], store, embedder, Terms(TODAY), progress=tell)
    print(json.dumps({"embedded": embedder.texts, "passages": sum(file.passages for file in report.files)}), flush=True)


def killed() -> None:
    """Kill an ingestion when half of the files are read, and begin it again."""
    rng = np.random.default_rng(4)
    with tempfile.TemporaryDirectory() as place:
        files = Path(place) / "files"
        files.mkdir()
        words = np.array("mentor session goal report senior junior screen prompt meeting question answer week plan note team trust".split())
        for at in range(FILES):
            parts = [f"## Part {part}\n\nNote {at}.{part}: {' '.join(rng.choice(words, 30))}.\n" for part in range(4)]
            (files / f"{at:03}.md").write_text(f"# File {at}\n\n" + "\n".join(parts))
        command = [sys.executable, __file__, "--add", place]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
            assert process.stdout  # noqa: S101 - a pipe was asked for
            for line in process.stdout:
                if json.loads(line).get("done", 0) >= FILES // 2:
                    process.send_signal(signal.SIGKILL)
                    break
        store = Store(Path(place) / "own.sqlite")
        visible = len(store.documents())
        store.close()
        ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        last = json.loads(ran.stdout.splitlines()[-1])
        spared = 1 - last["embedded"] / last["passages"]
        print(f"killed (status {process.returncode}) with {FILES // 2} of {FILES} files read: {visible} documents visible then.")
        print(f"   Begun again: {last['passages']} passages, {last['embedded']} embedded; {spared:.0%} were not embedded again.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("passages", nargs="*", type=int)
    parser.add_argument("--killed", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--add", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one_size(asked.one)
        return
    if asked.add:
        add(asked.add)
        return
    for size in asked.passages or (() if asked.killed else SIZES):
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=False)  # noqa: S603 - a process each, for its memory
    if asked.killed or not asked.passages:
        killed()


if __name__ == "__main__":
    main()
