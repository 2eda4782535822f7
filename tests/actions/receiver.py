"""A real receiver on this machine: it keeps every request it gets and answers what it is told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Request:
    """A request as it came; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What to answer. `stall_s`: after how long; `closes`: the connection ends before, or amid, the answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    stall_s: float = 0
    closes: bool = False


Answering = Callable[[Request], Reply]


@dataclass
class Receiver:
    """`requests` are those that came, in their order; `answer` may be changed at any time."""

    url: str
    answer: Answering
    requests: list[Request] = field(default_factory=list)


@contextmanager
def receiver(answer: Answering = lambda _: Reply(), host: str = "127.0.0.1", port: int = 0) -> Iterator[Receiver]:
    """Serve until the block ends."""
    found = Receiver("", answer)

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            request = Request(self.command, self.path, {n.lower(): v for n, v in self.headers.items()}, body)
            found.requests.append(request)
            reply = found.answer(request)
            if reply.stall_s:
                time.sleep(reply.stall_s)
            if reply.closes:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {"content-length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_any)

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A sender that was killed is no news."""

    server = Quiet((host, port), Handler)
    found.url = f"http://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
