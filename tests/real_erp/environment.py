"""A real Tryton, made once and kept outside the checkout: its own environment, an empty database, a seeded one.

Each is kept under the hash of what it is made of (pins, Python, scripts), so a change makes it anew, and two
test processes never make it twice. `python -m tests.real_erp.prepare` makes all of it beforehand.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PINS, SEEDING = HERE / "tryton.txt", HERE / "seeding"
CACHE = Path.home() / ".cache" / "tracework" / "tryton"
ADMIN, PASSWORD = "admin", "only-for-tests-8231"
ENGAGEMENTS = 3
FAKETIME = "usr/lib/*/faketime/libfaketime.so.1"
# Under a clock that jumps, Tryton would look after its caches in the midst of a transaction, and on SQLite end it so.
CONFIGURATION = "[database]\nuri = {uri}\npath = {path}\n[cache]\nclean_timeout = 1000000000\n"


@dataclass(frozen=True)
class Seeded:
    """What seeding left: a folder with the database and with the truth of what was done."""

    tryton: Tryton
    folder: Path

    @property
    def sqlite(self) -> Path:
        return self.folder / "firm.sqlite"

    @cached_property
    def truth(self) -> dict[str, Any]:
        return json.loads((self.folder / "truth.json").read_text())


@dataclass(frozen=True)
class Tryton:
    """An installed Tryton with an empty database that knows all modules."""

    folder: Path

    @property
    def binaries(self) -> Path:
        return self.folder / "venv" / "bin"

    def seeded(self, engagements: int) -> Seeded:
        scripts = sorted(SEEDING.glob("*.py"))
        name = f"seeded-{engagements}-{hash_of(*scripts)}"
        return Seeded(self, kept(self.folder / name, lambda folder: self._seed(folder, engagements)))

    def seed(self, folder: Path, uri: str, database: str, engagements: int, elsewhen: bool = True) -> None:
        """Play the engagements in the database at that address and write the truth into the folder.

        They are spread over the past (`elsewhen`) where `faketime` is there, and else all done now.
        """
        configuration = configured(folder, uri)
        offset = folder / "offset"
        offset.write_text("+0\n")
        library = _faketime() if elsewhen else None
        faked = {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_NO_CACHE": "1"}
        words = [configuration, database, engagements, folder / "truth.json", *([offset] if library else [])]
        run(self.binaries / "python", SEEDING / "seed.py", *words, **(faked if library else {}))

    def _seed(self, folder: Path, engagements: int) -> None:
        shutil.copy(self.folder / "clean.sqlite", folder / "firm.sqlite")
        self.seed(folder, "sqlite://", "sqlite:///firm", engagements)


def installed() -> Tryton:
    """Tryton in an environment of its own, made now if it is not there yet."""
    return Tryton(kept(CACHE / hash_of(PINS, more=PASSWORD), _install))


def _install(folder: Path) -> None:
    python = folder / "venv" / "bin" / "python"
    uv = Path(sys.executable).parent / "uv"
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    run(uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", PINS)
    (folder / "clean.sqlite").touch()
    initialise(folder, folder, "sqlite://", "clean")


def initialise(tryton: Path, folder: Path, uri: str, database: str) -> None:
    """Make the tables of all installed modules in an empty database; the folder is for files that this takes."""
    modules = tryton / "venv" / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    names = sorted(path.parent.name for path in (modules / "site-packages/trytond/modules").glob("*/tryton.cfg"))
    password = folder / "password"
    password.write_text(PASSWORD)
    run(
        tryton / "venv" / "bin" / "trytond-admin", "-c", configured(folder, uri), "-d", database,
        "-u", "ir", "res", *names, "--activate-dependencies", "--email", "admin@example.com",
        TRYTONPASSFILE=str(password),
    )  # fmt: skip


def configured(folder: Path, uri: str, more: str = "") -> Path:
    """A configuration file of Tryton whose SQLite databases are in the folder."""
    path = folder / "trytond.conf"
    path.write_text(CONFIGURATION.format(uri=uri, path=folder) + more)
    return path


def run(*words: object, **environment: str) -> None:
    """Run a program of the other environment; what it wrote is told where it fails."""
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SSL_CERT_FILE")}
    kept = {name: value for name, value in os.environ.items() if name.startswith(("UV_", "PIP_", "LC_", "LANG"))}
    done = subprocess.run(
        list(map(str, words)), env={**clean, **kept, "TZ": "UTC", **environment}, capture_output=True, text=True,
        check=False, timeout=1_800,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{words[0]} ended with {done.returncode}:\n{done.stdout[-2_000:]}{done.stderr[-4_000:]}")


def hash_of(*files: Path, more: str = "") -> str:
    content = hashlib.sha256((sys.version + more).encode())
    for path in files:
        content.update(path.read_bytes())
    return content.hexdigest()[:16]


def kept(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder, made if it is not there: under a lock, and whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder.with_name(f"{folder.name}.lock")):
        whole = folder / "whole"
        if not whole.exists():
            # made where it will stay, because an environment cannot be moved; the mark says that it is whole
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _faketime() -> Path | None:
    """Debian's library that gives a process another clock; without it everything was done just now."""
    return next(Path("/").glob(FAKETIME), None)
