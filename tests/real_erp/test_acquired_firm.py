"""An acquired firm with its own ERP joins by settings only: a table in firm.toml, and no other file is touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.real_erp.environment import Seeded
from tests.real_erp.firm_log import FirmLog, add_settings, by_database, new_workspace, pulled

BILLING = """
[sources.billing]
connector = "sql"
url = {{file = "{url}"}}
[sources.billing.tables.invoice]
key = ["id"]
cursor = "changed"
columns = {{id = "integer", changed = "instant", sent_on = "instant", client = "text"}}
objects = [{{type = "invoice", id = "r.id", attributes = {{client = "r.client"}}}}]
events = [{{type = "invoice_sent", at = "r.sent_on", objects = [{{type = "invoice", id = "r.id"}}]}}]
"""
WRITTEN_BY_THE_PRODUCT = {"landing", "log", "stage.duckdb", "state.db", "history", "pulls"}


@pytest.fixture
def firm(tmp_path: Path) -> Workspace:
    """The firm before: its own billing system, pulled and built."""
    place = tmp_path / "billing.db"
    with closing(sqlite3.connect(place)) as database, database:
        database.execute(
            "create table invoice (id integer primary key, client text, sent_on timestamp, changed timestamp)"
        )
        database.executemany(
            "insert into invoice values (?, ?, ?, ?)",
            [(n, f"C-{n % 3}", f"2026-0{n}-10 09:00:00", f"2026-0{n}-10 09:00:00") for n in range(1, 8)],
        )
    (tmp_path / "billing.url").write_text(f"sqlite:///{place}")
    workspace = new_workspace(tmp_path, BILLING.format(url=tmp_path / "billing.url"))
    pulled(workspace)
    return workspace


def files_of(workspace: Workspace) -> dict[str, bytes]:
    """What stands in the workspace beside what the product itself writes."""
    return {
        str(path.relative_to(workspace.root)): path.read_bytes()
        for path in workspace.root.rglob("*")
        if path.is_file() and path.relative_to(workspace.root).parts[0] not in WRITTEN_BY_THE_PRODUCT
    }


def test_an_acquired_firm_joins_by_settings_only(firm: Workspace, seeded: Seeded, tmp_path: Path):
    before, files = FirmLog(firm).events("billing"), files_of(firm)
    assert len(before) == 7
    add_settings(firm, by_database(tmp_path, f"sqlite:///{seeded.sqlite}", "acquired"))
    result = pulled(firm)

    changed = {name for name, content in files_of(firm).items() if files.get(name) != content}
    assert changed == {"firm.toml"}
    assert {each.source: bool(each.run) for each in result.pulled} == {"billing": False, "acquired": True}
    log = FirmLog(firm)
    assert log.events("billing") == before
    assert len(log.events("acquired")) == len(seeded.truth["events"])
    assert log.rows("select system from source where name = 'acquired'") == [("Tryton",)]
    sent = log.rows(
        "select source.name, count(*) from event join event_type using (type_no) join source using (source_no) "
        "where event_type.name = 'invoice_sent' group by all order by all"
    )
    assert dict(sent) == {
        "billing": 7,
        "acquired": sum(each["type"] == "invoice_sent" for each in seeded.truth["events"]),
    }
