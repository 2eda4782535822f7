"""Tables that firm.toml declares: the guide's own example, word by word, over a database as it describes."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from core.access import Viewer
from core.workspace import create_workspace
from eventlog.reading import open_log
from tracework import pipeline

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "connect.md"
EXAMPLE = next(
    block
    for block in re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    if "[sources.ledger]" in block
)


def test_the_example_of_the_guide_reads_a_ledger(tmp_path, monkeypatch):
    monkeypatch.setenv("LEDGER", f"sqlite:///{tmp_path / 'ledger.db'}")
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(EXAMPLE, encoding="utf-8")
    with sqlite3.connect(tmp_path / "ledger.db") as ledger:
        ledger.executescript(
            """create table client (id integer primary key, name text);
            create table invoice (id text primary key, client integer, sent_on text, changed_at timestamp,
                amount text);
            insert into client values (7, 'Royal Severn');
            insert into invoice values ('A1', 7, '2026-01-05', '2026-01-06 09:30:00', '1200,50'),
                ('A2', null, '2026-01-05', '2026-01-06 09:31:00', '10'),
                ('A3', 7, null, '2026-01-06 09:32:00', 'ten');"""
        )
    assert pipeline.pull(place).failed == {}
    with sqlite3.connect(tmp_path / "ledger.db") as ledger:
        now = datetime.now(ZoneInfo("Europe/Berlin")).isoformat(" ", "seconds")[:19]
        ledger.execute("update invoice set amount = '1100', changed_at = ? where id = 'A1'", (now,))
    assert pipeline.pull(place).failed == {}
    with open_log(place, Viewer.owner()) as log:
        rows = log.database.rows
        assert rows("select reason from quarantine order by all") == [
            ("client is missing",),
            ("the amount is no amount",),
        ]
        assert rows(
            "select event_type.name, quality::varchar, ts::date::varchar, logged_at is null from event "
            "join event_type using (type_no) where event_type.name <> 'invoice_adjusted'"
        ) == [("invoice_sent", "business_date", "2026-01-05", False)]
        assert rows(
            "select quality::varchar from event join event_type using (type_no) "
            "where event_type.name = 'invoice_adjusted'"
        ) == [("observed",)]
        assert rows("select object_id from object order by all") == [("ledger:7",), ("ledger:A1",)]
