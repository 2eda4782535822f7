"""A PostgreSQL that the tests start themselves: in a temporary folder, by a user without rights, on a socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.debian_packages import install

PLACES = "/usr/lib/postgresql/*/bin"


@dataclass(frozen=True)
class Postgres:
    """A running server; `url` opens its database as the owner."""

    folder: Path
    owner: str
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{self.owner}@/postgres?host={self.folder}"

    def new_database(self, name: str) -> str:
        """The address of an empty database of that name."""
        command = [str(program("createdb")), "-h", str(self.folder), "-U", self.owner, name]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return f"postgresql+psycopg://{self.owner}@/{name}?host={self.folder}"

    def url_of(self, user: str, password: str) -> str:
        return f"postgresql://{user}:{password}@/postgres?host={self.folder}"


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """A server whose data lie in `folder`, ended when the block ends."""
    binaries = _binaries()
    owner = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, owner)
    as_owner = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    data = folder / "data"
    subprocess.run(
        [*as_owner, str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", owner, "-E", "UTF8", "--no-sync"],
        check=True, capture_output=True, cwd=folder, timeout=120,
    )  # fmt: skip
    quick = [word for name in ("fsync", "synchronous_commit", "full_page_writes") for word in ("-c", f"{name}=off")]
    process = subprocess.Popen(
        [*as_owner, str(binaries / "postgres"), "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", *quick],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"),
    )  # fmt: skip
    try:
        _wait_until_ready(binaries, folder, process)
        yield Postgres(folder, owner, process)
    finally:
        _end(data, process)


def program(name: str) -> Path:
    """A program of the server's package, such as `pg_dump`."""
    return _binaries() / name


def _binaries() -> Path:
    """Where the server's programs are; Debian's package is installed if there is none and we may."""
    if not _found():
        install("postgresql")
    if not (found := _found()):
        pytest.skip("needs a PostgreSQL server: install the package postgresql")
    return found


def _found() -> Path | None:
    places = sorted(path for path in Path("/").glob(PLACES.removeprefix("/")) if (path / "initdb").exists())
    elsewhere = shutil.which("initdb")
    return places[-1] if places else Path(elsewhere).resolve().parent if elsewhere else None


def _wait_until_ready(binaries: Path, folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    ready = [str(binaries / "pg_isready"), "-q", "-h", str(folder)]
    while subprocess.run(ready, check=False, timeout=20).returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.05)


def _end(data: Path, process: subprocess.Popen[bytes]) -> None:
    """End the server by the number it wrote down itself: its parent may only be who started it as another user."""
    try:
        os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
    except (FileNotFoundError, ProcessLookupError):
        process.terminate()
    process.wait(timeout=30)
