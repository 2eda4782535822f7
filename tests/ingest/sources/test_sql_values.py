"""Values as a real MariaDB and a file of SQLite write them: types, zones, the order of keys, cuts, refusals."""

from __future__ import annotations

import sys

import pytest
import sqlalchemy as sa

import ingest.sources.sql as sql
from core.errors import MissingPart, SourceFailed
from core.workspace import create_workspace
from ingest.pull import probe_source, pull_source
from ingest.source_settings import configured_source
from tests.ingest.order_shop import landed

ROWS = 20_000
NOTE = '[sources.erp.tables.note]\nkey = ["id"]\ncursor = "changed"\n'


pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="session")
def engine(mariadb):
    engine = sa.create_engine(mariadb.url.replace("mysql:", "mysql+pymysql:"))
    yield engine
    engine.dispose()


@pytest.fixture
def run(engine):
    def run(*statements: str) -> None:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    run("drop database erp", "create database erp character set utf8mb4", "use erp")
    return run


@pytest.fixture
def place(tmp_path, mariadb, monkeypatch):
    monkeypatch.setenv("ERP_DATABASE", mariadb.url)
    return create_workspace(tmp_path / "firm")


def configure(workspace, tables: str, more: str = ""):
    workspace.settings_file.write_text(
        f'[sources.erp]\nconnector = "sql"\nurl = {{env = "ERP_DATABASE"}}\n{more}'
        "[sources.erp.http]\nfirst_wait = 0.02\nlongest_wait = 0.05\nattempts = 3\n" + tables
    )
    return configured_source(workspace, "erp")


def test_every_type_of_mariadb_lands_as_it_writes_it(place, run):
    run(
        """create table odd (id binary(4) primary key, t varchar(20), n decimal(30,4), f double, b tinyint(1),
           bits bit(5), d date, at timestamp(6) null, `local time` datetime(6), day datetime,
           kind enum('late', 'early'), j json, y varbinary(9), span time(3), u uuid, p point, tags set('a', 'b'),
           big bigint unsigned)""",
        """insert into odd values (x'00ff5c27', 'Müller 🧾', 12345678901234567890.1000, 0.1, 1, b'01010', '2026-02-03',
           '2026-03-04 05:00:00.25', '2026-03-04 10:00:00.000001', '2026-03-04 10:00:00', 'early', '{"k": [1, "ü"]}',
           x'0aff', '-101:02:03.5', '6a2f41a3-c54c-4ce8-92d2-0324e1c32e22', point(1, 2), 'b,a',
           18446744073709551615)""",
    )
    pull_source(place, configure(place, '[sources.erp.tables.odd]\nkey = ["id"]\n'))
    (row,) = landed(place, "odd")
    assert row.pop("p").startswith("\\x")
    assert row == {
        "id": "\\x00ff5c27", "t": "Müller 🧾", "n": "12345678901234567890.1000", "f": "0.1", "b": "1", "bits": "10",
        # the server's own clock is five hours behind
        "d": "2026-02-03", "at": "2026-03-04 10:00:00.250000+00", "local time": "2026-03-04 10:00:00.000001",
        "day": "2026-03-04 10:00:00", "kind": "early", "j": '{"k": [1, "ü"]}', "y": "\\x0aff", "span": "-101:02:03.500",
        "u": "6a2f41a3-c54c-4ce8-92d2-0324e1c32e22", "tags": "a,b", "big": "18446744073709551615", "_deleted": False,
    }  # fmt: skip


def test_a_day_of_zeros_and_a_null_land_as_they_stand(place, run):
    run(
        "set sql_mode = ''", "create table note (id int primary key, changed datetime, day date)",
        "insert into note values (1, '0000-00-00 00:00:00', '0000-00-00'), (2, null, null), (3, '2026-01-02', null)",
    )  # fmt: skip
    assert pull_source(place, configure(place, NOTE)).records == {"note": 3}
    rows = {row["id"]: row for row in landed(place, "note")}
    assert (rows["1"]["changed"], rows["1"]["day"]) == ("0000-00-00 00:00:00", "0000-00-00")
    assert "changed" not in rows["2"]
    assert pull_source(place, configure(place, NOTE)).run is None


def test_a_timestamp_is_a_moment_and_a_datetime_is_of_the_zone_that_is_set(place, run):
    run(
        "create table seen (id int primary key, changed timestamp)",
        "create table note (id int primary key, changed datetime)",
        # one minute ago, by the server's clock and by one that is set apart from it
        "insert into seen values (1, now() - interval 1 minute)",
        "insert into note values (1, utc_timestamp() - interval 5 hour - interval 1 minute)",
    )
    tables = NOTE + NOTE.replace("note", "seen")
    source = configure(place, tables, 'zone = "Etc/GMT+5"\n')
    assert pull_source(place, source).records == {"note": 1, "seen": 1}
    run(
        "insert into seen values (2, now() - interval 2 minute), (3, now() - interval 20 minute)",
        "insert into note values (2, utc_timestamp() - interval 302 minute)",
        "insert into note values (3, utc_timestamp() - interval 320 minute)",
    )
    assert pull_source(place, source).records == {"note": 1, "seen": 1}


def test_news_and_what_is_gone_of_mariadb(place, run):
    run(
        "create table note (id bigint primary key, kind text, changed datetime(6))",
        f"insert into note select seq, 'n', '2026-01-01' + interval seq div 10 second from seq_1_to_{ROWS}",
    )
    source = configure(place, NOTE)
    assert pull_source(place, source).records == {"note": ROWS}
    assert pull_source(place, source).run is None
    run("update note set changed = utc_timestamp(6) where id between 11 and 13", "delete from note where id in (1, 20)")
    pulled = pull_source(place, source)
    assert (pulled.records["note"], pulled.deleted["note"]) == (3, 2)


def test_a_connection_to_mariadb_that_is_cut_goes_on_behind_the_last_row(place, run, engine, monkeypatch):
    # an enum is sorted by its place in the list and compared by its name: a key that would lead astray
    run(
        "create table note (kind enum('late', 'early') not null, id bigint, changed datetime, what text, "
        "primary key (kind, id))",
        "insert into note select if(mod(seq, 2), 'early', 'late'), seq, '2026-01-01', repeat('x', 500) "
        f"from seq_1_to_{ROWS}",
    )
    monkeypatch.setattr(sql, "ROWS_A_PAGE", 700)
    cuts, page = [], sql.Page

    def cutting(*parts, **more):
        if len(cuts) < 5:
            reading = "select id from information_schema.processlist where command = 'Query' and info like '%%text_%%'"
            with engine.connect() as connection:
                found = connection.exec_driver_sql(f"{reading} and id <> connection_id()").scalars().all()
                for number in found:
                    connection.exec_driver_sql(f"kill {number}")
            cuts.append(len(found))
        return page(*parts, **more)

    monkeypatch.setattr(sql, "Page", cutting)
    source = configure(place, NOTE.replace('["id"]', '["kind", "id"]'))
    assert pull_source(place, source).records == {"note": ROWS}
    assert sum(cuts)
    assert len({row["id"] for row in landed(place, "note")}) == ROWS


def test_what_mariadb_refuses_is_told_at_once(place, run, mariadb, monkeypatch):
    run(
        "create table note (id int primary key, changed datetime)", "create table secret (id int primary key)",
        "insert into note values (1, '2026-01-02')",
        "create or replace user reader@'127.0.0.1' identified by 'reader-s3cret'",
        "grant select on erp.note to reader@'127.0.0.1'", "grant insert on erp.secret to reader@'127.0.0.1'",
    )  # fmt: skip
    monkeypatch.setenv("ERP_DATABASE", mariadb.url_of("reader", "reader-s3cret"))
    source = configure(
        place, NOTE + '[sources.erp.tables.secret]\nkey = ["id"]\n[sources.erp.tables.gone]\nkey = ["id"]\n'
    )
    pulled = pull_source(place, source)
    assert pulled.records == {"note": 1}
    assert "command denied" in pulled.refused["secret"]
    # it does not say whether there is one
    assert "command denied" in pulled.refused["gone"]
    assert [missing.stream for missing in probe_source(source)] == ["gone"]
    for url, told in (
        (mariadb.url_of("reader", "wrong-s3cret"), "does not let us in .Access denied for user 'reader'"),
        (mariadb.url.replace("/erp", "/nowhere"), "does not let us in .Unknown database 'nowhere'"),
        ("mysql://ann:hush-hush@127.0.0.1:1/erp", "tried 3 times"),
    ):
        monkeypatch.setenv("ERP_DATABASE", url)
        with pytest.raises(SourceFailed, match=told) as error:
            pull_source(place, configure(place, NOTE))
        assert "s3cret" not in str(error.value)
        assert "hush" not in str(error.value)


def test_a_text_that_is_no_time_in_a_file_of_sqlite_comes_every_time_with_the_others(tmp_path, monkeypatch):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'shop.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "create table note (id integer primary key, changed datetime, day date, price numeric)"
        )
        connection.exec_driver_sql(
            "insert into note values (1, 'next week', '3 May', 'free'), (5, null, null, null),"
            "(2, '2026-03-02T09:30:00Z', '2026-03-02', 100.10), (3, '2026-03-02 09:30:00', null, 7),"
            "(4, 1772443800, 20260302, 0)"
        )
    monkeypatch.setenv("ERP_DATABASE", f"sqlite:///{tmp_path / 'shop.db'}")
    place = create_workspace(tmp_path / "firm")
    source = configure(place, NOTE + 'columns = {day = "date", price = "number"}\n')
    assert pull_source(place, source).records == {"note": 5}
    rows = {row["id"]: row for row in landed(place, "note")}
    assert [(rows[key].get("changed"), rows[key].get("day"), rows[key].get("price")) for key in "12345"] == [
        ("next week", "3 May", "free"), ("2026-03-02T09:30:00Z", "2026-03-02", "100.1"),
        ("2026-03-02 09:30:00", None, "7"), ("1772443800", "20260302", "0"), (None, None, None),
    ]  # fmt: skip
    assert pull_source(place, source).run is None
    with engine.begin() as connection:
        connection.exec_driver_sql("update note set changed = 'some day' where id = 1")
    assert pull_source(place, source).records == {"note": 1}


@pytest.mark.parametrize(
    ("url", "driver", "extra"),
    [("mariadb://ann:hush-hush@h/d", "pymysql", "mysql"), ("postgres://ann:hush-hush@h/d", "psycopg", "postgres")],
)
def test_a_driver_that_is_not_installed_is_named_with_the_extra_that_brings_it(
    tmp_path, monkeypatch, url, driver, extra
):
    monkeypatch.setenv("ERP_DATABASE", url)
    # as Python has it where a package is not there
    monkeypatch.setitem(sys.modules, driver, None)
    with pytest.raises(
        MissingPart, match=rf"^erp: the driver for \w+ is not here .*{driver}.* tracework\[{extra}\]\.$"
    ) as told:
        pull_source(create_workspace(tmp_path / "firm"), configure(create_workspace(tmp_path / "other"), NOTE))
    assert "hush" not in str(told.value)
