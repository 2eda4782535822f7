"""A browser with the process map's scripts served to it, as a web server serves them, for the tests of the drawing."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ASSETS = Path(__file__).resolve().parents[2] / "figures" / "assets"
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; worker-src 'self'"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="/vendor/icons/home.svg">
<link rel="stylesheet" href="/process_map.css">
<style>@font-face { font-family: Inter; src: url(/vendor/fonts/InterVariable.woff2); font-weight: 100 900 }
body { margin: 0 } #map { height: 100vh }</style><div id="map" data-process-map></div>
<script src="/map_view.js"></script><script src="/map_motion.js"></script><script src="/map_keys.js"></script>
<script src="/process_map_page.js"></script>"""


class Served(http.server.SimpleHTTPRequestHandler):
    """The assets, and one page with a strict policy that holds an empty map."""

    def do_GET(self) -> None:
        if self.path != "/page":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test's output is for its own words."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    handler = functools.partial(Served, directory=str(ASSETS))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page with an empty map. Whatever it complains of fails the test."""
    opened = browser.new_page(viewport={"width": 1440, "height": 820})
    opened.set_default_timeout(15_000)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.goto(f"{address}/page")
    yield opened
    opened.close()
    assert complaints == []
