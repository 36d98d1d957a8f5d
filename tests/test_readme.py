"""The README's commands and its Python run as written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
MAKE = ("make run", "make test")
"""Run by .ci/run and the page's own tests; here they would run themselves."""


def commands() -> list[str]:
    lines = [line[2:] for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.startswith("$ ")]
    return [line for line in lines if line not in MAKE and not line.endswith(" build")]


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    words = shlex.split(command)
    assert words[0] == ".venv/bin/python"
    ran = subprocess.run(
        [sys.executable, *words[1:]], cwd=ROOT, env=os.environ | {"UPWARD_DATA": str(tmp_path)}, capture_output=True, text=True, check=False, timeout=240
    )
    assert ran.returncode == 0, ran.stderr[-2000:] + ran.stdout[-2000:]
    assert ran.stdout.strip()


def test_the_python_of_the_readme_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "[1]" in ran.stdout


def test_the_three_commands_come_first_and_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    first = README.index("```console")
    assert README[first:].splitlines()[1:4] == ["$ make run", f"$ {commands()[0]}", "$ make test"]
    assert all(f"\n{target.split()[1]}:" in makefile for target in MAKE)


def test_the_output_shown_is_real() -> None:
    shown = re.findall(r"```text\n(Take the remark.*?)…", README, re.DOTALL)[0]
    ran = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "She says she knows all this already. What do I say?"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    printed = ran.stdout
    assert all(paragraph.strip() in printed for paragraph in shown.split("\n\n"))


def test_every_file_the_readme_names_is_there() -> None:
    for name in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / name).exists(), name


def test_no_registry_and_no_path_of_this_machine_is_named() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()  # noqa: S607 - whichever git there is
    texts = [path for path in files if path.endswith((".py", ".md", ".toml", ".lock", ".yaml", "Makefile", "run"))]
    registries = [".".join(name) for name in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"))] + [f"file:{'/' * 3}", str(ROOT)]
    for name in texts:
        assert not [word for word in registries if word in (ROOT / name).read_text()], name
