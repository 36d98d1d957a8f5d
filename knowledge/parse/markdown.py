"""Markdown and MDX -> HTML -> blocks, so that what hides text on a page hides it here."""

from __future__ import annotations

import re

import yaml
from markdown_it import MarkdownIt

from knowledge.parse.draft import Draft
from knowledge.parse.markup import read_html

__all__ = ["read_markdown"]

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_MODULE = re.compile(r"^(?:import\s+(?:[\w*{][^\n;]*\s+from\s+)?['\"][^'\"\n]+['\"];?|export\s+(?:const|default|let|function)\b[^\n]*)[ \t]*$", re.MULTILINE)
_JSX = re.compile(r"</?[A-Z][\w.]*(?:\s(?:[^<>\"'{}]|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*)?/?>|</?>")
_NOTE = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)


def read_markdown(text: str, draft: Draft) -> None:
    """Blocks of a Markdown file; its front matter gives the title and nothing else."""
    text = text.replace("\r\n", "\n")
    if front := _FRONT.match(text) or _TOML.match(text):
        draft.title = _title(front.group(1))
        text = text[front.end() :]
    notes = len(_NOTE.findall(text))
    for _ in range(notes):
        draft.hide("comment{s} in the source")
    rendered = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(_plain(text))
    read_html(rendered, draft)


def _title(front: str) -> str:
    try:
        fields = yaml.safe_load(front)
    except yaml.YAMLError:
        fields = None
    if isinstance(fields, dict) and isinstance(fields.get("title"), str | int | float):
        return str(fields["title"])
    found = re.search(r"^title\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", front, re.MULTILINE)
    return found.group(1) if found else ""


def _plain(text: str) -> str:
    """Without the parts that only a program reads; fenced code stays as it is."""
    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_stripped(text[end : fence.start()]), fence.group()]
        end = fence.end()
    return "".join([*parts, _stripped(text[end:])])


def _stripped(text: str) -> str:
    return _JSX.sub("", _MODULE.sub("", _NOTE.sub("", text)))
