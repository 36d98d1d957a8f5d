"""What every test shares: nothing reaches the network; one library, one co-pilot."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Copilot, Settings, open_copilot
from knowledge import Library, open_library


class NetworkUsed(RuntimeError):
    """Something tried to reach another machine."""


def _is_here(host: Any) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuse every address but this machine's; a refusal that the product swallowed still fails the test.

    Yields:
        What was tried; a test that tries on purpose clears it.
    """
    tried: list[str] = []

    def refuse(host: Any) -> None:
        tried.append(str(host))
        raise NetworkUsed(f"{host!r} is not this machine.")

    def guarded(name: str) -> Any:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, address: Any, *rest: Any) -> Any:
            if self.family != socket.AF_UNIX and not _is_here(address[0]):
                refuse(address[0])
            return original(self, address, *rest)

        return call

    resolve = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", guarded("connect"))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded("connect_ex"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **named: resolve(host, *rest, **named) if _is_here(host) else refuse(host))
    yield tried
    assert not tried, f"the network was tried: {tried}"


@pytest.fixture(scope="session")
def library() -> Iterator[Library]:
    """The built-in library, opened once. Its vectors are kept beside the test cache, so that a second run embeds nothing."""
    kept = Path(__file__).parent.parent / ".pytest_cache" / "upward"
    kept.mkdir(parents=True, exist_ok=True)
    with open_library(kept) as opened:
        yield opened


@pytest.fixture(scope="session")
def copilot(library: Library) -> Copilot:
    """The offline co-pilot over the built-in library."""
    return open_copilot(Settings(), library=library)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright leaves an event loop running in the thread that used it."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)
