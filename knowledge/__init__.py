"""What we know and how to find it. Knows nothing of the assistant."""

from knowledge.library import Library
from knowledge.model import Document, Found, Passage, Ranked, Role
from knowledge.opening import open_library

__all__ = ["Document", "Found", "Library", "Passage", "Ranked", "Role", "open_library"]
