"""ZIP archives, judged by their directory before anything is unpacked, and unpacked in memory only."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise
from typing import Final

from knowledge.parse.model import Limits
from knowledge.parse.refusals import Stop

__all__ = ["Archive", "is_zip", "plain_name"]

RATIO_FLOOR = 5_000_000
"""Bytes: what unpacks to less is no bomb, however well it packs. A chosen value: the largest part of the 200 office files we read has 4 MB."""
_END: Final = b"PK\x05\x06"
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$", re.IGNORECASE)
_SYSTEM = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$|~\$[^/]*$|\.git/)", re.IGNORECASE)


def is_zip(data: bytes) -> bool:
    """Whether a ZIP directory stands at the end of it, whatever stands before."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        return False
    size, _, comment = struct.unpack_from("<IIH", data, end + 12)
    directory = end - size
    consistent = size == 0 or (directory >= 0 and data[directory : directory + 4] == b"PK\x01\x02")
    # An office file kept whole inside a PDF has the rest of the PDF after its directory.
    return consistent and (end + 22 + comment >= len(data) or b"startxref" not in data[end:])


def plain_name(name: str) -> bool:
    """Whether a member's name stays below its folder on every system."""
    parts = name.split("/")
    return not (
        "\x00" in name
        or "\\" in name
        or name.startswith("/")
        or re.match(r"[A-Za-z]:", name)
        or any(part in ("..", ".") or _DEVICES.match(part.strip()) or part.endswith((" ", ".")) for part in parts)
        or any(ord(character) < 32 for character in name)
    )


class Archive:
    """An archive in memory.

    Args:
        data: Its bytes.
        limits: Members, unpacked size, ratio.

    Raises:
        Stop: It is damaged, or its directory already promises too much.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError, OverflowError):
            raise Stop("damaged") from None
        self.members = [info for info in self._zip.infolist() if not info.orig_filename.endswith("/") and not _SYSTEM.search(info.orig_filename)]
        self._check(len(data))

    def _check(self, size: int) -> None:
        infos = self._zip.infolist()
        if len(infos) > self._limits.members:
            raise Stop("members")
        whole = sum(info.file_size for info in infos)
        if whole > self._limits.unpacked_bytes:
            raise Stop("unpacked")
        if any(info.file_size > RATIO_FLOOR and info.file_size > self._limits.ratio * max(info.compress_size, 1) for info in infos):
            raise Stop("ratio")
        if whole > RATIO_FLOOR and whole > self._limits.ratio * size:
            raise Stop("ratio")
        places = sorted((info.header_offset, info.compress_size) for info in infos)
        # Members that share bytes are how a small archive claims to be a large one (Fifield 2019, "A better zip bomb").
        if any(start + 30 + packed > after for (start, packed), (after, _) in pairwise([*places, (size, 0)])):
            raise Stop("damaged")

    @property
    def names(self) -> list[str]:
        """The members' names in the order of the directory."""
        return [info.orig_filename for info in self.members]

    @property
    def encrypted(self) -> bool:
        """Whether any member is."""
        return any(info.flag_bits & 1 for info in self.members)

    def has(self, name: str) -> bool:
        """Whether there is a member of exactly that name."""
        return name in self._zip.NameToInfo

    def part(self, name: str) -> bytes | None:
        """The bytes of the member of that name; None where there is none."""
        info = self._zip.NameToInfo.get(name)
        return None if info is None else self.read(info)

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """A member's bytes.

        Raises:
            Stop: It is encrypted, damaged, packed in a way we do not unpack, or larger than was promised.
        """
        if info.flag_bits & 1:
            raise Stop("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Stop("kind")
        try:
            with self._zip.open(info) as member:
                data = member.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, struct.error, RuntimeError):
            raise Stop("damaged") from None
        self._left -= len(data)
        if self._left < 0:
            raise Stop("unpacked")
        return data
