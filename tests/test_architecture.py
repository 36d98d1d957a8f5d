"""The arrows of the house: app, evals → assistant → knowledge, and inside assistant from errors and model up to the pages."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = [
    {"errors", "model", "lines", "plans"},
    {"prompts", "support", "safety", "clean", "language", "settings", "layout", "gaps"},
    {"tasks", "transcripts"},
    {"engines"},
    {"replies", "matching"},
    {"copilot", "preparing", "practising"},
    {"__init__"},
    {"present", "export"},
    {"pages", "commands", "__main__"},
]
"""Inside assistant, from the bottom up; a module imports from its own layer and those below."""
DOORS = {
    "chromadb": {"knowledge/chroma.py"},
    "onnxruntime": {"knowledge/embed.py"},
    "tokenizers": {"knowledge/embed.py"},
    "bm25s": {"knowledge/lexical.py"},
    "Stemmer": {"knowledge/words.py"},
    "markdown_it": {"knowledge/form.py", "knowledge/parse/markdown.py"},
    "lxml": {"knowledge/parse/tree.py"},
    "pypdfium2_raw": {"knowledge/parse/pdfium.py", "knowledge/parse/pdfobjects.py"},
    "charset_normalizer": {"knowledge/parse/encoding.py"},
    "openai": {"assistant/engines/langchain.py"},
    "langchain_openai": {"assistant/engines/langchain.py"},
    "langchain_core": {"assistant/engines/langchain.py", "knowledge/retriever.py"},
    "tiktoken": {"assistant/engines/tokens.py"},
    "tenacity": {"assistant/engines/chat.py"},
    "fasttext": {"assistant/language.py"},
    "jinja2": {"assistant/prompts/__init__.py"},
    "filelock": {"knowledge/opening.py"},
    "docx": {"assistant/export/docx.py"},
    "icalendar": {"assistant/export/ics.py"},
}
"""Outside libraries and the one module that may import each."""
PURE = ("assistant/tasks", "assistant/support.py", "assistant/safety.py", "assistant/layout.py", "assistant/present.py", "evals/checks")
IMPURE = {"time", "datetime", "random", "secrets", "os", "socket", "pathlib", "io", "subprocess", "urllib", "httpx", "httpx2", "requests"}


def sources() -> list[Path]:
    return [
        path
        for folder in ("assistant", "knowledge", "evals", "app.py")
        for path in sorted((ROOT / folder).rglob("*.py") if (ROOT / folder).is_dir() else [ROOT / folder])
    ]


def imported(path: Path) -> set[str]:
    """Full names of what a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            names |= {node.module or ""} | {f"{node.module}.{name.name}" for name in node.names}
    return names


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", sources(), ids=place)
def test_nothing_points_back(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    forbidden = {"knowledge": {"assistant", "evals", "app"}, "assistant": {"evals", "app"}, "evals": {"app"}}.get(package, set())
    assert not tops(path) & forbidden


@pytest.mark.parametrize("path", [path for path in sources() if place(path).startswith("assistant/")], ids=place)
def test_inside_assistant_imports_go_down(path: Path) -> None:
    own = layer(path.relative_to(ROOT / "assistant").parts[0].removesuffix(".py"))
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "assistant" and (ROOT / "assistant" / parts[-1]).with_suffix(".py").exists() | (len(parts) > 1):
            below = layer(parts[1]) if len(parts) > 1 and known(parts[1]) else layer("__init__")
            assert below <= own, f"{place(path)} imports {name}"


def known(name: str) -> bool:
    return any(name in names for names in LAYERS)


def layer(name: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("library", sorted(DOORS))
def test_an_outside_library_has_one_door(library: str) -> None:
    assert {place(path) for path in sources() if library in tops(path)} <= DOORS[library]


def test_tasks_checks_and_presenters_are_pure() -> None:
    for path in sources():
        if place(path).startswith(PURE):
            assert not tops(path) & IMPURE, place(path)


def test_the_environment_is_read_in_few_places() -> None:
    readers = {place(path) for path in sources() if "os.environ" in path.read_text()}
    # The engines' doors and the pages write variables that outside libraries read.
    assert readers <= {
        "assistant/settings.py",
        "knowledge/folder.py",
        "assistant/engines/langchain.py",
        "assistant/engines/tokens.py",
        "assistant/pages/__init__.py",
    }


@pytest.mark.parametrize("package", ["assistant", "knowledge", "evals"])
def test_public_names_are_sorted_and_documented(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__all__ == sorted(module.__all__)
    assert all(getattr(module, name).__doc__ for name in module.__all__)


def test_no_file_is_two_ideas_long() -> None:
    long = {place(path): len(path.read_text().splitlines()) for path in sources()}
    assert not {name: lines for name, lines in long.items() if lines > 300}
