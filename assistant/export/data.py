"""Results as plain data for JSON, with the field names of the public surface (DESIGN, section 4)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.model import Answer

__all__ = ["answer_data"]


def answer_data(answer: Answer) -> dict[str, Any]:
    """An answer as JSON has it."""
    return {
        "text": answer.text,
        "sentences": [{"text": one.text, "citations": list(one.citations), "support": str(one.support), "part": str(one.part)} for one in answer.sentences],
        "sources": [
            {"id": one.id, "title": one.title, "heading": one.heading, "quote": one.quote, "source": one.source, "links": list(one.links)}
            for one in answer.sources
        ],
        "declined": answer.declined,
        "reason": str(answer.reason) if answer.reason else None,
        "follow_ups": list(answer.follow_ups),
        "engine": answer.engine,
        "trace": asdict(answer.trace),
    }
