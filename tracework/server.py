"""The web server: the API under /api/v1 and the pages, as one ASGI app bound to this machine."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files

import uvicorn
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from core.access import Viewer
from core.errors import MissingPart, WrongUse
from core.workspace import Workspace
from dashboards.app import create
from dashboards.ask import Asker
from tracework import api
from tracework.request_rules import RequestRules

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def app(workspace: Workspace, host: str = "127.0.0.1") -> ASGIApp:
    """The whole app for one workspace. It reads as the local owner; it must be made before the event loop runs."""
    asker = Asker(workspace, Viewer.owner())

    @asynccontextmanager
    async def lifetime(_server: FastAPI) -> AsyncIterator[None]:
        yield
        asker.close()

    server = FastAPI(
        lifespan=lifetime,
        title="Tracework",
        version=version("tracework"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    api.add_to(server, asker)
    server.mount("/figures", StaticFiles(directory=str(files("figures") / "assets")), name="figures")
    dash = create(asker, server)
    return RequestRules(server, hashes=dash.csp_hashes(), hosts={*LOOPBACK, host})


def serve(workspace: Workspace, host: str = "127.0.0.1", port: int = 8050) -> None:
    """Serve until stopped. Only names of this machine are served: there is no sign-in yet."""
    if host not in LOOPBACK:
        raise WrongUse(
            f"The pages have no sign-in yet, so they are served on this machine only. Use --host 127.0.0.1, not {host}."
        )
    with bound(host, port) as listening:
        config = uvicorn.Config(app(workspace, host), log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


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
