"""The table of formats: which reader takes which kind. Each is loaded when a file needs it, so that the first page is quick."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from knowledge.parse.draft import Draft
from knowledge.parse.encoding import declared_in_html, decoded
from knowledge.parse.kinds import binary_kind, text_kind
from knowledge.parse.model import Limits

__all__ = ["BINARY", "TEXT", "kind_of", "read"]

TEXT: Final = {
    "csv": ("knowledge.parse.plain", "read_csv"),
    "html": ("knowledge.parse.markup", "read_html"),
    "md": ("knowledge.parse.markdown", "read_markdown"),
    "txt": ("knowledge.parse.plain", "read_text"),
}
"""Readers of decoded text, ``(text, draft)``."""
BINARY: Final = {
    "docx": ("knowledge.parse.docx", "read_docx"),
    "epub": ("knowledge.parse.epub", "read_epub"),
    "odt": ("knowledge.parse.odt", "read_odt"),
    "pdf": ("knowledge.parse.pdf", "read_pdf"),
    "pptx": ("knowledge.parse.pptx", "read_pptx"),
    "rtf": ("knowledge.parse.rtf", "read_rtf"),
    "xlsx": ("knowledge.parse.xlsx", "read_xlsx"),
}
"""Readers of bytes, ``(data, draft)``."""


def kind_of(data: bytes, name: str, limits: Limits) -> tuple[str, str]:
    """What a file is, and its text where that is what it is.

    Raises:
        Stop: It is not of a kind that is read.
    """
    if kind := binary_kind(data, limits):
        return kind, ""
    text = decoded(data, declared_in_html(data))
    return text_kind(text, name), text


def read(kind: str, data: bytes, text: str, draft: Draft) -> None:
    """Put a file's text into the draft."""
    module, function = (TEXT | BINARY)[kind]
    reader: Callable[[str | bytes, Draft], None] = getattr(import_module(module), function)
    reader(text if kind in TEXT else data, draft)
