"""A kill at any moment of a pull: what was landed stays, and the next pull ends as if nothing had been."""

from __future__ import annotations

import random
import shutil
from collections import Counter

import pytest
import sqlalchemy as sa

from core.workspace import Workspace
from tests.ingest.order_shop import landed
from tests.killing import killed_when_worked, worked_by_children
from tests.tracework.command_line import files_of, tracework

KILLS = 10
ROWS = 30_000


def fill(database, sql: str) -> None:
    with database.begin() as connection:
        connection.connection.dbapi_connection.executescript(sql)


def rows_of(firm) -> Counter[tuple[tuple[str, object], ...]]:
    return Counter(tuple(sorted(row.items())) for row in landed(Workspace(firm), "invoice"))


def numbers(first: int, last: int) -> str:
    return f"with recursive n(i) as (select {first} union all select i + 1 from n where i < {last})"


@pytest.fixture
def firm(tmp_path):
    """A firm that has pulled once, and a source that has changed much since."""
    firm = tmp_path / "firm"
    firm.mkdir()
    (firm / "firm.toml").write_text(
        f'[sources.erp]\nconnector = "sql"\nurl = {{file = "{tmp_path}/url"}}\n'
        '[sources.erp.tables.invoice]\nkey = ["id"]\n[sources.erp.tables.note]\nkey = ["id"]\n'
    )
    (tmp_path / "url").write_text(f"sqlite:///{tmp_path / 'erp.db'}")
    database = sa.create_engine((tmp_path / "url").read_text())
    fill(database, f"create table note (id integer primary key); insert into note values (1);"
                   "create table invoice (id integer primary key, number text, amount integer);"
                   f"insert into invoice {numbers(1, 500)} select i, 'I-' || i, i * 7 from n;")  # fmt: skip
    assert tracework("pull", "-w", firm, "--no-build").code == 0
    fill(database, "delete from invoice where id <= 20; update invoice set amount = 1 where id <= 40;"
                   f"insert into invoice {numbers(501, ROWS)} select i, 'I-' || i, i * 7 from n;")  # fmt: skip
    database.dispose()
    return firm


def test_killed_at_random_moments(firm, tmp_path, scale):
    pristine = shutil.copytree(firm, tmp_path / "pristine")
    before = rows_of(firm)
    started = worked_by_children()
    assert tracework("pull", "-w", firm, "--no-build").code == 0
    seconds, expected = worked_by_children() - started, rows_of(firm)
    assert expected.total() == 500 + 20 + (ROWS - 500) + 20
    assert max(expected.values()) == 1
    chance, killed = random.Random(11), 0
    shutil.rmtree(firm)
    shutil.copytree(pristine, firm)
    for _ in range(KILLS * scale):
        # mostly while it reads and lands; to start takes most of the work
        after = chance.uniform(seconds * 0.4, seconds * 0.95)
        killed += killed_when_worked(after, "pull", "-w", firm, "--no-build")
        found = rows_of(firm)
        assert found in (before, expected)
        if found == expected:
            # it was quicker than the kill; so back to the start for the next one
            shutil.rmtree(firm)
            shutil.copytree(pristine, firm)
    assert killed > KILLS * scale / 3
    assert tracework("pull", "-w", firm, "--no-build").code == 0
    assert rows_of(firm) == expected
    assert not list(firm.glob("landing/*/*.part"))
    landing = files_of(firm / "landing")
    assert tracework("pull", "-w", firm, "--no-build").code == 0
    assert files_of(firm / "landing") == landing
