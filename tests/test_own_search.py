"""Cutting into passages and finding them: nothing is lost, nobody sees what is another's, and the quick way finds what the slow one does."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import passages as cutting
from knowledge.embed import MiniLM
from knowledge.model import Found, Passage, Role, Tier
from knowledge.opening import BUILT
from knowledge.own_search import CONTEXT, WORDS_WEIGHT, OwnSearch
from knowledge.parse import Block
from knowledge.passages import FEW_WORDS, MOST_WORDS, passages
from knowledge.store import Store
from knowledge.vectors import packed, read_vectors
from tests.own_made import TERMS, Bag, add, document, keep, put

TEXTS = st.lists(st.sampled_from('alpha beta Gamma. Delta? epsilon, zeta\nEta \u00e9t\u00e9. "Theta." - iota Kappa! 3.5'.split(" ")), max_size=400).map(
    " ".join
)
BLOCKS = st.lists(
    st.builds(Block, TEXTS, st.sampled_from([(), ("One",), ("One", "Two"), ("Title",)]), st.sampled_from([None, 1, 2]), st.sampled_from(["page", "slide"])),
    max_size=8,
)


def cut_well(blocks: list[Block]) -> None:
    """What a reader sees of cutting: every word in its order, under its own heading and page, in passages of readable length."""
    made = passages("key", "Title", blocks, Tier.OUTSIDE)
    assert [word for one in made for word in one.text.split()] == [word for block in blocks for word in block.text.split()]
    wanted = [
        (" / ".join(part for part in block.heading if part != "Title"), f"{block.page_word} {block.page}" if block.page else "", word)
        for block in blocks
        for word in block.text.split()
    ]
    assert [(one.heading, one.where, word) for one in made for word in one.text.split()] == wanted
    assert all(0 < len(one.text.split()) < MOST_WORDS + FEW_WORDS and one.tier is Tier.OUTSIDE for one in made)
    assert [one.id for one in made] == [f"key#{place}" for place in range(1, len(made) + 1)]


@given(BLOCKS)
@settings(max_examples=60, deadline=None, database=None)
def test_no_word_is_lost_and_no_passage_crosses_a_heading_or_a_page(blocks: list[Block]) -> None:
    cut_well(blocks)


def without_its_rest(pieces):
    def broken(texts):
        *most, last = list(pieces(texts)) or [""]
        return [*most, *([last] if len(last.split()) >= FEW_WORDS else [])]

    return broken


def shuffled(pieces):
    return lambda texts: list(pieces(texts))[::-1]


def across(pieces):
    return lambda texts: [" ".join(pieces(texts))]


@pytest.mark.parametrize("bug", [without_its_rest, shuffled, across])
def test_bugs_planted_in_the_cutting_are_seen(bug, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "_pieces", bug(cutting._pieces))
    long = " ".join(f"Sentence number {place} is here." for place in range(100))
    with pytest.raises(AssertionError):
        cut_well([Block(long, ("One",)), Block("A short rest.", ("Two",))])


def test_a_bug_planted_in_the_grouping_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting.itertools, "groupby", lambda blocks, key: [(key(blocks[0]), blocks)])
    with pytest.raises(AssertionError):
        cut_well([Block("Under one.", ("One",)), Block("Under two.", ("Two",))])


def test_sentences_stay_whole_where_they_fit() -> None:
    text = " ".join(f"Sentence number {place} has exactly seven words." for place in range(60))
    made = passages("key", "Title", [Block(text)], Tier.PROGRAMME)
    assert len(made) > 2
    assert all(one.text.endswith("words.") and one.text.startswith("Sentence") for one in made)


def searched(*shelves: tuple[str, list[str]], role: Role | None = None) -> tuple[Store, OwnSearch]:
    store = Store(None)
    store.show([keep(store, document(name, role=role), *texts) for name, texts in shelves])
    return store, OwnSearch(store, Bag())


def test_an_empty_store_and_a_small_one_give_what_they_have() -> None:
    assert searched()[1].search("anything") == []
    found = searched(("plan", ["We meet on Mondays.", "Bring a laptop.", "Ask questions."]))[1].search("when do we meet", 50)
    assert found[0].passage.id == "plan#1"
    assert len(found) == 3


def test_at_most_two_passages_of_a_document_while_others_are_left() -> None:
    near, far = [f"Expenses for travel number {place}." for place in range(6)], ["Expenses.", "Laptops."]
    found = searched(("travel", near), ("other", far))[1].search("expenses for travel", 5)
    names = [one.passage.document for one in found]
    assert sorted(names[:4]) == ["other", "other", "travel", "travel"]
    assert names[4] == "travel"


@pytest.mark.parametrize("asker", list(Role))
def test_what_is_limited_to_one_person_is_found_by_no_other(asker: Role) -> None:
    store = Store(None)
    store.show([keep(store, document(str(role), role=role), *(f"Expenses of travel {place}" for place in range(100))) for role in Role])
    found = OwnSearch(store, Bag()).search("expenses of travel", 300, asker)
    assert {one.passage.document for one in found} == {str(asker)}
    assert len(found) == 100


def test_a_rare_word_and_a_heading_count() -> None:
    common = [f"The travel plan of team {place} says who pays for what." for place in range(30)]
    search = searched(("plans", common), ("code", ["The form is FX-771, as the travel plan of every team says."]))[1]
    found = search.search("travel plan form FX-771", 3)
    assert found[0].passage.document == "code"
    assert "shares words" in found[0].why


def test_words_of_title_and_heading_find_a_passage(tmp_path: Path) -> None:
    shelf = put(
        tmp_path / "shelf", a_md="# Safety\n## Parking\nAsk at the desk.\n## Lunch\nAsk at the till.\n", b_md="# Holidays\n## Notice\nAsk your line manager.\n"
    )
    store = Store(None)
    add(store, shelf, terms=TERMS)
    search = OwnSearch(store, Bag())
    assert [search.search(word, 1)[0].passage.text for word in ("parking", "lunch", "holidays")] == [
        "Ask at the desk.",
        "Ask at the till.",
        "Ask your line manager.",
    ]


def test_a_question_a_document_is_known_to_answer_lifts_it() -> None:
    others = [(f"bus{place}", [f"Buses leave from stop {place}."]) for place in range(400)]
    store, search = searched(("one", ["Expenses are paid within a month."]), *others)
    asked = "how do I get my money back for trains"
    before = {one.passage.document: one.score for one in search.search(asked, 500)}
    assert "one" not in before
    store.answer("one", [(asked, packed(Bag().embed([asked]))[0])])
    search.refresh()
    found = search.search(asked, 500)
    assert found[0].passage.document == "one"
    assert "known to answer" in found[0].why
    assert {one.passage.document: one.score for one in found[1:]}.items() <= before.items()


class Slow:
    """Every passage scored exactly, with the surroundings it has in its document."""

    def __init__(self, store: Store, search: OwnSearch) -> None:
        rows = store.rows()
        unit = rows.vectors.astype(np.float64)
        unit /= np.linalg.norm(unit, axis=1, keepdims=True)
        context = unit.copy()
        for place in range(len(unit)):
            for near in (place - 1, place + 1):
                if 0 <= near < len(unit) and rows.documents[near] == rows.documents[place]:
                    context[place] += unit[near]
        self._mixed = (1 - CONTEXT) * unit + CONTEXT * context / np.linalg.norm(context, axis=1, keepdims=True)
        self._words = search._shown.words
        self._passages = list(store.passages(rows.numbers.tolist()).values())

    def share(self, found: list[Found], vector: np.ndarray, text: str) -> float:
        """How much of the first ten, at most two of a document, was found."""
        chosen, counts = set[str](), Counter[str]()
        for place in np.argsort(-(self._mixed @ vector + WORDS_WEIGHT * self._words.scores(text)), kind="stable"):
            passage = self._passages[place]
            counts[passage.document] += 1
            if counts[passage.document] <= 2 and len(chosen) < 10:
                chosen.add(passage.id)
        return len(chosen & {one.passage.id for one in found}) / 10


def test_the_quick_way_finds_what_the_slow_way_finds_among_random_passages() -> None:
    chance = random.Random(3)  # noqa: S311 - any words will do
    words = [f"w{place}" for place in range(800)]
    store, search = searched(*((f"d{place}", [" ".join(chance.choices(words, k=30)) for _ in range(10)]) for place in range(300)))
    slow = Slow(store, search)
    asked = [" ".join(chance.choices(words, k=6)) for _ in range(40)]
    shares = [slow.share(search.search(text, 10), Bag().embed([text])[0], text) for text in asked]
    assert np.mean(shares) >= 0.95, shares


class Given(Bag):
    """Gives one vector for whatever it is asked."""

    def __init__(self, vector: np.ndarray) -> None:
        super().__init__()
        self.vector = vector

    def embed(self, texts, tick=None):
        return np.stack([self.vector] * len(texts))


def test_meaning_alone_finds_what_the_slow_way_finds_among_real_vectors() -> None:
    kept = read_vectors(BUILT / "vectors.npz", 384).rows
    rows = kept[:: max(1, len(kept) // 3000)]
    store = Store(None)
    number = store.stage(document("all"))
    store.fill((number, Passage(f"all#{place}", "all", "All", "", "Text"), str(place), row) for place, row in enumerate(rows[:-50]))
    store.show([number])
    search = OwnSearch(store, Bag())
    slow, shares = Slow(store, search), []
    for row in rows[-50:].astype(np.float32):
        search._embedder = asked = Given(row / np.linalg.norm(row))
        shares.append(slow.share(search.search("unheard", 2), asked.vector, "unheard") * 5)
    assert np.mean(shares) >= 0.95, shares


def test_with_the_real_embedder_meaning_finds_what_shares_no_word() -> None:
    texts = ["Train tickets are paid back within a month.", "The kitchen has a coffee machine.", "Sessions take place every second Monday."]
    store, embedder = Store(None), MiniLM()
    number = store.stage(document("plan"))
    cut = passages("plan", "Plan", [Block(text, (str(place),)) for place, text in enumerate(texts)], Tier.PROGRAMME)
    store.fill((number, one, one.text, vector) for one, vector in zip(cut, packed(embedder.embed([one.searched for one in cut])), strict=True))
    store.show([number])
    search = OwnSearch(store, embedder)
    for asked, place in (("how do I get my travel costs reimbursed", 0), ("where can I have an espresso", 1), ("how often do we meet", 2)):
        assert search.search(asked, 1)[0].passage.text == texts[place]


def test_the_kept_word_index_is_used_again_and_made_again_after_a_change(tmp_path: Path) -> None:
    store, _ = searched(("plan", ["We meet on Mondays."]))
    kept = tmp_path / "own-words"
    first = OwnSearch(store, Bag(), kept).search("mondays")
    stamp = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    assert OwnSearch(store, Bag(), kept).search("mondays") == first
    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == stamp
    for path in kept.iterdir():
        path.write_bytes(b"damaged")
    assert OwnSearch(store, Bag(), kept).search("mondays") == first
    store.withdraw("plan")
    assert OwnSearch(store, Bag(), kept).search("mondays") == []
    assert not kept.exists()
