"""The child process: takes every right and means away from itself that reading needs not, then serves. Started by its path, isolated, without site.

Only the standard library is imported before the limits stand, and of our own package only ``knowledge.parse``: the package above it opens
the library and would bring most of what is installed with it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["main", "prepare"]

FILES_OPEN = 64
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink")


def prepare(means: dict[str, Any]) -> None:
    """Set the limits, close the doors, and make ``knowledge.parse`` importable without what is around it.

    Args:
        means: ``paths`` to import from, ``memory`` in bytes, ``seconds`` of processor time over the child's whole life.
    """
    _limit(resource.RLIMIT_AS, means["memory"])
    _limit(resource.RLIMIT_CPU, means["seconds"])
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, FILES_OPEN)
    sys.path += means["paths"]
    for name, folder in (("knowledge", Path(__file__).parent.parent), ("knowledge.parse", Path(__file__).parent)):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    sys.dont_write_bytecode = True
    sys.addaudithook(_guard)


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (most, most))
    except (ValueError, OSError):
        # macOS knows no limit of address space; the clock still stands there.
        return


def _guard(event: str, args: tuple[Any, ...]) -> None:
    """Refuse what no reader needs: other machines, other programs, writing."""
    if event.startswith(_FORBIDDEN) or (event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")):
        raise PermissionError(f"{event} is not for the child.")


def main() -> None:
    """Serve until standard input ends."""
    means = json.loads(sys.argv[1])
    # What a library prints goes nowhere; only the loop knows the way out.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    prepare(means)
    from knowledge.parse.model import Limits  # not before the package can be imported
    from knowledge.parse.serve import serve

    serve(sys.stdin.buffer, replies, Limits(**means["limits"]))


if __name__ == "__main__":
    main()
