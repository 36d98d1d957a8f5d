"""Suites: what is refused, and how it is said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import CaseError
from evals.load import SUITES, check_names, find_suites, read_suite

GOOD = """\
- id: slides
  as: mentor
  ask: "Slides?"
  why: people make slides
  level: must
  tags: [prepare]
  expect: {cites: [materials]}
"""


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "suite.yaml"
    path.write_text(text)
    with pytest.raises(CaseError) as caught:
        read_suite(path)
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("why: people", "wy: people"), 4, "'wy' is no field here. Did you mean 'why'?"),
        (("cites: [m", "sites: [m"), 7, "Did you mean 'cites'?"),
        (("  level: must\n", ""), 1, "'level' is missing. Write 'level: must'."),
        (("as: mentor", "as: manager"), 2, "Use one of: mentor, senior, coordinator."),
        (("level: must", "level: perhaps"), 5, "Use one of: must, should."),
        (("id: slides", "id: My Slides"), 1, "small letters, digits and single hyphens"),
        (("{cites: [materials]}", "{declined: nonsense}"), 7, "Use one of: true, false, escalation"),
        (("{cites: [materials]}", "{}"), 7, "nothing is expected"),
        (("{cites: [materials]}", "{cites: [a], declined: true}"), 7, "cites nothing"),
        (("  level: must\n", "  level: must\n  level: should\n"), 6, "'level' stands twice (before on line 5)"),
        (("tags: [prepare]", "tags: [prepare"), 7, "not valid YAML"),
    ],
)  # fmt: skip
def test_a_case_that_breaks_the_form_is_refused_with_file_line_and_mend(tmp_path: Path, change: tuple[str, str], line: int, says: str) -> None:
    message = refused(tmp_path, GOOD.replace(*change))
    assert message.startswith(f"suite.yaml:{line}: ")
    assert says in message


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("{}", "a 'reply', a 'fault' or both"),
        ("{fault: {}}", "exactly one kind"),
        ("{fault: {html: true, status: 500}}", "exactly one kind, this one has 2: status, html"),
        ("{fault: {html: true, retry_after: 1}}", "go with a 'status'"),
        ("{fault: {statuz: 500}}", "Did you mean 'status'?"),
        ("{reply: x, when: {turns: first}}", "Did you mean 'turn'?"),
        ("{reply: x, when: {turn: 0}}", "turn"),
    ],
)
def test_a_rule_of_the_mocked_model_that_breaks_the_form_is_refused_on_its_line(tmp_path: Path, rule: str, says: str) -> None:
    message = refused(tmp_path, f"{GOOD}  model_replies:\n    - {rule}\n")
    assert message.startswith("suite.yaml:9: ")
    assert says in message


def test_the_first_problem_of_the_file_is_named_first(tmp_path: Path) -> None:
    second = GOOD.replace("id: slides", "id: other").replace("why:", "wy:")
    assert refused(tmp_path, second + GOOD.replace("as:", "az:")).startswith("suite.yaml:4: ")


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, GOOD + GOOD).startswith("suite.yaml:8: the id 'slides' stands already on line 1.")


@pytest.mark.parametrize("text", ["", "name: no list", "[]"])
def test_a_file_without_cases_is_refused(tmp_path: Path, text: str) -> None:
    assert "no list of cases" in refused(tmp_path, text)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "suite.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CaseError, match="not UTF-8"):
        read_suite(path)


def test_an_unknown_suite_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CaseError, match=r"no suite 'aks'.*ask"):
        find_suites(["aks"])


def test_a_document_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "suite.yaml"
    path.write_text(GOOD.replace("[materials]", "[materails]"))
    with pytest.raises(CaseError, match=r"suite.yaml:1: slides: there is no document 'materails'. Did you mean 'materials'"):
        check_names(read_suite(path), {"materials"})


def test_a_suite_may_name_documents_by_the_piece_they_were_written_from(tmp_path: Path) -> None:
    path = tmp_path / "suite.yaml"
    path.write_text(GOOD.replace("[materials]", "[G26]"))
    check_names(read_suite(path), {"materials", "G26"})


def test_the_asking_suite_has_forty_cases_over_all_roles_and_kinds() -> None:
    suite = read_suite(SUITES / "ask.yaml")
    tags = Counter(tag for case in suite.cases for tag in case.tags)
    assert len(suite.cases) == 40
    assert min(Counter(case.role for case in suite.cases).values()) >= 5
    assert {"answerable", "out-of-scope", "unsafe", "escalation", "injected", "follow-up", "language", "fault"} <= set(tags)


@pytest.mark.parametrize("name", ["ask", "retrieval"])
def test_no_case_repeats_a_phrasing_of_the_guidance(name: str) -> None:
    """The router is trained on the phrasings: a case that stands among them measures nothing."""
    folder = SUITES.parents[1] / "knowledge" / "guidance"
    known = {line.strip().casefold().rstrip("?.") for path in folder.rglob("*.phrasings.txt") for line in path.read_text().splitlines()}
    assert not [case.id for case in read_suite(SUITES / f"{name}.yaml").cases if case.question.casefold().rstrip("?.") in known]
