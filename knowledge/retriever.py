"""The same search as a LangChain retriever, for whoever builds with LangChain. The only door to langchain_core in this package."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.library import Library
from knowledge.model import Role

__all__ = ["GuidanceRetriever"]


class GuidanceRetriever(BaseRetriever):
    """Finds what :meth:`Library.search` finds, in the same order."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 5
    """How many passages."""
    role: Role | None = None
    """Prefer what is written for this person."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                page_content=found.passage.text,
                metadata={"id": found.passage.id, "document": found.passage.document, "title": found.passage.title, "heading": found.passage.heading}
                | {"where": found.passage.where, "tier": str(found.passage.tier), "score": found.score, "why": found.why},
            )
            for found in self.library.search(query, self.k, self.role)
        ]
