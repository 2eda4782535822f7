"""A running Tryton server on a copy of a seeded database, and a plain client to change things in it."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.real_erp.environment import ADMIN, PASSWORD, Seeded, configured

STARTING_S = 120


@dataclass(frozen=True)
class TrytonServer:
    """A server on loopback; `sqlite` is the database it works on."""

    url: str
    sqlite: Path
    seeded: Seeded

    def call(self, method: str, *parameters: Any, user: str = ADMIN, password: str = PASSWORD) -> Any:
        """What Tryton answers, as it is: this is not the connector's client."""
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        answer = httpx.post(
            f"{self.url}/firm/rpc/", json={"id": 1, "method": method, "params": [*parameters, {}]},
            headers={"authorization": f"Basic {token}"}, timeout=60,
        )  # fmt: skip
        answer.raise_for_status()
        said = answer.json()
        assert "error" not in said, said["error"]
        return said["result"]


@contextmanager
def running_tryton(seeded: Seeded, folder: Path) -> Iterator[TrytonServer]:
    """A server, ended when the block ends."""
    shutil.copy(seeded.sqlite, folder / "firm.sqlite")
    port = _free_port()
    configuration = configured(folder, "sqlite://", f"[web]\nlisten = 127.0.0.1:{port}\n[session]\nmax_attempt = 0\n")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [seeded.tryton.binaries / "trytond", "-c", configuration, "-d", "firm"], env={"TZ": "UTC"},
            stdout=log, stderr=log,
        )  # fmt: skip
    server = TrytonServer(f"http://127.0.0.1:{port}", folder / "firm.sqlite", seeded)
    try:
        _wait_until_ready(server, process, folder / "log")
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


def _wait_until_ready(server: TrytonServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTING_S
    while True:
        try:
            return server.call("model.res.user.search", [], 0, 1, None)
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Tryton did not start:\n{log.read_text()[-4_000:]}") from None
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
