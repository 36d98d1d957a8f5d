"""The senior's next line in a rehearsal, written by a model: prompt, parse, offline. Pure.

What happens next (a doubt, a misunderstanding, a goodbye) is decided by rule in ``rehearsal.py`` for every engine; a model only
finds the words. A line that breaks the rules is dropped, and the card's line stands.
"""

from __future__ import annotations

import re

from assistant.tasks.dialogue import CLOSING, MISCONCEPTION, OBJECTION, Rehearsal, Said, lines_of, voiced
from assistant.tasks.own import addresses_a_machine
from assistant.tasks.rehearsal import reply
from knowledge.words import normalised, stems

__all__ = ["RehearsalTask"]

MOST_WORDS = 60
TURNS_SENT = 12
"""Lines of the dialogue that a model is sent, the last ones."""
OF_DOUBT = 0.5
"""Share of a doubt's content words that must be heard in a line which voices it. Guessed."""
_ADVICE = re.compile(
    r"""\b(
        you\ (should|could|might|ought\ to|need\ to|must)\ (ask|try|check|explain|listen|pause|slow|use|start|begin|give\ me\ more|talk)
        | (my|some|a\ piece\ of)\ (advice|feedback|tip) | i(\ would|'d)\ (advise|suggest|recommend) | if\ i\ were\ you | next\ time\ you | as\ a\ mentor
        | well\ done | good\ (job|question|work) | great\ (job|question|work) | you\ are\ doing | you're\ doing | out\ of\ (ten|10|five|5)
    )\b""",
    re.VERBOSE,
)
_OUTSIDE = re.compile(
    r"\b(ai\ model|language\ model|as\ an\ ai|rehears\w*|role[- ]?play\w*|persona|pretend\w*|prompts?|the\ mentor|i\ am\ playing)\b".replace("\\ ", " ")
)
_BANNED = re.compile(
    r"\b(fuck\w*|shit\w*|bitch\w*|bastard|idiot\w*|stupid|moron\w*|kill\w*|suicid\w*|weapon\w*|sexy?|sexual\w*|gay|lesbian|muslims?|jews?|jewish|christians?|black|white"
    r"|pregnan\w*|disab\w*|autis\w*|diagnos\w*|too old|too young|millennials?|gen z|boomers?)\b"
)
_MARKUP = re.compile(r"[<>{}\[\]#*`|]|https?:|www\.")


class RehearsalTask:
    """Play the senior's answer to a rehearsal whose last line is the mentor's."""

    prompt_name = "rehearse"

    reply_tokens = 150
    """Most tokens of a reply: sixty words and a little more."""

    def offline(self, request: Rehearsal) -> Said:
        """The card's line."""
        return reply(request)

    def inputs(self, request: Rehearsal, fence: str) -> dict[str, object]:
        """What the prompt is filled with.

        Args:
            request: The dialogue up to the mentor's last line.
            fence: A marker made for this request, which no line can know and so none can close.
        """
        planned = reply(request)
        manner = request.persona.section("In short")
        return {
            "manner": manner.text.split(" Practise ")[0].removeprefix("- ") if manner else "",
            "voice": [lines_of(request.persona, section)[0] for section in ("Open question", "Telling", "Closed question")],
            "topic": request.lesson.topic or request.lesson.title,
            "move": request.turns[-1].kind,
            "doubt": voiced(planned, request.lesson),
            "leaving": planned.kind == CLOSING,
            "turns": [(said.who, said.text.replace(fence, "")) for said in request.turns[-TURNS_SENT:]],
            "fence": fence,
        }

    def parse(self, text: str, request: Rehearsal) -> Said:
        """The first line of a reply that keeps to the rules, or the card's."""
        said = (self.said(line, request) for line in text.splitlines())
        return next((one for one in said if one), None) or reply(request)

    def said(self, line: str, request: Rehearsal) -> Said | None:
        """The line as the senior's, or None when it breaks a rule; the card's line then stands.

        Args:
            line: One line of the reply.
            request: As it was sent.
        """
        text = re.sub(r"^\s*(?:senior|they)\s*:\s*", "", line, flags=re.IGNORECASE).strip().strip('"“”').strip()
        plain = normalised(text)
        planned = reply(request)
        if not any(character.isalpha() for character in text) or len(text.split()) >= MOST_WORDS or _MARKUP.search(text):
            return None
        if any(pattern.search(plain) for pattern in (_ADVICE, _OUTSIDE, _BANNED)) or addresses_a_machine(text):
            return None
        if any(plain == normalised(said.text) for said in request.turns):
            return None
        doubt = set(stems(voiced(planned, request.lesson))) if planned.kind in (OBJECTION, MISCONCEPTION) else set()
        if doubt and len(doubt & set(stems(text))) / len(doubt) < OF_DOUBT:
            return None
        return Said("senior", text, planned.kind)
