"""What the library lacks is counted by theme, and no word of a question is kept."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant import Copilot, Question, Settings, open_copilot
from assistant.errors import UpwardError
from assistant.gaps import LEAST_SHOWN, Gap, Gaps
from assistant.model import Declined, Role
from assistant.safety import ALONE, Triage, confidence
from knowledge import Library
from knowledge.model import Kind
from tests.own_made import on_disk


@pytest.fixture
def counting(library: Library, copilot: Copilot, tmp_path: Path) -> Copilot:
    """A co-pilot over the shared library, with counts of its own in a file."""
    made = open_copilot(Settings(), library=library)
    made.gaps = Gaps(tmp_path / "gaps.sqlite")
    return made


def counted(gaps: Gaps) -> list[tuple[str, int, int]]:
    return gaps._base.execute("SELECT * FROM gaps ORDER BY theme").fetchall()


def test_declined_and_weak_questions_are_counted_apart_by_theme() -> None:
    gaps = Gaps(None)
    for theme, declined in [("notes", True)] * 4 + [("notes", False)] * 3 + [("rooms", False)] * 5:
        gaps.count(theme, declined=declined)
    assert gaps.shown() == [Gap("notes", 4, 3), Gap("rooms", 0, 5)]
    assert gaps.shown()[0].asked == 7


def test_fewer_than_five_are_not_shown() -> None:
    gaps = Gaps(None)
    for number in range(1, LEAST_SHOWN + 1):
        gaps.count("notes", declined=bool(number % 2))
        assert bool(gaps.shown()) is (number >= 5)


def test_counts_survive_closing_and_hold_nothing_but_counts(tmp_path: Path) -> None:
    path = tmp_path / "gaps.sqlite"
    for _ in range(5):
        gaps = Gaps(path)
        gaps.count("notes", declined=True)
        gaps.close()
    gaps = Gaps(path)
    assert gaps.shown() == [Gap("notes", 5, 0)]
    assert counted(gaps) == [("notes", 5, 0)]
    assert [row[1] for row in gaps._base.execute("PRAGMA table_info(gaps)")] == ["theme", "declined", "weak"]
    gaps.close()


@pytest.mark.parametrize(
    ("reason", "near", "wanted"),
    [
        (Declined.NOT_IN_LIBRARY, -9.0, (1, 0)),
        (Declined.NOT_OURS, -9.0, None),
        (Declined.ESCALATION, -9.0, None),
        (Declined.UNSAFE, -9.0, None),
        (None, ALONE.guidance + 0.5, (0, 1)),
        (None, ALONE.guidance + 1.5, None),
    ],
)
def test_only_what_is_missing_or_weak_is_counted(
    reason: Declined | None, near: float, wanted: tuple[int, int] | None, counting: Copilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.copilot.confidence", lambda ranked: near)
    ranked = counting.library.rank("how do I check that she understood")
    counting._count(ranked, Triage(reason, None) if reason else None)
    theme = next(one.document.id for one in ranked if one.document.kind is Kind.GUIDANCE)
    assert counted(counting.gaps) == ([(theme, *wanted)] if wanted else [])


def test_no_word_of_any_question_is_in_the_file(counting: Copilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        "how does the zanzibarquokka change our mentoring sessions",
        "zanzibarquokka zanzibarquokka mentoring",
        "which zanzibarquokka should we invite to the closing",
        "my name is Zanzibarquokka and nobody answers me about the kiosk",
    ]
    monkeypatch.setattr("assistant.copilot.confidence", lambda ranked: min(confidence(ranked), ALONE.guidance))
    for text in asked:
        for role in Role:
            counting.ask(Question(text, role))
    assert counted(counting.gaps)
    for word in ("zanzibarquokka", "kiosk"):
        assert on_disk(tmp_path, word) == []
    known = {document.id for document in counting.library.documents.values() if document.kind is Kind.GUIDANCE}
    assert {theme for theme, *_ in counted(counting.gaps)} <= known
    counting.gaps.close()
    assert on_disk(tmp_path, "zanzibarquokka") == []


def test_a_well_answered_question_and_a_crisis_are_not_counted(counting: Copilot) -> None:
    title = next(document.title for document in counting.library.documents.values() if document.kind is Kind.GUIDANCE)
    for text in (title, "I want to kill myself", "what is the capital of Mongolia and its population"):
        counting.ask(Question(text))
    assert counted(counting.gaps) == []


def test_counting_from_many_threads_loses_none(tmp_path: Path) -> None:
    gaps = Gaps(tmp_path / "gaps.sqlite")
    threads = [threading.Thread(target=lambda: [gaps.count("notes", declined=True) for _ in range(10)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gaps.shown() == [Gap("notes", 40, 0)]
    gaps.close()


def test_a_full_disk_costs_the_count_and_not_the_answer(counting: Copilot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.copilot.confidence", lambda ranked: ALONE.guidance)
    counting.gaps._base.execute("PRAGMA query_only=ON")
    assert not counting.ask(Question("how do I check that she understood")).declined
    assert counted(counting.gaps) == []


def test_a_file_that_is_no_count_is_named(tmp_path: Path) -> None:
    (tmp_path / "gaps.sqlite").write_text("dear diary " * 100)
    with pytest.raises(UpwardError, match=r"'gaps.sqlite' in the data folder"):
        Gaps(tmp_path / "gaps.sqlite")
    assert (tmp_path / "gaps.sqlite").read_text().startswith("dear diary")
