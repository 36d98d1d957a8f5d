"""Offline means offline: starting, asking and evaluating look up no host and connect to nobody, in fresh processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUARD = """
import ipaddress, socket, sys
def here(host):
    try:
        return host in (None, "", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
def watch(event, args):
    host = args[0] if event == "socket.getaddrinfo" else args[1][0] if event == "socket.connect" and isinstance(args[1], tuple) else None
    if host is not None and not here(host):
        sys.stderr.write(f"NETWORK {event} {host}\\n")
        sys.stderr.flush()
        import os
        os._exit(77)
sys.addaudithook(watch)
"""
"""An audit hook sees every look-up and connection of the process, whatever library makes it."""
RUNS = {
    "ask": "from assistant.__main__ import main; sys.exit(main(['ask', 'who books the room?', '--data', data]))",
    "search": "from knowledge.__main__ import main; sys.exit(main(['search', 'who books the room?', '--data', data]))",
    "evals": "from evals.__main__ import main; sys.exit(main(['run', 'ask', '--engine', 'mocked', '--limit', '3', '--report', data + '/run']))",
    "page": (
        "import threading, time, urllib.request, os, app\n"
        "def visit():\n"
        "    for _ in range(300):\n"
        "        time.sleep(0.2)\n"
        "        try:\n"
        "            status = urllib.request.urlopen('http://127.0.0.1:' + port + '/').status\n"
        "        except OSError:\n"
        "            continue\n"
        "        time.sleep(3)\n"
        "        os._exit(0 if status == 200 else 1)\n"
        "    os._exit(2)\n"
        "threading.Thread(target=visit, daemon=True).start()\n"
        "app.main(['--port', port, '--data', data])"
    ),
}


@pytest.mark.parametrize("run", RUNS)
def test_nothing_is_looked_up_or_connected_to(run: str, tmp_path: Path) -> None:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GRADIO", "HF_", "LANG", "OPENAI", "UPWARD", "TIKTOKEN"))}
    environment["LANGSMITH_TRACING"] = "true"  # as a shell might have it; private words must not follow it
    code = f"{GUARD}\ndata, port = {str(tmp_path)!r}, {port!r}\n{RUNS[run]}"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=180)
    assert "NETWORK" not in ran.stderr
    assert ran.returncode == 0, ran.stderr[-2000:]


def test_the_guard_sees_a_look_up() -> None:
    code = f"{GUARD}\nsocket.getaddrinfo('example.org', 80)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60).returncode == 77
