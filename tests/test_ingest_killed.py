"""An ingestion that is killed, or runs out of disk, leaves the library as it was; the next one does the rest."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge import ingest as module
from knowledge.errors import LibraryError
from knowledge.own_search import OwnSearch
from knowledge.reports import Outcome
from knowledge.store import Store
from tests.own_made import Bag, add, contents, outcomes, put

ROOT = Path(__file__).parent.parent
AT_ONCE = 8
"""Passages embedded at a time here, so that a small folder is embedded in many steps."""
QUESTION = "which sentence speaks of the second version"
DRIVER = f"""
import os, signal, sys
from pathlib import Path
from knowledge import ingest as module
from knowledge.parse import Parser
from knowledge.store import Store
from tests.own_made import Bag, add

module.AT_ONCE = {AT_ONCE}
shelf, folders = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]

def step(what):
    global left
    steps.append(what)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

class Slow(Bag):
    def embed(self, texts, tick=None):
        step("embed")
        return super().embed(texts, tick)

parse_all = Parser.parse_all

def watched(self, path):
    step("read")
    found = parse_all(self, path)
    step("read")
    return found

Parser.parse_all = watched
for place, folder in enumerate(folders):
    child = os.fork()
    if not child:
        steps, left = [], int(folder.name)
        store = Store(folder / "own.sqlite")
        store._base.set_trace_callback(lambda statement: step(statement.split()[0]))
        add(store, shelf, embedder=Slow())
        print(" ".join(steps), flush=True)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


def shelf_of(folder: Path, version: str) -> Path:
    """Five files of ten passages; the second version changes some of each, takes one file away and adds one."""
    for name in ("a", "b", "c", "d", version):
        parts = [f"# Part {place}\nSentence {place} of {name}, {version if place % 3 == 0 else 'any'} version.\n" for place in range(10)]
        put(folder, **{f"{name}_md": "".join(parts)})
    return folder


def killed_at(shelf: Path, folders: list[Path]) -> list[str]:
    ran = subprocess.run([sys.executable, "-c", DRIVER, str(shelf), *map(str, folders)], capture_output=True, text=True, cwd=ROOT, check=True, timeout=120)
    return ran.stdout.splitlines()


def found(store: Store) -> list[tuple[str, float]]:
    return [(one.passage.id, one.score) for one in OwnSearch(store, Bag()).search(QUESTION, 10)]


def test_a_killed_ingestion_leaves_the_library_and_the_next_embeds_only_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", AT_ONCE)
    shelf = shelf_of(tmp_path / "shelf", "first")
    first = Store(tmp_path / "own.sqlite")
    add(first, shelf)
    before, seen = contents(first), found(first)
    first.close()
    (shelf / "first.md").unlink()
    shelf_of(shelf, "second")

    def at(place: int) -> Path:
        folder = tmp_path / str(place)
        folder.mkdir()
        shutil.copy(tmp_path / "own.sqlite", folder)
        return folder

    whole = at(10_000)
    steps, code = killed_at(shelf, [whole])
    assert code == "0"
    names = steps.split()
    undisturbed = Store(whole / "own.sqlite")
    after, new = contents(undisturbed), found(undisturbed)
    undisturbed.close()
    assert (after, new) != (before, seen)
    chance = random.Random(7)  # noqa: S311 - any steps will do
    embedding, ends = ([place for place, name in enumerate(names, 1) if name == wanted] for wanted in ("embed", "COMMIT"))
    showing = range(names.index("CREATE") + 1, len(names) + 1)
    places = {*chance.sample(embedding, 3), *chance.sample(ends[:-1], 2), *chance.sample(showing, 3), len(names), *chance.sample(range(1, len(names)), 5)}
    folders = [at(place) for place in sorted(places)]
    assert killed_at(shelf, folders) == [str(-signal.SIGKILL)] * len(folders)
    for folder in folders:
        # The last statements stand after the transaction that shows the batch: killed there, it is shown in whole.
        shown = int(folder.name) > len(names) - names[::-1].index("COMMIT")
        store = Store(folder / "own.sqlite")
        assert (contents(store), found(store)) == ((after, new) if shown else (before, seen))
        kept = {key for (key,) in store._read("SELECT hash FROM passages")}
        embedder = Bag()
        add(store, shelf, embedder=embedder)
        assert (contents(store), found(store)) == (after, new)
        needed = {key for (key,) in store._read("SELECT hash FROM passages")}
        assert len(embedder.texts) == len(needed - kept), f"killed at step {folder.name}, {names[int(folder.name) - 1]}"
        assert store._read("SELECT count(*) FROM documents WHERE state = 'staged'") == [(0,)]
        store.close()


def test_the_child_that_reads_ends_with_the_process_that_is_killed(tmp_path: Path) -> None:
    shelf = put(tmp_path / "shelf", a_txt="One.")
    (tmp_path / "0").mkdir()
    line = "    found = parse_all(self, path)\n"
    code = DRIVER.replace(line, f"{line}    print(self._process.pid, flush=True)\n    os.kill(os.getpid(), signal.SIGKILL)\n")
    ran = subprocess.run([sys.executable, "-c", code, str(shelf), str(tmp_path / "0")], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60)
    child, ended = map(int, ran.stdout.split())
    assert ended == -signal.SIGKILL
    for _ in range(100):
        if not Path(f"/proc/{child}/stat").exists() or Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    pytest.fail(f"the child {child} is still there")


def test_a_full_disk_leaves_the_library_as_it_was_and_the_next_run_goes_on(tmp_path: Path) -> None:
    store, shelf = Store(tmp_path / "own.sqlite"), put(tmp_path / "shelf", a_txt="Stays.", b_txt="Goes.")
    add(store, shelf)
    before = contents(store)
    put(shelf, b_txt="Replaced.\n", long_md="".join(f"# Part {place}\n{'many words stand here ' * 25}.\n" for place in range(400)))
    (pages,) = store._base.execute("PRAGMA page_count").fetchone()
    store._base.execute(f"PRAGMA max_page_count={pages + 100}")
    with pytest.raises(LibraryError, match="disk is full"):
        add(store, shelf)
    assert contents(store) == before
    store._base.execute("PRAGMA max_page_count=100000")
    embedder = Bag()
    assert outcomes(add(store, shelf, embedder=embedder))["long.md"] is Outcome.ADDED
    assert 402 - module.AT_ONCE >= len(embedder.texts) > 0
    store.close()
