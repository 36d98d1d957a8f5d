"""The command lines: results on standard output, one JSON object, exit codes 0, 1 and 2, messages that help."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import assistant.__main__ as assistant_line
import knowledge.__main__ as knowledge_line
from assistant import Copilot
from assistant.commands import line
from assistant.settings import Settings
from knowledge import Library


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch, copilot: Copilot, library: Library) -> None:
    """Both lines use the library that the tests have open."""
    monkeypatch.setattr(line, "opened", lambda given: Open(copilot))
    monkeypatch.setattr(knowledge_line, "opened", lambda given: Open(library))


class Open:
    """Something that is open already, and stays so."""

    def __init__(self, what: Any) -> None:
        self.what = what

    def __enter__(self) -> Any:
        return self.what

    def __exit__(self, *_: object) -> None:
        pass


def test_ask_prints_the_answer_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert assistant_line.main(["ask", "who books the meetings?"]) == 0
    out = capsys.readouterr().out
    assert "[1]" in out
    assert "Sources" in out


def test_ask_json_is_one_object_with_the_public_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert assistant_line.main(["ask", "who books the meetings?", "--role", "senior", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"text", "sentences", "sources", "declined", "reason", "follow_ups", "engine", "trace"} <= set(answer)
    assert {"text", "citations", "support"} <= set(answer["sentences"][0])
    assert {"id", "title", "heading", "quote", "source"} <= set(answer["sources"][0])
    assert answer["engine"] == "offline"
    assert {key for sentence in answer["sentences"] for key in sentence["citations"]} <= set(answer["trace"]["passages"])


def test_a_declined_question_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert assistant_line.main(["ask", "what is the capital of Mongolia and its population", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reason"] == "not_ours"


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "a question", "--batch", "file"], ["ask", "  "], ["ask", "x" * 8001], ["ask", "--batch", "not-there.jsonl"]]
)
def test_bad_input_exits_with_2_and_says_what_to_do(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert assistant_line.main(arguments) == 2
    said = capsys.readouterr()
    assert not said.out
    assert len(said.err.strip().splitlines()) == 2


def test_an_unknown_role_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        assistant_line.main(["ask", "x", "--role", "boss"])
    assert ended.value.code == 2


def test_a_batch_answers_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 1, "question": "who books the meetings?", "role": "coordinator", "kind": "ignored"},
        {"id": "b", "question": "and if she says no?", "history": ["may we record our sessions?"]},
        {"id": "c", "question": "and if she says no?", "history": [{"question": "may we record our sessions?", "answer": "Ask both."}]},
        {"id": "d", "question": "🙂"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    assert assistant_line.main(["ask", "--batch", str(file), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == [1, "b", "c", "d"]
    assert lines[1]["text"] == lines[2]["text"]
    assert "no words" in lines[3]["error"]


@pytest.mark.parametrize("line", ["not json", '{"id": 1}', '{"id": 1, "question": "x", "role": "boss"}'])
def test_a_broken_batch_asks_nothing_and_names_the_line(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 0, "question": "who books?"}\n' + line + "\n")
    assert assistant_line.main(["ask", "--batch", str(file), "--json"]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert "questions.jsonl:2" in said.err


def test_search_ranks_documents_and_passages_with_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert knowledge_line.main(["search", "do I need slides", "-k", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["rank"] for row in found["documents"]] == [1, 2, 3]
    assert found["documents"][0] | {} == found["documents"][0]
    assert all(row["from"] and row["why"] for row in found["documents"])
    assert found["documents"][0]["from"] == "G26"
    assert all(row["text"] and row["why"] for row in found["passages"])


def test_search_shows_an_escalation_matter_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    knowledge_line.main(["search", "somebody is cooking the books and my mentee knows", "--json"])
    assert "E5" in [row["from"] for row in json.loads(capsys.readouterr().out)["documents"]]


def test_list_shows_id_and_from_of_every_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert knowledge_line.main(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["documents"]
    assert {"G01", "G27", "T1", "T3", "E1", "E12"} <= {row["from"] for row in rows}
    assert len({row["id"] for row in rows}) == len(rows)


def test_check_finds_no_fault_in_the_built_in_guidance(capsys: pytest.CaptureFixture[str]) -> None:
    assert knowledge_line.main(["check"]) == 0
    assert "0 faults" in capsys.readouterr().out


def test_check_says_file_line_and_mend_and_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.md").write_text("no front matter")
    assert knowledge_line.main(["check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "bad.md:1:" in out
    assert "Mend:" in out


@pytest.mark.parametrize("arguments", [["search", " "], ["search", "x" * 8001], ["search", "slides", "-k", "0"]])
def test_a_search_for_nothing_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert knowledge_line.main(arguments) == 2
    assert capsys.readouterr().err


def test_settings_come_from_file_then_environment_then_line(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('model = "from-file"\nport = 1111\nreply_tokens = 300\n')
    environment = {"UPWARD_DATA": str(tmp_path), "PORT": "2222", "UPWARD_MODEL": ""}
    settings = Settings.load(environment, host=None)
    assert (settings.model, settings.port, settings.reply_tokens, settings.host) == ("from-file", 2222, 300, "127.0.0.1")
    assert Settings.load(environment, port=3333).port == 3333


@pytest.mark.parametrize(
    ("content", "words"), [("model = ", "cannot be read"), ("colour = 'red'\n", "'colour' cannot be used"), ("port = 99999\n", "'port' cannot be used")]
)
def test_a_broken_settings_file_says_what_to_mend(content: str, words: str, tmp_path: Path) -> None:
    from assistant.errors import SettingsError

    (tmp_path / "settings.toml").write_text(content)
    with pytest.raises(SettingsError, match=words) as refused:
        Settings.load({"UPWARD_DATA": str(tmp_path)})
    assert refused.value.hint


@pytest.mark.parametrize(("model", "base_url", "host"), [(None, None, ""), ("m", None, "api.openai.com"), ("m", "http://localhost:8089/v1", "localhost")])
def test_settings_say_where_questions_go(model: str | None, base_url: str | None, host: str) -> None:
    assert Settings(model=model, base_url=base_url).sends_to == host
