"""One file, or the files inside an archive or a message, each read by its kind's reader. Runs in the child."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from knowledge.parse import readers
from knowledge.parse.archive import Archive, plain_name
from knowledge.parse.clean import shown
from knowledge.parse.draft import Draft
from knowledge.parse.model import Limits, Parsed
from knowledge.parse.refusals import Stop

__all__ = ["Found", "members"]

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Found:
    """A member and what became of it."""

    name: str
    sha256: str
    result: Parsed | str
    """A text is the reason why it is refused."""


def members(data: bytes, name: str, limits: Limits) -> list[Found]:
    """A file's members; for an ordinary file itself alone.

    Raises:
        Stop: The file is refused as a whole.
    """
    kind, text = readers.kind_of(data, name, limits)
    if kind == "zip":
        found = list(_unpacked(Archive(data, limits), limits))
        if not found:
            raise Stop("archive-empty")
        if all(one.result == "encrypted" for one in found):
            raise Stop("encrypted")
        return found
    draft = Draft(kind, name, limits)
    if kind != "eml":
        _guarded(lambda: readers.read(kind, data, text, draft))
        return [Found(name, _sha256(data), draft.finish())]
    from knowledge.parse.mail import read_mail  # of the formats, each is loaded when a file needs it

    attached = _guarded(lambda: read_mail(data, draft))
    return [Found(name, _sha256(data), draft.finish()), *_attached(attached, limits)]


def _unpacked(archive: Archive, limits: Limits) -> Iterator[Found]:
    left = limits.characters
    for info in archive.members:
        name = shown(info.orig_filename)
        if not plain_name(info.orig_filename):
            yield Found(name, "", "name")
            continue
        try:
            data = archive.read(info)
        except Stop as stop:
            if stop.reason == "unpacked":
                raise
            yield Found(name, "", stop.reason)
            continue
        found = _one(data, name, replace(limits, characters=left))
        left -= _characters(found)
        yield found


def _attached(attached: list[tuple[str, bytes]], limits: Limits) -> Iterator[Found]:
    left = limits.characters
    for name, data in attached:
        found = _one(data, shown(name), replace(limits, characters=left))
        left -= _characters(found)
        yield found


def _one(data: bytes, name: str, limits: Limits) -> Found:
    """One file inside another; an archive there is refused, attachments of a message there are counted and left."""
    try:
        kind, text = readers.kind_of(data, name, limits)
        if kind == "zip":
            raise Stop("nested")
        draft = Draft(kind, name, limits)
        if kind == "eml":
            from knowledge.parse.mail import read_mail  # as above

            for _ in _guarded(lambda: read_mail(data, draft)):
                draft.note("{n} attached file{s} {were} not read")
        else:
            _guarded(lambda: readers.read(kind, data, text, draft))
        return Found(name, _sha256(data), draft.finish())
    except Stop as stop:
        return Found(name, _sha256(data), stop.reason)


def _guarded(read: Callable[[], _Read]) -> _Read:
    """What a reader trips over in a file that is not as it should be makes the file damaged, whatever the reader called it."""
    try:
        return read()
    except (Stop, MemoryError):
        raise
    except RecursionError:
        raise Stop("deep") from None
    except Exception:  # noqa: BLE001 - the files are strangers', and there is no end to what can be wrong with them
        raise Stop("damaged") from None


def _characters(found: Found) -> int:
    return 0 if isinstance(found.result, str) else sum(len(block.text) for block in found.result.blocks)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
