"""The firm on PostgreSQL: seeded there once and kept as a dump of the tables that the connector reads."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.sources._tryton_streams import STREAMS
from tests.ingest.postgres import Postgres, program, running_postgres
from tests.real_erp.environment import SEEDING, Seeded, Tryton, hash_of, initialise, kept

DUMP = "firm.sql"


def seeded_on_postgresql(tryton: Tryton, engagements: int, place: Path) -> Seeded:
    """What seeding left; `place` is a folder for the server that is needed where it is not there yet."""

    def make(folder: Path) -> None:
        with running_postgres(place) as server:
            _run("createdb", server, "firm")
            uri = f"postgresql://{server.owner}@/?host={server.folder}"
            initialise(tryton.folder, folder, uri, "firm")
            tryton.seed(folder, uri, f"postgresql://{server.owner}@/firm?host={server.folder}", engagements)
            tables = [word for stream in STREAMS for word in ("-t", f'"{stream.name}"')]
            _run("pg_dump", server, "--section=pre-data", "--section=data", "-f", "/dev/stdout", *tables, "firm",
                 into=folder / DUMP)  # fmt: skip

    name = f"postgresql-{engagements}-{hash_of(*sorted(SEEDING.glob('*.py')), Path(__file__))}"
    return Seeded(tryton, kept(tryton.folder / name, make))


@contextmanager
def restored(seeded: Seeded, place: Path) -> Iterator[str]:
    """The address of a database with the tables of the firm."""
    with running_postgres(place) as server:
        _run("createdb", server, "firm")
        _run("psql", server, "-q", "-v", "ON_ERROR_STOP=1", "-d", "firm", given=seeded.folder / DUMP)
        yield f"postgresql://{server.owner}@/firm?host={server.folder}"


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
