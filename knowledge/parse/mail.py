"""Messages -> blocks: the text of the message, its subject as title; attachments are handed back."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from knowledge.parse.clean import words_of
from knowledge.parse.draft import Draft
from knowledge.parse.encoding import declared_in_html, decoded
from knowledge.parse.markup import read_html
from knowledge.parse.plain import read_text
from knowledge.parse.refusals import Stop

__all__ = ["read_mail"]

DEEPEST = 20
"""Parts within parts. A chosen number; forwarded mail has some five."""


def read_mail(data: bytes, draft: Draft) -> list[tuple[str, bytes]]:
    """The message's own text goes into the draft; what hangs on it comes back as names and bytes.

    Raises:
        Stop: It has too many parts, or they are nested too deeply.
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    draft.title = _header(message, "subject")
    sent = [f"{word} {value}" for word, name in (("from", "from"), ("sent", "date")) if (value := _header(message, name))]
    texts: list[Message] = []
    attached: list[tuple[str, bytes]] = []
    parts = list(_parts(message))
    if len(parts) > draft.limits.members:
        raise Stop("members")
    for part in parts:
        name = part.get_filename()
        if part.get_content_disposition() == "attachment" or (name and not part.get_content_type().startswith("text/")):
            if part.get_content_maintype() in ("image", "audio", "video"):
                draft.note("{n} picture{s} {were} not read" if part.get_content_maintype() == "image" else "{n} recording{s} {were} not read")
            else:
                attached.append((words_of(name or "") or "attachment", _payload(part)))
        elif part.get_content_maintype() == "text":
            texts.append(part)
    for part in _best(texts):
        raw = _payload(part)
        if part.get_content_type() == "text/html":
            read_html(decoded(raw, part.get_content_charset() or declared_in_html(raw)), draft)
        else:
            read_text(decoded(raw, part.get_content_charset() or ""), draft)
    draft.title = _header(message, "subject") or draft.title
    if sent:
        draft.note(("a message " + ", ".join(sent)).replace("{", "(").replace("}", ")"))
    if not draft.blocks and attached:
        draft.add(draft.title or "A message without text")
    return attached


def _parts(message: Message, depth: int = 0) -> list[Message]:
    """The leaves in order; a message inside is a leaf, for it is a document of its own."""
    if depth > DEEPEST:
        raise Stop("deep")
    payload = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(payload, list):
        return [message]
    return [leaf for part in payload if isinstance(part, Message) for leaf in _parts(part, depth + 1)]


def _best(texts: list[Message]) -> list[Message]:
    """HTML where the message has it, for its headings and lists, else the plain text."""
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    return pages or [part for part in texts if part.get_content_type() == "text/plain"] or texts


def _payload(part: Message) -> bytes:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def _header(message: Message, name: str) -> str:
    try:
        return words_of(str(message.get(name) or ""))
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        # The library's parser of addresses and dates trips over some that are not well formed (cpython issues 81074, 84714).
        return ""
