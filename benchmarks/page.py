"""What the page needs: memory and time for fifty questions, beside a bare Gradio chat page that answers nothing.

    python benchmarks/page.py [QUESTIONS]

Starts each as a process of its own, asks through Gradio's own client, and prints peak memory (VmHWM) and wall time an answer.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gradio_client import Client

sys.path.insert(0, str(Path(__file__).parent))
from start import BARE, free_port

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "benchmarks" / "data" / "questions.jsonl"


def peak(process: subprocess.Popen[bytes]) -> float:
    """MiB that the process has held at most."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def connected(port: int) -> Client:
    for _ in range(300):
        try:
            return Client(f"http://127.0.0.1:{port}", verbose=False)
        except Exception:  # noqa: BLE001 - whatever a server that is not up yet makes of it
            time.sleep(0.2)
    raise SystemExit("the page did not come up")


def ask_bare(client: Client, question: str) -> None:
    client.predict(question, api_name="/chat")


def ask_ours(client: Client, question: str) -> None:
    client.predict(question, "mentor", api_name="/take")
    client.predict(api_name="/answer")


def measured(command: list[str], port: int, ask: Callable[[Client, str], None], questions: list[str]) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"UPWARD_DATA": data, "GRADIO_ANALYTICS_ENABLED": "False"}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            client, spent = connected(port), []
            for question in questions:
                start = time.perf_counter()
                ask(client, question)
                spent.append(time.perf_counter() - start)
            return peak(process), statistics.median(spent)
        finally:
            process.terminate()
            process.wait(20)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text().splitlines()][:count]
    ports = free_port(), free_port()
    bare = measured([sys.executable, "-c", BARE, str(ports[0])], ports[0], ask_bare, questions)
    ours = measured([sys.executable, "app.py", "--port", str(ports[1])], ports[1], ask_ours, questions)
    print(f"{count} questions         peak MiB   median s an answer")
    print(f"bare Gradio chat     {bare[0]:8.0f}   {bare[1]:8.3f}")
    print(f"Upward               {ours[0]:8.0f}   {ours[1]:8.3f}      {ours[0] / bare[0]:.2f} x the memory")


if __name__ == "__main__":
    main()
