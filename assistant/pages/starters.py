"""What each role is greeted with: a heading, a line, and four questions that the library answers."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Role

__all__ = ["GREETINGS", "Greeting"]


@dataclass(frozen=True, slots=True)
class Greeting:
    """The empty page of one role."""

    heading: str
    line: str
    questions: tuple[tuple[str, str], ...]
    """Kind of question and the question, word for word a title of the library."""


GREETINGS = {
    Role.MENTOR: Greeting(
        "What are you teaching next?",
        "Ask about a session, a topic or a difficult moment. Every sentence of the answer shows the passage it rests on.",
        (
            ("First session", "What do I do in the ten days before the first meeting?"),
            ("Nerves", "Who am I to teach a director?"),
            ("Difficult moment", 'What do I do when they say "I know this already"?'),
            ("Teaching", "How do I check they understood without talking down to them?"),
        ),
    ),
    Role.SENIOR: Greeting(
        "What would you like to learn?",
        "Ask in plain words, before or after you meet. Every sentence of the answer shows the passage it rests on.",
        (
            ("Before you meet", "What is reverse mentoring, and what is it not?"),
            ("What it gives", "What do I get out of it, and what can nobody promise?"),
            ("Evidence", "Does it work, and what does the evidence say?"),
            ("Arranging it", "Who books, where do we meet, and what if it has to move?"),
        ),
    ),
    Role.COORDINATOR: Greeting(
        "What does the programme need?",
        "Ask about setting it up, what it can do and where it fails. Every sentence of the answer shows the passage it rests on.",
        (
            ("Risks", "What is wrong with reverse mentoring, and what helps against it?"),
            ("Evidence", "Does it work, and what does the evidence say?"),
            ("Examples", "Where did reverse mentoring come from, and which companies have done it?"),
            ("Choosing", "How is it different from ordinary mentoring, coaching or sponsorship?"),
        ),
    ),
}
