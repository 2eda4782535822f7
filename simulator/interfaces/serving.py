"""Serve a vendor's interface on loopback, in a thread of this process, with its faults and its clock at hand."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, Self

import uvicorn
from fastapi import FastAPI, Request

from simulator.interfaces.faults import Faults, Faulty
from simulator.interfaces.shown import Shown
from simulator.state import State
from simulator.systems.records import SystemRecords


@dataclass(frozen=True)
class Certificate:
    """Files that prove to a client who serves: the chain and its key, both PEM."""

    chain: Path
    key: Path


class Vendor(Protocol):
    """A file of this folder: `ERRORS` are its error bodies by status, `SECRETS` what its clients sign in with. One that
    says `ELSEWHERE = True` answers at a second port too: its application is told in `state.files_url`."""

    ERRORS: dict[int, bytes]
    SECRETS: dict[str, str]

    def records(self, state: State) -> SystemRecords:
        """The system's records of a state."""

    def app(self, shown: Shown) -> FastAPI:
        """The interface over what is shown."""


@dataclass
class Served:
    """An interface that answers at `url` until it is closed."""

    url: str
    shown: Shown
    faults: Faults
    _server: uvicorn.Server
    _thread: threading.Thread

    def close(self) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve(
    vendor: Any, state: State, *, port: int = 0, moment: datetime | None = None, certificate: Certificate | None = None
) -> Served:
    """Serve `vendor` over `state` on 127.0.0.1, over TLS with a certificate; port 0 takes a free one."""
    shown, faults = Shown(state, vendor.records, moment), Faults()
    app: FastAPI = vendor.app(shown)
    _add_control(app, shown, faults)
    scheme = "https" if certificate else "http"
    listeners = [socket.create_server(("127.0.0.1", port))]
    if getattr(vendor, "ELSEWHERE", False):
        listeners.append(socket.create_server(("127.0.0.1", 0)))
        app.state.files_url = _url(scheme, listeners[1])
    config = uvicorn.Config(
        Faulty(app, faults, shown, vendor.ERRORS),
        log_level="critical", lifespan="off", date_header=False, server_header=False,
        ssl_certfile=certificate.chain if certificate else None, ssl_keyfile=certificate.key if certificate else None,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": listeners}, daemon=True)
    thread.start()
    return Served(_url(scheme, listeners[0]), shown, faults, server, thread)


def _url(scheme: str, listener: socket.socket) -> str:
    return f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"


def _add_control(app: FastAPI, shown: Shown, faults: Faults) -> None:
    @app.post("/_simulator/clock")
    async def set_clock(request: Request) -> dict[str, str]:
        shown.set_clock(datetime.fromisoformat((await request.json())["moment"]))
        return {"now": shown.now().isoformat()}

    @app.post("/_simulator/faults")
    async def plan_faults(request: Request) -> dict[str, int]:
        faults.clear()
        for fault in await request.json():
            faults.plan(**fault)
        return {"planned": len(faults.planned)}
