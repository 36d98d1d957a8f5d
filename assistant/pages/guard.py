"""What stands between the browser and the page: which hosts, which origins, which routes, and the headers of every reply."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "OPEN_PATHS", "OPEN_PREFIXES", "Guard"]

HEADERS = {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline'",  # Gradio's page carries its configuration in an inline script
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "worker-src 'self' blob:",
        )
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
OPEN_PATHS = frozenset({"/", "/config", "/health", "/theme.css", "/favicon.ico", "/robots.txt", "/manifest.json", "/gradio_api/upload"})
OPEN_PREFIXES = (
    "/assets/",
    "/static/",
    "/upward/",
    "/files/",
    "/gradio_api/info",
    "/gradio_api/queue/",
    "/gradio_api/call/",
    "/gradio_api/run/predict",
    "/gradio_api/heartbeat/",
    "/gradio_api/startup-events",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/theme.css",
)
"""Gradio has some eighty routes; these are the ones the page uses. Among the others are a fetch proxy, monitoring, a code editor, and the
route that serves files: whoever knows the address of an upload could read it there, so files come in and never go out.
What is downloaded is ours and lies under ``/files/``."""
_FOREVER = "public, max-age=31536000, immutable"
_READING = frozenset({"GET", "HEAD"})


class Guard:
    """ASGI middleware. Refuses foreign hosts (400), foreign origins (403) and closed routes (404), and sets the headers.

    Args:
        app: What it guards.
        hosts: Host names that the page may be asked under.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and add headers to the reply."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # a web socket that nobody accepts is closed
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        app = PlainTextResponse(refusal[1], refusal[0]) if refusal else self._app

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                own.update(HEADERS)
                own["cache-control"] = _cache(scope["path"], scope["query_string"], message["status"])
                own["vary"] = "accept-encoding, origin"
            await send(message)

        await app(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if _host_name(headers.get("host", "")) not in self._hosts:
            return 400, "This page answers under its own address only."
        path = scope["path"]
        if foreign(headers) and (scope["method"] not in _READING or path.startswith("/gradio_api/")):
            return 403, "Requests from other sites are refused."
        if not is_open(path):
            return 404, "There is nothing here."
        return None


def foreign(headers: Headers) -> bool:
    """Does another site ask? Browsers say so; programs that say nothing are not browsers."""
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


def is_open(path: str) -> bool:
    """Whether the page uses this route."""
    return ".." not in path and (path in OPEN_PATHS or path.startswith(OPEN_PREFIXES))


def _host_name(host: str) -> str:
    name, _, port = host.partition(":")
    return name.lower() if port.isdigit() or not port else ""


def _cache(path: str, query: bytes, status: int) -> str:
    """Names with a hash in them never change; everything else is asked for anew and not kept."""
    hashed = path.startswith("/assets/") or (path.startswith(("/upward/", "/theme.css")) and query.startswith(b"v="))
    if status != 200:
        return "no-store"
    if hashed:
        return _FOREVER
    return "public, max-age=86400" if path.startswith(("/static/", "/upward/")) or path == "/favicon.ico" else "no-store"
