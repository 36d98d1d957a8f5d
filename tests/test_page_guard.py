"""What the page's server lets in and out: hosts, origins, routes, headers, and nothing of Gradio that the page does not use."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from assistant.pages.guard import is_open
from tests.page_server import served
from tests.page_stand_in import StandIn

CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; worker-src 'self' blob:"
)
REMOTE = [
    "http://e.example/x",
    "http:/e.example/x",
    "https://e.example/x",
    "//e.example/x",
    "/%2Fe.example/x",
    "%2F%2Fe.example",
    "http%3A//e.example/x",
    "http%253A%252F%252Fe.example",
    "\\\\e.example\\x",
    "%5C%5Ce.example",
    "HTTP://e.example",
    "ftp://e.example",
    "data:text/html,x",
    "/../etc/passwd",
    "/%2e%2e/etc/passwd",
]
CLOSED = [
    "/docs",
    "/redoc",
    "/openapi.json",
    "/gradio_api/openapi.json",
    "/monitoring",
    "/monitoring/summary",
    "/gradio_api/runs",
    "/gradio_api/token",
    "/login",
    "/logout",
    "/gradio_api/upload_progress",
    "/gradio_api/uploads",
    "/gradio_api/proxy=http://e.example",
    "/gradio_api/dev/reload",
    "/gradio_api/vibe-code",
    "/gradio_api/deep_link",
    "/gradio_api/stream/x/y/1/playlist.m3u8",
    "/pwa_icon",
    "/upward/../site.py",
    "/svelte/x",
]


@pytest.fixture(scope="module")
def page() -> Iterator[httpx.Client]:
    with served(StandIn) as site, httpx.Client(base_url=site.url) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/health", "/theme.css", "/config", "/upward/shim.js", "/nothing", "/gradio_api/file=http://e.example"])
def test_every_reply_carries_the_headers(page: httpx.Client, path: str) -> None:
    headers = page.get(path).headers
    assert headers["content-security-policy"] == CSP
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers


def test_the_page_is_not_kept_but_what_has_a_hash_is(page: httpx.Client) -> None:
    text = page.get("/").text
    assert page.get("/").headers["cache-control"] == "no-store"
    for pattern in (r"/upward/shim\.js\?v=\w+", r"/assets/[\w.-]+\.js", r"/assets/[\w.-]+\.css"):
        found = re.search(pattern, text)
        assert found
        assert "immutable" in page.get(found[0]).headers["cache-control"]


def test_the_page_is_small_on_the_wire(page: httpx.Client) -> None:
    reply = page.get("/", headers={"accept-encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"
    assert int(reply.headers["content-length"]) < 40_000


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:80@evil", "[::1]:1", "10.0.0.1"])
def test_a_foreign_host_is_refused(page: httpx.Client, host: str) -> None:
    assert page.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/gradio_api/queue/join", "/gradio_api/run/predict", "/gradio_api/call/take", "/gradio_api/cancel", "/gradio_api/upload", "/health"]
)
def test_a_foreign_site_cannot_write(page: httpx.Client, path: str, headers: dict[str, str]) -> None:
    assert page.post(path, json={}, headers=headers).status_code == 403


def test_the_page_itself_can_write(page: httpx.Client) -> None:
    own = str(page.base_url).rstrip("/")
    reply = page.post("/gradio_api/call/take", json={"data": ["I know this", "mentor", None]}, headers={"origin": own, "sec-fetch-site": "same-origin"})
    assert reply.status_code == 200


def test_a_link_from_another_site_may_open_the_page(page: httpx.Client) -> None:
    assert page.get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}).status_code == 200


@pytest.mark.parametrize("name", REMOTE)
def test_the_fetch_proxy_is_closed_however_the_address_is_written(page: httpx.Client, name: str, no_network: list[str]) -> None:
    assert page.get(f"/gradio_api/file={name}").status_code == 404
    assert no_network == []


def test_a_file_outside_gradios_own_folder_is_not_served(page: httpx.Client) -> None:
    assert page.get("/gradio_api/file=/etc/passwd").status_code in (403, 404)


@pytest.mark.parametrize("path", CLOSED)
def test_a_route_that_the_page_does_not_use_is_closed(page: httpx.Client, path: str) -> None:
    assert not is_open(path)
    assert page.get(path).status_code == 404


def test_gradio_keeps_and_tells_nothing(page: httpx.Client) -> None:
    config = page.get("/config").json()
    assert not config.get("run_history")
    assert not config.get("enable_monitoring")
    assert not config.get("footer_links")
    assert config["show_error"] is False


def test_health_says_how_far_it_is(page: httpx.Client) -> None:
    assert page.get("/health").json() == {"status": "ready"}
