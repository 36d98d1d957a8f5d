"""Cards that tasks compose with: kinds of senior, words for hard moments, seniors to rehearse with. Found by name, not by questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from knowledge.errors import GuidanceError
from knowledge.form import Place, Strict, read_form
from knowledge.load import CARDS, GUIDANCE
from knowledge.model import Document, Kind, Phrasings, Role

__all__ = ["KEYED", "LEVELS", "ROLE_ANY", "cards_of", "keyed", "read_card", "read_cards"]

ROLE_ANY = "role-any"
"""The card of a senior of whom nothing is known."""
LEVELS = ("Hedged", "Plain", "Direct")
"""Strengths of the words for a hard moment, the softest first."""
KEYED = ("Analogy", "Why", "Task", "Ask")
"""Sections of a role card whose items begin with a key and a colon: the id of a topic, or for an analogy the family of topics."""
FORMS = {
    "roles": (Kind.ROLE, ("In short", "Tuesday", "Words", "Worries", "Analogy", "Bring", "Why", "Task", "Ask")),
    "moments": (Kind.MOMENT, ("Opener", *LEVELS, "After")),
    "personas": (
        Kind.PERSONA,
        ("In short", "Opening", "Open question", "Closed question", "Telling", "Check", "Try", "Empty phrase", "Objection", "Closing"),
    ),
}
"""By folder: what a card is, and its sections, all required."""


class _Front(Strict):
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    names: list[str] = Field(min_length=1)
    audience: Literal["mentor", "senior", "all"] = "all"
    reviewed: date


def read_card(path: Path) -> Document:
    """One card; its folder says of which kind.

    Raises:
        GuidanceError: It breaks the form; the message has file and line.
    """
    kind, sections = FORMS[path.parent.name]
    front, read = read_form(path, _Front, sections)
    place = Place(path)
    if missing := [name for name in sections if name not in {section.name for section in read}]:
        raise place.error(1, f"the card has no {missing[0]!r}.", f"A card in {path.parent.name}/ has: {', '.join(sections)}.")
    for section in read:
        for item in section.items:
            if kind is Kind.ROLE and section.name in KEYED and not item.text.partition(": ")[2]:
                raise place.error(1, f"{item.ref} has no key.", "Begin it with the topic's id and a colon.")
    return Document(
        id=front.id,
        kind=kind,
        origin="",
        title=front.title,
        audience=None if front.audience == "all" else Role(front.audience),
        sections=read,
        phrasings=(Phrasings((), tuple(front.names)),),
        evidence="practice",
        reviewed=front.reviewed,
        path=path,
    )


def read_cards(guidance: Path = GUIDANCE) -> list[Document]:
    """All cards below a guidance folder, by kind and id.

    Raises:
        GuidanceError: The first card that breaks the form, or a name that two cards of a kind share.
    """
    cards = [read_card(path) for folder in CARDS for path in sorted((guidance / folder).glob("*.md"))]
    seen: dict[tuple[Kind, str], str] = {}
    for card in cards:
        for name in card.phrasings[0].lines:
            if (other := seen.setdefault((card.kind, name.casefold()), card.id)) != card.id:
                raise GuidanceError(f"{card.id}.md:1: the name {name!r} is also that of {other}.", hint="Leave it to one of them.")
    return cards


def cards_of(cards: dict[str, Document], kind: Kind) -> list[Document]:
    """The cards of one kind."""
    return [card for card in cards.values() if card.kind is kind]


def keyed(card: Document, section: str) -> dict[str, tuple[str, str]]:
    """A keyed section of a role card: by key the text and the id of its passage."""
    found = card.section(section)
    items = found.items if found else ()
    return {key: (text, f"{card.id}#{section.lower()}") for key, _, text in (item.text.partition(": ") for item in items)}
