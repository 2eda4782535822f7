"""Serving for a person at a terminal: a free port, and the address told once somebody answers there."""

import socket
import time
from collections.abc import Sequence
from threading import Thread

from core.workspace import Workspace
from tracework.terminal import tell

HOST = "127.0.0.1"
FIRST_PORT = 8050
PATIENCE_S = 60


def serve_and_tell(workspace: Workspace, port: int | None = None, host: str = HOST, names: Sequence[str] = ()) -> None:
    """Serve until stopped, at `port` or else at the first free one; prints the address when the pages are there.
    `names` are those by which other machines know this one."""
    # The server brings the whole web in with it; nobody who only asks for help should wait for that.
    from tracework.server import serve

    chosen = port or free_port()
    Thread(target=_tell_when_open, args=(host, chosen), daemon=True).start()
    serve(workspace, host, chosen, names)


def free_port(first: int = FIRST_PORT) -> int:
    """The first port from `first` on that no other program has taken, so that a second demo finds a place."""
    for port in range(first, first + 50):
        with socket.socket() as probe:
            # As the server binds: a port whose last connections are just closing counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    return first


def _tell_when_open(host: str, port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    # every address of this machine includes the one it calls itself by
    here = HOST if host in ("0.0.0.0", "::") else host
    while time.monotonic() < until:
        try:
            socket.create_connection((here, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            tell(f"Open http://{f'[{here}]' if ':' in here else here}:{port} in a browser. Ctrl-C ends it.")
            return
