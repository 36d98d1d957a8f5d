"""What we know and how to find it. Knows nothing of the assistant."""

from knowledge.library import Library, open_library
from knowledge.model import Document, Found, Passage, Ranked, Role

__all__ = ["Document", "Found", "Library", "Passage", "Ranked", "Role", "open_library"]
