"""Write exports to disk: all of them whole, or none, and never over a file unless that was asked for."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from assistant.commands.line import noted
from assistant.errors import ExportError

__all__ = ["Files", "add_files"]


def add_files(parser: argparse.ArgumentParser, kinds: Mapping[str, str]) -> None:
    """Options such as ``--docx FILE``, and ``--force``.

    Args:
        parser: To add them to.
        kinds: What each kind of file is called, by its option.
    """
    for kind, name in kinds.items():
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=f"also write {name}")
    parser.add_argument("--force", action="store_true", help="replace files that are there already")


class Files:
    """The files that were asked for; made before the work begins, so that a bad name costs nothing.

    Args:
        given: What was typed.
        kinds: Options that may name a file.

    Raises:
        ExportError: A file is there already, two have one name, or a folder is missing.
    """

    def __init__(self, given: argparse.Namespace, kinds: Iterable[str]) -> None:
        self._force = bool(given.force)
        self._paths = {kind: path.absolute() for kind in kinds if (path := getattr(given, kind))}
        if len({path.resolve() for path in self._paths.values()}) < len(self._paths):
            raise ExportError("Two files have the same name.", hint="Nothing was written. Give each its own name.")
        for path in self._paths.values():
            self._check(path)

    def write(self, makers: Mapping[str, Callable[[], bytes]]) -> None:
        """Write what was asked for and say so.

        Args:
            makers: For each kind, what makes its content.

        Raises:
            ExportError: As when this was made, or the disk refused.
        """
        contents = {path: makers[kind]() for kind, path in self._paths.items()}
        placed: list[Path] = []
        drafts = {path: path.parent / f".upward-{secrets.token_hex(8)}.part" for path in contents}
        try:
            for path, content in contents.items():
                _write(drafts[path], content)
            for path, draft in drafts.items():
                self._check(path)
                _place(draft, path, force=self._force)
                placed.append(path)
        except (OSError, ExportError) as error:
            for path in [] if self._force else placed:
                path.unlink(missing_ok=True)
            if isinstance(error, ExportError):
                raise
            raise ExportError(f"The file could not be written: {error.strerror or error}.", hint="Give another place.") from error
        finally:
            for draft in drafts.values():
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
        for path in placed:
            noted(f"Written: {path.name}")

    def _check(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise ExportError(f"There is no folder {path.parent.name!r}.", hint="Nothing was written. Make it first, or give another place.")
        if not path.is_symlink() and not path.exists():
            return
        if not self._force:
            raise ExportError(f"{path.name!r} is there already.", hint="Nothing was written. Give another name, or --force to replace it.")
        if not path.is_file():
            raise ExportError(f"{path.name!r} is no file that can be replaced.", hint="Nothing was written. Give another name.")


def _write(draft: Path, content: bytes) -> None:
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _place(draft: Path, path: Path, *, force: bool) -> None:
    if force:
        draft.replace(path.resolve())
        return
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no links; whoever made a file of this name since the check a moment ago would lose it.
        draft.replace(path)
