"""One parser for every test that does not kill its child, and a short way to read bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.parse import Parsed, Parser

Read = Callable[..., Parsed]


@pytest.fixture(scope="session")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


@pytest.fixture
def read(parser: Parser, tmp_path: Path) -> Read:
    """``read(data, name)``: the document that these bytes are."""

    def reading(data: bytes | str, name: str = "file.bin") -> Parsed:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return parser.parse(path)

    return reading
