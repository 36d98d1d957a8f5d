"""How well the search finds passages, beside each of its legs and their plain fusion, on public sets and on our own questions.

    python benchmarks/retrieval.py [SET ...]     of: scifact mentoring_faq qmsum keyword paraphrase (default: all)

The public sets are read from ``../shared/data`` and run through :func:`factory`, which adds each text as a document of one's own and asks
the product's own search. Beside it, on the same texts: BM25 alone, MiniLM alone, and both by reciprocal rank fusion (k = 10; Cormack,
Clarke and Buettcher 2009). ``keyword`` and ``paraphrase`` are questions to the built-in guidance (``data/worded.jsonl``, written from it by
somebody who wrote none of its phrasings; a paraphrase shares no content word with the document it asks for). Printed are the means and, for
the difference to the fusion and to the better leg, 95 % intervals of a paired bootstrap over the questions.

The weight of the words (``knowledge/own_search.py``) was chosen for each set on the other two: each choice was the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge import open_library
from knowledge.embed import MiniLM, Vectors
from knowledge.lexical import Words
from knowledge.model import Kind, OwnDocument, Tier
from knowledge.own_search import OwnSearch
from knowledge.parse import Block
from knowledge.passages import passages
from knowledge.store import Store
from knowledge.vectors import VectorCache, content_hash, packed
from knowledge.words import stems

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
WORDED = Path(__file__).parent / "data" / "worded.jsonl"
KEPT = Path(__file__).parent / ".cache"
FUSION = 10
SAMPLES = 2000
Search = Callable[[str, int], list[str]]
Texts = list[dict[str, str]]


class Remembered:
    """The packaged embedder with its vectors kept in a folder that git ignores: the sets take minutes to embed."""

    model, size = MiniLM.model, MiniLM.size

    def __init__(self, name: str) -> None:
        KEPT.mkdir(exist_ok=True)
        self._path = KEPT / f"{name}.npz"
        self._embedder = MiniLM()

    def embed(self, texts: Sequence[str], tick: Callable[[int], None] | None = None) -> Vectors:
        """As the embedder's own; single texts are questions and not kept."""
        return self._embedder.embed(texts, tick) if len(texts) < 2 else VectorCache(self._path, self._embedder).vectors(texts).unit()


def factory(docs: Texts) -> Search:
    """The product's search over some texts, each added as a document of one's own.

    Args:
        docs: ``{"id", "title", "text"}`` each.

    Returns:
        A function of a question and a number that gives so many ids, the best first.
    """
    embedder = Remembered(content_hash(*(doc["id"] for doc in docs)))
    cut = [(doc, passages(doc["id"], doc["title"], [Block(doc["text"])], Tier.PROGRAMME)) for doc in docs]
    vectors = packed(embedder.embed([passage.searched for _, some in cut for passage in some]))
    store, rows = Store(None), iter(vectors)
    numbers = []
    for doc, some in cut:
        one = OwnDocument(doc["id"], doc["title"], doc["id"], "set", content_hash(doc["id"]), "", "text", Tier.PROGRAMME, None, date(2026, 11, 23), len(some))
        numbers.append(store.stage(one))
        store.fill([(numbers[-1], passage, content_hash(passage.searched), next(rows)) for passage in some])
    store.show(numbers)
    search = OwnSearch(store, embedder)

    def ids(query: str, k: int) -> list[str]:
        found = search.search(query, 2 * k)
        return list(dict.fromkeys(one.passage.document for one in found))[:k]

    return ids


def bm25(docs: Texts) -> Search:
    """BM25 alone, over whole texts."""
    words = Words.of(f"{doc['title']} {doc['text']}" for doc in docs)
    return lambda query, k: _best(docs, words.scores(query), k)


def dense(docs: Texts) -> Search:
    """MiniLM alone, over whole texts as far as it reads them."""
    embedder = Remembered(content_hash("whole", *(doc["id"] for doc in docs)))
    vectors = embedder.embed([". ".join(part for part in (doc["title"], doc["text"]) if part) for doc in docs])
    return lambda query, k: _best(docs, vectors @ embedder.embed([query])[0], k)


def fused(docs: Texts) -> Search:
    """Both by reciprocal rank."""
    legs = (bm25(docs), dense(docs))

    def search(query: str, k: int) -> list[str]:
        score: dict[str, float] = {}
        for leg in legs:
            for rank, key in enumerate(leg(query, len(docs)), 1):
                score[key] = score.get(key, 0.0) + 1 / (FUSION + rank)
        return sorted(score, key=lambda key: -score[key])[:k]

    return search


SYSTEMS: dict[str, Callable[[Texts], Search]] = {"BM25": bm25, "MiniLM": dense, "fusion": fused, "Upward": factory}


@dataclass(frozen=True)
class Asked:
    """A question, the ids that answer it, and where to look."""

    text: str
    right: frozenset[str]
    docs: int
    """Place of the collection."""


def public(name: str) -> tuple[list[Texts], list[Asked], str]:
    """A set of BEIR's shape."""
    folder = DATA / name
    docs = [{"id": row["_id"], "title": row.get("title", ""), "text": row["text"]} for row in _lines(folder / "corpus.jsonl.gz")]
    right: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
        query, key, score = line.split("\t")
        if float(score) > 0:
            right.setdefault(query, set()).add(key)
    asked = [Asked(row["text"], frozenset(right[row["_id"]]), 0) for row in _lines(folder / "queries.jsonl") if row["_id"] in right]
    return [docs], asked, "nDCG@10"


def qmsum() -> tuple[list[Texts], list[Asked], str]:
    """The windows of each validation meeting, as the set's own script cuts them."""
    sys.path.insert(0, str(DATA / "scripts"))
    import qmsum_eval  # beside the data, not ours

    meetings: list[Texts] = []
    asked: list[Asked] = []
    for meeting in qmsum_eval.load("val"):
        windows = qmsum_eval.windows(meeting)
        for query in meeting["specific"]:
            gold = qmsum_eval.gold(query, len(meeting["turns"]))
            if right := frozenset(window["id"] for window in windows if gold & set(window["turns"])):
                asked.append(Asked(query["query"], right, len(meetings)))
        meetings.append([{key: window[key] for key in ("id", "title", "text")} for window in windows])
    return meetings, asked, "nDCG@5"


def ndcg(ranked: Sequence[str], right: frozenset[str], k: int) -> float:
    """Normalised discounted cumulative gain with binary relevance (Jarvelin and Kekalainen 2002)."""
    gain = sum(1 / np.log2(place + 2) for place, key in enumerate(ranked[:k]) if key in right)
    return float(gain / sum(1 / np.log2(place + 2) for place in range(min(len(right), k))))


def interval(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> str:
    """The mean difference of paired scores with its 95 % interval."""
    rng = np.random.default_rng(0)
    difference = one - other
    means = difference[rng.integers(0, len(difference), (SAMPLES, len(difference)))].mean(1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{difference.mean():+.3f} [{low:+.3f}, {high:+.3f}]"


def report(name: str, measure: str, scores: dict[str, npt.NDArray[np.float64]]) -> None:
    """One line of means, and the differences that matter."""
    ours = scores["Upward"]
    better = max(("BM25", "MiniLM"), key=lambda leg: scores[leg].mean())
    print(f"{name} ({len(ours)} questions), {measure}: " + ", ".join(f"{system} {score.mean():.3f}" for system, score in scores.items()))
    print(f"   Upward - fusion {interval(ours, scores['fusion'])};  Upward - {better} {interval(ours, scores[better])}")


def run_public(name: str) -> None:
    collections, asked, measure = qmsum() if name == "qmsum" else public(name)
    k = int(measure.partition("@")[2])
    scores = {}
    for system, make in SYSTEMS.items():
        searches = [make(docs) for docs in collections]
        scores[system] = np.array([ndcg(searches[one.docs](one.text, 20), one.right, k) for one in asked])
    report(name, measure, scores)


def run_worded(kind: str) -> None:
    """Questions to the built-in guidance: the share whose document is among the first three."""
    rows = [row for row in _lines(WORDED) if row["kind"] == kind]
    with open_library() as library:
        guidance = [document for document in library.documents.values() if document.kind is Kind.GUIDANCE]
        held = {document.id: {stem for item in document.items().values() for stem in stems(item.text)} | set(stems(document.title)) for document in guidance}
        docs = [{"id": one.id, "title": "", "text": one.searched} for one in library.passages.values() if one.document in held]
        searches: dict[str, Search] = {system: make(docs) for system, make in SYSTEMS.items() if make is not factory}
        searches["Upward"] = lambda query, k: [one.document.id for one in library.rank(query) if one.document.id in held][:k]
        shared = [row["id"] for row in rows if kind == "paraphrase" and held[row["document"]] & set(stems(row["question"]))]
        rows = [row for row in rows if row["id"] not in shared]  # a document that was extended may use a question's word by now
        scores = {
            system: np.array([float(row["document"] in list(dict.fromkeys(key.split("#")[0] for key in search(row["question"], 30)))[:3]) for row in rows])
            for system, search in searches.items()
        }
    report(kind, "document among the first three", scores)
    if shared:
        print(f"   left out, not word-disjoint any more: {', '.join(shared)}")


def _best(docs: Texts, scores: npt.NDArray[Any], k: int) -> list[str]:
    return [docs[place]["id"] for place in np.argsort(-scores, kind="stable")[:k]]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from map(json.loads, file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", nargs="*", default=["scifact", "mentoring_faq", "qmsum", "keyword", "paraphrase"])
    for name in parser.parse_args().sets:
        if name in ("keyword", "paraphrase"):
            run_worded(name)
        elif DATA.is_dir():
            run_public(name)
        else:
            print(f"{name}: not measured, the public data is not there.")


if __name__ == "__main__":
    main()
