"""The SQL connector on a real PostgreSQL: types, cursors, deletions, a connection cut in the middle, refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

import ingest.sources.sql as sql
from core.errors import BadSettings, Refused, SourceFailed
from core.workspace import create_workspace
from ingest.pull import probe_source, pull_source
from ingest.source_settings import configured_source
from tests.ingest.order_shop import landed

ROWS = 20_000


@pytest.fixture(scope="session")
def engine(postgres):
    engine = sa.create_engine(postgres.url)
    yield engine
    engine.dispose()


@pytest.fixture
def run(engine):
    def run(*statements: str) -> None:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))

    run("drop schema if exists erp cascade", "create schema erp")
    return run


@pytest.fixture
def place(tmp_path, postgres, monkeypatch):
    workspace = create_workspace(tmp_path / "firm")
    monkeypatch.setenv("ERP_DATABASE", postgres.url)
    return workspace


def configure(workspace, tables: str, **more: str):
    extra = "".join(f"{name} = {value}\n" for name, value in more.items())
    workspace.settings_file.write_text(
        f'[sources.erp]\nconnector = "sql"\nurl = {{env = "ERP_DATABASE"}}\nschema = "erp"\n{extra}'
        "[sources.erp.http]\nfirst_wait = 0.02\nlongest_wait = 0.05\nattempts = 3\n" + tables
    )
    return configured_source(workspace, "erp")


INVOICE = """[sources.erp.tables.invoice]
key = ["id"]
cursor = "changed"
columns = {id = "integer", amount = "number", number = "text", sent_on = "date"}
objects = [{type = "invoice", id = "r.number", attributes = {amount = "r.amount"}}]
events = [{type = "invoice_sent", at = "r.sent_on", objects = [{type = "invoice", id = "r.number"}]}]
"""


def many(run, rows: int) -> None:
    run(
        "create table erp.invoice (id bigint primary key, number text, amount numeric(12,2), changed timestamptz)",
        f"insert into erp.invoice select n, 'I-' || n, n / 4.0, timestamptz '2026-01-01' + interval '1 s' * (n / 10) "
        f"from generate_series(1, {rows}) n",
    )


def test_settings_become_a_declaration(place):
    declared = configure(place, INVOICE).declared
    assert declared.stream("invoice").columns == {
        "id": "integer", "changed": "instant", "amount": "number", "number": "text", "sent_on": "date",
    }  # fmt: skip
    assert declared.yields.objects[0].stream == declared.yields.events[0].stream == "invoice"
    with pytest.raises(BadSettings, match=r"tables.invoice.objects.0: .*no knid here"):
        configure(place, '[sources.erp.tables.invoice]\nkey = ["id"]\nobjects = [{type = "a", id = "b", knid = "c"}]\n')
    with pytest.raises(BadSettings, match=r"sources.erp: tables.invoice has no key"):
        configure(place, "[sources.erp.tables.invoice]\n")


def test_every_type_lands_as_the_database_writes_it(place, run):
    run(
        """create table erp.odd (id uuid primary key, t text, n numeric, f double precision, b boolean, d date,
           at timestamptz, local timestamp, j jsonb, a int[], y bytea, "Mixed Case" int)""",
        """insert into erp.odd values ('6a2f41a3-c54c-fce8-32d2-0324e1c32e22', 'ü', 100.10, 0.1, true, '2026-02-03',
           '2026-03-04 10:00:00.25+05', '2026-03-04 10:00:00', '{"k": [1]}', '{1,2}', '\\x0aff', 7)""",
    )
    pull_source(place, configure(place, '[sources.erp.tables.odd]\nkey = ["id"]\n'))
    (row,) = landed(place, "odd")
    assert row == {
        "id": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22", "t": "ü", "n": "100.10", "f": "0.1", "b": "true",
        "d": "2026-02-03", "at": "2026-03-04 05:00:00.25+00", "local": "2026-03-04 10:00:00", "j": '{"k": [1]}',
        "a": "{1,2}", "y": "\\x0aff", "Mixed Case": "7", "_deleted": False,
    }  # fmt: skip


def test_many_rows_land_once_and_only_news_again(place, run, scale):
    many(run, ROWS * scale)
    source = configure(place, INVOICE)
    assert pull_source(place, source).records == {"invoice": ROWS * scale}
    assert pull_source(place, source).run is None
    run(
        "update erp.invoice set amount = 1, changed = now() where id between 11 and 13",
        "delete from erp.invoice where id in (1, 20)",
    )
    pulled = pull_source(place, source)
    assert (pulled.records["invoice"], pulled.deleted["invoice"]) == (3, 2)
    assert sorted(row["id"] for row in landed(place, "invoice") if row["_deleted"]) == ["1", "20"]
    assert pull_source(place, source).run is None


def test_a_connection_that_is_cut_goes_on_behind_the_last_row(place, run, engine, monkeypatch):
    many(run, ROWS)
    monkeypatch.setattr(sql, "ROWS_A_PAGE", 700)
    cuts, page = [], sql.Page

    def cutting(*parts, **more):
        if len(cuts) < 5:
            # ends the very connection that the rows come from
            end = "select count(pg_terminate_backend(pid)) from pg_stat_activity where query like 'copy%'"
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                cuts.append(connection.scalar(sa.text(end)))
        return page(*parts, **more)

    monkeypatch.setattr(sql, "Page", cutting)
    source = configure(place, INVOICE)
    assert pull_source(place, source).records == {"invoice": ROWS}
    # what was on its way at a cut still arrives, so not every page meets a living connection
    assert sum(cuts)
    assert len({row["id"] for row in landed(place, "invoice")}) == ROWS


def test_a_growing_number_is_a_cursor_too(place, run):
    run("create table erp.log (id bigint primary key, what text)", "insert into erp.log values (1, 'a'), (2, 'b')")
    source = configure(
        place, '[sources.erp.tables.log]\nkey = ["id"]\ncursor = "id"\nappend_only = true\ncolumns = {id = "integer"}\n'
    )
    assert pull_source(place, source).records == {"log": 2}
    run("insert into erp.log values (7, 'c')")
    assert pull_source(place, source).records == {"log": 1}
    assert pull_source(place, source).run is None


def test_rows_without_a_time_come_too(place, run):
    many(run, 30)
    run("update erp.invoice set changed = null where id <= 3")
    source = configure(place, INVOICE)
    assert pull_source(place, source).records == {"invoice": 30}
    assert pull_source(place, source).run is None


def test_times_without_offset_are_in_the_zone_that_is_set(place, run):
    run(
        "create table erp.note (id int primary key, changed timestamp)",
        "insert into erp.note values (1, now() at time zone 'America/New_York' - interval '1 min')",
    )
    source = configure(
        place, '[sources.erp.tables.note]\nkey = ["id"]\ncursor = "changed"\n', zone='"America/New_York"'
    )
    assert pull_source(place, source).records == {"note": 1}
    run("insert into erp.note values (2, now() at time zone 'America/New_York' - interval '2 min')")
    assert pull_source(place, source).records == {"note": 1}
    run("insert into erp.note values (3, now() at time zone 'America/New_York' - interval '20 min')")
    assert pull_source(place, source).run is None


def test_a_table_that_may_not_be_read_is_noted(place, run, postgres, monkeypatch):
    many(run, 10)
    run(
        "create table erp.secret (id int primary key)", "drop role if exists reader",
        "create role reader login password 'reader-s3cret'", "grant usage on schema erp to reader",
        "grant select on erp.invoice to reader",
    )  # fmt: skip
    monkeypatch.setenv("ERP_DATABASE", postgres.url_of("reader", "reader-s3cret"))
    tables = '[sources.erp.tables.secret]\nkey = ["id"]\n[sources.erp.tables.absent]\nkey = ["id"]\n'
    pulled = pull_source(place, configure(place, INVOICE + tables))
    assert pulled.records == {"invoice": 10}
    assert "permission denied for table secret" in pulled.refused["secret"]
    assert "there is no table absent" in pulled.refused["absent"]
    assert [missing.stream for missing in probe_source(configure(place, INVOICE + tables))] == ["absent"]
    run("drop owned by reader", "drop role reader")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://ann:hush-hush@/nowhere?host=/tmp/no-socket-here", "tried 3 times"),
        ("no url hush-hush at all", "its url is none"),
        ("sqlite:////tmp/no-such-folder/shop.db", "there is no file /tmp/no-such-folder/shop.db. Check the address"),
        ("oracle+nothing://ann:hush-hush@h/d", "driver"),
        ("mysql+mysqldb://ann:hush-hush@h/d", "driver for mysql.mysqldb is not here .*MySQLdb"),
    ],
)
def test_what_cannot_be_opened_is_told_without_the_password(place, monkeypatch, url, told):
    monkeypatch.setenv("ERP_DATABASE", url)
    source = configure(place, INVOICE)
    with pytest.raises(Exception, match=told) as error:
        pull_source(place, source)
    assert "hush-hush" not in str(error.value)
    assert "\n" not in str(error.value)
    assert isinstance(error.value, SourceFailed | BadSettings) or "not here" in str(error.value)


def test_a_wrong_column_in_the_settings_names_those_there_are(place, run):
    many(run, 1)
    with pytest.raises(SourceFailed, match=r"has no column nr\. It has: id, number, amount, changed"):
        pull_source(place, configure(place, '[sources.erp.tables.invoice]\nkey = ["nr"]\n'))
    with pytest.raises(SourceFailed, match="number cannot be a cursor"):
        pull_source(place, configure(place, '[sources.erp.tables.invoice]\nkey = ["id"]\ncursor = "number"\n'))
    with pytest.raises(Refused, match="none of its streams"):
        pull_source(place, configure(place, '[sources.erp.tables.absent]\nkey = ["nr"]\n'))


def test_a_file_of_sqlite_is_a_database_too(tmp_path, monkeypatch):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'shop.db'}")
    with engine.begin() as connection:
        connection.execute(
            sa.text("create table note (id integer primary key, changed datetime, price real, ok boolean)")
        )
        moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        connection.execute(sa.text(f"insert into note values (1, '{moment}', 0.1, 1), (2, null, null, null)"))
    place = create_workspace(tmp_path / "firm")
    monkeypatch.setenv("SHOP", f"sqlite:///{tmp_path / 'shop.db'}")
    place.settings_file.write_text(
        '[sources.shop]\nconnector = "sql"\nurl = {env = "SHOP"}\n'
        '[sources.shop.tables.note]\nkey = ["id"]\ncursor = "changed"\n'
    )
    assert pull_source(place, configured_source(place, "shop")).records == {"note": 2}
    assert landed(place, "note")[0] == {
        "id": "1", "changed": "2026-03-02 09:30:00.000000", "price": "0.1", "ok": "true", "_deleted": False,
    }  # fmt: skip
    assert pull_source(place, configured_source(place, "shop")).run is None


def test_the_hour_that_comes_twice_loses_nothing(tmp_path, monkeypatch):
    """Times on a wall in Berlin, read in the first pass of the hour and again after the clock was put back."""
    first, berlin = datetime(2026, 10, 25, 0, 50, tzinfo=UTC), ZoneInfo("Europe/Berlin")
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    monkeypatch.setenv("SHOP", url)
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(
        '[sources.shop]\nconnector = "sql"\nurl = {env = "SHOP"}\nzone = "Europe/Berlin"\n'
        '[sources.shop.tables.note]\nkey = ["id"]\ncursor = "changed"\ndeletions = false\n'
        # of which each pull brings something, so that it is noted how far it has read
        '[sources.shop.tables.pull]\nkey = ["id"]\n'
    )
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for table in ("note", "pull"):
            connection.execute(sa.text(f"create table {table} (id integer primary key, changed datetime)"))
    for minutes in (0, 20, 75):
        now = first + timedelta(minutes=minutes)
        with engine.begin() as connection:
            for table in ("note", "pull"):
                wall = (now - timedelta(minutes=8)).astimezone(berlin)
                connection.execute(sa.text(f"insert into {table} (changed) values ('{wall:%Y-%m-%d %H:%M:%S}.000000')"))
        monkeypatch.setattr(sql.Database, "now", lambda self, now=now: now)
        pull_source(place, configured_source(place, "shop"))
    assert sorted(row["id"] for row in landed(place, "note")) == ["1", "2", "3"]
