"""The scratch place reads the published log, writes beside it, and leaves nothing, also where a trial was killed."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import duckdb
import pytest

from actions.changes.trials.scratch import PREFIX, ready_for_business, scratch
from core.database import READER
from core.errors import NotFound
from core.workspace import Workspace, create_workspace
from tests.actions.changes.trials.conftest import content
from tests.two_entities import imported


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return imported(tmp_path_factory.mktemp("scratch"))


def test_what_is_written_is_gone_and_the_log_is_as_it_was(orders: Workspace):
    files, bytes_before = content(orders.root), orders.generation_file(1).read_bytes()
    with scratch(orders, READER) as log:
        assert log.database.value("select count(*) from event") == log.manifest["events"]
        log.database.run("create table mine as from event; drop view event")
        assert content(orders.root) > files
        with pytest.raises(duckdb.Error):
            log.database.run('delete from "the published generation".main.event')
    assert (content(orders.root), orders.generation_file(1).read_bytes()) == (files, bytes_before)


def test_what_a_killed_trial_left_is_removed_by_the_next_and_not_what_is_in_use(orders: Workspace):
    left, used = (orders.temporary / f"{PREFIX}{name}" for name in ("left", "used"))
    for folder in (left, used):
        folder.mkdir()
        (folder / "spilled").write_text("x")
    lock = os.open(used, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with scratch(orders, READER):
        assert (left.exists(), (used / "spilled").exists()) == (False, True)
    os.close(lock)
    with scratch(orders, READER):
        assert not used.exists()


def test_without_a_log_or_without_business_it_is_said_what_to_do(orders: Workspace, tmp_path: Path):
    with pytest.raises(NotFound, match="holds no event log yet"), scratch(create_workspace(tmp_path / "new"), READER):
        pass
    with scratch(orders, READER) as log, pytest.raises(NotFound, match="no contracts, projects"):
        ready_for_business(log)
