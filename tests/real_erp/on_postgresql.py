"""The firm on PostgreSQL: seeded there once and kept as a dump of the tables that the connector reads."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ingest.sources._tryton_streams import STREAMS
from tests.postgres import Postgres, program, running_postgres
from tests.real_erp.environment import SEEDING, Seeded, Tryton, hash_of, initialise, kept

CLEAN, DUMP = "clean.dump", "firm.sql"


def seeded_on_postgresql(tryton: Tryton, engagements: int, place: Path) -> Seeded:
    """What seeding left; `place` is a folder for the servers that are needed where it is not there yet."""
    clean = kept(tryton.folder / f"postgresql-{hash_of(Path(__file__))}", partial(_initialise, tryton, place / "clean"))

    def make(folder: Path) -> None:
        with running_postgres(place / "seeded") as server:
            _run("createdb", server, "firm")
            _run("pg_restore", server, "-d", "firm", "--no-owner", given=clean / CLEAN)
            # its times are those of PostgreSQL's own clock, so this process has no other one
            tryton.seed(folder, _address(server), _address(server, "firm"), engagements, elsewhen=False)
            tables = [word for stream in STREAMS for word in ("-t", f'"{stream.name}"')]
            _run("pg_dump", server, "--section=pre-data", "--section=data", *tables, "firm", into=folder / DUMP)

    return Seeded(tryton, kept(clean / f"seeded-{engagements}-{hash_of(*sorted(SEEDING.glob('*.py')))}", make))


def _initialise(tryton: Tryton, place: Path, folder: Path) -> None:
    with running_postgres(place) as server:
        _run("createdb", server, "firm")
        initialise(tryton.folder, folder, _address(server), "firm")
        _run("pg_dump", server, "-Fc", "firm", into=folder / CLEAN)


def _address(server: Postgres, database: str = "") -> str:
    return f"postgresql://{server.owner}@/{database}?host={server.folder}"


@contextmanager
def restored(seeded: Seeded, place: Path) -> Iterator[str]:
    """The address of a database with the tables of the firm."""
    with running_postgres(place) as server:
        _run("createdb", server, "firm")
        _run("psql", server, "-q", "-v", "ON_ERROR_STOP=1", "-d", "firm", given=seeded.folder / DUMP)
        yield _address(server, "firm")


def _run(name: str, server: Postgres, *words: str, into: Path | None = None, given: Path | None = None) -> None:
    found = program(name)
    done = subprocess.run(
        [found, "-h", str(server.folder), "-U", server.owner, *words], timeout=300, check=False,
        capture_output=True, input=given.read_bytes() if given else None,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.decode()}")
    if into:
        into.write_bytes(done.stdout)
