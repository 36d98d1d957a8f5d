"""The store of own documents: nothing is seen before it is whole, and nothing is left of what was taken away."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from knowledge.errors import LibraryError
from knowledge.model import Role, Tier
from knowledge.store import Store
from knowledge.vectors import packed
from tests.own_made import Bag, contents, document, keep, on_disk


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "own.sqlite")


def test_a_batch_is_invisible_until_it_is_shown_and_then_whole(store: Store) -> None:
    store.show([keep(store, document("old"), "What was there.")])
    before = contents(store), store.state()
    numbers = [keep(store, document(name), f"First of {name}.", f"Second of {name}.") for name in ("one", "two")]
    assert (contents(store), store.state()) == before
    with pytest.raises(KeyError):
        store.passage("one#1")
    assert store.passages_of("one") == []
    store.show(numbers)
    assert [one.id for one in store.documents()] == ["old", "one", "two"]
    assert len(store.rows().numbers) == 5
    assert store.state() != before[1]


def test_what_another_batch_staged_is_forgotten(store: Store, tmp_path: Path) -> None:
    keep(store, document("killed"), "Zanzibarquokka left behind.")
    store.show([keep(store, document("next"), "The next batch.")])
    assert [one.id for one in store.documents()] == ["next"]
    assert store.vectors(["Zanzibarquokka left behind."]) == {}
    assert on_disk(tmp_path, "zanzibarquokka") == []


def test_staged_passages_lend_their_vectors(store: Store) -> None:
    keep(store, document("killed"), "It was embedded.")
    (vector,) = packed(Bag().embed(["It was embedded."]))
    assert np.array_equal(store.vectors(["It was embedded.", "It was not."])["It was embedded."], vector)
    assert len(store.vectors([*(f"unknown {place}" for place in range(1200)), "It was embedded."])) == 1


def test_passages_stay_in_reading_order_and_rows_point_at_their_documents(store: Store) -> None:
    numbers = [keep(store, document(name), *(f"{name} {place}" for place in range(5))) for name in ("zebra", "ape")]
    store.show(numbers)
    rows, documents = store.rows(), store.documents()
    shown = store.passages(rows.numbers.tolist()).values()
    assert [passage.text for passage in shown] == [f"{name} {place}" for name in ("zebra", "ape") for place in range(5)]
    assert [documents[place].id for place in rows.documents] == [passage.document for passage in shown]
    assert [one.passages for one in documents] == [5, 5]
    assert len(list(store.texts())) == 10


def test_a_document_keeps_every_word_of_what_is_known_of_it(store: Store) -> None:
    one = replace(
        document("full", tier=Tier.OUTSIDE, role=Role.SENIOR), container="abc", hidden=("white text",), notes=("2 pictures were not read",), passages=1
    )
    store.show([keep(store, one, "Text.")])
    assert store.documents() == [one]
    assert store.passage("full#1").tier is Tier.OUTSIDE


def test_a_changed_document_replaces_its_passages_and_keeps_its_questions(store: Store, tmp_path: Path) -> None:
    store.show([keep(store, document("plan"), "Zanzibarquokka.", "Two.", "Three.")])
    (vector,) = packed(Bag().embed(["When do we meet?"]))
    store.answer("plan", [("When do we meet?", vector)])
    store.show([keep(store, document("plan", sha256="new"), "We meet on Mondays.")])
    assert [passage.text for passage in store.passages_of("plan")] == ["We meet on Mondays."]
    assert [(key, text) for key, text, _ in store.questions()] == [("plan", "When do we meet?")]
    assert on_disk(tmp_path, "zanzibarquokka") == []


def test_confirmed_questions_take_the_place_of_earlier_ones(store: Store) -> None:
    store.show([keep(store, document("plan"), "We meet on Mondays.")])
    for text in ("When?", "Which day?"):
        store.answer("plan", [(text, packed(Bag().embed([text]))[0])])
    assert [text for _, text, _ in store.questions()] == ["Which day?"]


def test_tier_and_role_change_without_touching_a_passage(store: Store) -> None:
    store.show([keep(store, document("plan"), "We meet on Mondays.")])
    before = store.rows().vectors.tobytes()
    store.show([], changed={"plan": (Tier.OUTSIDE, Role.COORDINATOR)})
    assert (store.documents()[0].tier, store.documents()[0].role) == (Tier.OUTSIDE, Role.COORDINATOR)
    assert store.passage("plan#1").tier is Tier.OUTSIDE
    assert store.rows().vectors.tobytes() == before


def test_withdrawn_text_is_gone_from_the_disk_and_its_name_stays(store: Store, tmp_path: Path) -> None:
    store.show([keep(store, document("secret"), "The zanzibarquokka." * 300), keep(store, document("plain"), "Plain.")])
    store.answer("secret", [("Who is the zanzibarquokka?", packed(Bag().embed(["x"]))[0])])
    keep(store, document("secret", sha256="again"), "A zanzibarquokka that a killed batch left.")
    assert on_disk(tmp_path, "zanzibarquokka")
    assert store.withdraw("secret")
    assert on_disk(tmp_path, "zanzibarquokka") == []
    assert [(one.id, one.withdrawn, one.passages) for one in store.documents()] == [("plain", False, 1), ("secret", True, 0)]
    assert store.questions() == []


def test_withdrawing_what_is_not_shown_says_so(store: Store) -> None:
    keep(store, document("staged"), "Not yet.")
    assert not store.withdraw("staged")
    assert not store.withdraw("nowhere")


def test_another_opening_sees_what_was_shown(store: Store, tmp_path: Path) -> None:
    store.show([keep(store, document("plan"), "We meet on Mondays.")])
    other = Store(tmp_path / "own.sqlite")
    assert contents(other) == contents(store)
    store.show([keep(store, document("more"), "And on Tuesdays.")])
    assert contents(other) == contents(store)
    other.close()


def test_a_full_disk_leaves_everything_as_it_was(store: Store) -> None:
    store.show([keep(store, document("plan"), "We meet on Mondays.")])
    before = contents(store)
    (pages,) = store._base.execute("PRAGMA page_count").fetchone()
    store._base.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(LibraryError, match=r"disk is full.*as it was"):
        keep(store, document("long"), *(f"Passage {place} " * 200 for place in range(50)))
    assert contents(store) == before
    store._base.execute("PRAGMA max_page_count=100000")
    store.show([keep(store, document("long"), "Now there is room.")])
    assert len(store.documents()) == 2


def test_a_failure_in_the_middle_of_showing_leaves_everything_as_it_was(store: Store) -> None:
    store.show([keep(store, document("plan"), "We meet on Mondays.")])
    before, number = contents(store), keep(store, document("plan", sha256="new"), "Changed.")
    with pytest.raises(LibraryError):
        store.show([number], changed={"plan": (Tier.OUTSIDE, object())})  # type: ignore[dict-item]
    assert contents(store) == before


@pytest.mark.parametrize("damage", ["text", "flipped", "newer"])
def test_a_file_that_cannot_be_used_is_named_and_left(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    first = Store(path)
    first.show([keep(first, document("plan"), *(f"Passage {place} of it." * 30 for place in range(60)))])
    if damage == "newer":
        first._base.execute("PRAGMA user_version=99")
    first.close()
    if damage == "text":
        path.write_text("dear diary " * 500)
    elif damage == "flipped":
        content = bytearray(path.read_bytes())
        content[8192:20480] = os.urandom(12288)
        path.write_bytes(content)
    left = path.read_bytes()
    with pytest.raises(LibraryError, match=r"'own.sqlite' in the data folder"):
        Store(path)
    assert path.read_bytes() == left


def test_errors_of_sqlite_are_translated(store: Store) -> None:
    store._base.execute("PRAGMA query_only=ON")
    with pytest.raises(LibraryError, match="as it was") as caught:
        store.withdraw("plan")
    assert isinstance(caught.value.__cause__, sqlite3.Error)


@given(arrays(np.float32, (4, 384), elements=st.floats(-1, 1, width=32)))
@settings(max_examples=30, deadline=None, database=None)
def test_packed_vectors_point_where_the_vectors_do(vectors: np.ndarray) -> None:
    small = packed(vectors).astype(np.float32)
    for row, like in zip(vectors, small, strict=True):
        if np.linalg.norm(row) > 1e-3:
            assert row @ like / np.linalg.norm(row) / np.linalg.norm(like) > 0.99
