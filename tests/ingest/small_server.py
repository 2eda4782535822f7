"""A small web interface on loopback with faults on demand, for tests of what asks it."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from simulator.interfaces.faults import Faults, Faulty


@dataclass
class Clock:
    """The server's clock, ahead of ours by `ahead`."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class SmallServer:
    """Serves `app` at `url` until closed."""

    def __init__(self, app: ASGIApp, errors: dict[int, bytes] | None = None, **tls: object) -> None:
        self.faults, self.clock = Faults(), Clock()
        listener = socket.create_server(("127.0.0.1", 0))
        faulty = Faulty(app, self.faults, self.clock, errors or {})
        config = uvicorn.Config(
            faulty, log_level="critical", lifespan="off", date_header=False, server_header=False, **tls
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"

    def close(self) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
