"""Tryton's database on PostgreSQL: the same connector reads what was seeded there."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.real_erp.diary_check import assert_same_events
from tests.real_erp.environment import ENGAGEMENTS, Seeded, installed
from tests.real_erp.firm_log import FirmLog, by_database, new_workspace, pulled
from tests.real_erp.on_postgresql import restored, seeded_on_postgresql


@pytest.fixture
def place():
    """A folder that another user may enter, with a short name: the server's socket lies in it."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def on_postgresql(place: Path) -> Seeded:
    return seeded_on_postgresql(installed(), ENGAGEMENTS, place / "seeding")


def test_the_events_are_those_that_the_seeding_did(on_postgresql: Seeded, place: Path, tmp_path: Path):
    with restored(on_postgresql, place / "restored") as url:
        workspace = new_workspace(tmp_path, by_database(tmp_path, url))
        pulled(workspace)
        assert [each.run for each in pulled(workspace).pulled] == [None]
    log = FirmLog(workspace)
    assert_same_events(log.events(), on_postgresql.truth["events"])
    assert log.rows("select stream, reason from quarantine") == []
    assert log.rows("select distinct value from event_attribute where name = 'hours'") == [("7.5",)]
