"""The Agenda page without a browser: what an edit makes of an agenda, what stands on the page, and what each handler says."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UpwardError
from assistant.pages import agendaview
from assistant.pages.downloads import Downloads
from assistant.pages.drafting import Drafter, Laid, Slot, slot_of
from assistant.pages.editing import MOST_ITEMS, Draft, clocks, edited, moved_to, usual_start
from assistant.pages.files import agenda_files
from assistant.plans import Agenda, AgendaItem, AgendaRequest, Leads
from tests import export_made
from tests.page_session import TODAY, Preparer
from tests.test_page_prepare import opened

START = datetime(2026, 12, 3, 14, 0)
SLOT = Slot("45", None, "", "")


def draft(*minutes: int, slot: int = 45) -> Draft:
    items = tuple(AgendaItem(each, f"Item {n}", f"purpose {n}", Leads.BOTH, n == 1, (export_made.LESSON,)) for n, each in enumerate(minutes, 1))
    return Draft(Agenda(slot, items, sources=export_made.SOURCES, day=START.date()), START)


def sent(before: Draft, act: str = "edit", at: int = 0, **changes: Any) -> str:
    """What the page sends of a list in which nothing, or one field of the first item, was changed."""
    items = [{"was": n, "minutes": str(item.minutes), "title": item.title, "lead": item.who_leads.value} for n, item in enumerate(before.agenda.items)]
    if changes:
        items[0] |= changes
    return json.dumps({"act": act, "at": at, "items": items})


def titles(now: Draft) -> list[str]:
    return [item.title for item in now.agenda.items]


def test_an_edit_changes_what_was_edited_and_keeps_the_rest() -> None:
    before = draft(5, 30, 10)
    now = edited(before, sent(before, minutes="15", title="Look back", lead="senior"))
    first = now.agenda.items[0]
    assert (first.minutes, first.title, first.who_leads, first.purpose, first.from_commitment) == (15, "Look back", Leads.SENIOR, "purpose 1", True)
    assert now.agenda.items[1:] == before.agenda.items[1:]
    assert now.turn == before.turn, "the list is not drawn anew while somebody types in it"


def test_items_come_go_and_move_and_the_focus_goes_with_them() -> None:
    before = draft(5, 30, 10)
    down = edited(before, sent(before, "down", 0))
    assert (titles(down), down.focus) == (["Item 2", "Item 1", "Item 3"], "down-2")
    assert edited(before, sent(before, "up", 0)).agenda == before.agenda
    assert titles(edited(before, sent(before, "up", 2))) == ["Item 1", "Item 3", "Item 2"]
    gone = edited(before, sent(before, "remove", 2))
    assert (titles(gone), gone.focus) == (["Item 1", "Item 2"], "remove-2")
    added = edited(before, sent(before, "add"))
    assert (len(added.agenda.items), added.focus) == (4, "title-4")
    one = draft(5)
    assert edited(one, sent(one, "remove")).focus == "add"
    assert added.turn == before.turn + 1


def test_an_edit_that_comes_twice_is_taken_in_once() -> None:
    before = draft(5, 30, 10)
    text = json.dumps(json.loads(sent(before, "remove")) | {"n": 3})
    once = edited(before, text)
    assert len(once.agenda.items) == 2
    assert edited(once, text) == once
    assert len(edited(once, json.dumps(json.loads(sent(once, "remove")) | {"n": 4})).agenda.items) == 1


def test_an_edit_of_a_list_that_was_drawn_anew_is_not_taken_in() -> None:
    before = draft(5, 30, 10)
    text = json.dumps(json.loads(sent(before, "remove")) | {"turn": "turn-1"})
    once = edited(before, text)
    assert titles(once) == ["Item 2", "Item 3"]
    assert edited(once, text) == once, "a second press before the list is drawn anew would take the next item's reason along"


def test_every_item_can_be_scaled_to_the_slot() -> None:
    before = draft(20, 40, 20)
    now = edited(before, sent(before, "fit"))
    assert now.agenda.planned == 45


def test_no_more_items_come_than_fit() -> None:
    full = draft(*[1] * MOST_ITEMS)
    assert len(edited(full, sent(full, "add")).agenda.items) == MOST_ITEMS
    assert "disabled" in agendaview.items(full).rsplit("<button", 1)[1]


@pytest.mark.parametrize("nonsense", ["", "{", "[]", "null", '{"items": 3}', '{"act": "up"}', "[" * 100_000])
def test_what_cannot_be_read_changes_nothing(nonsense: str) -> None:
    before = draft(5, 30)
    assert edited(before, nonsense) == before


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(-3, 99), lambda inner: st.lists(inner, max_size=3), max_leaves=4
)
ITEM = st.fixed_dictionaries({}, optional={"was": JSON, "minutes": JSON, "title": JSON, "lead": JSON})


@settings(max_examples=150, deadline=None)
@given(st.lists(ITEM, max_size=5), st.sampled_from(["edit", "add", "remove", "up", "down", "fit", "x"]), JSON)
def test_whatever_a_browser_sends_the_page_can_show(items: list[Any], act: str, at: Any) -> None:
    now = edited(draft(5, 30), json.dumps({"act": act, "at": at, "items": items}))
    assert all(0 <= item.minutes <= 600 for item in now.agenda.items)
    assert agendaview.items(now).count("<li") == len(now.agenda.items)
    assert agendaview.sum_card(now)


@pytest.mark.parametrize(
    ("minutes", "words", "kind"), [((5, 30, 10), "Fits exactly", "ok"), ((5, 30), "10 min free", "ok"), ((15, 30, 10), "10 min over", "bad")]
)
def test_the_sum_says_how_the_minutes_stand(minutes: tuple[int, ...], words: str, kind: str) -> None:
    shown = agendaview.sum_card(draft(*minutes))
    assert f'<span class="pill {kind}">{words}</span>' in shown
    assert f"{sum(minutes)} of 45 minutes" in shown
    assert ("To fit 45 minutes" in shown) == (kind == "bad")
    assert (' class="free"' in shown) == (words == "10 min free")


def test_clock_times_follow_the_minutes() -> None:
    assert clocks(draft(5, 30, 10)) == ("14:00", "14:05", "14:35")


@pytest.mark.parametrize("hostile", export_made.HOSTILE)
def test_nothing_that_is_not_ours_becomes_html(hostile: str) -> None:
    now = Draft(replace(export_made.agenda(hostile), problems=(hostile,)), START)
    for html in (agendaview.items(now), agendaview.about(now.agenda), agendaview.sum_card(draft_with(hostile))):
        assert "<script" not in html
        assert "<img" not in html
        assert "\n" not in html
        assert 'onerror="go' not in html


def draft_with(title: str) -> Draft:
    before = draft(40, 40)
    return replace(before, agenda=replace(before.agenda, items=tuple(replace(item, title=title) for item in before.agenda.items)))


def test_every_field_has_a_name() -> None:
    shown = agendaview.items(draft(5, 30))
    for field in ("min-1", "title-2", "lead-2"):
        assert f'<label for="{field}">' in shown
        assert f'id="{field}"' in shown
    assert "Move item 2 up" in shown


@pytest.fixture
def preparer() -> Preparer:
    return Preparer()


@pytest.fixture
def drafter(preparer: Preparer) -> Drafter:
    return Drafter(opened(preparer), Downloads(), lambda: TODAY)


def last(laid: Iterable[Laid]) -> Laid:
    return list(laid)[-1]


def test_an_agenda_of_goals_puts_what_was_promised_first(drafter: Drafter, preparer: Preparer) -> None:
    laid = last(drafter.from_goals("AI drafting\nPhones", "Bring the note", Slot("30", None, "2026-12-03T14:00", "2026-12-17"), None, ""))
    assert preparer.asked == [AgendaRequest(30, ("AI drafting", "Phones"), ("Bring the note",), day=date(2026, 12, 3), next_day=date(2026, 12, 17))]
    assert laid.draft
    assert titles(laid.draft) == ["Bring the note", "AI drafting", "Phones"]
    assert laid.draft.start == START
    assert not laid.draft.assumed
    assert laid.items
    assert "Promised" in laid.items
    assert laid.links
    assert "session.ics" in laid.links


def test_a_plan_becomes_an_agenda_of_its_length_and_day(drafter: Drafter, preparer: Preparer) -> None:
    laid = last(drafter.from_plan(export_made.plan(), ("One",), None, ""))
    assert preparer.asked[-1].plan == export_made.plan()
    assert laid.draft
    assert laid.draft.start == datetime(2026, 12, 3, 10, 0)
    assert laid.draft.assumed, "nobody said ten o'clock"
    assert slot_of(laid.draft) == Slot("20", 20, "2026-12-03T10:00", "")
    assert slot_of(replace(laid.draft, agenda=replace(laid.draft.agenda, minutes=37))).length == "other"
    assert slot_of(None) == SLOT


def test_an_agenda_without_a_day_is_proposed_for_a_week_from_now() -> None:
    assert usual_start(Agenda(45, ()), TODAY) == datetime(2026, 12, 1, 10, 0)


def test_another_slot_changes_the_sum_and_not_the_items(drafter: Drafter) -> None:
    before = draft(5, 30, 10)
    laid = drafter.moved(Slot("other", 50, "2026-12-04T09:30", "2026-12-01"), before, "")
    assert laid.items is None
    assert laid.sum
    assert "5 min free" in laid.sum
    assert laid.about
    assert "The next date is not after this session" in laid.about
    assert laid.draft
    assert (laid.draft.start, laid.draft.agenda.items) == (datetime(2026, 12, 4, 9, 30), before.agenda.items)
    assert "cannot be read" in (drafter.moved(Slot("45", None, "soon", ""), before, "").about or "")
    unwritten = drafter.moved(Slot("other", None, "", ""), before, "").draft
    assert unwritten
    assert unwritten.agenda.minutes == 45, "other was chosen, and its minutes are not written yet"
    assert drafter.moved(SLOT, None, "k") == Laid(None, "k")
    assert drafter.edited("{}", None, "k") == Laid(None, "k")


def test_a_start_that_cannot_be_read_is_said(drafter: Drafter, preparer: Preparer) -> None:
    laid = last(drafter.from_goals("a", "", Slot("45", None, "soon", ""), None, ""))
    assert laid.about
    assert "The start cannot be read" in laid.about
    preparer.fails = UpwardError("No library.", hint="Try again.")
    assert "No library." in (last(drafter.from_goals("a", "", SLOT, None, "")).about or "")


def test_a_calendar_file_holds_the_session_and_the_next_one() -> None:
    moved = moved_to(draft(5, 30, 10), 45, START, date(2026, 12, 17))
    files = {offer.name: offer.write for offer in agenda_files(moved, lambda: datetime(2026, 11, 24, tzinfo=UTC))}
    assert list(files) == ["session.ics", "agenda.docx", "agenda.md", "agenda.html"]
    calendar = files["session.ics"]().decode()
    assert calendar.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20261203T140000" in calendar
    assert files["agenda.docx"]()[:2] == b"PK"


def test_an_edit_is_answered_well_within_a_tenth_of_a_second(drafter: Drafter) -> None:
    before = draft(*[1] * MOST_ITEMS)
    text = sent(before, minutes="7")
    drafter.edited(text, before, "")
    start = time.perf_counter()
    for _ in range(10):
        drafter.edited(text, before, "")
    assert (time.perf_counter() - start) / 10 < 0.05
