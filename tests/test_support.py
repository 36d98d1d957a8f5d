"""Support: a sentence is borne out by its passage or it is not. Each property is shown to kill planted bugs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import support
from assistant.model import Support
from assistant.support import check, sentences
from knowledge import Library
from knowledge.load import GUIDANCE, read_folder
from knowledge.model import Kind

PASSAGE = (
    "Ask both people every time, before a recording starts. The mentor hosts the call and the senior prepares one real task. "
    "In Sheffield confidence rose from 23 to 29 of 35 among six mentors, with no comparison group. Do not send the handout before the session. "
    "Give 48 hours' notice of a move, and ring when there is less. Keep the notes to five lines that both of you can see."
)
FAITHFUL = (
    "The mentor hosts the call.",
    "In Sheffield, confidence rose from 23 to 29 out of 35 among six mentors.",
    "Ask both people, every time, before a recording starts.",
    "Do not send the handout before the session.",
    "Keep notes to five lines both of you can see.",
    "Give 48 hours' notice of a move.",
)
CORRUPTED = {
    "a changed number": "In Sheffield, confidence rose from 23 to 39 of 35 among six mentors.",
    "a number of something else": "Give 35 hours' notice of a move.",
    "a dropped negation": "Send the handout before the session.",
    "an added negation": "The mentor does not host the call.",
    "swapped roles": "The senior hosts the call and the mentor prepares one real task.",
    "another name": "In Leeds, confidence rose from 23 to 29 of 35 among six mentors.",
    "the contrary word": "Ask both people, every time, after a recording starts.",
    "an added claim": "Keep the notes to five lines that your manager and the finance department sign.",
    "a claim of its own": "Buy a good microphone for the office.",
    "no words": "...",
}


@pytest.mark.parametrize("sentence", FAITHFUL)
def test_a_faithful_sentence_is_supported(sentence: str) -> None:
    verdict = check(sentence, [PASSAGE])
    assert verdict.support is Support.SUPPORTED, verdict.faults
    assert verdict.quote


@pytest.mark.parametrize("corruption", CORRUPTED)
def test_a_corrupted_sentence_is_not_supported(corruption: str) -> None:
    verdict = check(CORRUPTED[corruption], [PASSAGE])
    assert verdict.support is not Support.SUPPORTED
    assert verdict.faults


def test_a_sentence_that_cites_nothing_is_not_supported() -> None:
    assert check("The mentor hosts the call.", []).support is Support.NONE


def test_words_of_the_question_may_be_used_for_names_only() -> None:
    assert check("Your CFO prepares one real task.", [PASSAGE], "my CFO").support is not Support.NONE
    assert check("Your CFO signs the budget on Friday.", [PASSAGE], "my CFO").support is Support.NONE


def items() -> list[tuple[str, str]]:
    """Every sentence of the guidance with the passage it stands in."""
    found = []
    for document in read_folder(GUIDANCE):
        for section in document.sections:
            found += [(sentence, section.text) for item in section.items for sentence in sentences(item.text)]
    return found


def numbered() -> list[tuple[str, str]]:
    return [(sentence, passage) for sentence, passage in items() if re.search(r"\b\d{2,}\b", sentence)]


def test_every_sentence_of_the_guidance_is_borne_out_by_its_passage() -> None:
    """The offline engine quotes; what it quotes must pass the same check as a model's words."""
    failed = [sentence for sentence, passage in items() if check(sentence, [passage]).support is not Support.SUPPORTED]
    assert not failed


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_changed_number_is_ever_supported(data: st.DataObject) -> None:
    sentence, passage = data.draw(st.sampled_from(NUMBERED))
    number = data.draw(st.sampled_from(re.findall(r"\b\d{2,}\b", sentence)))
    other = data.draw(st.integers(10, 9999).map(str).filter(lambda value: value not in passage))
    changed = re.sub(rf"\b{number}\b", other, sentence, count=1)
    assert check(changed, [passage]).support is not Support.SUPPORTED


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_invented_name_is_ever_supported(data: st.DataObject) -> None:
    sentence, passage = data.draw(st.sampled_from(ITEMS))
    name = data.draw(st.sampled_from(["Oslo", "McKinsey", "Acme", "UNICEF", "Brenda"]))
    words = sentence.rstrip(".").split()
    assert check(f"{' '.join(words)}, as found at {name}.", [passage]).support is not Support.SUPPORTED


NUMBERED, ITEMS = numbered(), items()
PLANTED = {
    "numbers are not compared": ("_number_faults", test_no_changed_number_is_ever_supported),
    "names are not compared": ("_name_faults", test_no_invented_name_is_ever_supported),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_the_properties_kill_a_planted_bug(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    function, claim = PLANTED[bug]
    monkeypatch.setattr(support, function, lambda *_: iter(()))
    with pytest.raises(AssertionError):
        claim()


@pytest.mark.parametrize(
    ("function", "corruption"),
    [
        ("_negation_faults", "a dropped negation"),
        ("_role_faults", "swapped roles"),
        ("_contrary_faults", "the contrary word"),
        ("_name_faults", "another name"),
    ],
)
def test_each_rule_is_needed_for_its_corruption(function: str, corruption: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, function, lambda *_: iter(()))
    assert check(CORRUPTED[corruption], [PASSAGE]).support is Support.SUPPORTED


def test_support_is_a_matter_of_words_not_of_typography() -> None:
    assert check("Give 48 hours’ notice of a move", [PASSAGE]).support is Support.SUPPORTED


def test_the_library_says_where_each_sentence_stands(library: Library) -> None:
    guidance = [document for document in library.documents.values() if document.kind is Kind.GUIDANCE]
    assert all(f"{document.id}#in-short" in library.passages for document in guidance)
