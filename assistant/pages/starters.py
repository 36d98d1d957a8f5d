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
            ("First session", "What do we do in the first 45 minutes together?"),
            ("Difficult moment", 'What do I do when they say "I know this already"?'),
            ("Teaching", "How do I check they understood without talking down to them?"),
            ("Cancelled again", "What do I do when they cancel again, or we are drifting or stuck?"),
        ),
    ),
    Role.SENIOR: Greeting(
        "What would you like to learn?",
        "Ask in plain words, before or after you meet. Every sentence of the answer shows the passage it rests on.",
        (
            ("Before you meet", "How do I prepare for a session in ten minutes?"),
            ("Questions", "What should I ask my mentor, and what should I never ask?"),
            ("Hard to hear", "How do I take it when my mentor tells me something hard?"),
            ("What it gives", "What do I get out of it, and what can nobody promise?"),
        ),
    ),
    Role.COORDINATOR: Greeting(
        "What does the programme need?",
        "Ask about setting it up, what it can do and where it fails. Every sentence of the answer shows the passage it rests on.",
        (
            ("Matching", "How do I match mentors with seniors?"),
            ("Launch", "How do I launch the programme, and notice early when a pair is in trouble?"),
            ("Evidence", "Does it work, and what does the evidence say?"),
            ("Reporting", "What goes on the dashboard, and what may we claim from a dozen pairs?"),
        ),
    ),
}
