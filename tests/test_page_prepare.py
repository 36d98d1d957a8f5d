"""The Prepare page without a browser: what stands on its cards, what each handler says, and the files that can be had."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import httpx
import pytest
from docx import Document

from assistant import Copilot
from assistant.errors import BriefError, UpwardError
from assistant.model import Answer, Declined, Role, Trace
from assistant.pages import planview, wordview
from assistant.pages.cited import Marks
from assistant.pages.conversation import Exchange
from assistant.pages.downloads import LIFE, Downloads, Offer
from assistant.pages.files import plan_files
from assistant.pages.finding import Finder
from assistant.pages.messages import TO_AGENDA, TO_WORDS, messages
from assistant.pages.opening import Opening
from assistant.pages.planning import Form, Planner, Shown, brief_of
from assistant.pages.rehearsing import Stage
from assistant.pages.site import offered
from assistant.plans import Level, Line, TopicRequest
from tests import export_made
from tests.page_server import served
from tests.page_session import TODAY, Preparer
from tests.page_stand_in import StandIn, answer, sentence

FORM = Form("Checking AI text", "Henrik, finance chief", "45", None, "some", "check a note", "", "", "mentor")


@pytest.fixture
def preparer() -> Preparer:
    return Preparer()


@pytest.fixture
def downloads() -> Downloads:
    return Downloads()


@pytest.fixture
def planner(preparer: Preparer, downloads: Downloads) -> Planner:
    return Planner(opened(preparer), downloads, lambda: TODAY)


def opened(copilot: StandIn) -> Opening:
    opening = Opening(lambda: copilot)
    opening.copilot(timeout=5)
    return opening


def written(planner: Planner, form: Form = FORM, history: Any = (), key: str = "") -> Shown:
    return list(planner.write(form, history, key))[-1]


@pytest.mark.parametrize("hostile", export_made.HOSTILE)
def test_nothing_that_is_not_ours_becomes_html(hostile: str) -> None:
    plan, brief, agenda, topics, words = export_made.everything(hostile)
    shown = [
        planview.card(plan),  # type: ignore[arg-type]
        planview.card(brief),  # type: ignore[arg-type]
        wordview.topics_list(topics),  # type: ignore[arg-type]
        wordview.words_card(words),  # type: ignore[arg-type]
        wordview.declined_card(answer([sentence(hostile)], text=hostile, reason=Declined.ESCALATION)),
        wordview.waiting(hostile, [hostile]),
    ]
    assert agenda
    for html in shown:
        assert "<script" not in html
        assert "<img" not in html
        assert "\n" not in html
        assert "\u202e" not in html
        assert "\x00" not in html


def test_a_plan_shows_each_of_its_parts() -> None:
    plan = export_made.plan("One line.")
    shown = planview.plan_card(plan)
    for words in ("Outcome", "Say to open", "Step by step", "Check that they have it", "Minute 8", "Take-away", "Thu 17 Dec 2026", "Counted from today"):
        assert words in shown
    for folded in (
        "Questions to find their level",
        "What they may object",
        "New technology",
        "If they know more",
        "If only twenty minutes",
        "Words to explain",
    ):
        assert folded in shown
    assert "Look at this before you use it" in shown
    assert "Look at this" not in planview.plan_card(replace(plan, problems=()))
    assert "New technology" not in planview.plan_card(replace(plan, risk=()))


def test_a_number_leads_to_its_passage_and_marks_the_words_it_stands_for() -> None:
    source = replace(export_made.SOURCES[0], quote="First this.\nShow an error. Then wait.")
    marks = Marks([source], "plan")
    assert '<a class="cite" href="#cite-plan-1"' in marks.line(Line("Show an error.", (source.id, "not-sent")))
    passages = marks.passages()
    assert 'id="cite-plan-1"' in passages
    assert "<mark>Show an error.</mark> Then wait." in passages
    assert marks.of(["not-sent"]) == ""
    assert Marks([], "plan").passages() == ""


def test_the_three_strengths_stand_beside_each_other() -> None:
    shown = wordview.words_card(export_made.wording())
    assert shown.index("Ask first") < shown.index("Hedged") < shown.index("Plain") < shown.index("Direct") < shown.index("If it goes badly")


def test_a_form_becomes_a_brief() -> None:
    brief = brief_of(FORM._replace(day="2026-12-03", promised=" a \n\nb\na", role="senior", level="fluent", length="other", minutes=37.0))
    assert (brief.minutes, brief.day, brief.promised, brief.role, brief.level) == (37, date(2026, 12, 3), ("a", "b"), Role.SENIOR, Level.FLUENT)
    assert brief_of(FORM._replace(role="coordinator")).role is Role.MENTOR


@pytest.mark.parametrize("fault", [{"length": "other"}, {"length": None}, {"day": "tomorrow"}, {"day": "2026-13-01"}])
def test_a_form_that_cannot_be_read_says_what_to_write(planner: Planner, preparer: Preparer, fault: dict[str, Any]) -> None:
    shown = written(planner, FORM._replace(**fault))
    assert "problem" in shown.card
    assert "Write" in shown.card
    assert preparer.asked == []


def test_what_is_done_is_named_before_the_plan_comes(planner: Planner) -> None:
    first, last = planner.write(FORM, (), "")
    assert "Writing the plan" in first.card
    assert "Find the lesson" in first.card
    assert not first.done
    assert last.done
    assert "Checking AI text" in last.card


def test_what_leaves_the_machine_is_said_before_and_after(planner: Planner, preparer: Preparer) -> None:
    assert "Nothing you type leaves this machine." in next(iter(planner.notice()))
    assert "Nothing left this machine." in written(planner).card
    preparer.sends_to, preparer.engine_name = "models.example.com", "gpt-oss"
    assert "are sent to models.example.com" in next(iter(planner.notice()))
    assert "Ask gpt-oss at models.example.com" in next(iter(planner.write(FORM, (), ""))).card
    trace = Trace("gpt-oss", passages=("a#b",), prompt_tokens=900, sent_to="models.example.com", notice="The model was slow.")
    shown = planview.card(replace(export_made.plan(), trace=trace))
    assert "1 passage and 900 tokens were sent" in shown
    assert "The model was slow." in shown


def test_a_wish_makes_the_plan_anew_and_the_old_one_is_one_step_back(planner: Planner, preparer: Preparer) -> None:
    first = written(planner)
    second = list(planner.refine("shorter", first.history, first.key))[-1]
    third = list(planner.refine("she is a lawyer", second.history, second.key))[-1]
    assert preparer.asked[-1].refine == "she is a lawyer"
    assert preparer.asked[-1].minutes == 30, "the minutes that shorter gave are kept, and not taken off twice"
    assert first.key == second.key == third.key
    assert "30 min" in third.card
    assert planner.back(third.history, third.key).history == second.history
    assert "45 min" in planner.back(second.history, third.key).card
    assert planner.back(first.history, third.key).history == first.history


def test_an_empty_wish_keeps_the_plan_and_says_so(planner: Planner) -> None:
    first = written(planner)
    shown = list(planner.refine(" ", first.history, first.key))[-1]
    assert "There is no wish yet." in shown.card
    assert "Checking AI text" in shown.card
    assert shown.history == first.history


def test_a_matter_that_calls_for_a_route_shows_the_route(planner: Planner) -> None:
    shown = written(planner, FORM._replace(topic="How do I report her?"))
    assert "Speak to the coordinator first." in shown.card
    assert shown.history == ()


def test_a_failure_keeps_the_plan_before_it(planner: Planner, preparer: Preparer) -> None:
    first = written(planner)
    preparer.fails = UpwardError("The model did not answer.", hint="Try again.")
    shown = written(planner, FORM, first.history, first.key)
    assert "The model did not answer." in shown.card
    assert "Checking AI text" in shown.card
    assert shown.history == first.history


def test_no_words_of_a_person_are_logged(planner: Planner, preparer: Preparer, caplog: pytest.LogCaptureFixture) -> None:
    preparer.fails = ZeroDivisionError("secret words")
    with caplog.at_level(logging.DEBUG):
        shown = written(planner, FORM._replace(topic="secret words"))
    assert "secret" not in caplog.text
    assert "reference" in shown.card


def test_topics_need_something_to_go_by(preparer: Preparer) -> None:
    finder = Finder(opened(preparer))
    (_, ()), (nothing, ()) = finder.topics(" ", "", "", "", "")
    assert "There is nothing to go by yet." in nothing
    *_, (shown, found) = finder.topics("AI", "CFO", "banking", "Phones\n", "one\ntwo")
    assert preparer.asked == [TopicRequest("AI", "CFO", "banking", ("one", "two"), ("Phones",))]
    assert shown.count("Plan this") == len(found) == 2
    assert "A stretch" in shown


def test_words_are_looked_for_in_the_role_of_the_person(preparer: Preparer) -> None:
    finder = Finder(opened(preparer))
    waiting, card = finder.words("She cancelled", "senior")
    assert "Looking for words" in waiting
    assert preparer.asked == [("She cancelled", Role.SENIOR)]
    assert "words-card" in card
    assert "Speak to the coordinator" in list(finder.words("report her", "mentor"))[-1]


def test_an_address_of_files_cannot_be_guessed_and_does_not_last() -> None:
    now = [0.0]
    downloads = Downloads(lambda: now[0], most=2)
    offer = Offer("Text", "a.txt", "text/plain", lambda: b"words")
    one, two = downloads.keep("", [offer]), downloads.keep("", [offer])
    assert one != two
    assert len(one) >= 43
    assert downloads.keep("chosen by a stranger", [offer]) != "chosen by a stranger"
    assert downloads.written(one, "a.txt") is None, "the oldest of three went"
    now[0] = LIFE - 1
    assert downloads.keep(two, [offer]) == two
    now[0] = 2 * LIFE - 2
    kept = downloads.written(two, "a.txt")
    assert kept
    assert kept.content == b"words"
    assert downloads.written(two, "b.txt") is None
    now[0] = 2 * LIFE
    assert downloads.written(two, "a.txt") is None


def test_files_go_when_the_session_ends(planner: Planner, downloads: Downloads) -> None:
    key = written(planner).key
    assert downloads.written(key, "teaching-plan.md")
    planner.forget(key)
    assert downloads.written(key, "teaching-plan.md") is None
    planner.forget("")


def test_files_carry_no_words_in_their_names_and_open() -> None:
    files = {offer.name: offer.write() for offer in plan_files(export_made.plan(), 2, lambda: datetime(2026, 11, 24, tzinfo=UTC))}
    assert set(files) == {"teaching-plan.docx", "teaching-plan.md", "teaching-plan.html"}
    assert Document(BytesIO(files["teaching-plan.docx"])).core_properties.revision == 2
    assert files["teaching-plan.md"].startswith(b"# Teaching plan")
    assert files["teaching-plan.html"].startswith(b"<!doctype html>")
    assert {offer.name for offer in plan_files(export_made.brief())} == {"senior-brief.docx", "senior-brief.md", "senior-brief.html"}


@pytest.fixture(scope="module")
def page() -> Iterator[httpx.Client]:
    with served(StandIn) as site, httpx.Client(base_url=site.url) as client:
        yield client


@pytest.mark.parametrize("path", ["/files/x/teaching-plan.md", "/files/x", "/files/"])
def test_a_file_that_is_not_there_is_not_there(page: httpx.Client, path: str) -> None:
    reply = page.get(path)
    assert reply.status_code in (404, 410)
    assert reply.headers["cache-control"] == "no-store"


def test_a_file_that_cannot_be_written_is_told_in_words() -> None:
    def fail() -> bytes:
        raise BriefError("The next session is not after this one.", hint="Give a later day.")

    downloads = Downloads()
    key = downloads.keep(
        "",
        [
            Offer("Calendar", "a.ics", "text/calendar", fail),
            Offer("Page", "a.html", "text/html", lambda: b"<p>"),
            Offer("M", "a.md", "text/markdown", lambda: b"#"),
        ],
    )
    assert (reply := offered(downloads, key, "a.ics")).status_code == 409
    assert b"Give a later day." in reply.body
    assert offered(downloads, key, "a.html").headers["content-disposition"] == "inline"
    assert offered(downloads, key, "a.md").headers["content-disposition"] == 'attachment; filename="a.md"'


def test_an_answer_offers_what_can_be_made_of_it_and_a_route_does_not() -> None:
    def options(given: Answer) -> list[str]:
        shown = messages((Exchange(1, "What now?", Role.MENTOR, answer=given),), {})[-1]
        return [option["value"] for option in shown.get("options", [])]

    assert options(answer([sentence("Wait.")], follow_ups=("And then?",))) == ["And then?", TO_AGENDA, TO_WORDS]
    assert options(answer([sentence("Call 112.")], reason=Declined.ESCALATION)) == []


def test_a_grave_line_in_a_rehearsal_shows_the_route_and_is_not_kept(copilot: Copilot) -> None:
    stage = Stage(opened(copilot))  # type: ignore[arg-type]
    begun = list(stage.begin("Phones", "silent"))[-1]
    assert begun.rehearsal
    assert stage.say("I want to kill myself", begun.rehearsal).rehearsal == begun.rehearsal
    assert "Where to turn" in stage.say("I want to kill myself", begun.rehearsal).shown
    said = stage.say("<b>Hello</b>", begun.rehearsal)
    assert "&lt;b&gt;Hello&lt;/b&gt;" in said.shown
    assert said.spent
    assert "You say nothing and wait." in stage.say("", said.rehearsal).shown
    assert "Nothing was said yet." in stage.end(begun.rehearsal).shown
    assert "What you did" in stage.end(said.rehearsal).shown
    assert "There is no rehearsal yet." in stage.say("Hello", None).shown
    assert "There is no topic yet." in list(stage.begin(" ", "busy"))[-1].shown
