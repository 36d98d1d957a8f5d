"""Is this sentence supported by that passage? Decided in code, for every engine and for the evaluations.

A sentence that stands in the passage word for word is supported. Any other is held against the stretch of the passage that it
is nearest to: numbers, names, negation, roles and contrary words must agree, and nearly all its content words must come from
there. Word overlap, ROUGE, fuzzy ratio and embedding cosine alone put a changed number or role above a faithful paraphrase
(measured: AUC .00-.42 over five corruptions of 16 sentences), so they do not decide here. The claim made is narrow: "this wording
is borne out by that wording", not "this is true".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.model import Support
from knowledge.words import STOPWORDS, normalised, stems

__all__ = ["Verdict", "check", "sentences"]

SUPPORTED_SHARE = 0.8
"""Of a sentence's content words that must stand in the stretch. Guessed, then held against the planted bugs of the tests."""
WEAK_SHARE = 0.6
STRETCH = 2
"""Sentences in the stretch of a passage that a sentence is compared with, at most; an item of more is compared with as many."""
NEGATORS = frozenset(
    "no not never none nobody nothing neither nor without cannot avoid stop hardly don't doesn't didn't isn't aren't wasn't weren't can't won't "
    "shouldn't mustn't".split()
)
SCOPE = 4
"""Words after a negator that it reverses."""
ROLES = {
    "mentor": "mentor", "mentors": "mentor", "junior": "mentor", "juniors": "mentor",
    "senior": "senior", "seniors": "senior", "leader": "senior", "leaders": "senior", "mentee": "senior", "mentees": "senior",
    "coordinator": "coordinator", "coordinators": "coordinator",
}  # fmt: skip
CONTRARIES = (
    ("before", "after"), ("more", "less"), ("more", "fewer"), ("most", "least"), ("first", "last"), ("always", "never"), ("increase", "decrease"),
    ("increased", "decreased"), ("rose", "fell"), ("high", "low"), ("higher", "lower"), ("everyone", "nobody"), ("all", "none"), ("open", "close"),
    ("start", "end"), ("begin", "end"), ("public", "private"), ("upward", "downward"), ("must", "may"), ("can", "cannot"), ("safe", "unsafe"),
    ("longer", "shorter"), ("early", "late"), ("yes", "no"), ("inside", "outside"), ("both", "neither"), ("accept", "refuse"), ("keep", "drop"),
)  # fmt: skip
NUMBER_WORDS = {word: str(value) for value, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {
    "half": "1/2", "once": "1", "twice": "2", "thirty": "30", "forty-five": "45", "fifteen": "15", "twenty": "20", "sixty": "60", "hundred": "100",
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*")
_END = re.compile(r"""(?:(?<=[.!?])|(?<=[.!?]["')\]]))\s+(?=["'(\[]*[A-Z0-9])|\n+""")
_NAME = re.compile(r"(?<=[a-z,;:] )(?:[A-Z][\w&'-]*[a-z][\w&'-]*|[A-Z]{2,}[\w&-]*)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found."""

    support: Support
    quote: str = ""
    """The stretch of the passage that bears the sentence out, or comes nearest."""
    faults: tuple[str, ...] = ()
    """What does not agree, in words; empty when supported."""


def check(sentence: str, passages: Sequence[str], known: str = "") -> Verdict:
    """Hold a sentence against the passages it cites.

    Args:
        sentence: As it would be shown, without citation marks.
        passages: The texts it cites; with none it is unsupported.
        known: Words the sentence may use beside the passages': the person's own question, for the names in it.

    Returns:
        The verdict of the passage that supports it best.
    """
    verdicts = [_against(sentence, passage, known) for passage in passages]
    rank = (Support.SUPPORTED, Support.WEAK, Support.NONE)
    return min(verdicts, key=lambda verdict: (rank.index(verdict.support), len(verdict.faults)), default=Verdict(Support.NONE, faults=("it cites nothing",)))


def sentences(text: str) -> list[str]:
    """The sentences of a text, quotation marks kept with them."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def _against(sentence: str, passage: str, known: str) -> Verdict:
    claim = normalised(sentence).strip(" .")
    if not _TOKEN.search(claim):
        return Verdict(Support.NONE, faults=("it has no words",))
    if _stands_in(claim, normalised(passage)):
        return Verdict(Support.SUPPORTED, sentence)
    wanted = set(stems(sentence))
    quote, share, new = max(
        (_compared(wanted, stretch, passage, known) for stretch in _stretches(passage, len(sentences(sentence)))),
        key=lambda one: one[1],
        default=("", 0.0, wanted),
    )
    faults = [*_number_faults(sentence, quote), *_name_faults(sentence, passage, known), *_negation_faults(sentence, quote)]
    faults += [*_role_faults(sentence, quote), *_contrary_faults(sentence, quote)]
    if faults or share < WEAK_SHARE or not wanted:
        return Verdict(Support.NONE, quote, tuple(faults) or (f"words of its own: {', '.join(sorted(new))}",))
    if share < SUPPORTED_SHARE:
        return Verdict(Support.WEAK, quote, (f"words of its own: {', '.join(sorted(new))}",))
    return Verdict(Support.SUPPORTED, quote)


def _stands_in(claim: str, passage: str) -> bool:
    """Whether the claim is there word for word, and not as the tail of a sentence that denies it."""
    found = re.search(rf"(?<!\w){re.escape(claim)}(?!\w)", passage)
    if not found:
        return False
    lead = re.split(r"[.!?:;]\s", passage[: found.start()])[-1]
    return not NEGATORS & set(_TOKEN.findall(lead))


def _stretches(passage: str, said: int) -> Iterator[str]:
    parts = sentences(passage)
    for size in range(1, max(STRETCH, said) + 1):
        for start in range(max(1, len(parts) - size + 1)):
            yield " ".join(parts[start : start + size])


def _compared(wanted: set[str], stretch: str, passage: str, known: str) -> tuple[str, float, set[str]]:
    """The stretch, the share of the wanted words it holds, and those that are new; the question's own words count half, as they claim nothing."""
    held, asked = set(stems(stretch)), set(stems(known))
    new = wanted - held - asked
    share = (len(wanted & held) + 0.5 * len((wanted & asked) - held)) / len(wanted) if wanted else 0.0
    # A shorter stretch with the same words is the better quote.
    return stretch, share - len(stretch) / 1e6, new


def _number_faults(sentence: str, quote: str) -> Iterator[str]:
    held = _numbers(quote)
    for number, near in _numbers(sentence).items():
        if number not in held:
            yield f"the number {number} is not there"
        elif near and held[number] and not near & held[number]:
            yield f"the number {number} stands for something else"


def _numbers(text: str) -> dict[str, set[str]]:
    """Numbers of a text, in digits, each with the content words around it."""
    words = _TOKEN.findall(normalised(text))
    found: dict[str, set[str]] = {}
    for place, word in enumerate(words):
        number = NUMBER_WORDS.get(word) or (word.replace(",", "") if _NUMBER.fullmatch(word) else None)
        if number and not (word == "one" and not _counts(words, place)):
            around = " ".join(words[max(0, place - 4) : place] + words[place + 1 : place + 5])
            found.setdefault(number, set()).update(stems(around))
    return found


def _counts(words: list[str], place: int) -> bool:
    """Whether ``one`` at this place counts something, rather than standing for a person or thing."""
    following = words[place + 1] if place + 1 < len(words) else ""
    return bool(following) and following not in STOPWORDS


def _name_faults(sentence: str, passage: str, known: str) -> Iterator[str]:
    held = f"{normalised(passage)} {normalised(known)}"
    for name in _NAME.findall(sentence):
        if normalised(name) not in held and name not in ("I",):
            yield f"the name {name} is not there"


def _negated(text: str) -> tuple[set[str], set[str]]:
    """Content words that a negator reverses, and those that none does."""
    reversed_, plain, left = set[str](), set[str](), 0
    for word in _TOKEN.findall(normalised(text)):
        if word in NEGATORS or word.endswith("n't"):
            left = SCOPE
            continue
        (reversed_ if left > 0 else plain).update(stems(word))
        left -= 1
    return reversed_, plain


def _negation_faults(sentence: str, quote: str) -> Iterator[str]:
    (claim_not, claim_plain), (held_not, held_plain) = _negated(sentence), _negated(quote)
    turned = ((claim_not - claim_plain) & (held_plain - held_not)) | ((claim_plain - claim_not) & (held_not - held_plain))
    if turned:
        yield f"it says the opposite about: {', '.join(sorted(turned))}"


def _role_faults(sentence: str, quote: str) -> Iterator[str]:
    claim, held = _deeds(sentence), _deeds(quote)
    for role, deeds in claim.items():
        others = set().union(*(held[other] for other in held if other != role), set())
        if role not in held:
            yield f"the {role} is not spoken of there"
        elif swapped := (deeds - held[role]) & others:
            yield f"not the {role}, but another: {', '.join(sorted(swapped))}"


def _deeds(text: str) -> dict[str, set[str]]:
    """What is said right after each role: its next three content words."""
    deeds: dict[str, set[str]] = {}
    words = _TOKEN.findall(normalised(text))
    for place, word in enumerate(words):
        if role := ROLES.get(word.removesuffix("'s")):
            following: list[str] = []
            for later in words[place + 1 :]:
                if later.removesuffix("'s") in ROLES or len(following) == 3:
                    break
                following += stems(later)
            deeds.setdefault(role, set()).update(following)
    return deeds


def _contrary_faults(sentence: str, quote: str) -> Iterator[str]:
    claim, held = set(_TOKEN.findall(normalised(sentence))), set(_TOKEN.findall(normalised(quote)))
    for one, other in (*CONTRARIES, *((b, a) for a, b in CONTRARIES)):
        if one in claim and one not in held and other in held and other not in claim:
            yield f"it says {one!r}, the passage says {other!r}"
