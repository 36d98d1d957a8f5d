"""A co-pilot for page tests: real values, scripted answers, no library to open. A question it has no script for fails loudly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace

from assistant.errors import ModelUnavailable
from assistant.model import Answer, Cited, Declined, Part, Question, Sentence, Step, Support, Trace
from knowledge.model import Document, Kind, Passage, Section

TITLES = (
    'What do I do when they say "I know this already"?',
    "How do I find out what they already know before I show anything?",
    "Who am I to teach a director?",
)
KNOW, FIND, WHO = "says-i-know-this-already", "ask-before-you-tell", "who-am-i-to-teach-a-director"
TEXTS = {
    f"{KNOW}#in-short": (
        "In short",
        "Agree at once and raise the level: go to the part that surprised you when you were learning. An expert is glad; anybody else will slow you down.",
    ),
    f"{KNOW}#do": (
        "Do",
        "When you meet true skill, drop the lesson. Spend the hour on a harder problem.\nWhen you see boredom, put your example away and open theirs, "
        "ideally the file that annoyed them this week.\nWhen it is armour, ask for help with your own draft; correcting you feels safer than being taught.",
    ),
    f"{KNOW}#say": (
        "Say",
        'Straight away: "Great, then let us skip to the part that surprised me."\nWhen they wave it away: "It may not be for you. '
        'What would make it worth ten minutes?"',
    ),
    f"{KNOW}#avoid": ("Avoid", "Pressing on because you prepared. Twenty minutes on what your senior knows uses up their trust."),
    f"{FIND}#why": (
        "Why",
        "A Harvard Business Review article names over-eagerness as an obstacle and advises exploring first "
        "what they know. It is one author's advice, not a study.",
    ),
    "crisis#self": (
        "Self",
        "If your life is in danger now, call the emergency number: 999 in the UK, 112 in the EU. I am glad you said this, and I am taking it seriously.",
    ),
    "crisis#routes": (
        "Routes",
        "Emergency services (where you are): UK 999, EU 112, US and Canada 911.\nSamaritans (UK and Ireland): Call 116 123, free, day and night.",
    ),
}
NAMES = {KNOW: TITLES[0], FIND: TITLES[1], WHO: TITLES[2], "crisis": "Suicide or self-harm"}


def passages() -> dict[str, Passage]:
    """A small library."""
    kinds = {"crisis": Kind.ESCALATION}
    return {
        key: Passage(key, key.partition("#")[0], NAMES[key.partition("#")[0]], heading, text, kinds.get(key.partition("#")[0], Kind.GUIDANCE))
        for key, (heading, text) in TEXTS.items()
    }


def documents() -> dict[str, Document]:
    """Its documents, without their sections."""
    return {
        key: Document(key, Kind.ESCALATION if key == "crisis" else Kind.GUIDANCE, "", title, None, (Section("In short", ()),), reviewed=date(2026, 11, 23))
        for key, title in NAMES.items()
    }


def sentence(text: str, *citations: str, part: Part = Part.POINT, quote: str = "", joins: bool = False) -> Sentence:
    """A supported sentence; quotes itself unless told otherwise."""
    return Sentence(text, citations or (f"{KNOW}#in-short",), Support.SUPPORTED, part, quote or text, joins)


def answer(
    sentences: list[Sentence], *, follow_ups: tuple[str, ...] = (), text: str = "", reason: Declined | None = None, trace: Trace | None = None
) -> Answer:
    """An answer with its sources."""
    known = passages()
    cited = dict.fromkeys(key for one in sentences for key in one.citations if key in known)
    sources = tuple(
        Cited(key, known[key].title, known[key].heading, known[key].text, "Nemanick (2023)", ("http://protectdesigns.example/article",)) for key in cited
    )
    trace = trace or Trace("offline", passages=tuple(cited), why=("because you asked like: 'he says he knows this'",) * len(cited))
    return Answer(
        text or " ".join(one.text for one in sentences), tuple(sentences), sources, trace, reason is not None, reason, follow_ups, text if reason else ""
    )


def usual() -> list[Sentence]:
    """An answer with every part but a route."""
    return [
        sentence("Agree at once and raise the level: go to the part that surprised you when you were learning."),
        sentence("An expert is glad; anybody else will slow you down."),
        sentence("When you meet true skill, drop the lesson.", f"{KNOW}#do", part=Part.STEP),
        sentence("Spend the hour on a harder problem.", f"{KNOW}#do", part=Part.STEP, joins=True),
        sentence("When you see boredom, put your example away and open theirs, ideally the file that annoyed them this week.", f"{KNOW}#do", part=Part.STEP),
        sentence('Straight away: "Great, then let us skip to the part that surprised me."', f"{KNOW}#say", part=Part.SAY),
        sentence("Pressing on because you prepared.", f"{KNOW}#avoid", part=Part.AVOID),
        sentence(
            "A Harvard Business Review article names over-eagerness as an obstacle and advises exploring first what they know.", f"{FIND}#why", part=Part.WHY
        ),
    ]


class StandIn:
    """Answers by the first script whose key stands in the question.

    Args:
        scripts: Word of the question to what the stream yields.
        sends_to: As of a co-pilot with a model.
    """

    engine_name = "offline"

    def __init__(self, scripts: dict[str, Callable[[Question], Iterator[Step | Sentence | Answer]]] | None = None, sends_to: str = "") -> None:
        self.library = SimpleNamespace(documents=documents(), passages=passages(), owned=True)
        self.sends_to = sends_to
        self.scripts = {**SCRIPTS, **(scripts or {})}
        self.questions: list[Question] = []
        self.gate = threading.Event()
        self.closed = 0
        self.left = threading.Event()

    def stream(self, question: Question) -> Iterator[Step | Sentence | Answer]:
        """Play the script."""
        self.questions.append(question)
        if "wait for me" in question.text:
            return self._gated()
        for word, script in self.scripts.items():
            if word in question.text.lower():
                return script(question)
        raise AssertionError(f"no script answers {question.text!r}")

    def close(self) -> None:
        """Count closings."""
        self.closed += 1

    def _gated(self) -> Iterator[Step | Sentence | Answer]:
        try:
            yield Step("Read 5 passages from 2 documents")
            yield usual()[0]
            yield usual()[2]
            self.gate.wait(20)
            yield sentence("This sentence comes after the gate.")
            yield answer([usual()[0], usual()[2], sentence("This sentence comes after the gate.")])
        finally:
            self.left.set()


def _known(_: Question) -> Iterator[Step | Sentence | Answer]:
    yield Step("Read 5 passages from 2 documents")
    yield from usual()
    yield answer(usual(), follow_ups=(TITLES[1], TITLES[2]))


def _crisis(_: Question) -> Iterator[Answer]:
    said = [
        sentence("If your life is in danger now, call the emergency number: 999 in the UK, 112 in the EU.", "crisis#self"),
        sentence("I am glad you said this, and I am taking it seriously.", "crisis#self"),
        sentence("Emergency services (where you are): UK 999, EU 112, US and Canada 911.", "crisis#routes", part=Part.ROUTE),
        sentence("Samaritans (UK and Ireland): Call 116 123, free, day and night.", "crisis#routes", part=Part.ROUTE),
    ]
    yield answer(said, reason=Declined.ESCALATION)


def _nowhere(_: Question) -> Iterator[Answer]:
    yield answer([], text="The guidance library has no answer to that, so I would rather not guess.", reason=Declined.NOT_IN_LIBRARY, follow_ups=TITLES)


def _down(_: Question) -> Iterator[Answer]:
    raise ModelUnavailable(
        "The model did not answer in 30 s.", hint="Your question is kept below. Try again, or leave the model out to use the offline engine."
    )


def _bug(_: Question) -> Iterator[Answer]:
    raise ZeroDivisionError("secret words of a person")


def _echo(question: Question) -> Iterator[Step | Sentence | Answer]:
    said = [sentence(f"You wrote {question.text}; before that {len(question.history)} turns."), sentence("Agree at once and raise the level.")]
    yield Step("Read 1 passage from 1 document")
    yield from said
    yield answer(said)


def _model(_: Question) -> Iterator[Step | Sentence | Answer]:
    said = usual()[:2]
    trace = Trace(
        "gpt-oss",
        passages=(f"{KNOW}#in-short",) * 5,
        why=("",) * 5,
        prompt_tokens=1240,
        dropped=2,
        sent_to="models.example.com",
        notice="The model was slow; this took two tries.",
    )
    yield Step("Read 5 passages from 2 documents")
    yield from said
    yield answer(said, trace=trace)


SCRIPTS = {
    "echo": _echo,
    "i know this": _known,
    "kill myself": _crisis,
    "zebra": _nowhere,
    "model down": _down,
    "bug": _bug,
    "model": _model,
    "director": _known,
    "already": _known,
}
