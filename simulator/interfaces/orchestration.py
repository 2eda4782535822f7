"""The pretend firm's orchestration layer, as far as a demo needs one: it takes messages on loopback, keeps the latest.

The flows that do the work are examples of their own; this one only answers that it has the message."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEPT = 100
TAKEN = 202


@dataclass(frozen=True)
class Orchestration:
    """Where it takes messages, and the bodies of the latest."""

    url: str
    bodies: deque[bytes] = field(default_factory=lambda: deque(maxlen=KEPT))


@contextmanager
def taking_messages(port: int) -> Iterator[Orchestration]:
    """Answer until the block ends: on the wanted port, or on any other where it is taken."""
    bodies: deque[bytes] = deque(maxlen=KEPT)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers.get("content-length") or 0)))
            self.send_response(TAKEN)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is said of a message that came."""

    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, name="orchestration", daemon=True)
    thread.start()
    try:
        yield Orchestration(f"http://127.0.0.1:{server.server_port}/actions", bodies)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
