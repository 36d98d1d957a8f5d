"""The library: the embedder, the kept index, the lock, and what search finds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge import Library, Role, open_library
from knowledge.chroma import MANIFEST, KeptIndex
from knowledge.embed import BATCH_TOKENS, MiniLM
from knowledge.errors import FolderInUse, LibraryError
from knowledge.load import cut, read_document
from knowledge.model import Kind
from knowledge.retriever import GuidanceRetriever
from knowledge.router import Router, features
from knowledge.vectors import VectorCache
from tests.test_guidance import BODY, write

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of guidance with one document."""
    folder = tmp_path_factory.mktemp("guidance")
    write(folder)
    return folder


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Path:
    """Vectors of that folder, embedded once."""
    data = tmp_path_factory.mktemp("warm")
    open_library(data, guidance=small).close()
    return data / "vectors.npz"


@pytest.fixture
def data(tmp_path: Path, warm: Path) -> Path:
    """A data folder that holds vectors but no index yet."""
    shutil.copy(warm, tmp_path / "vectors.npz")
    return tmp_path


class Counting(MiniLM):
    """The real embedder, counting the texts it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = 0

    def embed(self, texts, tick=None):
        self.texts += len(texts)
        return super().embed(texts, tick)


def test_vectors_are_unit_rows_and_do_not_depend_on_company() -> None:
    embedder = MiniLM()
    texts = ["short", "a much longer text " * 40, "", "my boss cancelled again"]
    together = embedder.embed(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.vstack([embedder.embed([text]) for text in texts])
    assert (together * alone).sum(1).min() > 0.995  # int8 activations are scaled by batch


def test_related_texts_are_closer_than_unrelated_ones() -> None:
    one, like, unlike = MiniLM().embed(["The meeting was cancelled again.", "Our session got called off once more.", "Bananas are rich in potassium."])
    assert one @ like > one @ unlike + 0.3


def test_a_batch_keeps_to_its_size() -> None:
    from knowledge.embed import _batches

    lengths = [5, 256, 3, 256, 256, 256, 256, 40]
    batches = list(_batches(lengths))
    assert sorted(place for batch in batches for place in batch) == list(range(8))
    assert all(max(lengths[place] for place in batch) * len(batch) <= BATCH_TOKENS for batch in batches)


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.onnx"
    weights.write_bytes(b"not a model")
    with pytest.raises(LibraryError, match="missing or damaged"):
        MiniLM(weights).embed(["x"])


def test_an_unchanged_library_embeds_nothing_and_a_changed_one_only_the_change(data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("guidance")
    write(folder)
    states, counts = [], []
    for body in (BODY, BODY, BODY.replace("Read it aloud.", "Read it to somebody.")):
        write(folder, body=body)
        embedder = Counting()
        with open_library(data, embedder=embedder, guidance=folder) as library:
            states.append(library.state)
        counts.append(embedder.texts)
    assert states == ["rebuilt: first start", "reused", "rebuilt: the guidance or the embedding model changed"]
    assert counts == [1, 1, 3]  # each time the model is tried; then the changed step, and the passage it stands in


def test_a_damaged_vector_cache_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    path.write_bytes(b"PK\x03\x04 nonsense")
    cache = VectorCache(path, MiniLM())
    assert cache.vectors(["one", "two"]).unit().shape == (2, 384)
    assert VectorCache(path, MiniLM()).vectors(["one", "two"]).unit().shape == (2, 384)
    assert cache.embedded == 2


def passages(folder: Path):
    found = cut(read_document(folder / "small.md"))
    return found, MiniLM().embed([passage.searched for passage in found])


ABOUT = {"embedding_model": "all-MiniLM-L6-v2-onnx-int8", "dimensions": "384", "guidance": "abc"}


def test_the_kept_index_is_reused_when_it_was_closed(tmp_path: Path, small: Path) -> None:
    found, vectors = passages(small)
    index = KeptIndex(tmp_path / "index")
    assert index.open(found, vectors, ABOUT)[1] == "rebuilt: first start"
    index.close()
    again = KeptIndex(tmp_path / "index")
    kept, state = again.open(found, vectors, ABOUT)
    again.close()
    assert state == "reused"
    assert np.allclose(kept, vectors, atol=1e-6)


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove", "manifest", "not closed", "other guidance"])
def test_a_damaged_or_foreign_index_is_rebuilt(damage: str, tmp_path: Path, small: Path) -> None:
    found, vectors = passages(small)
    folder = tmp_path / "index"
    index = KeptIndex(folder)
    index.open(found, vectors, ABOUT)
    index.close()
    database = folder / "chroma.sqlite3"
    if damage == "flip":
        content = bytearray(database.read_bytes())
        content[5000:5500] = bytes(500)
        database.write_bytes(content)
    elif damage == "truncate":
        database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
    elif damage == "remove":
        database.unlink()
    elif damage == "manifest":
        (folder / MANIFEST).write_text("{")
    elif damage == "not closed":
        (folder / MANIFEST).write_text(json.dumps({"made_by": "upward", "files": None}))
    about = ABOUT | ({"guidance": "other"} if damage == "other guidance" else {})
    again = KeptIndex(folder)
    kept, state = again.open(found, vectors, about)
    again.close()
    assert state.startswith("rebuilt: ")
    assert np.allclose(kept, vectors, atol=1e-6)


def test_a_folder_with_somebody_elses_files_is_left_untouched(data: Path) -> None:
    (data / "index").mkdir()
    (data / "index" / "thesis.doc").write_text("dear")
    with pytest.raises(LibraryError, match="did not write"):
        open_library(data)
    assert (data / "index" / "thesis.doc").read_text() == "dear"


def test_a_second_process_reads_beside_the_owner_or_is_refused(data: Path, small: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from knowledge import open_library\n"
        "from knowledge.errors import FolderInUse\n"
        f"data, guidance = Path({str(data)!r}), Path({str(small)!r})\n"
        "library = open_library(data, guidance=guidance)\n"
        "print(library.state, '|', library.search('write a document')[0].passage.document)\n"
        "try:\n    open_library(data, guidance=guidance, alone=True)\n"
        "except FolderInUse as error:\n    print(error.message)\n"
    )
    with open_library(data, guidance=small) as owner:
        before = owner.search("write a document")[0].passage.document
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, timeout=120)
    read, refused = ran.stdout.splitlines()
    assert read.startswith("not kept: another Upward owns the data folder")
    assert read.endswith(before)
    assert f"process {os.getpid()}" in refused


def test_the_lock_is_free_after_closing(data: Path, small: Path) -> None:
    for _ in range(2):
        open_library(data, guidance=small, alone=True).close()


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be written"):
        open_library(tmp_path / "file" / "data")


def test_alone_is_refused_while_another_owns_the_folder(data: Path, small: Path) -> None:
    with open_library(data, guidance=small), pytest.raises(FolderInUse):
        open_library(data, guidance=small, alone=True)


def test_search_gives_at_most_two_passages_of_a_document(library: Library) -> None:
    for text in ("how do I check she understood", "who books the meetings", "what is reverse mentoring"):
        documents = [found.passage.document for found in library.search(text, k=6)]
        assert len(documents) == 6
        assert max(map(documents.count, documents)) <= 2


def test_search_scores_fall_and_say_why(library: Library) -> None:
    found = library.search("they say they know it all already", k=5)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 1 and one.why for one in found)


def test_a_phrasing_finds_its_own_document(library: Library) -> None:
    """Neighbours share questions, so a few come second or third; none is lost."""
    asked = [(document, document.phrasings[0].lines[0]) for document in library.documents.values() if document.kind is Kind.GUIDANCE]
    places = [[one.document.id for one in library.rank(line)].index(document.id) for document, line in asked]
    assert sum(place == 0 for place in places) / len(places) > 0.9
    assert max(places) < 5


@pytest.mark.parametrize("name", ["AXA", "OSKAR", "KPMG", "988"])
def test_names_and_numbers_find_their_passage(name: str, library: Library) -> None:
    assert any(name in found.passage.text for found in library.search(f"what about {name}", k=5))


def test_a_role_is_preferred_softly(library: Library) -> None:
    text = "how do I get ready for our next session"
    top = {role: [one.document for one in library.rank(text, role=role) if one.document.kind is Kind.GUIDANCE][:5] for role in Role}
    own = {role: sum(document.audience is role for document in documents) for role, documents in top.items()}
    assert own[Role.SENIOR] >= sum(document.audience is Role.SENIOR for document in top[Role.MENTOR])


def test_an_earlier_question_carries_a_follow_up(library: Library) -> None:
    before = "can I record our sessions and let an AI take notes"
    alone = [one.document.id for one in library.rank("and if she says no?")][:3]
    carried = [one.document.id for one in library.rank("and if she says no?", before=before)][:3]
    assert "recording-and-ai-note-takers" in carried
    assert "recording-and-ai-note-takers" not in alone


def test_the_langchain_retriever_finds_the_same(library: Library) -> None:
    retriever = GuidanceRetriever(library=library, k=4, role=Role.MENTOR)
    documents = retriever.invoke("what should I hand over at the end")
    found = library.search("what should I hand over at the end", 4, Role.MENTOR)
    assert [document.metadata["id"] for document in documents] == [one.passage.id for one in found]
    assert documents[0].page_content


def test_the_router_is_the_same_every_time_and_survives_keeping(tmp_path: Path) -> None:
    texts = ["cats purr", "a cat", "kittens play", "dogs bark", "a dog", "puppies play"]
    rows = features(MiniLM().embed(texts), texts)
    one, other = (Router.train(rows, [0, 0, 0, 1, 1, 1], 2) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
    one.save(tmp_path / "router.npz", "key")
    kept = Router.load(tmp_path / "router.npz", "key")
    assert kept is not None
    assert np.allclose(kept.scores(rows), one.scores(rows), atol=0.05)
    assert (kept.scores(rows).argmax(1) == [0, 0, 0, 1, 1, 1]).all()
    assert Router.load(tmp_path / "router.npz", "other key") is None


def test_probabilities_add_up_to_one() -> None:
    assert np.allclose(Router.probabilities(np.array([[1.0, 2.0, 300.0], [0.0, 0.0, 0.0]], np.float32)).sum(1), 1)


def test_a_killed_start_leaves_nothing_that_hinders_the_next(data: Path, small: Path) -> None:
    opening = f"open_library(Path({str(data)!r}), guidance=Path({str(small)!r}))"
    code = f"import os\nfrom pathlib import Path\nfrom knowledge import open_library\n{opening}\nos._exit(9)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=120)
    with open_library(data, guidance=small) as library:
        assert library.state == "rebuilt: it was not closed, or its files changed"
        assert library.search("write a document")
    shutil.rmtree(data / "index")
