"""The programme's own documents, their passages and vectors in one SQLite file: the truth of what was added.

A batch is staged under its own number, invisible, and shown in one transaction; whatever a killed batch had embedded is used again by
the next. Text that is withdrawn or replaced is overwritten on the disk (``secure_delete``). No parsing, no search here.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.errors import LibraryError
from knowledge.model import Kind, OwnDocument, Passage, Role, Tier

__all__ = ["Rows", "Store"]

VERSION = 1
SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('staged', 'shown', 'withdrawn')),
    root TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, container TEXT NOT NULL, title TEXT NOT NULL, format TEXT NOT NULL,
    tier TEXT NOT NULL, role TEXT, added TEXT NOT NULL, hidden TEXT NOT NULL, notes TEXT NOT NULL
) STRICT;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, id TEXT NOT NULL,
    heading TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL, hash TEXT NOT NULL, vector BLOB NOT NULL
) STRICT;
CREATE TABLE questions (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, text TEXT NOT NULL, vector BLOB NOT NULL
) STRICT;
CREATE INDEX passage_documents ON passages (document);
CREATE INDEX passage_hashes ON passages (hash);
CREATE INDEX passage_ids ON passages (id);
"""
MANY = 500
"""Values in one statement; SQLite takes more, and no speed is gained by it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that is shown, as a search needs it in memory: 400 bytes a passage."""

    numbers: npt.NDArray[np.int64]
    """(passages,) the store's numbers, in reading order within a document."""
    documents: npt.NDArray[np.int64]
    """(passages,) the place of each passage's document among ``Store.documents()``."""
    vectors: npt.NDArray[np.int8]
    """(passages, 384), as :func:`knowledge.vectors.packed` gives them."""


class Store:
    """Own documents.

    Args:
        path: The file; None keeps everything in memory.

    Raises:
        LibraryError: The file cannot be used, is damaged, or was written by a newer Upward.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        name = path.name if path else ":memory:"
        try:
            self._base = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
            self._base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;")
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version == 0:
                self._base.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version={VERSION}; COMMIT;")
            elif version != VERSION:
                raise LibraryError(f"{name!r} in the data folder was written by a newer Upward.", hint="Nothing was changed. Start that version.")
            (healthy,) = self._base.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as error:
            raise _failed(name, error) from error
        if healthy != "ok":
            raise LibraryError(f"{name!r} in the data folder is damaged.", hint="Move it away and add your documents again; nothing else is affected.")
        self._name = name

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; whatever goes wrong leaves everything as it was."""
        with self._lock:
            try:
                self._base.execute("BEGIN IMMEDIATE")
                yield self._base
                self._base.execute("COMMIT")
            except BaseException as error:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise _failed(self._name, error) from error
                raise

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(statement, values).fetchall()

    def documents(self) -> list[OwnDocument]:
        """Every document that is shown or withdrawn, by title."""
        rows = self._read(
            "SELECT d.*, (SELECT count(*) FROM passages p WHERE p.document = d.number) FROM documents d WHERE state <> 'staged' "
            "ORDER BY title COLLATE NOCASE, id"
        )
        return [_document(row) for row in rows]

    def rows(self) -> Rows:
        """The shown passages."""
        place = {document.id: index for index, document in enumerate(self.documents())}
        found = self._read(
            "SELECT p.number, d.id, p.vector FROM passages p JOIN documents d ON d.number = p.document WHERE d.state = 'shown' ORDER BY d.number, p.number"
        )
        vectors = np.frombuffer(b"".join(row[2] for row in found), np.int8).reshape(len(found), -1 if found else 384)
        return Rows(np.array([row[0] for row in found], np.int64), np.array([place[row[1]] for row in found], np.int64), vectors)

    def questions(self) -> list[tuple[str, str, npt.NDArray[np.int8]]]:
        """(document id, question, packed vector) of the questions that people said a document answers."""
        found = self._read("SELECT d.id, q.text, q.vector FROM questions q JOIN documents d ON d.number = q.document WHERE d.state = 'shown' ORDER BY q.number")
        return [(key, text, np.frombuffer(vector, np.int8)) for key, text, vector in found]

    def texts(self) -> Iterator[str]:
        """What is indexed of each shown passage, in the order of :meth:`rows`."""
        numbers = self.rows().numbers.tolist()
        for start in range(0, len(numbers), MANY):
            yield from (passage.searched for passage in self.passages(numbers[start : start + MANY]).values())

    def passages(self, numbers: Sequence[int]) -> Mapping[int, Passage]:
        """Passages by their numbers, in that order."""
        marks = ",".join("?" * len(numbers))
        found = self._read(
            f"SELECT p.number, p.id, d.id, d.title, p.heading, p.text, d.tier, p.place FROM passages p JOIN documents d ON d.number = p.document "  # noqa: S608 - marks only
            f"WHERE p.number IN ({marks})",
            numbers,
        )
        by_number = {row[0]: _passage(row[1:]) for row in found}
        return {number: by_number[number] for number in numbers if number in by_number}

    def passage(self, key: str) -> Passage:
        """A shown passage by its id.

        Raises:
            KeyError: There is none.
        """
        number = self._read("SELECT p.number FROM passages p JOIN documents d ON d.number = p.document WHERE p.id = ? AND d.state = 'shown'", (key,))
        if not number:
            raise KeyError(key)
        return self.passages([number[0][0]])[number[0][0]]

    def passages_of(self, document: str) -> list[Passage]:
        """A shown document's passages, in reading order."""
        found = self._read(
            "SELECT p.id, d.id, d.title, p.heading, p.text, d.tier, p.place FROM passages p JOIN documents d ON d.number = p.document "
            "WHERE d.id = ? AND d.state = 'shown' ORDER BY p.number",
            (document,),
        )
        return [_passage(row) for row in found]

    def vectors(self, hashes: Sequence[str]) -> dict[str, npt.NDArray[np.int8]]:
        """The packed vectors of texts that were embedded before, staged ones included, by content hash."""
        known: dict[str, npt.NDArray[np.int8]] = {}
        for start in range(0, len(hashes), MANY):
            some = hashes[start : start + MANY]
            marks = ",".join("?" * len(some))
            rows = self._read(f"SELECT hash, vector FROM passages WHERE hash IN ({marks})", some)  # noqa: S608 - marks only
            known |= {key: np.frombuffer(vector, np.int8) for key, vector in rows}
        return known

    def stage(self, document: OwnDocument) -> int:
        """Begin to keep a document, invisible until it is shown; its number, for :meth:`fill` and :meth:`show`."""
        with self._writing() as base:
            return self._insert(base, document)

    def fill(self, passages: Iterable[tuple[int, Passage, str, npt.NDArray[np.int8]]]) -> None:
        """Keep passages of staged documents: (document's number, passage, content hash, packed vector), in reading order."""
        with self._writing() as base:
            base.executemany(
                "INSERT INTO passages (document, id, heading, place, text, hash, vector) VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((number, one.id, one.heading, one.where, one.text, key, vector.tobytes()) for number, one, key, vector in passages),
            )

    @staticmethod
    def _insert(base: sqlite3.Connection, one: OwnDocument) -> int:
        values = (one.id, "staged", one.root, one.name, one.sha256, one.container, one.title, one.format, str(one.tier), one.role)
        rest = (one.added.isoformat(), json.dumps(one.hidden), json.dumps(one.notes))
        number = base.execute(
            "INSERT INTO documents (id, state, root, name, sha256, container, title, format, tier, role, added, hidden, notes) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*values, *rest),
        ).lastrowid
        assert number is not None  # noqa: S101 - an INSERT has one
        return number

    def show(self, staged: Sequence[int], *, removed: Sequence[str] = (), changed: Mapping[str, tuple[Tier, Role | None]] | None = None) -> None:
        """In one transaction: show staged documents in place of their namesakes, take removed ones away, and forget what else was staged.

        Args:
            staged: Numbers from :meth:`stage`.
            removed: Ids of documents that are there no longer.
            changed: Ids of documents whose tier or role changed.
        """
        with self._writing() as base:
            base.execute("CREATE TEMP TABLE IF NOT EXISTS ready (number INTEGER)")
            base.execute("DELETE FROM ready")
            base.executemany("INSERT INTO ready VALUES (?)", ((number,) for number in staged))
            # Questions that people confirmed stay with a document that changed.
            base.execute(
                "UPDATE questions SET document = (SELECT new.number FROM documents new JOIN documents old ON old.id = new.id "
                "WHERE old.number = questions.document AND new.number IN ready) WHERE document IN "
                "(SELECT old.number FROM documents old JOIN documents new ON old.id = new.id AND new.number IN ready AND old.number <> new.number)"
            )
            base.execute("DELETE FROM documents WHERE state <> 'staged' AND id IN (SELECT id FROM documents WHERE number IN ready)")
            base.executemany("DELETE FROM documents WHERE id = ? AND state = 'shown'", ((key,) for key in removed))
            base.execute("UPDATE documents SET state = 'shown' WHERE number IN ready")
            base.execute("DELETE FROM documents WHERE state = 'staged'")
            base.executemany("UPDATE documents SET tier = ?, role = ? WHERE id = ?", ((str(tier), role, key) for key, (tier, role) in (changed or {}).items()))
        self._forget()

    def withdraw(self, document: str) -> bool:
        """Take a document's text away; its name stays, so that its folder does not bring it back. False when no such document is shown."""
        with self._writing() as base:
            base.execute("DELETE FROM passages WHERE document IN (SELECT number FROM documents WHERE id = ?)", (document,))
            base.execute("DELETE FROM questions WHERE document IN (SELECT number FROM documents WHERE id = ?)", (document,))
            done = base.execute("UPDATE documents SET state = 'withdrawn' WHERE id = ? AND state = 'shown'", (document,)).rowcount > 0
        self._forget()
        return done

    def answer(self, document: str, questions: Sequence[tuple[str, npt.NDArray[np.int8]]]) -> None:
        """Keep the questions that a person says a document answers, in place of earlier ones."""
        with self._writing() as base:
            (number,) = base.execute("SELECT number FROM documents WHERE id = ? AND state = 'shown'", (document,)).fetchone()
            base.execute("DELETE FROM questions WHERE document = ?", (number,))
            base.executemany("INSERT INTO questions (document, text, vector) VALUES (?, ?, ?)", ((number, text, row.tobytes()) for text, row in questions))

    def state(self) -> str:
        """Changes whenever what is shown does."""
        return repr(self._read("SELECT id, sha256, tier, role FROM documents WHERE state = 'shown' ORDER BY number"))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()

    def _forget(self) -> None:
        """Overwrite the log as well, so that deleted words are gone from the disk."""
        with self._lock, contextlib.suppress(sqlite3.OperationalError):  # a full disk; the next change tries again, and so does closing
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _failed(name: str, error: sqlite3.Error) -> LibraryError:
    full = getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
    what = "The disk is full" if full else f"{name!r} in the data folder cannot be used ({error})"
    return LibraryError(
        f"{what}.", hint="The library is as it was. Make room and try again." if full else "The library is as it was. Check the folder's rights."
    )


def _document(row: Sequence[Any]) -> OwnDocument:
    _, key, state, root, name, sha256, container, title, form, tier, role, added, hidden, notes, passages = row
    about = (key, title, name, root, sha256, container, form, Tier(tier), Role(role) if role else None, date.fromisoformat(added), passages)
    return OwnDocument(*about, state == "withdrawn", tuple(json.loads(hidden)), tuple(json.loads(notes)))


def _passage(row: Sequence[Any]) -> Passage:
    key, document, title, heading, text, tier, where = row
    return Passage(key, document, title, heading, text, Kind.OWN, Tier(tier), where)
