"""Answer a question from the passages that were read: request, prompt, parse, offline, result. Pure.

The offline answer is composed from guidance that was written to be composed: the point first, taken from the items that the nearest
phrasing names; then the steps and the words nearest to the question; then what to avoid. Nothing in it is reworded but the name
of the person it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.model import AnswerRequest, Lead, Part, Question, Sentence, Support, Trace
from assistant.support import check, sentences
from assistant.tasks.own import PARTS_OF, addresses_a_machine, quoted
from knowledge.model import Item, Kind, Passage, Role, Tier
from knowledge.words import normalised, stems

__all__ = ["AnswerTask", "compose", "passage_id", "personal", "wants", "written_for"]

LEAST_WORDS, ENOUGH_WORDS, MOST_WORDS = 60, 140, 220
"""An answer's length. Past the least it grows by what is near to the question, past enough only by a part it does not have yet."""
NEAR = 0.12
"""How far below the nearest item of its section another one may lie and still be taken. Guessed; read on the development questions."""
REPEATS = 0.5
"""Share of an item's content words that may have been said already."""

MOST_OF = {Part.STEP: 4, Part.SAY: 3, Part.AVOID: 1, Part.WHY: 2}
"""Items of a part once the answer is long enough."""
PARTS = {"In short": Part.POINT, "Outcome": Part.POINT, "Do": Part.STEP, "Say": Part.SAY, "Avoid": Part.AVOID, "Why": Part.WHY, "Next": Part.STEP}
TITLES = (
    "ceo|cfo|coo|cto|cio|cmo|chro|ciso|vp|md|chief executive|finance chief|chief nurse|chief|chair|director|managing director|finance director|"
    "deputy director|vice president|partner|managing partner|senior partner|consultant|surgeon|professor|dean|head teacher|headteacher|head of [a-z]+|"
    "head|principal|matron|plant director|plant manager|store manager|regional manager|general manager|manager|boss|trustee|executive|judge|bishop|colonel"
)
_NAMED = re.compile(rf"\b(?P<whose>my|our|the|a|an) (?:(?:own|new|very|senior) )?(?P<name>{TITLES})\b(?! (?:of|and|or)\b)")
_SCRIPT = re.compile(
    r"""\b(
        what\ (do|can|should|would|could)\ (i|we)\ (say|tell|write|reply|answer) | how\ (do|can|should|would)\ (i|we)\ (say|tell|ask|put|word|phrase|bring)
        | words | scripts? | wording | phrase | sentence | draft | message | note\ to | e-?mail | text\ (him|her|them) | reply
        | say\ to | tell\ (him|her|them) | politely | tactful | without\ sounding | bring\ (it|this|that)\ up
    )\b""",
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"""\b(
        how\ (many|long|much|often) | percent | per\ cent | evidence | statistics? | stats | numbers? | figures? | proof | proven | study | studies
        | research | data\ on
    )\b | %""",
    re.VERBOSE,
)
_MARK = re.compile(r"\s*\[(\d{1,2})\]")
_PREFIX = re.compile(r"\s*(?P<part>SAY:|AVOID:|\d{1,2}[.)]|[-*•])\s*")
_WHY = re.compile(r"\b(why|what for|what's the point|reason)\b")


class AnswerTask:
    """Answer one question."""

    prompt_name = "answer"

    def offline(self, request: AnswerRequest) -> list[Sentence]:
        """The answer by rule; see :func:`compose`."""
        return compose(request)

    def inputs(self, request: AnswerRequest, fence: str) -> dict[str, object]:
        """What the prompt is filled with.

        Args:
            request: What was asked and read.
            fence: A marker made for this request, which no passage can know and so none can close.
        """
        return {
            "role": str(request.question.role),
            "question": request.question.text.replace(fence, ""),
            "history": [(turn.question, turn.answer) for turn in request.question.history[-3:]],
            "passages": [(found.passage.title, _labelled(found.passage), found.passage.text.replace(fence, "")) for found in request.found],
            "fence": fence,
        }

    def parse(self, line: str, request: AnswerRequest) -> Sentence | None:
        """One finished sentence of a reply with the passages it cites, or None when it cites none that was sent or is not borne out.

        Args:
            line: With its citation marks, and the list or part mark of its line.
            request: Whose passages the marks count, from 1.
        """
        cited = dict.fromkeys(int(number) for number in _MARK.findall(line))
        found = [request.found[number - 1].passage for number in cited if 1 <= number <= len(request.found)]
        prefix = _PREFIX.match(line)
        text = _MARK.sub("", line[prefix.end() if prefix else 0 :]).replace(" .", ".").strip()
        verdict = check(text, [passage.text for passage in found], request.question.text)
        if not text or len(found) < len(cited) or verdict.support is not Support.SUPPORTED or addresses_a_machine(text):
            return None
        part = {"SAY:": Part.SAY, "AVOID:": Part.AVOID}.get(prefix["part"], Part.STEP) if prefix else Part.POINT
        if all(passage.kind is Kind.OWN for passage in found):  # whatever such a document says is shown as what it says, not as advice of ours
            part = Part.OUTSIDE if any(passage.tier is Tier.OUTSIDE for passage in found) else PARTS_OF[found[0].tier]
        return Sentence(text, tuple(passage.id for passage in found), verdict.support, part, verdict.quote)


def _labelled(passage: Passage) -> str:
    """The heading of a passage, with where it stands and whose it is when it is not of the guidance."""
    whose = {Tier.BUILT_IN: "", Tier.PROGRAMME: "the programme's own document", Tier.OUTSIDE: "an outside document"}[passage.tier]
    return ", ".join(part for part in (passage.heading, passage.where, whose) if part)


def wants(text: str) -> Part:
    """What kind of answer a question asks for: words to say, a number or reason, or else steps."""
    plain = normalised(text)
    if _SCRIPT.search(plain):
        return Part.SAY
    return Part.WHY if _NUMBER.search(plain) or _WHY.search(plain) else Part.STEP


def personal(text: str, question: Question) -> str:
    """A sentence with the person's own word for the other one: "your senior" becomes "your CFO" for somebody who wrote "my CFO"."""
    found = _NAMED.search(normalised(question.text))
    if not found or question.role != Role.MENTOR:
        return text
    whose, name = found["whose"], found["name"]
    name = name.upper() if len(name) <= 4 and name not in ("head", "boss", "dean") else name
    whose = "your" if whose in ("my", "our") else "the"
    text = re.sub(r"\byour senior\b(?! (?:colleague|people|leader))", f"{whose} {name}", text)
    return re.sub(r"\bYour senior\b(?! (?:colleague|people|leader))", f"{whose.capitalize()} {name}", text)


def passage_id(document: str, ref: str) -> str:
    """The passage in which an item stands."""
    section = re.sub(r" \d+$", "", ref)
    return f"{document}#{section.lower().replace(' ', '-')}"


def written_for(request: AnswerRequest, trace: Trace) -> str:
    """A word of warning where guidance for one person is quoted to another; a model words its answer for the person itself."""
    audience = request.leads[0].document.audience if request.leads else None
    quoted = trace.engine.startswith("offline")
    return f'This comes from the guidance for {audience}s, so "you" is the {audience} here.' if quoted and audience not in (None, request.question.role) else ""


def compose(request: AnswerRequest) -> list[Sentence]:
    """The offline answer: 60 to 220 words, each sentence with its passage; shorter where only own documents answer.

    Args:
        request: The leads decide; the first is the document that the question asks for. What own documents say is quoted beside it.
    """
    answer = _Draft(request.question, quoted(request.own))
    if not request.leads:
        return answer.ordered()
    for item, part in _chosen(request):
        answer.add(*item, part)
    for item, part in _rest(request):
        if answer.words >= LEAST_WORDS:
            break
        answer.add(*item, part)
    return answer.ordered()


def _rest(request: AnswerRequest) -> Iterator[tuple[tuple[Lead, Item], Part]]:
    """What else the first document has for this person, nearest first: for an answer that would be too short."""
    lead = request.leads[0]
    items = [item for item in lead.document.items().values() if _section(item) in ("In short", "Do", "Say", "Why") and _fits(item, request.question.role)]
    yield from (((lead, item), PARTS[_section(item)]) for item in sorted(items, key=lambda item: -lead.nearness.get(item.ref, 0.0)))


def _chosen(request: AnswerRequest) -> Iterator[tuple[tuple[Lead, Item], Part]]:
    """Items in the order of their worth, each with the part it plays. The draft takes them until it is long enough."""
    lead, question = request.leads[0], request.question
    wanted = wants(question.text)
    named = [item for item in _named(lead) if _fits(item, question.role)]
    opening = _opening(lead, named, wanted)
    yield from (((lead, item), Part.POINT if part is not Part.SAY else Part.SAY) for item, part in opening)
    near = _near(lead, question.role, {"Say": 2 if wanted is Part.SAY else 1})
    plan = {
        Part.SAY: (("Say", 3), ("Do", 2), ("Avoid", 1), ("Do", 2)),
        Part.WHY: (("Why", 2), ("Do", 2), ("Avoid", 1), ("Say", 1), ("Do", 2)),
        Part.STEP: (("Do", 3), ("Say", 1), ("Avoid", 1), ("Do", 1), ("Why", 1)),
    }[wanted]
    named_later = [item for item in named if item not in [one for one, _ in opening]]
    yield from (((lead, item), PARTS.get(_section(item), Part.STEP)) for item in named_later)
    for section, count in plan:
        yield from (((lead, item), PARTS[section]) for item in near.get(section, [])[:count])
    yield from _second(request)


def _opening(lead: Lead, named: list[Item], wanted: Part) -> list[tuple[Item, Part]]:
    """The point: what the nearest phrasing names first, or the document in short where that is words to say or a warning."""
    short = lead.document.items().get("In short")
    if named and _section(named[0]) in ("Do", "Why", "In short", "Outcome"):
        return [(named[0], Part.POINT)]
    opening = [(short, Part.POINT)] if short else []
    if named and wanted is Part.SAY and _section(named[0]) == "Say":
        opening.append((named[0], Part.SAY))
    return opening


def _named(lead: Lead) -> list[Item]:
    items = lead.document.items()
    return [items[ref] for ref in lead.anchors if ref in items]


def _near(lead: Lead, role: Role, least: dict[str, int]) -> dict[str, list[Item]]:
    """The items of each section, nearest to the question first, without those that lie far below the nearest; at least so many where named."""
    best: dict[str, list[Item]] = {}
    for section in lead.document.sections:
        fitting = sorted((item for item in section.items if _fits(item, role)), key=lambda item: -lead.nearness.get(item.ref, 0.0))
        if fitting:
            floor = lead.nearness.get(fitting[0].ref, 0.0) - NEAR
            few = least.get(section.name, 1)
            best[section.name] = fitting[:few] + [item for item in fitting[few:] if lead.nearness.get(item.ref, 0.0) >= floor]
    return best


def _second(request: AnswerRequest) -> Iterator[tuple[tuple[Lead, Item], Part]]:
    """From the next document only what it says first to this question."""
    for lead in request.leads[1:2]:
        if lead.document.kind is Kind.GUIDANCE and lead.document.audience in (None, request.question.role):
            named = [item for item in _named(lead) if _fits(item, request.question.role) and _section(item) in ("Do", "Why", "In short")]
            yield from (((lead, item), PARTS[_section(item)] if _section(item) != "In short" else Part.STEP) for item in named[:1])


def _fits(item: Item, role: Role) -> bool:
    return item.audience in (None, role)


def _section(item: Item) -> str:
    return re.sub(r" \d+$", "", item.ref)


class _Draft:
    """An answer in the making: refuses what repeats or runs over, and puts the parts in reading order."""

    def __init__(self, question: Question, own: Iterable[Sentence]) -> None:
        self._question = question
        self._sentences: dict[Part, list[Sentence]] = {}
        self._said: set[str] = set()
        self._taken: set[tuple[str, str]] = set()
        self.words = 0
        for sentence in own:
            self._sentences.setdefault(sentence.part, []).append(sentence)
            self._said |= set(stems(sentence.text))
            self.words += len(sentence.text.split())

    def add(self, lead: Lead, item: Item, part: Part) -> None:
        """Take an item, unless it was taken, repeats what was said, or there is no room for it."""
        words, said = len(item.text.split()), set(stems(item.text))
        key = (lead.document.id, item.ref)
        if key in self._taken or self.words + words > MOST_WORDS or (said and len(said & self._said) / len(said) > REPEATS):
            return
        if self.words >= LEAST_WORDS and not self._room(part, words):
            return
        self._taken.add(key)
        self._said |= said
        self.words += words
        self._sentences.setdefault(part, []).extend(self._sentences_of(lead, item, part))

    def ordered(self) -> list[Sentence]:
        """The sentences in the order in which they are read: reasons and numbers first where they were asked for, else last."""
        order = [Part.STEP, Part.SAY, Part.AVOID, Part.WHY]
        if wants(self._question.text) is Part.WHY:
            order = [Part.WHY, Part.STEP, Part.SAY, Part.AVOID]
        order = [Part.OWN, Part.POINT, *order, Part.OUTSIDE]
        return [sentence for part in order for sentence in self._sentences.get(part, [])]

    def _room(self, part: Part, words: int) -> bool:
        if part not in self._sentences:
            return True
        taken = sum(not sentence.joins for sentence in self._sentences[part])
        return self.words + words <= ENOUGH_WORDS and taken < MOST_OF.get(part, taken + 1)

    def _sentences_of(self, lead: Lead, item: Item, part: Part) -> Iterable[Sentence]:
        cited = (passage_id(lead.document.id, item.ref),)
        texts = [item.text] if part is Part.SAY else sentences(item.text)
        for place, text in enumerate(texts):
            yield Sentence(personal(text, self._question), cited, Support.SUPPORTED, part, text, joins=place > 0)
