"""Files to download: written in memory when a person asks for one, at an address that cannot be guessed, and soon forgotten. The disk never sees them."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

__all__ = ["Downloads", "Offer", "Written"]

LIFE = 3600.0
"""Seconds that an address works after what lies there was last changed."""
MOST = 1000
"""Addresses kept at a time; the oldest goes first. Each holds a plan or an agenda, some 50 KB."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that can be had."""

    label: str
    """What the link to it says."""
    name: str
    kind: str
    """Its media type."""
    write: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Written:
    """A file's name, media type and content."""

    name: str
    kind: str
    content: bytes


class Downloads:
    """Keeps what can be downloaded; may be shared between threads.

    Args:
        clock: Tells the time in seconds.
        most: Addresses kept.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[float, tuple[Offer, ...]]] = OrderedDict()

    def keep(self, key: str, offers: Sequence[Offer]) -> str:
        """Put files under an address, in place of what lay there.

        Args:
            key: What an earlier call returned; empty, or forgotten meanwhile, for a new one.
            offers: The files.

        Returns:
            The key: 32 random bytes as text.
        """
        with self._lock:
            self._forget()
            key = key if key in self._kept else secrets.token_urlsafe(32)
            self._kept[key] = (self._clock() + LIFE, tuple(offers))
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return key

    def drop(self, key: str) -> None:
        """Forget what lies there."""
        with self._lock:
            self._kept.pop(key, None)

    def written(self, key: str, name: str) -> Written | None:
        """A file, written now; None when there is none of that name."""
        with self._lock:
            self._forget()
            _, offers = self._kept.get(key, (0.0, ()))
        offer = next((one for one in offers if one.name == name), None)
        return Written(offer.name, offer.kind, offer.write()) if offer else None

    def _forget(self) -> None:
        now = self._clock()
        for key in [key for key, (until, _) in self._kept.items() if until < now]:
            del self._kept[key]
