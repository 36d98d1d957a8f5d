"""The web application: FastAPI outside, the Gradio page mounted in it, our files beside it, the guard around all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from assistant.pages.guard import Guard
from assistant.pages.opening import Opening
from assistant.pages.shell import build_page
from assistant.pages.theme import FONTS, paper

__all__ = ["HOSTS", "make_site"]

HERE = Path(__file__).parent
SHIM = HERE / "shim.js"
MARK = HERE / "mark.svg"
HOSTS = ("127.0.0.1", "localhost")
UPLOAD = "5mb"
"""Largest file; no page takes files yet."""


def make_site(opening: Opening) -> ASGIApp:
    """Everything that answers under the page's address.

    Args:
        opening: Started with the server and closed with it.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        opening.start()
        yield
        opening.close()

    outer = FastAPI(title="Upward", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)

    @outer.get("/health")
    def health() -> dict[str, str]:
        return {"status": opening.state}

    @outer.get("/upward/shim.js")
    def shim() -> FileResponse:
        return FileResponse(SHIM, media_type="text/javascript")

    outer.mount("/upward/fonts", StaticFiles(directory=FONTS))
    gr.mount_gradio_app(
        outer,
        build_page(opening),
        path="/",
        server_name=HOSTS[0],
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=UPLOAD,
        theme=paper(),
        head=f'<script src="/upward/shim.js?v={_hash(SHIM)}" defer></script><meta name="color-scheme" content="light dark">',
        favicon_path=str(MARK),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    return Guard(GZipMiddleware(outer, minimum_size=1000), HOSTS)


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
