"""Bringing own files in: what is read again, what is replaced, what goes, and what is refused while the rest goes on."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.model import Role, Tier
from knowledge.parse import Parser
from knowledge.reports import Outcome
from knowledge.store import Store
from tests.own_made import TERMS, Bag, add, contents, on_disk, outcomes, put
from tests.parse.made import archive

ADDED, CHANGED, UNCHANGED, REFUSED, REMOVED, WITHDRAWN = Outcome


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "own.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return put(tmp_path / "shelf", a_md="# Rooms\nWe meet in room four.\n", b_txt="Expenses are paid in March.\n", c_txt="Bring a laptop.\n")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that the parser is given."""
    names: list[str] = []
    parse_all = Parser.parse_all

    def watched(self: Parser, path: Path):
        names.append(path.name)
        return parse_all(self, path)

    monkeypatch.setattr(Parser, "parse_all", watched)
    return names


def texts(store: Store) -> list[str]:
    return sorted(passage.text for passage in store.passages(store.rows().numbers.tolist()).values())


def test_unchanged_files_are_neither_read_nor_embedded_again(store: Store, shelf: Path, read: list[str]) -> None:
    assert outcomes(add(store, shelf)) == dict.fromkeys(["a.md", "b.txt", "c.txt"], ADDED)
    before, embedder = contents(store), Bag()
    read.clear()
    assert outcomes(add(store, shelf, embedder=embedder)) == dict.fromkeys(["a.md", "b.txt", "c.txt"], UNCHANGED)
    assert (read, embedder.texts) == ([], [])
    assert contents(store) == before


def test_a_changed_file_is_the_only_one_read_and_leaves_nothing_of_what_it_said(store: Store, shelf: Path, read: list[str], tmp_path: Path) -> None:
    put(shelf, b_txt="The zanzibarquokka pays.\n")
    add(store, shelf)
    keys = {one.name: one.id for one in store.documents()}
    read.clear()
    put(shelf, b_txt="Expenses are paid in April.\n")
    embedder = Bag()
    assert outcomes(add(store, shelf, embedder=embedder))["b.txt"] is CHANGED
    assert read == ["b.txt"]
    assert len(embedder.texts) == 1
    assert texts(store) == ["Bring a laptop.", "Expenses are paid in April.", "We meet in room four."]
    assert {one.name: one.id for one in store.documents()} == keys
    assert on_disk(tmp_path, "zanzibarquokka") == []


def test_a_changed_file_embeds_only_its_new_passages(store: Store, tmp_path: Path) -> None:
    parts = [f"# Part {place}\nSentence number {place} stands here.\n" for place in range(8)]
    shelf = put(tmp_path / "shelf", long_md="".join(parts))
    add(store, shelf)
    put(shelf, long_md="".join([*parts[:4], "# Part 4\nThis one is new.\n", *parts[5:]]))
    embedder = Bag()
    add(store, shelf, embedder=embedder)
    assert len(embedder.texts) == 1


def test_a_removed_file_goes_from_its_own_folder_only(store: Store, shelf: Path, tmp_path: Path) -> None:
    other = put(tmp_path / "other", c_txt="Another folder's file.\n")
    alone = put(tmp_path / "alone", d_txt="By its own name.\n") / "d.txt"
    add(store, shelf, other, alone)
    for path in (shelf / "c.txt", other / "c.txt", alone):
        path.unlink()
    assert outcomes(add(store, shelf)) == {"a.md": UNCHANGED, "b.txt": UNCHANGED, "c.txt": REMOVED}
    assert {"Another folder's file.", "By its own name."} < set(texts(store))
    assert "Bring a laptop." not in texts(store)


def test_a_copy_under_another_name_is_kept_once(store: Store, shelf: Path) -> None:
    put(shelf, copy_txt="Bring a laptop.\n")
    for _ in range(2):
        report = {file.name: file for file in add(store, shelf).files}
        assert report["copy.txt"].outcome is REFUSED
        assert "the same as 'c.txt'" in report["copy.txt"].why
        assert texts(store).count("Bring a laptop.") == 1


@pytest.mark.parametrize("name", ["0-first.txt", "z-last.txt"])
def test_a_renamed_file_stays_in_the_library(name: str, store: Store, shelf: Path) -> None:
    add(store, shelf)
    (shelf / "b.txt").rename(shelf / name)
    assert outcomes(add(store, shelf)) == {"a.md": UNCHANGED, "c.txt": UNCHANGED, "b.txt": REMOVED, name: ADDED}
    assert texts(store).count("Expenses are paid in March.") == 1


@pytest.mark.parametrize("name", ["0-old", "z-old"])
def test_an_earlier_version_saved_beside_the_new_one_is_taken(name: str, store: Store, shelf: Path) -> None:
    add(store, shelf)
    put(shelf, **{f"{name}_txt": "Expenses are paid in March.\n", "b_txt": "Expenses are paid in April.\n"})
    assert outcomes(add(store, shelf))[f"{name}.txt"] is ADDED
    assert {"Expenses are paid in March.", "Expenses are paid in April."} < set(texts(store))


def test_a_change_of_tier_or_role_needs_no_embedding(store: Store, shelf: Path, read: list[str]) -> None:
    add(store, shelf)
    read.clear()
    embedder = Bag()
    report = add(store, shelf, terms=replace(TERMS, tier=Tier.OUTSIDE, role=Role.SENIOR), embedder=embedder)
    assert report.count(CHANGED) == 3
    assert (read, embedder.texts) == ([], [])
    assert {(one.tier, one.role) for one in store.documents()} == {(Tier.OUTSIDE, Role.SENIOR)}


def test_what_was_withdrawn_stays_away_from_its_folder_even_changed_or_copied(store: Store, shelf: Path) -> None:
    put(shelf, copy_txt="Bring a laptop.\n")
    add(store, shelf)
    (key,) = [one.id for one in store.documents() if one.name == "c.txt"]
    store.withdraw(key)
    report = outcomes(add(store, shelf))
    assert (report["c.txt"], report["copy.txt"]) == (WITHDRAWN, WITHDRAWN)
    put(shelf, c_txt="Bring two laptops.\n")
    assert outcomes(add(store, shelf))["c.txt"] is WITHDRAWN
    (shelf / "c.txt").unlink()
    assert outcomes(add(store, shelf))["copy.txt"] is WITHDRAWN
    assert texts(store) == ["Expenses are paid in March.", "We meet in room four."]


def test_what_was_withdrawn_comes_back_by_its_own_name(store: Store, shelf: Path) -> None:
    path = shelf / "c.txt"
    add(store, path)
    store.withdraw(store.documents()[0].id)
    assert outcomes(add(store, path)) == {"c.txt": ADDED}
    assert [(one.withdrawn, one.passages) for one in store.documents()] == [(False, 1)]
    add(store, shelf)
    store.withdraw(next(one.id for one in store.documents() if one.name == "b.txt"))
    assert outcomes(add(store, shelf / "b.txt")) == {"b.txt": ADDED}
    assert texts(store).count("Expenses are paid in March.") == 1


def test_a_refused_file_leaves_its_earlier_version_and_the_rest_goes_on(store: Store, shelf: Path) -> None:
    add(store, shelf)
    put(shelf, b_txt="", c_txt="Bring two laptops.\n")
    report = {file.name: file for file in add(store, shelf).files}
    assert {name: file.outcome for name, file in report.items()} == {"a.md": UNCHANGED, "b.txt": REFUSED, "c.txt": CHANGED}
    assert report["b.txt"].why
    assert report["b.txt"].hint
    assert texts(store) == ["Bring two laptops.", "Expenses are paid in March.", "We meet in room four."]


def test_links_out_of_the_folder_and_loops_of_links_are_reported_and_not_followed(store: Store, shelf: Path, tmp_path: Path) -> None:
    outside = put(tmp_path / "outside", d_txt="Secret of another folder.\n")
    (shelf / "out.txt").symlink_to(outside / "d.txt")
    (shelf / "out").symlink_to(outside)
    (shelf / "loop").symlink_to(shelf)
    (shelf / "itself.txt").symlink_to(shelf / "itself.txt")
    (shelf / "within.txt").symlink_to(shelf / "b.txt")
    report = outcomes(add(store, shelf))
    assert report == {"a.md": ADDED, "b.txt": ADDED, "c.txt": ADDED, **dict.fromkeys(["out.txt", "out", "itself.txt", "within.txt"], REFUSED)}
    assert len(store.documents()) == 3


def test_what_cannot_be_opened_is_reported_and_stays_as_it_was(store: Store, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(shelf / "below", d_txt="In a folder below.\n")
    add(store, shelf)
    before, scan, opened = contents(store), os.scandir, Path.open

    def closed(path, *rest, **named):  # nobody keeps root from a file, so what refuses stands in for missing rights
        if Path(path).name in ("below", "b.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return (scan if rest == () and not named else opened)(path, *rest, **named)

    monkeypatch.setattr(os, "scandir", closed)
    monkeypatch.setattr(Path, "open", closed)
    report = outcomes(add(store, shelf))
    assert report == {"a.md": UNCHANGED, "c.txt": UNCHANGED, "b.txt": REFUSED, "below": REFUSED}
    assert contents(store) == before


def test_a_missing_path_is_reported_and_takes_nothing_away(store: Store, shelf: Path, tmp_path: Path) -> None:
    add(store, shelf)
    before = contents(store)
    shelf.rename(tmp_path / "unplugged")
    assert outcomes(add(store, shelf)) == {"shelf": REFUSED}
    assert contents(store) == before


def test_each_archive_keeps_its_members_apart(store: Store, tmp_path: Path) -> None:
    shelf = put(tmp_path / "shelf")
    for name in ("one", "two"):
        (shelf / f"{name}.zip").write_bytes(archive({"notes.txt": f"Notes of {name}.", "bad.exe": b"MZ\x00\x01" * 40}))
    report = outcomes(add(store, shelf))
    assert report == {f"{name}.zip/{member}": outcome for name in ("one", "two") for member, outcome in (("notes.txt", ADDED), ("bad.exe", REFUSED))}
    assert texts(store) == ["Notes of one.", "Notes of two."]
    (shelf / "one.zip").unlink()
    add(store, shelf)
    assert texts(store) == ["Notes of two."]


@pytest.mark.parametrize("alone", [True, False])
def test_a_changed_archive_replaces_its_members_however_it_was_added(alone: bool, store: Store, tmp_path: Path) -> None:
    path = put(tmp_path / "shelf") / "kit.zip"
    for parts in ({"a.txt": "First.", "b.txt": "Second."}, {"b.txt": "Second, changed.", "c.txt": "Third."}):
        path.write_bytes(archive(parts))
        add(store, path if alone else path.parent)
    assert texts(store) == ["Second, changed.", "Third."]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_ids_are_distinct_and_stay_the_same(tmp_path: Path) -> None:
    shelf = put(tmp_path / "shelf", plan_md="# A\nOne.\n", plan_txt="Two.\n", **{"Änderung_txt": "Three.\n", "計画_txt": "Four.\n"})
    put(shelf / "below", plan_md="# A\nFive.\n")
    (shelf / os.fsdecode(b"caf\xe9.txt")).write_text("Six.\n")
    with zipfile.ZipFile(shelf / "kit.zip", "w") as kit:
        for name, text in (("plan.md", "# A\nSeven.\n"), ("plan.md", "# A\nEight.\n"), ("sub/plan.md", "# A\nNine.\n")):
            kit.writestr(name, text)
    stores = [Store(None), Store(None)]
    ids = []
    for store in stores:
        add(store, shelf)
        ids.append([one.id for one in store.documents()])
        assert len(set(ids[-1])) == 9
        assert len({passage.id for passage in store.passages(store.rows().numbers.tolist()).values()}) == 9
    assert ids[0] == ids[1]
    assert all(one.isascii() and len(one) < 50 for one in ids[0])
