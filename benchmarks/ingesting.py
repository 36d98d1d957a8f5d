"""What adding documents costs: embedding beside the bare model, 100 Markdown files beside LangChain and Chroma, adding them again, memory.

    python benchmarks/ingesting.py [--peers SITE-PACKAGES] [--files 100] [PART ...]     of: embedding adding

``--peers`` names the site-packages of an environment with langchain-chroma and langchain-text-splitters; without it they are left out.
The files are the first by name of more than 2 KB in ``../shared/data/handbooks/*.zip``. Each system runs in a process of its own, with its
model loaded before the clock starts. The splitter's default pieces of 4,000 characters are cut at 256 tokens by the model, so most of
their text is never embedded; hence the tokens that each system embedded are printed, and a second splitting into 600 characters, which the
model reads whole. Chroma's own function runs on our eight-bit weights here: the full ones that it would download are slower.
Wall times depend on what else the machine does; CPU seconds, those of child processes included, much less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import open_library
from knowledge.embed import LONGEST, VOCABULARY, MiniLM, _batches
from knowledge.load import GUIDANCE, cut, read_folder

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "handbooks"
SMALLEST = 2048
ROUNDS = 10
TEXTS = 48
SYSTEMS = {"Upward": 0, "LangChain, Chroma, our MiniLM": 4000, "LangChain, Chroma's own": 4000, "same, 600 characters": 600, "own, 600 characters": 600}
"""What is measured, and how many characters the splitter's pieces have."""
Batch = dict[str, Any]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds, of finished children too."""
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def embedding() -> None:
    """The embedder against the model alone with the same token ids: in turns, with its own way of running and with two threads a batch."""
    import onnxruntime
    from tokenizers import BertWordPieceTokenizer

    texts = [passage.searched for document in read_folder(GUIDANCE) for passage in cut(document)][:: 1 + 900 // TEXTS][:TEXTS]
    tokenizer = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    encoded = [one.ids for one in tokenizer.encode_batch(texts)]
    batches = [_padded([encoded[index] for index in batch]) for batch in _batches([len(ids) for ids in encoded])]
    sessions = {}
    for threads in (1, 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.enable_cpu_mem_arena = threads, False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        sessions[threads] = onnxruntime.InferenceSession(str(MiniLM._packaged()), options, providers=["CPUExecutionProvider"])
    embedder = MiniLM()
    ways: dict[str, Callable[[], object]] = {
        "embedder": lambda: embedder.embed(texts),
        "bare, two batches at a time": lambda: _side_by_side(sessions[1], batches),
        "bare, two threads a batch": lambda: [sessions[2].run(None, batch)[0].shape for batch in batches],
    }
    for work in ways.values():
        work()
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, work in ways.items():
            times[way].append(timed(work))
    tokens = sum(map(len, encoded))
    print(f"embedding {len(texts)} passages, {tokens} tokens, {ROUNDS} rounds in turns; load {os.getloadavg()[0]:.1f}")
    medians = {way: [statistics.median(run[part] for run in runs) for part in (0, 1)] for way, runs in times.items()}
    for way, (wall, cpu) in medians.items():
        ours = medians["embedder"]
        print(f"   {way}: {tokens / wall:.0f} tokens/s, {tokens / cpu:.0f} per CPU-s; embedder / this: {wall / ours[0]:.2f}, by CPU {cpu / ours[1]:.2f}")


def _padded(encoded: Sequence[list[int]]) -> Batch:
    longest = max(map(len, encoded))
    ids = np.array([one + [0] * (longest - len(one)) for one in encoded], np.int64)
    mask = np.array([[1] * len(one) + [0] * (longest - len(one)) for one in encoded], np.int64)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}


def _side_by_side(session: Any, batches: Sequence[Batch]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda batch: session.run(None, batch)[0].shape, batches))


def taken(folder: Path, most: int) -> list[Path]:
    """The files, written below a folder."""
    written: list[Path] = []
    for archive in sorted(DATA.glob("*.zip")):
        with zipfile.ZipFile(archive) as inside:
            for entry in sorted(inside.infolist(), key=lambda one: one.filename):
                if len(written) < most and entry.filename.endswith((".md", ".mdx")) and entry.file_size > SMALLEST:
                    written.append(folder / archive.stem / entry.filename)
                    written[-1].parent.mkdir(parents=True, exist_ok=True)
                    written[-1].write_bytes(inside.read(entry))
    return written


def ours(folder: Path, data: Path) -> dict[str, Any]:
    """Into a fresh data folder, and then again."""
    with open_library(data) as library:
        before = _peak(reset=True)
        wall, cpu = timed(lambda: library.ingest([folder]))
        peak = _peak()
        again = timed(lambda: library.ingest([folder]))
        texts = [passage.searched for document in library.own.documents for passage in library.own_passages(document.id)]
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"wall": wall, "cpu": cpu, "again": again, "before": before, "peak": peak, "child": child, "texts": texts}


def peer(system: str, folder: Path, data: Path) -> dict[str, Any]:
    """Split by characters, embed, and keep in Chroma."""
    from langchain_chroma import Chroma
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embedding = _chromas(data) if "own" in system else _Ours()
    embedding.embed_documents(["ready"])
    splitter = RecursiveCharacterTextSplitter(**({} if SYSTEMS[system] == 4000 else {"chunk_size": SYSTEMS[system], "chunk_overlap": 0}))
    texts: list[str] = []

    def work() -> None:
        texts.extend(piece for path in sorted(folder.rglob("*.md*")) if path.is_file() for piece in splitter.split_text(path.read_text(errors="replace")))
        Chroma.from_texts(texts, embedding, persist_directory=str(data / "chroma"))

    before = _peak(reset=True)
    wall, cpu = timed(work)
    return {"wall": wall, "cpu": cpu, "again": None, "before": before, "peak": _peak(), "child": 0, "texts": texts}


class _Ours:
    """Our embedder as LangChain wants one."""

    def __init__(self) -> None:
        self._embedder = MiniLM()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed(texts).tolist()  # type: ignore[no-any-return]


def _chromas(data: Path) -> Any:
    """Chroma's default function, reading the packaged weights in place of those it would download."""
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2
    from tokenizers import BertWordPieceTokenizer

    class Packaged(ONNXMiniLM_L6_V2):
        DOWNLOAD_PATH = data / "model"

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [vector.tolist() for vector in self(texts)]

    folder = data / "model" / "onnx"
    folder.mkdir(parents=True)
    shutil.copy(MiniLM._packaged(), folder / "model.onnx")
    BertWordPieceTokenizer(str(VOCABULARY), lowercase=True).save(str(folder / "tokenizer.json"))
    for name in ("config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt"):
        (folder / name).write_text("{}")
    return Packaged()


def _peak(*, reset: bool = False) -> float:
    """Most memory of this process since the last reset, in MB."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


def adding(most: int, peers: str) -> None:
    """Every system on the same files, each in a process of its own."""
    from tokenizers import BertWordPieceTokenizer

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "files"
        files = taken(folder, most)
        size = sum(path.stat().st_size for path in files)
        sets = sorted({path.relative_to(folder).parts[0] for path in files})
        print(f"adding {len(files)} files, {size / 1e6:.2f} MB, of {', '.join(sets)}; load {os.getloadavg()[0]:.1f}", flush=True)
        counter = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
        first: dict[str, Any] = {}
        for system in SYSTEMS if peers else list(SYSTEMS)[:1]:
            data = Path(tempfile.mkdtemp(dir=place))
            command = [sys.executable, __file__, "--one", system, "--folder", str(folder), "--data", str(data), "--peers", peers]
            ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
            if ran.returncode:
                print(f"   {system}: failed: {ran.stderr.strip().splitlines()[-1]}")
                continue
            reply = json.loads(ran.stdout.splitlines()[-1])
            first = first or reply
            lengths = [len(one.ids) for one in counter.encode_batch(reply["texts"])]
            read = sum(min(LONGEST, length) for length in lengths)
            padded = f" ({len(lengths) * LONGEST} with its padding)" if "own" in system else ""
            print(
                f"   {system}: wall {reply['wall']:.1f} s, CPU {reply['cpu']:.1f} s; {len(lengths)} pieces, {read} of {sum(lengths)} tokens embedded{padded}; "
                f"CPU {1e6 * reply['cpu'] / read:.0f} s per million; peak {reply['peak']:.0f} MB, {reply['before']:.0f} before; "
                f"Upward / this: wall {first['wall'] / reply['wall']:.2f}, CPU {first['cpu'] / reply['cpu']:.2f}",
                flush=True,
            )
            if reply["again"]:
                print(
                    f"      again, unchanged: wall {reply['again'][0]:.2f} s, CPU {reply['again'][1]:.2f} s; parser's process: at most {reply['child']:.0f} MB"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", default=["embedding", "adding"])
    parser.add_argument("--peers", default="")
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peers:
        sys.path.append(asked.peers)  # last, so that only what is missing here comes from there
    if asked.one:
        print(json.dumps(ours(asked.folder, asked.data) if asked.one == "Upward" else peer(asked.one, asked.folder, asked.data)))
        return
    if "embedding" in asked.parts:
        embedding()
    if "adding" in asked.parts:
        adding(asked.files, asked.peers)


if __name__ == "__main__":
    main()
