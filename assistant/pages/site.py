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
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from assistant.pages.downloads import Downloads
from assistant.pages.files import ADDRESS
from assistant.pages.guard import Guard
from assistant.pages.opening import Opening
from assistant.pages.shell import build_page
from assistant.pages.theme import FONTS, paper
from assistant.pages.trouble import trouble

__all__ = ["HOSTS", "Server", "make_site", "offered"]

HERE = Path(__file__).parent
SCRIPTS = {name: HERE / f"{name}.js" for name in ("shim", "session")}
MARK = HERE / "mark.svg"
HOSTS = ("127.0.0.1", "localhost")
BREATH = 0.3
"""Seconds between the server's start and the opening: the first page is sent before the library takes the processor."""
GRACE = 3
"""Seconds that an answer under way may take to end when the server stops."""
GONE = "This file is not kept any more. Go back to the page and make it again."
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

    downloads = Downloads()
    outer = FastAPI(title="Upward", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)

    @outer.get("/health")
    def health() -> dict[str, str]:
        return {"status": opening.state}

    @outer.get("/upward/{name}.js")
    def script(name: str) -> Response:
        return FileResponse(SCRIPTS[name], media_type="text/javascript") if name in SCRIPTS else Response(status_code=404)

    @outer.get(f"{ADDRESS}/{{key}}/{{name}}")
    def file(key: str, name: str) -> Response:
        return offered(downloads, key, name)

    outer.mount("/upward/fonts", StaticFiles(directory=FONTS))
    gr.mount_gradio_app(
        outer,
        build_page(opening, downloads),
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
        head="".join(map(_script, SCRIPTS)) + '<meta name="color-scheme" content="light dark">',
        favicon_path=str(MARK),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    return Guard(GZipMiddleware(outer, minimum_size=1000), HOSTS), _mounted(outer).stop_event.set


def offered(downloads: Downloads, key: str, name: str) -> Response:
    """A file that a page offers; a page to print is shown, everything else is downloaded."""
    try:
        written = downloads.written(key, name)
    except Exception as error:  # noqa: BLE001 - whatever it was, it is told in words
        problem = trouble(error, "The page still shows it. Try again.", "The file could not be written.")
        return PlainTextResponse(f"{problem.message} {problem.hint}", 409)
    if written is None:
        return PlainTextResponse(GONE, 410)
    how = "inline" if written.name.endswith(".html") else f'attachment; filename="{written.name}"'
    return Response(written.content, media_type=written.kind, headers={"content-disposition": how})


def _script(name: str) -> str:
    return f'<script src="/upward/{name}.js?v={_hash(SCRIPTS[name])}" defer></script>'


def _mounted(outer: FastAPI) -> gr.routes.App:
    return next(route.app for route in outer.routes if isinstance(route, Mount) and isinstance(route.app, gr.routes.App))


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
