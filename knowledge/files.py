"""Find the files below what was added. Links out of a folder are not followed, so no loop of links is walked. Nothing is read here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.parse import Refused

__all__ = ["File", "Refuse", "files", "readable"]

SYSTEM = {"__MACOSX", "Thumbs.db", "desktop.ini"}
Refuse = Callable[[str, str, Refused], None]
"""Told (root, name below it, why) of what is not taken; an empty name is the root itself."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read."""

    root: str
    """What was added."""
    name: str
    """Path below the root, with ``/``."""
    path: Path
    alone: bool
    """It was named by itself, and not found in a folder."""


def readable(name: str) -> str:
    """A file's name as text: bytes of it that are not UTF-8 become replacement marks."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def files(paths: Sequence[Path], root: str, refuse: Refuse) -> Iterator[File]:
    """The files to read, in the order of their names.

    Args:
        paths: Files and folders.
        root: Where they count as coming from; empty takes each path itself.
        refuse: Told of what is not taken.
    """
    for path in paths:
        name = readable(path.name)
        if path.is_dir():
            yield from _inside(path.resolve(), root or readable(str(path.resolve())), refuse)
        elif path.is_file():
            yield File(root or readable(str(path.resolve())), name, path, alone=True)
        else:
            refuse(root, name, Refused(f"{name!r} is not there.", hint="Check the path."))


def _inside(folder: Path, root: str, refuse: Refuse) -> Iterator[File]:
    def below(path: Path) -> str:
        return readable(path.relative_to(folder).as_posix()) if path != folder else ""

    def unreadable(error: OSError) -> None:
        path = Path(error.filename)
        refuse(root, below(path), Refused(f"The folder {readable(path.name)!r} cannot be read ({error.strerror}).", hint="Check that you may open it."))

    for at, folders, names in os.walk(folder, onerror=unreadable):
        links = [name for name in folders if _is_link(Path(at) / name)]
        folders[:] = sorted(name for name in folders if name not in links and not _skipped(name))
        for path in (Path(at) / name for name in sorted([*names, *links]) if not _skipped(name)):
            name = below(path)
            try:
                leads_out, is_file = path.is_symlink() and not path.resolve().is_relative_to(folder), path.is_file()
            except (OSError, RuntimeError):  # the latter for a link that leads to itself
                refuse(root, name, Refused(f"{name!r} cannot be read.", hint="Check that you may open it, and where it leads if it is a link."))
                continue
            if leads_out:
                refuse(root, name, Refused(f"{name!r} is a link that leads out of the folder.", hint="Add what it leads to."))
            elif is_file:
                yield File(root, name, path, alone=False)


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False


def _skipped(name: str) -> bool:
    return name.startswith((".", "~$")) or name in SYSTEM
