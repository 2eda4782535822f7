"""DuckDB opened in one way: limits hold, cursors look where they are told, errors are ours."""

import os
import subprocess
import sys
import threading
import time

import pytest

from core.database import Limits, open_memory, open_reader, open_writer
from core.errors import MemoryShort


def test_several_statements_each_get_the_values_they_name():
    with open_memory() as database:
        inserts = "insert into t values ($a, 'x'); insert into t values (2, $b)"
        database.run(f"create table t (a int, b text); {inserts}", a=1, b="y")
        assert database.rows("select * from t order by a") == [(1, "x"), (2, "y")]
        assert database.value("select count(*) from t") == 2
        assert database.row("select a from t where b = $b", b="y") == (2,)
        assert database.column("select a from t order by a") == [1, 2]
        assert database.arrow("from t").num_rows == len(database.frame("from t")) == 2


def test_limits_hold_and_nothing_is_fetched_from_elsewhere():
    with open_memory(Limits("300MiB", 1)) as database:
        assert database.value("select current_setting('threads')") == 1
        assert database.value("select current_setting('memory_limit')").startswith("300")
        assert database.value("select current_setting('autoinstall_known_extensions')") is False
        assert database.value("select current_setting('TimeZone')") == "UTC"


def test_times_are_utc_on_every_connection_wherever_the_machine_stands():
    ask = "from core.database import open_memory; d = open_memory(); zone = \"select current_setting('TimeZone')\"; "
    tell = "print(d.value(zone), d.cursor().value(zone), d.cursor(['main']).value(zone))"
    there = {**os.environ, "TZ": "America/New_York"}
    told = subprocess.run([sys.executable, "-c", ask + tell], env=there, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["UTC"] * 3


def test_a_cursor_looks_in_the_schemas_it_was_given(tmp_path):
    path = tmp_path / "log.duckdb"
    with open_writer(path) as database:
        database.run('create schema "two words"; create table "two words".step as select 7 as n')
        database.run("create table other as select 8 as n")
    with open_reader(path) as database:
        cursor = database.cursor(["two words", "main"])
        assert cursor.value("select n from step") == 7
        assert cursor.value("select n from other") == 8


def test_what_was_written_is_in_the_file_alone(tmp_path):
    path = tmp_path / "log's.duckdb"
    with open_writer(path) as database:
        database.run("create table step as select range as n from range(1000)")
        database.run("insert into step values (1000)")
        assert list(tmp_path.iterdir()) == [path]
    with open_writer(path) as database:
        database.run("delete from step where n < 500")
    assert list(tmp_path.iterdir()) == [path]
    with open_reader(path) as database:
        assert database.row("select count(*), max(n) from step") == (501, 1000)


def test_a_question_can_be_stopped_from_another_thread():
    with open_memory() as database:
        timer = threading.Timer(0.3, database.interrupt)
        timer.start()
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            database.rows("select count(*) from range(10000000000) a where hash(a.range) % 7 = 1 and sqrt(a.range) > 3")
        assert time.monotonic() - started < 30


def test_too_little_memory_is_told_as_such():
    with open_memory(Limits("30MiB", 1)) as database, pytest.raises(MemoryShort, match="needs more memory"):
        database.value("select length(string_agg(a.range::varchar || repeat('x', 500), '')) from range(1000000) a")
