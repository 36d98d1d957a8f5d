"""The prompts, as files: front matter with version and inputs, then the blocks ``system`` and ``user``. Rendered strictly."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, Template

__all__ = ["Prompt", "load_prompt"]

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file."""

    name: str
    version: int
    inputs: frozenset[str]
    stamp: str
    """Name, version and hash of the file, as ``answer@1:11b50f58``."""
    template: Template

    def render(self, **inputs: Any) -> tuple[str, str]:
        """The system and the user message.

        Raises:
            ValueError: The inputs are not exactly those the file names.
        """
        if inputs.keys() != self.inputs:
            raise ValueError(f"The prompt {self.name!r} takes {sorted(self.inputs)}, not {sorted(inputs)}.")
        context = self.template.new_context(inputs)
        return tuple("".join(self.template.blocks[block](context)).strip() for block in ("system", "user"))  # type: ignore[return-value]


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt of that name."""
    raw = (FOLDER / f"{name}.md").read_text("utf-8")
    _, front, body = raw.split("---\n", 2)
    about = yaml.safe_load(front)
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701 - a chat message, not HTML
    digest = hashlib.sha256(raw.encode()).hexdigest()[:8]
    return Prompt(name, about["version"], frozenset(about["inputs"]), f"{name}@{about['version']}:{digest}", environment.from_string(body))
