"""Bring a programme's own files into the library: find them, read them in the child process, cut, embed, stage, and show them all at once.

Nothing is visible before the last step, one transaction: a batch that is killed leaves the library as it was, and what it had embedded
is used again by the next one. A file that cannot be taken is reported; the others go on.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from knowledge.embed import Embedder
from knowledge.files import File, files, readable
from knowledge.model import OwnDocument, Passage, Role, Tier
from knowledge.parse import Limits, Member, Parser, Refused
from knowledge.passages import passages
from knowledge.reports import FileReport, Outcome, Report, Terms
from knowledge.store import Store
from knowledge.vectors import content_hash, packed

__all__ = ["FileReport", "Outcome", "Report", "Terms", "ingest"]

AT_ONCE = 256
"""Passages embedded and staged at a time: what a killed batch may lose."""


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
    here = list(files(paths, terms.root, batch.refuse))
    batch.begin(here, {terms.root or readable(str(path.resolve())) for path in paths if path.is_dir()})
    tell = progress or (lambda what, done, of: None)
    with Parser(limits or Limits()) as parser:
        for done, file in enumerate(here):
            tell(f"Reading {file.name}", done, len(here))
            batch.read(file, parser)
    tell("Embedding", len(here), len(here))
    return batch.show()


class _Batch:
    """One ingestion in the making."""

    def __init__(self, store: Store, embedder: Embedder, terms: Terms, each: Callable[[FileReport], None]) -> None:
        self._store = store
        self._embedder = embedder
        self._terms = terms
        self._each = each
        self._known = {(document.root, document.name): document for document in store.documents()}
        self._contents = {document.sha256: document for document in self._known.values() if not document.withdrawn}
        self._withdrawn = {(document.root, document.sha256): document for document in self._known.values() if document.withdrawn}
        self._of_file = _by_file(self._known.values())
        self._here: dict[tuple[str, str], File] = {}
        self._folders: set[str] = set()
        self._seen: set[tuple[str, str]] = set()
        self._replaced: set[tuple[str, str]] = set()
        self._staged: list[int] = []
        self._restated: dict[str, tuple[Tier, Role | None]] = {}
        self._waiting: list[tuple[int, Passage, str]] = []
        self._reports: list[FileReport] = []

    def refuse(self, root: str, name: str, error: Refused) -> None:
        """Report a file or folder that is not taken; what is known of it stays until it can be read again."""
        self._seen |= {(one.root, one.name) for one in self._known.values() if one.root == root and f"{one.name}/".startswith(f"{name}/" if name else "")}
        self._report(FileReport(name or Path(root).name, Outcome.REFUSED, error.message, error.hint))

    def begin(self, here: Sequence[File], folders: set[str]) -> None:
        """Learn what there is to read, and which folders' documents go when they are not seen again."""
        self._here = {(file.root, file.name): file for file in here}
        self._folders = folders

    def read(self, file: File, parser: Parser) -> None:
        """Read a file, unless it is known to be unchanged, and stage what is in it."""
        before = self._of_file.get((file.root, file.name), [])
        try:
            sha256 = _sha256(file.path)
            if before and all(sha256 == (one.container or one.sha256) for one in before) and not (file.alone and any(one.withdrawn for one in before)):
                for one in before:
                    self._keep(one)
                return
            members = parser.parse_all(file.path)
        except OSError as error:
            self.refuse(file.root, file.name, Refused(f"{file.name!r} cannot be read ({error.strerror}).", hint="Check that you may open it."))
            return
        except Refused as error:
            self.refuse(file.root, file.name, error)
            return
        self._replaced |= {(one.root, one.name) for one in before}
        names = Counter[str]()
        for member in members:
            names[member.name] += 1
            name = f"{member.name} ({names[member.name]})" if names[member.name] > 1 else member.name
            inside = len(members) > 1 or member.sha256 != sha256
            self._take(file, f"{file.name}/{name}" if inside else file.name, member, sha256 if inside else "")

    def _keep(self, one: OwnDocument) -> None:
        self._seen.add((one.root, one.name))
        if one.withdrawn:
            self._leave(one.name, one)
        elif (one.tier, one.role) != (self._terms.tier, self._terms.role):
            self._restated[one.id] = (self._terms.tier, self._terms.role)
            self._report(FileReport(one.name, Outcome.CHANGED, passages=one.passages))
        else:
            self._report(FileReport(one.name, Outcome.UNCHANGED, passages=one.passages))

    def _leave(self, name: str, withdrawn: OwnDocument) -> None:
        """Leave out a file whose text was withdrawn, under this name or another."""
        self._seen.add((withdrawn.root, withdrawn.name))
        self._report(FileReport(name, Outcome.WITHDRAWN, "It was withdrawn.", "Add the file by its own name to bring it back."))

    def _stays(self, one: OwnDocument) -> bool:
        """Whether a document is still in the library when this batch is shown: a file that was renamed is no copy of itself."""
        if one.root not in self._folders or (one.root, one.name) in self._seen:
            return True
        named = (file for (root, name), file in self._here.items() if root == one.root and f"{one.name}/".startswith(f"{name}/"))
        try:
            return any(_sha256(file.path) == (one.container or one.sha256) for file in named)
        except OSError:
            return True

    def _take(self, file: File, name: str, member: Member, container: str) -> None:
        known = self._known.get((file.root, name))
        if isinstance(member.result, Refused):
            self.refuse(file.root, name, member.result)
            return
        if (twin := self._contents.get(member.sha256)) and twin is not known and self._stays(twin):
            self._report(
                FileReport(name, Outcome.REFUSED, f"{name!r} is the same as {twin.name!r}, which is in the library.", "Nothing to do: it is kept once.")
            )
            return
        gone = known if known and known.withdrawn else self._withdrawn.get((file.root, member.sha256))
        if gone and not file.alone:
            self._leave(name, gone)
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
        if known and self._contents.get(known.sha256) is known:
            del self._contents[known.sha256]
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

    def show(self) -> Report:
        """Make everything visible in one step; what was not seen again of these folders, or of an archive that changed, goes."""
        while self._waiting:
            self._embed()
        gone = [one for key, one in self._known.items() if key not in self._seen and (one.root in self._folders or key in self._replaced)]
        self._store.show(self._staged, removed=[one.id for one in gone], changed=self._restated)
        for one in gone:
            if not one.withdrawn:
                self._report(FileReport(one.name, Outcome.REMOVED))
        return Report(tuple(self._reports))

    def _report(self, report: FileReport) -> None:
        self._reports.append(report)
        self._each(report)


def _by_file(documents: Iterable[OwnDocument]) -> dict[tuple[str, str], list[OwnDocument]]:
    """Documents by root and name of the file they came in, which for a member of an archive is one of the folders of its name."""
    found: dict[tuple[str, str], list[OwnDocument]] = {}
    for one in documents:
        path = PurePosixPath(one.name)
        for name in (path, *path.parents) if one.container else (path,):
            found.setdefault((one.root, str(name)), []).append(one)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _document_id(root: str, name: str) -> str:
    """Short, stable while the file keeps its place, and readable."""
    plain = unicodedata.normalize("NFKD", Path(name).stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "document"
    return f"{slug}-{content_hash(root, name)[:8]}"
