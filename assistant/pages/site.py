"""The web application: FastAPI outside, the Gradio page mounted in it, our files beside it, the guard around all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from socket import socket
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from assistant.pages.guard import Guard
from assistant.pages.opening import Opening
from assistant.pages.shell import build_page
from assistant.pages.theme import FONTS, paper

__all__ = ["HOSTS", "Server", "make_site"]

HERE = Path(__file__).parent
SHIM = HERE / "shim.js"
MARK = HERE / "mark.svg"
HOSTS = ("127.0.0.1", "localhost")
BREATH = 0.3
"""Seconds between the server's start and the opening: the first page is sent before the library takes the processor."""
GRACE = 3
"""Seconds that an answer under way may take to end when the server stops."""
UPLOAD = "20mb"
"""Largest file that is taken; a larger one is refused while it is sent."""


class Server(uvicorn.Server):
    """Serves the page of one opening.

    Args:
        opening: See :func:`make_site`.
        up: Called once the page is there.
        **config: For uvicorn.
    """

    def __init__(self, opening: Opening, up: Callable[[], None] = lambda: None, **config: Any) -> None:
        site, self._hang_up = make_site(opening)
        super().__init__(uvicorn.Config(site, access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=GRACE, **config))
        self._up = up

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._up()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """End the streams that browsers hold open first; otherwise each is waited for and then reported as an error."""
        self._hang_up()
        await super().shutdown(sockets)


def make_site(opening: Opening) -> tuple[ASGIApp, Callable[[], None]]:
    """Everything that answers under the page's address, and what to call before it stops.

    Args:
        opening: Started soon after the server and closed with it.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        asyncio.get_running_loop().call_later(BREATH, opening.start)
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
    return Guard(GZipMiddleware(outer, minimum_size=1000), HOSTS), _mounted(outer).stop_event.set


def _mounted(outer: FastAPI) -> gr.routes.App:
    return next(route.app for route in outer.routes if isinstance(route, Mount) and isinstance(route.app, gr.routes.App))


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
