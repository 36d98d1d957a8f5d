"""How fast the page is there: from the start of a fresh process to the first HTTP 200, for Upward and for a bare Gradio chat page.

``python benchmarks/start.py [RUNS]`` runs both in turns and prints each time, the medians and their ratio. Upward's data folder is kept
between its runs, as it is on a person's machine; the library opens in the background either way.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 5
LIMIT = 1.3
"""Most that Upward may take, in times of the bare page."""
BARE = """
import sys
import gradio as gr
def chat(message, history):
    return message
gr.ChatInterface(chat).launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_first_reply(command: list[str], port: int, environment: dict[str, str]) -> float:
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        while time.perf_counter() - started < 120:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as reply:
                    if reply.status == 200:
                        return time.perf_counter() - started
            except (urllib.error.URLError, OSError):
                time.sleep(0.01)
        raise TimeoutError(f"no reply from {command} within 120 s")
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    quiet = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
    times: dict[str, list[float]] = {"bare": [], "upward": []}
    with tempfile.TemporaryDirectory() as data:
        for run in range(runs + 1):
            port = free_port()
            bare = until_first_reply([sys.executable, "-c", BARE, str(port)], port, quiet)
            port = free_port()
            upward = until_first_reply([sys.executable, "app.py", "--port", str(port), "--data", data], port, quiet)
            kept = "warm-up" if run == 0 else f"run {run}"
            print(f"{kept}: bare {bare:.2f} s, upward {upward:.2f} s, ratio {upward / bare:.2f}; load {os.getloadavg()[0]:.1f}", flush=True)
            if run:
                times["bare"].append(bare)
                times["upward"].append(upward)
    bare, upward = statistics.median(times["bare"]), statistics.median(times["upward"])
    ratio = upward / bare
    print(f"median of {runs}: bare {bare:.2f} s, upward {upward:.2f} s, ratio {ratio:.2f} (limit {LIMIT})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
