"""Quote a programme's own documents: the few sentences of a passage that answer, word for word. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model import Part, Quoted, Sentence, Support
from assistant.support import sentences
from knowledge.model import Tier

__all__ = ["PARTS_OF", "addresses_a_machine", "excerpt", "parts", "quoted"]

MOST_WORDS = 60
"""Of one quotation."""
NEAR = 0.15
"""How far below the nearest sentence's cosine the one after it may lie and still belong to the quotation. Guessed, read aloud."""
PARTS_OF = {Tier.PROGRAMME: Part.OWN, Tier.OUTSIDE: Part.OUTSIDE}
"""Where a quotation stands in the answer."""
_MACHINE = r"(ai|llm|chatbot|assistant|language\s+model)"
_FOR_MACHINES = re.compile(
    rf"""\b(
        (ignore|disregard|forget|override)\W+(\w+\W+){{0,4}}(instructions?|prompts?|rules|guidelines) | system\s+prompt
        | (you\s+are|act\s+as)\s+(now\s+)?an?\s+{_MACHINE} | {_MACHINE}s?\W+(must|should|shall|will|please)\b | (dear|attention|note\s+to)\W+{_MACHINE}
        | in\s+your\s+(answer|reply|response|output)\b | when\s+(you\s+)?summari[sz]ing | respond\s+(only\s+)?with
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def addresses_a_machine(text: str) -> bool:
    """Whether a sentence gives a machine orders. Such words are never quoted; other fences do not rest on it (word lists miss most)."""
    return bool(_FOR_MACHINES.search(text))


def parts(text: str) -> list[str]:
    """The sentences of a passage that may be quoted."""
    return [sentence for sentence in sentences(text) if not addresses_a_machine(sentence)]


def excerpt(texts: Sequence[str], nearness: Sequence[float]) -> tuple[str, ...]:
    """The nearest sentence, with the line that introduces it and what goes on from it, up to sixty words.

    Args:
        texts: Sentences in the order of the passage.
        nearness: How near each is to the question, higher is nearer.
    """
    if not texts:
        return ()
    best = max(range(len(texts)), key=nearness.__getitem__)
    first = best - 1 if best and texts[best - 1].rstrip().endswith(":") else best
    last = best
    while last + 1 < len(texts) and (nearness[last + 1] >= nearness[best] - NEAR or texts[last].rstrip().endswith(":")):
        if len(" ".join(texts[first : last + 2]).split()) > MOST_WORDS:
            break
        last += 1
    return tuple(texts[first : last + 1])


def quoted(own: Sequence[Quoted]) -> list[Sentence]:
    """The quotations as sentences of an answer, one point for each passage."""
    return [
        Sentence(text, (one.found.passage.id,), Support.SUPPORTED, PARTS_OF[one.found.passage.tier], text, joins=place > 0)
        for one in own
        for place, text in enumerate(one.sentences)
    ]
