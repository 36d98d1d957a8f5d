"""Bring a programme's own files into the library: find them, read them in the child process, cut, embed, stage, and show them all at once.

Nothing is visible before the last step, one transaction: a batch that is killed leaves the library as it was, and what it had embedded
is used again by the next one. A file that cannot be taken is reported; the others go on.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import numpy as np

from knowledge.embed import Embedder
from knowledge.model import OwnDocument, Passage, Role, Tier
from knowledge.parse import Limits, Member, Parser, Refused
from knowledge.passages import passages
from knowledge.store import Store, packed
from knowledge.vectors import content_hash

__all__ = ["FileReport", "Outcome", "Report", "Terms", "ingest"]

AT_ONCE = 256
"""Passages embedded and staged at a time: what a killed batch may lose."""
SYSTEM = {"__MACOSX", "Thumbs.db", "desktop.ini"}


class Outcome(StrEnum):
    """What became of a file."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    REMOVED = "removed"
    """It was in the folder when that was added last, and is there no longer."""
    WITHDRAWN = "withdrawn"
    """It was withdrawn by hand and stays away, until it is added by its own name."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, or one member of an archive."""

    name: str
    outcome: Outcome
    why: str = ""
    """One line: why it was refused."""
    hint: str = ""
    passages: int = 0
    hidden: tuple[str, ...] = ()
    """Kinds of hidden text that were left out."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a batch, in the order in which it was read."""

    files: tuple[FileReport, ...]

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(file.outcome is outcome for file in self.files)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms documents are added."""

    today: date
    tier: Tier = Tier.PROGRAMME
    role: Role | None = None
    """The only person they are shown to; None for everybody."""
    root: str = ""
    """Where they count as coming from; empty takes the folder's or file's own path."""


@dataclass(frozen=True, slots=True)
class _File:
    root: str
    name: str
    path: Path
    alone: bool
    """It was named by itself, and not found in a folder."""


def ingest(
    paths: Sequence[Path],
    store: Store,
    embedder: Embedder,
    terms: Terms,
    *,
    limits: Limits | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    each: Callable[[FileReport], None] | None = None,
) -> Report:
    """Add files and folders.

    Args:
        paths: Files, folders and archives.
        store: Where they are kept.
        embedder: For their passages.
        terms: Tier, role and day.
        limits: What a file may need.
        progress: Told (what is being read, files done, files).
        each: Told what became of each file, as soon as that is known; it is shown only at the end.

    Raises:
        LibraryError: The store cannot be written, for instance because the disk is full. The library is as it was.
    """
    batch = _Batch(store, embedder, terms, each or (lambda report: None))
    files = list(_files(paths, terms.root, batch.refuse))
    tell = progress or (lambda what, done, of: None)
    with Parser(limits or Limits()) as parser:
        for done, file in enumerate(files):
            tell(f"Reading {file.name}", done, len(files))
            batch.read(file, parser)
    tell("Embedding", len(files), len(files))
    return batch.show({file.root for file in files if not file.alone} | {str(path.resolve()) for path in paths if path.is_dir()})


class _Batch:
    """One ingestion in the making."""

    def __init__(self, store: Store, embedder: Embedder, terms: Terms, each: Callable[[FileReport], None]) -> None:
        self._store = store
        self._embedder = embedder
        self._terms = terms
        self._each = each
        self._known = {(document.root, document.name): document for document in store.documents()}
        self._contents = {document.sha256: document for document in self._known.values() if not document.withdrawn}
        self._seen: set[tuple[str, str]] = set()
        self._staged: list[int] = []
        self._restated: dict[str, tuple[Tier, Role | None]] = {}
        self._waiting: list[tuple[int, Passage, str]] = []
        self._reports: list[FileReport] = []

    def refuse(self, name: str, error: Refused) -> None:
        """Report a file that is not taken."""
        self._report(FileReport(name, Outcome.REFUSED, error.message, error.hint))

    def read(self, file: _File, parser: Parser) -> None:
        """Read a file, unless it is known to be unchanged, and stage what is in it."""
        try:
            sha256 = _sha256(file.path)
        except OSError as error:
            self.refuse(file.name, Refused(f"{file.path.name!r} cannot be read ({error.strerror}).", hint="Check that you may open it."))
            return
        before = [
            one for one in self._known.values() if one.root == file.root and (one.name == file.name or (one.container and one.name.startswith(f"{file.name}/")))
        ]
        if before and all(sha256 == (one.container or one.sha256) for one in before) and not (file.alone and any(one.withdrawn for one in before)):
            for one in before:
                self._keep(one)
            return
        try:
            members = parser.parse_all(file.path)
        except Refused as error:
            self._seen |= {(one.root, one.name) for one in before}  # what it was before stays until a readable one comes
            self.refuse(file.name, error)
            return
        for member in members:
            inside = len(members) > 1 or member.sha256 != sha256
            self._take(file, f"{file.name}/{member.name}" if inside else file.name, member, sha256 if inside else "")

    def _keep(self, one: OwnDocument) -> None:
        self._seen.add((one.root, one.name))
        if one.withdrawn:
            self._report(FileReport(one.name, Outcome.WITHDRAWN, "It was withdrawn.", "Add the file by its own name to bring it back."))
        elif (one.tier, one.role) != (self._terms.tier, self._terms.role):
            self._restated[one.id] = (self._terms.tier, self._terms.role)
            self._report(FileReport(one.name, Outcome.CHANGED, passages=one.passages))
        else:
            self._report(FileReport(one.name, Outcome.UNCHANGED, passages=one.passages))

    def _take(self, file: _File, name: str, member: Member, container: str) -> None:
        known = self._known.get((file.root, name))
        if isinstance(member.result, Refused):
            if known:
                self._seen.add((file.root, name))
            self.refuse(name, member.result)
            return
        if (twin := self._contents.get(member.sha256)) and twin is not known:
            self.refuse(name, Refused(f"{name!r} is the same as {twin.name!r}, which is in the library.", hint="Nothing to do: it is kept once."))
            return
        if known and known.withdrawn and not file.alone:
            self._keep(known)
            return
        parsed, terms = member.result, self._terms
        key = _document_id(file.root, name)
        cut = passages(key, parsed.title, parsed.blocks, terms.tier)
        one = OwnDocument(
            key,
            parsed.title,
            name,
            file.root,
            member.sha256,
            container,
            parsed.format,
            terms.tier,
            terms.role,
            terms.today,
            len(cut),
            False,
            parsed.hidden,
            parsed.notes,
        )
        self._contents[member.sha256] = one
        self._seen.add((file.root, name))
        number = self._store.stage(one)
        self._staged.append(number)
        self._waiting += [(number, passage, content_hash(self._embedder.model, passage.searched)) for passage in cut]
        while len(self._waiting) >= AT_ONCE:
            self._embed()
        again = Outcome.UNCHANGED if known and known.sha256 == member.sha256 and not known.withdrawn else Outcome.CHANGED
        self._report(FileReport(name, again if known and not known.withdrawn else Outcome.ADDED, passages=len(cut), hidden=parsed.hidden, notes=parsed.notes))

    def _embed(self) -> None:
        some, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        vectors = self._store.vectors([key for *_, key in some])
        new = {key: passage.searched for _, passage, key in some if key not in vectors}
        vectors |= dict(zip(new, packed(self._embedder.embed(list(new.values()))), strict=True)) if new else {}
        self._store.fill((number, passage, key, np.asarray(vectors[key])) for number, passage, key in some)

    def show(self, folders: Iterable[str]) -> Report:
        """Make everything visible in one step; documents of these folders that were not seen again go."""
        while self._waiting:
            self._embed()
        gone = [one for key, one in self._known.items() if one.root in set(folders) and key not in self._seen]
        self._store.show(self._staged, removed=[one.id for one in gone], changed=self._restated)
        for one in gone:
            if not one.withdrawn:
                self._report(FileReport(one.name, Outcome.REMOVED))
        return Report(tuple(self._reports))

    def _report(self, report: FileReport) -> None:
        self._reports.append(report)
        self._each(report)


def _files(paths: Sequence[Path], root: str, refuse: Callable[[str, Refused], None]) -> Iterator[_File]:
    """The files to read, in the order of their names; links that lead out of their folder are refused, so no loop of links is walked."""
    for path in paths:
        if path.is_dir():
            yield from _inside(path.resolve(), root, refuse)
        elif path.is_file():
            yield _File(root or str(path.resolve()), path.name, path, alone=True)
        else:
            refuse(path.name, Refused(f"{path.name!r} is not there.", hint="Check the path."))


def _inside(folder: Path, root: str, refuse: Callable[[str, Refused], None]) -> Iterator[_File]:
    def unreadable(error: OSError) -> None:
        name = Path(error.filename).name
        refuse(name, Refused(f"The folder {name!r} cannot be read ({error.strerror}).", hint="Check that you may open it."))

    for at, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SYSTEM and not (Path(at) / name).is_symlink())
        for name in sorted(names):
            path = Path(at) / name
            shown = path.relative_to(folder).as_posix()
            if name.startswith((".", "~$")) or name in SYSTEM:
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(folder):
                refuse(shown, Refused(f"{shown!r} is a link that leads out of the folder.", hint="Add the file itself."))
            elif path.is_file():
                yield _File(root or str(folder), shown, path, alone=False)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _document_id(root: str, name: str) -> str:
    """Short, stable while the file keeps its place, and readable."""
    plain = unicodedata.normalize("NFKD", Path(name).stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "document"
    return f"{slug}-{content_hash(root, name)[:8]}"
