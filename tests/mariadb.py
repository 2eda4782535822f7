"""A MariaDB that the tests start themselves: in a temporary folder, by a user without rights, on loopback only."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.debian_packages import install

ITS_TABLES = ("mysql_system_tables", "mysql_performance_tables", "mysql_system_tables_data")
ZONE = "-05:00"
"""Of the server's clock: a session that does not say its own is five hours off."""


@dataclass(frozen=True)
class MariaDb:
    """A running server with an empty database `erp`; `url` opens it as the owner."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return self.url_of("owner", "owner-s3cret")

    def url_of(self, user: str, password: str) -> str:
        return f"mysql://{user}:{password}@127.0.0.1:{self.port}/erp"


@contextmanager
def running_mariadb(folder: Path) -> Iterator[MariaDb]:
    """A server whose data lie in `folder`, ended when the block ends."""
    server = _server()
    owner = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    as_owner = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    data = folder / "data"
    data.mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(folder, owner)
        shutil.chown(data, owner)
    command = [
        *as_owner, server, "--no-defaults", f"--datadir={data}", f"--default-time-zone={ZONE}",
        "--innodb-flush-log-at-trx-commit=0", "--innodb-log-file-size=16M",
    ]  # fmt: skip
    subprocess.run(
        [*command, "--bootstrap"], check=True, input=_beginning(), capture_output=True, cwd=folder, timeout=120
    )
    port = _free_port()
    process = subprocess.Popen(
        [*command, "--bind-address=127.0.0.1", f"--port={port}", f"--socket={folder / 'socket'}"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"),
    )  # fmt: skip
    try:
        _wait_until_ready(port, folder, process)
        yield MariaDb(port, process)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _server() -> str:
    """Where the server's program is; Debian's package is installed if there is none and we may."""
    if not shutil.which("mariadbd"):
        install("mariadb-server-core")
    if not (found := shutil.which("mariadbd")):
        pytest.skip("needs a MariaDB server: install the package mariadb-server-core")
    return found


def _beginning() -> bytes:
    """What makes a server's own tables, our database and who owns it."""
    own = [(Path("/usr/share/mysql") / f"{name}.sql").read_text() for name in ITS_TABLES]
    ours = [
        "create database erp character set utf8mb4;", "flush privileges;",
        "create user owner@'127.0.0.1' identified by 'owner-s3cret';",
        "grant all on *.* to owner@'127.0.0.1' with grant option;",
    ]  # fmt: skip
    return "\n".join(["create database mysql;", "use mysql;", *own, *ours, ""]).encode()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_ready(port: int, folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "log").read_text()) from None
            time.sleep(0.05)
