"""The web server: the API under /api/v1 and the pages, as one ASGI app behind one sign-in."""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files

import uvicorn
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from core.access import acting
from core.accounts.people import any_account
from core.errors import MissingPart, WrongUse
from core.state import open_state
from core.workspace import Workspace
from dashboards.app import create
from dashboards.ask import Asker
from tracework import api
from tracework.compression import PackedForOthers
from tracework.delivery_clock import DeliveryClock
from tracework.detection_clock import DetectionClock
from tracework.policy_clock import PolicyClock
from tracework.report_clock import ReportClock
from tracework.request_rules import RequestRules
from tracework.sign_in import routes as sign_in
from tracework.sign_in.doorkeeper import Doorkeeper
from tracework.sign_in.gate import Gate

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def app(workspace: Workspace, host: str = "127.0.0.1", names: Sequence[str] = ()) -> ASGIApp:
    """The whole app for one workspace, answering to `host` and `names`. Each request is answered on behalf of whoever
    sends it. It must be made before the event loop runs."""
    asker = Asker(workspace, acting)
    state = open_state(workspace)
    doorkeeper = Doorkeeper(state, here_only=host in LOOPBACK)

    clocks = (ReportClock(state), DetectionClock(state), PolicyClock(state), DeliveryClock(state))

    @asynccontextmanager
    async def lifetime(_server: FastAPI) -> AsyncIterator[None]:
        for clock in clocks:
            clock.start()
        yield
        for clock in clocks:
            clock.close()
        asker.close()
        state.close()

    server = FastAPI(
        lifespan=lifetime,
        title="Tracework",
        version=version("tracework"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    api.add_to(server, asker, state)
    sign_in.add_to(server, doorkeeper)
    server.mount("/figures", StaticFiles(directory=str(files("figures") / "assets")), name="figures")
    dash = create(asker, server)
    hosts = {*LOOPBACK, host, *(name.lower() for name in names)}
    return RequestRules(PackedForOthers(Gate(server, doorkeeper)), hashes=dash.csp_hashes(), hosts=hosts)


def serve(workspace: Workspace, host: str = "127.0.0.1", port: int = 8050, names: Sequence[str] = ()) -> None:
    """Serve until stopped. To other machines only where accounts say who may see what."""
    if host not in LOOPBACK and not _has_accounts(workspace):
        raise WrongUse(
            f"This workspace has no accounts, so it is served on this machine only. Add one with `tracework users add "
            f"NAME -w {workspace.root}`, or use --host 127.0.0.1, not {host}."
        )
    with bound(host, port) as listening:
        config = uvicorn.Config(app(workspace, host, names), log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def _has_accounts(workspace: Workspace) -> bool:
    with open_state(workspace) as state:
        return any_account(state)


def bound(host: str, port: int) -> socket.socket:
    """A socket at this address, taken before anything slow is done."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise MissingPart(
            f"Port {port} of {host} is taken by another program. Name another one with --port, such as {port + 1}."
        ) from None
    return listening
