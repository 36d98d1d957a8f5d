"""The built-in guidance keeps to its form, and a document that does not is refused with file, line and mend."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.check import REVIEW_AFTER, check_folder, uncovered
from knowledge.errors import GuidanceError
from knowledge.load import GUIDANCE, cut, read_document, read_folder
from knowledge.model import Kind, Role
from knowledge.routes import read_crisis_words, read_escalation, read_languages, read_not_ours
from knowledge.words import normalised

QUESTIONS = Path(__file__).parent.parent.parent / "shared" / "domain" / "questions.jsonl"
REVIEWED = date(2026, 11, 23)
FRONT = """---
id: small
from: G99
title: May I write a small document?
audience: mentor
stage: prepare
topic: form
sector: any
evidence: practice
sources:
  - {id: one-2020, author: One, year: 2020, title: A study, link: "https://example.org/one"}
reviewed: 2026-11-23
---
"""
BODY = """## In short
Yes, if it keeps to the form.

## Do
1. Write one idea.
2. Read it aloud.

## Why
- Eleven people said so, which shows little. [one-2020]
"""


def write(folder: Path, front: str = FRONT, body: str = BODY, phrasings: str = "# Do 1\nhow do i write this\n") -> Path:
    (folder / "small.phrasings.txt").write_text(phrasings)
    (folder / "small.md").write_text(front + body)
    return folder / "small.md"


def test_every_built_in_document_is_valid() -> None:
    faults, read = check_folder(GUIDANCE, REVIEWED)
    assert not [str(fault) for fault in faults]
    assert read > 60


def test_the_first_pieces_topics_and_matters_are_there() -> None:
    origins = {document.origin for document in [*read_folder(GUIDANCE), *read_escalation()]}
    wanted = {f"G{number:02}" for number in range(1, 28)} | {"T1", "T3"} | {f"E{number}" for number in range(1, 13)}
    assert wanted <= origins


def test_every_document_and_matter_has_fifty_phrasings() -> None:
    for document in [*read_folder(GUIDANCE), *read_escalation(), *read_not_ours()]:
        assert sum(len(group.lines) for group in document.phrasings) >= 50, document.id


def test_phrasings_copy_no_measured_question() -> None:
    if not QUESTIONS.exists():
        pytest.skip("the shared questions are not beside the project")
    measured = {normalised(json.loads(line)["question"]) for line in QUESTIONS.read_text().splitlines()}
    for document in [*read_folder(GUIDANCE), *read_escalation(), *read_not_ours()]:
        assert not measured & {normalised(line) for group in document.phrasings for line in group.lines}, document.id


def test_a_passage_is_one_section_with_its_path(tmp_path: Path) -> None:
    passages = cut(read_document(write(tmp_path)))
    assert [(passage.id, passage.heading) for passage in passages] == [("small#in-short", "In short"), ("small#do", "Do"), ("small#why", "Why")]
    assert passages[1].text == "Write one idea.\nRead it aloud."


def test_an_item_knows_its_sources_and_person(tmp_path: Path) -> None:
    items = read_document(write(tmp_path, body=BODY.replace("1. Write", "1. (senior) Write"))).items()
    assert items["Why 1"].sources == ("one-2020",)
    assert items["Why 1"].text == "Eleven people said so, which shows little."
    assert items["Do 1"].audience == "senior"


FAULTS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no front matter": (lambda folder: write(folder, front=""), "small.md:1: there is no front matter"),
    "an unknown field": (lambda folder: write(folder, front=FRONT.replace("sector: any", "sector: any\nmood: good")), "small.md:9: mood"),
    "a wrong audience": (lambda folder: write(folder, front=FRONT.replace("audience: mentor", "audience: boss")), "small.md:5:"),
    "broken YAML": (lambda folder: write(folder, front=FRONT.replace("title: May", "title: 'May")), "front matter is not valid YAML"),
    "a wrong section": (lambda folder: write(folder, body=BODY.replace("## Why", "## Reasons")), "'Reasons' is no section"),
    "sections out of order": (lambda folder: write(folder, body="## Do\n1. x\n\n## In short\nx\n"), "the document does not begin"),
    "prose in a list section": (lambda folder: write(folder, body="## In short\nx\n\n## Do\nWrite.\n"), "'Do' holds prose"),
    "an unknown source": (lambda folder: write(folder, body=BODY.replace("[one-2020]", "[two-2021]")), "names the source 'two-2021'"),
    "HTML": (lambda folder: write(folder, body=BODY.replace("one idea", "<b>one</b> idea")), "holds HTML"),
    "another id than the file's": (lambda folder: write(folder, front=FRONT.replace("id: small", "id: large")), "small.md:2:"),
    "a phrasing for no item": (lambda folder: write(folder, phrasings="# Do 9\nx y\n"), "small.phrasings.txt:1: 'Do 9' is no item"),
    "a phrasing before a heading": (lambda folder: write(folder, phrasings="x y\n"), "small.phrasings.txt:1:"),
    "a phrasing twice": (lambda folder: write(folder, phrasings="# Do 1\nx y\nX y\n"), "small.phrasings.txt:3:"),
    "a lesson that is too short": (
        lambda folder: write(folder, body="## In short\nx [one-2020]\n\n## Outcome\nYou will.\n\n## Hook (5 min)\n- x\n"),
        "the lesson has no 'Demonstration'",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_document_that_breaks_the_form_is_refused_with_file_line_and_mend(fault: str, tmp_path: Path) -> None:
    make, message = FAULTS[fault]
    with pytest.raises(GuidanceError) as refused:
        read_document(make(tmp_path))
    assert message in refused.value.message
    assert refused.value.hint


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_bytes((FRONT + BODY).encode("utf-16"))
    with pytest.raises(GuidanceError, match="not UTF-8"):
        read_document(path)


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = write(tmp_path)
    with path.open("r+b") as file:
        file.truncate(50_000_000)
    with pytest.raises(GuidanceError, match="over 1,000,000 bytes"):
        read_document(path)


def test_check_names_every_fault_at_once(tmp_path: Path) -> None:
    write(tmp_path, front="")
    (tmp_path / "other.md").write_text("nothing")
    (tmp_path / "lost.phrasings.txt").write_text("# Do 1\nx\n")
    faults, read = check_folder(tmp_path, REVIEWED)
    assert read == 2
    assert [fault.message.split(":")[0] for fault in faults] == ["other.md", "small.md", "lost.phrasings.txt"]


def faults_of(folder: Path, today: date = REVIEWED) -> list[str]:
    return [fault.message for fault in check_folder(folder, today)[0]]


def write_second(folder: Path, do: str, phrasings: str = "# Do 1\nsomething else entirely\n") -> None:
    body = BODY.replace("1. Write one idea.", f"1. {do}").replace("Yes, if", "Certainly, when").replace("Eleven people said so", "Nobody counted them")
    (folder / "second.md").write_text(FRONT.replace("id: small", "id: second").replace("May I write", "Must I read") + body)
    (folder / "second.phrasings.txt").write_text(phrasings)


def test_check_names_a_sentence_that_stands_in_two_documents(tmp_path: Path) -> None:
    said = "Send the printed page after the session, so that the hour goes to doing things."
    write(tmp_path, body=BODY.replace("Write one idea.", said))
    write_second(tmp_path, "After the session, send the printed page so that the whole hour goes to doing things.")
    (fault,) = faults_of(tmp_path)
    assert "says nearly what" in fault
    assert said in fault
    write_second(tmp_path, "Bring the printed handout to the first meeting with your senior, and keep a copy.")
    assert faults_of(tmp_path) == []


def test_check_names_a_question_that_two_documents_claim_in_the_same_words(tmp_path: Path) -> None:
    write(tmp_path, phrasings="# Do 1\nthe finance chief moved our meeting again\n")
    write_second(tmp_path, "Ring them.", "# Do 1\nagain the finance chief moved our meetings\n")
    assert [fault for fault in faults_of(tmp_path) if "asks in the same words" in fault]


def test_check_names_a_document_past_its_review(tmp_path: Path) -> None:
    write(tmp_path)
    assert faults_of(tmp_path, REVIEWED + REVIEW_AFTER) == []
    assert faults_of(tmp_path, REVIEWED + REVIEW_AFTER + timedelta(days=1)) == ["small.md:1: reviewed on 2026-11-23, over a year ago."]


def test_check_names_a_stage_at_which_somebody_finds_nothing() -> None:
    everything = read_folder(GUIDANCE)
    assert not list(uncovered(everything))
    without = [document for document in everything if document.stage != "close"]
    only_mentors = replace(next(one for one in everything if one.stage == "close"), audience=Role.MENTOR)
    missing = [fault.message for fault in uncovered([*without, only_mentors])]
    assert missing == [f"guidance: nothing for the {role} at the stage 'close'." for role in ("senior", "coordinator")]


def test_escalation_routes_can_be_an_organisations_own(tmp_path: Path) -> None:
    own = tmp_path / "escalation.yaml"
    own.write_text(
        "organisation: Ours\nreviewed: 2026-11-01\nmatters:\n- id: crisis\n  from: E1\n  title: Crisis\n"
        "  reply: {self: [Ring now.], other: [Stay with them.]}\n  routes: [{who: Our line, where: here, how: Ring 1234.}]\n"
    )
    (matter,) = read_escalation(own)
    assert matter.kind is Kind.ESCALATION
    assert matter.section("Routes").text == "Our line (here): Ring 1234."
    assert matter.phrasings


def test_a_broken_routes_file_says_which_field(tmp_path: Path) -> None:
    own = tmp_path / "escalation.yaml"
    own.write_text("organisation: Ours\nreviewed: soon\nmatters: []\n")
    with pytest.raises(GuidanceError, match=r"escalation\.yaml: reviewed:"):
        read_escalation(own)


def test_every_matter_gives_a_reply_and_a_route() -> None:
    for matter in read_escalation():
        assert matter.section("Routes").items
        assert len(matter.sections) >= 2


@pytest.mark.parametrize(
    "text", ["I want to kill myself", "ich will nicht mehr leben", "je veux mourir", "quiero morir", "she said she wants to end her life", "he raped me"]
)
def test_words_alone_call_for_a_route(text: str) -> None:
    assert any(pattern.search(text.casefold()) for patterns in read_crisis_words().values() for pattern in patterns)


@pytest.mark.parametrize("text", ["this meeting is killing me", "we are killing time", "I'm dying to know", "the deadline is tomorrow", "kill the process"])
def test_ordinary_words_call_for_none(text: str) -> None:
    assert not any(pattern.search(text.casefold()) for patterns in read_crisis_words().values() for pattern in patterns)


def test_other_languages_have_their_two_lines() -> None:
    languages = read_languages()
    assert {"de", "fr", "es", "pl", "zh", "ar"} <= set(languages)
    assert all(line and crisis for line, crisis in languages.values())
