"""Running servers of the tests' own on loopback, started once and ended by their process."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.interfaces.node_packages import program
from tests.orchestration.environment import QUIET, NodeRed, Prefect

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "handoff"
STARTING_S, RUNNING_S = 180, 120
BUSY = 503
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
# what only keeps schedules and automations going, which no test has
UNUSED = (
    "SCHEDULER", "LATE_RUNS", "FOREMAN", "CANCELLATION_CLEANUP", "TRIGGERS", "PAUSE_EXPIRATIONS", "REPOSSESSOR",
    "CLEANUP_RECONCILER",
)  # fmt: skip


@dataclass(frozen=True)
class PrefectServer:
    """A server, by the address of its API, where the handoff is served as a deployment."""

    api: str
    deployment: str
    log: Path

    def start(self, parameters: Mapping[str, Any], key: str) -> str:
        """The id of a run of the handoff, started as whoever delivers a message starts it."""
        sent = {"parameters": parameters, "idempotency_key": key}
        return str(self._asked("POST", f"/deployments/{self.deployment}/create_flow_run", json=sent)["id"])

    def ended(self, run: str) -> str:
        """The state in which a run ended."""
        until = time.monotonic() + RUNNING_S
        while time.monotonic() < until:
            state = self._asked("GET", f"/flow_runs/{run}")["state"]
            if state["type"] in ENDED:
                return str(state["type"])
            time.sleep(0.3)
        raise AssertionError(f"the run did not end:\n{self.log.read_text()[-4_000:]}")

    def runs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._asked("POST", "/flow_runs/filter", json={})
        return found

    def _asked(self, method: str, path: str, **more: Any) -> Any:
        """The answer; a server whose database is busy says 503, and is asked again."""
        until = time.monotonic() + RUNNING_S
        while True:
            answer = httpx.request(method, f"{self.api}{path}", timeout=30, trust_env=False, **more)
            if answer.status_code != BUSY or time.monotonic() > until:
                return answer.raise_for_status().json()
            time.sleep(0.5)


@contextmanager
def running_prefect(prefect: Prefect, folder: Path, settings: Mapping[str, str]) -> Iterator[PrefectServer]:
    """A server and a process that serves the handoff, both ended when the block ends."""
    home, port = folder / "prefect", free_port()
    home.mkdir(parents=True)
    shutil.copy(prefect.database, home / "prefect.db")
    off = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in UNUSED}
    api = f"http://127.0.0.1:{port}/api"
    environment = {
        **QUIET, **off, "PREFECT_HOME": str(home), "PREFECT_API_URL": api, "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PATH": "/usr/bin:/bin", "HOME": str(folder), "TZ": "UTC", **settings,
    }  # fmt: skip
    words = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-services"]
    log = folder / "prefect.log"
    with log.open("wb") as file:
        started = [subprocess.Popen([prefect.python, *words], env=environment, stdout=file, stderr=file, cwd=home)]
        try:
            _until(lambda: httpx.get(f"{api}/health", timeout=5).is_success, started[0], log)
            flow = EXAMPLES / "with_prefect" / "handoff.py"
            serving = subprocess.Popen(
                [prefect.python, flow], env=environment, stdout=file, stderr=file, cwd=flow.parent
            )
            started.append(serving)
            place = f"{api}/deployments/name/handoff/handoff"
            _until(lambda: httpx.get(place, timeout=5).is_success, serving, log)
            yield PrefectServer(api, httpx.get(place, timeout=5).json()["id"], log)
        finally:
            for process in reversed(started):
                _end(process)


@contextmanager
def running_node_red(node_red: NodeRed, folder: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a Node-RED that has the handoff's flow."""
    home, port = folder / "node_red", free_port()
    home.mkdir(parents=True)
    for name in ("flows.json", "settings.js"):
        shutil.copy(EXAMPLES / "with_node_red" / name, home / name)
    log = folder / "node_red.log"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TZ": "UTC", "PORT": str(port), **settings}
    words = [program("node"), node_red.script, "--no-telemetry", "--userDir", home, "--settings", home / "settings.js"]
    with log.open("wb") as file:
        process = subprocess.Popen(list(map(str, words)), env=environment, stdout=file, stderr=file, cwd=home)
        try:
            url = f"http://127.0.0.1:{port}"
            _until(lambda: httpx.get(f"{url}/handoff/health", timeout=5).is_success, process, log)
            yield url
        finally:
            _end(process)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until(ready: Any, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTING_S
    while True:
        try:
            if ready():
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"it did not start:\n{log.read_text()[-4_000:]}")
        time.sleep(0.2)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)
