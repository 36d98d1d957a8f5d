"""The command line's prepare, agenda, topics and words: results, exit codes, files whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
import vobject
from docx import Document

from assistant import Copilot
from assistant.__main__ import main
from assistant.commands import line

PREPARE = ["prepare", "--topic", "Checking what an AI assistant drafts", "--senior", "Henrik, chief financial officer"]
AGENDA = ["agenda", "--minutes", "45", "--goal", "check an AI draft"]
REPORT = "she touches me and I want to report her"


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch, copilot: Copilot, tmp_path: Path) -> None:
    """The co-pilot that the tests have open, in an empty folder."""
    monkeypatch.setattr(line, "opened", lambda given: nullcontext(copilot))
    monkeypatch.chdir(tmp_path)


def test_prepare_prints_a_plan_that_adds_up_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PREPARE, "--minutes", "30", "--level", "new", "--outcome", "check a paragraph alone"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Teaching plan: Checking what an AI assistant drafts\nFor Henrik · 30 minutes · new to the topic\n")
    assert "You wished for: check a paragraph alone" in out
    assert "–30 min  " in out
    assert "\nSources\n[1] " in out


def test_prepare_json_is_one_object_with_the_promised_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PREPARE, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    promised = "title outcome minutes hook probe steps checks misconceptions objections limits take_away cut_list sources problems"
    assert set(promised.split()) <= set(made)
    assert sum(step["minutes"] for step in made["steps"]) == made["minutes"] == 45
    assert {key for one in made["lines"] for key in one["citations"]} == {source["id"] for source in made["sources"]}


def test_prepare_for_the_senior_is_a_brief_with_what_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PREPARE, "--for", "senior", "--promised", "Send the policy", "--promised", "Name a text", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["kind"] == "brief"
    assert made["promised"] == ["Send the policy", "Name a text"]


def test_agenda_opens_with_the_open_commitments_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "open.txt").write_text("\ufeffSend the policy\n\n  Try one note  \n", "utf-8")
    assert main([*AGENDA, "--open-commitments", "open.txt", "--json"]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert [(item["title"], item["from_commitment"]) for item in items][:2] == [("Send the policy", True), ("Try one note", True)]
    assert sum(item["minutes"] for item in items) == 45


def test_an_agenda_can_follow_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agenda", "--topic", "dashboards", "--senior", "plant director", "--minutes", "30", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert len(made["items"]) >= 5
    assert made["planned"] == 30


def test_agenda_writes_a_calendar_a_word_and_a_markdown_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dates = ["--date", "2999-12-03", "--start", "10:00", "--timezone", "Europe/London", "--next", "2999-12-17"]
    assert main([*AGENDA, *dates, "--ics", "a.ics", "--docx", "a.docx", "--md", "a.md"]) == 0
    said = capsys.readouterr()
    assert said.err == "Written: a.ics\nWritten: a.docx\nWritten: a.md\n"
    first, then = vobject.readOne((tmp_path / "a.ics").read_text()).vevent_list
    assert first.dtstart.value.astimezone(UTC) == datetime(2999, 12, 3, 10, tzinfo=UTC)
    assert then.dtend.value.astimezone(UTC) == datetime(2999, 12, 17, 10, 45, tzinfo=UTC)
    assert first.status.value == "CONFIRMED"
    assert Document(str(tmp_path / "a.docx")).tables
    assert (tmp_path / "a.md").read_text().startswith("# Agenda: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.ics", "a.md"]


def test_a_calendar_without_a_day_is_tentative_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*AGENDA, "--ics", "a.ics"]) == 0
    assert "tentative" in capsys.readouterr().err
    (one,) = vobject.readOne((tmp_path / "a.ics").read_text()).vevent_list
    assert one.status.value == "TENTATIVE"


def test_topics_are_ranked_and_leave_out_what_was_covered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "--goal", "use AI safely", "--senior", "chief nurse", "--sector", "hospital", "-k", "3", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["topics"]
    assert len(first) == 3
    assert main(["topics", "--goal", "use AI safely", "--covered", first[0]["title"], "--json"]) == 0
    assert first[0]["lesson"] not in {topic["lesson"] for topic in json.loads(capsys.readouterr().out)["topics"]}


def test_words_come_in_three_strengths(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", "she cancelled for the second time"]) == 0
    out = capsys.readouterr().out
    assert out.index("\nAsk first\n") < out.index("\nHedged\n") < out.index("\nPlain\n") < out.index("\nDirect\n")


@pytest.mark.parametrize("arguments", [["prepare", "--topic", REPORT], ["agenda", "--goal", REPORT], ["topics", "--goal", REPORT], ["words", REPORT]])
def test_a_grave_matter_gets_its_route_and_exits_with_1(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["declined"], answer["reason"]) == (True, "escalation")
    assert main(arguments) == 1
    assert "Where to turn" in capsys.readouterr().out


def test_a_declined_plan_writes_no_file(tmp_path: Path) -> None:
    assert main(["prepare", "--topic", REPORT, "--docx", "a.docx"]) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        [*PREPARE, "--minutes", "4"],
        [*PREPARE, "--minutes", "600"],
        [*PREPARE, "--date", "2001-01-01"],
        ["prepare", "--topic", "  "],
        [*PREPARE[:3], "--senior", "x" * 5001],
        [*PREPARE, "--md", "no-such-folder/a.md"],
        [*PREPARE, "--md", "a", "--docx", "./a"],
        [*AGENDA, "--date", "2001-01-01"],
        [*AGENDA, "--date", "2999-12-03", "--next", "2999-12-03"],
        [*AGENDA, "--timezone", "Mars/Olympus"],
        [*AGENDA, "--open-commitments", "not-there.txt"],
        ["topics", "-k", "0"],
        ["words", " "],
    ],
)
def test_bad_input_exits_with_2_and_one_message_and_writes_nothing(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert not said.out
    assert len(said.err.strip().splitlines()) == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["prepare"],
        [*PREPARE, "--minutes", "some"],
        [*PREPARE, "--date", "Thursday"],
        [*AGENDA, "--start", "25:00"],
        [*AGENDA, "--start", "10:00+02:00"],
        [*AGENDA, "--topic", "x"],
        ["words", "x", "--role", "boss"],
    ],
)
def test_what_cannot_be_read_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_a_file_of_commitments_that_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content, words in ((b"\xff\xfe\x00", "UTF-8"), (b"x" * 100_001, "100,001 bytes")):
        (tmp_path / "open.txt").write_bytes(content)
        assert main([*AGENDA, "--open-commitments", "open.txt"]) == 2
        assert words in capsys.readouterr().err


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("mine")
    assert main([*AGENDA, "--md", "a.md", "--docx", "a.docx"]) == 2
    assert "'a.md' is there already" in capsys.readouterr().err
    assert (tmp_path / "a.md").read_text() == "mine"
    assert not (tmp_path / "a.docx").exists()
    assert main([*AGENDA, "--md", "a.md", "--force"]) == 0
    assert (tmp_path / "a.md").read_text().startswith("# Agenda")


def test_force_replaces_files_only_and_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert main([*AGENDA, "--md", "folder", "--force"]) == 2
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real.md")
    assert main([*AGENDA, "--md", "link.md"]) == 2
    assert main([*AGENDA, "--md", "link.md", "--force"]) == 0
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text().startswith("# Agenda")


def test_when_one_file_cannot_be_placed_none_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    place = os.link

    def meanwhile(draft: Path, path: Path) -> None:
        """Somebody else makes the second file at the last moment."""
        if path.name == "a.md":
            path.write_text("theirs")
        place(draft, path)

    monkeypatch.setattr(os, "link", meanwhile)
    assert main([*AGENDA, "--docx", "a.docx", "--md", "a.md"]) == 2
    assert "could not be written" in capsys.readouterr().err
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.md": "theirs"}


def test_what_cannot_be_written_as_utf_8_is_printed_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    line.printed({"title": "a \udcff draft"})
    assert json.loads(capsys.readouterr().out) == {"title": "a ? draft"}
