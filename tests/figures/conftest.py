"""A browser with the process map's scripts served to it, as a web server serves them, for the tests of the drawing."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import plotly
import pytest
from playwright.sync_api import Page

from tests.tabs import Tabs

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
ASSETS = Path(__file__).resolve().parents[2] / "figures" / "assets"
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; worker-src 'self'"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="/vendor/icons/home.svg">
<link rel="stylesheet" href="/process_map.css">
<style>@font-face { font-family: Inter; src: url(/vendor/fonts/InterVariable.woff2); font-weight: 100 900 }
body { margin: 0 } #map { height: 100vh }</style><div id="map" data-process-map></div>
<script src="/map_view.js"></script><script src="/map_motion.js"></script><script src="/map_keys.js"></script>
<script src="/process_map_page.js"></script>"""


class Served(http.server.SimpleHTTPRequestHandler):
    """The assets, one page with a strict policy that holds an empty map, Plotly, and a figure that a test draws."""

    figure = ""

    def do_GET(self) -> None:
        if self.path == "/page":
            self.answer("text/html; charset=utf-8", PAGE.encode(), {"Content-Security-Policy": POLICY})
        elif self.path == "/plotly.js":
            self.answer("text/javascript", PLOTLY.read_bytes(), {"Cache-Control": "max-age=86400, immutable"})
        elif self.path == "/figure":
            self.answer("text/html; charset=utf-8", Served.figure.encode(), {"Cache-Control": "no-store"})
        else:
            super().do_GET()

    def answer(self, kind: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

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
def page(tabs: Tabs, address: str) -> Iterator[Page]:
    """A page with an empty map. Whatever it complains of fails the test."""
    complaints: list[str] = []
    with tabs.lent() as new_tab:
        tab = new_tab(1440, 820, "light")
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        tab.page.goto(f"{address}/page")
        yield tab.page
    assert complaints == []
