"""What other libraries make of the same files: run by another interpreter, which has markitdown, pypdf and striprtf; prints a line of JSON a file."""

from __future__ import annotations

import io
import json
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

SECONDS = 40


def late(*_: Any) -> None:
    raise TimeoutError


def markitdown(path: Path) -> str:
    from markitdown import MarkItDown

    return str(MarkItDown(enable_plugins=False).convert(str(path)).text_content)


def pypdf(path: Path) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(path.read_bytes()))
    return "\n".join(page.extract_text() for page in reader.pages)


def striprtf(path: Path) -> str:
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(path.read_text("latin-1"), errors="ignore"))


def tried(read: Any, path: Path) -> str | None:
    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        return str(read(path))
    except BaseException:  # noqa: BLE001 - whatever goes wrong in them, they have not read it
        return None
    finally:
        signal.alarm(0)


def main() -> None:
    warnings.simplefilter("ignore")
    for name in sys.stdin.read().split("\n"):
        if not name:
            continue
        path = Path(name)
        reference = {".pdf": pypdf, ".rtf": striprtf}.get(path.suffix)
        reply = {"file": name, "markitdown": tried(markitdown, path), "reference": tried(reference, path) if reference else None}
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
