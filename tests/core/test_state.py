"""The state database: its history and tables agree, transactions hold, many processes at once, errors in our words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, ForeignKey, Integer, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

import actions.approvals.tables
import actions.changes.tables
import actions.drafts.tables
import actions.inbound.tables
import actions.outbox.tables
import actions.outcomes.tables
import actions.policies.tables
import core.accounts.tables
import core.audit.settings_seen
import core.audit.table
import core.jobs
import models.findings.tables
import reports.tables
from core.errors import BadInput, WorkspaceBusy, WorkspaceNewer
from core.state import State, open_state, sqlite
from core.state.migrating import known_versions
from core.state.tables import Instant, metadata
from core.workspace import Workspace, create_workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "firm 100% ours")


@pytest.fixture
def state(workspace: Workspace):
    with open_state(workspace) as opened:
        yield opened


def test_the_history_makes_exactly_the_declared_tables(either_state: State):
    reports_own = (reports.tables.schedule_table, reports.tables.run_table)
    findings_own = (models.findings.tables.finding_table, models.findings.tables.verdict_table)
    for table in (
        core.jobs.job_table, core.accounts.tables.account_table, core.audit.table.audit_table, *reports_own,
        *findings_own, actions.outbox.tables.delivery_table, actions.inbound.tables.inbound_table,
        actions.approvals.tables.action_table, actions.changes.tables.change_table, actions.drafts.tables.draft_table,
        actions.outcomes.tables.outcome_table, actions.policies.tables.standing_table,
    ):  # fmt: skip
        assert table.metadata is metadata
    with either_state.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert connection.scalar(text("select version_num from alembic_version")) == known_versions()[-1]


def test_the_versions_follow_each_other():
    assert known_versions() == [f"{number:04}" for number in range(1, len(known_versions()) + 1)]


def test_opening_again_keeps_what_is_there(workspace: Workspace):
    with open_state(workspace) as state, state.writing() as connection:
        connection.execute(text("create table note (words text)"))
        connection.execute(text("insert into note values ('kept')"))
    with open_state(workspace) as state, state.reading() as connection:
        assert connection.scalar(text("select words from note")) == "kept"


def test_sqlite_is_set_as_it_should_be(state: State):
    with state.reading() as connection:
        assert connection.scalar(text("pragma journal_mode")) == "wal"
        assert connection.scalar(text("pragma foreign_keys")) == 1
        assert connection.scalar(text("pragma busy_timeout")) == 5000


def test_foreign_keys_hold(state: State):
    with state.writing() as connection:
        connection.execute(text("create table parent (id integer primary key)"))
        connection.execute(text("create table child (parent_id integer references parent (id))"))
    with pytest.raises(IntegrityError), state.writing() as connection:
        connection.execute(text("insert into child values (7)"))


def test_a_failed_block_changes_nothing_not_even_tables(state: State):
    def half_way() -> None:
        with state.writing() as connection:
            connection.execute(text("create table half_made (id integer)"))
            connection.execute(text("insert into half_made values (1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    with state.reading() as connection:
        assert connection.scalar(text("select count(*) from sqlite_master where name = 'half_made'")) == 0


def test_a_reader_keeps_its_view_while_another_writes(state: State):
    with state.writing() as connection:
        connection.execute(text("create table counter (n integer)"))
        connection.execute(text("insert into counter values (1)"))
    with state.reading() as reader:
        assert reader.scalar(text("select n from counter")) == 1
        with state.writing() as writer:
            writer.execute(text("update counter set n = 2"))
        assert reader.scalar(text("select n from counter")) == 1
    with state.reading() as reader:
        assert reader.scalar(text("select n from counter")) == 2


def test_no_update_is_lost_between_threads(state: State):
    with state.writing() as connection:
        connection.execute(text("create table counter (n integer)"))
        connection.execute(text("insert into counter values (0)"))

    def count() -> None:
        for _ in range(25):
            with state.writing() as connection:
                # reading first would fail half-way, had the transaction not taken the write lock at its start
                n = connection.scalar(text("select n from counter"))
                connection.execute(text("update counter set n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with state.reading() as connection:
        assert connection.scalar(text("select n from counter")) == 100


def test_a_second_writer_is_told_after_the_wait(state: State, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    with (
        open_state(state.workspace) as other,
        state.writing(),
        pytest.raises(WorkspaceBusy, match="being written by another process"),
        other.writing(),
    ):
        pass


def test_many_processes_make_it_at_the_same_moment(workspace: Workspace):
    start = time.time() + 2
    program = (
        "import sys, time; from pathlib import Path; from core.state import open_state; "
        "from core.workspace import Workspace; import core.jobs; time.sleep(max(0, float(sys.argv[2]) - time.time())); "
        "open_state(Workspace(Path(sys.argv[1]))).close()"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", program, str(workspace.root), str(start)], cwd=ROOT) for _ in range(4)
    ]
    assert [child.wait(120) for child in children] == [0] * 4
    with sqlite3.connect(workspace.state_file) as connection:
        assert connection.execute("select version_num from alembic_version").fetchall() == [(known_versions()[-1],)]


def test_a_newer_state_is_refused_and_left_alone(workspace: Workspace):
    open_state(workspace).close()
    with sqlite3.connect(workspace.state_file) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    before = workspace.state_file.read_bytes()
    with pytest.raises(WorkspaceNewer, match=r"state\.db has version 9999, and this program knows up to"):
        open_state(workspace)
    assert workspace.state_file.read_bytes() == before


def test_a_file_that_is_no_database_is_told(workspace: Workspace):
    workspace.state_file.write_text("something else, long enough to be looked at as a database file " * 20)
    with pytest.raises(BadInput, match=r"state\.db is damaged or not a state database"):
        open_state(workspace)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path):
    with pytest.raises(BadInput, match=r"state\.db cannot be opened"):
        open_state(Workspace(tmp_path / "nowhere"))


def test_an_instant_comes_back_the_same_in_utc(state: State):
    moment = datetime(2026, 7, 1, 12, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    beside = metadata.__class__()
    table = Table("moment", beside, Column("id", Integer, primary_key=True), Column("at", Instant))
    with state.writing() as connection:
        beside.create_all(connection)
        connection.execute(insert(table), [{"id": 1, "at": moment}, {"id": 2, "at": None}])
        assert connection.scalars(select(table.c.at).order_by(table.c.id)).all() == [moment.astimezone(UTC), None]
        assert connection.scalar(text("select at from moment where id = 1")).startswith("2026-07-01 07:00:00")


def test_constraints_get_the_same_names_everywhere():
    beside = metadata.__class__(naming_convention=metadata.naming_convention)
    Table("parent", beside, Column("id", Integer, primary_key=True))
    child = Table("child", beside, Column("parent_id", Integer, ForeignKey("parent.id")))
    assert [key.name for key in child.foreign_key_constraints] == ["fk_child_parent_id"]
