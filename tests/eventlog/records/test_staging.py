"""Records as staged: typed, the version that holds, deletions, what is set apart and why, and how it is mended."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.database import open_memory
from core.workspace import create_workspace
from eventlog.records.casting import typed
from ingest.landing import withdraw
from tests.eventlog.records.pulled_runs import Pull, attributes, content, events, filled_log, land, log_of
from tests.eventlog.records.small_crm import CRM, account, card, deal, history


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


def set_apart(log):
    return log.rows("select stream, key, reason from quarantine order by all")


def cast(text, kind, zone="UTC"):
    return open_memory().value(f"select {typed('$text', kind, zone)}", text=text)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("12", "integer", 12),
        ("12.0", "integer", 12),
        ("12.5", "integer", None),
        ("9007199254740993", "integer", 9007199254740993),
        ("1e3", "number", 1000.0),
        ("nan", "number", None),
        ("1,200.50", "number", None),
        ("T", "boolean", True),
        ("false", "boolean", False),
        ("maybe", "boolean", None),
        ("2026-02-29", "date", None),
        ("infinity", "date", None),
        ("2026-03-02T09:00:00.000+0000", "instant", datetime(2026, 3, 2, 9)),
        ("2026-03-02T09:00:00+02:00", "instant", datetime(2026, 3, 2, 7)),
        ("2026-03-02 09:00:00", "instant", datetime(2026, 3, 2, 9)),
        ("yesterday", "instant", None),
        ('{"a": 1}', "json", '{"a": 1}'),
        ('{"a": ', "json", None),
    ],
)
def test_a_text_becomes_a_value_or_nothing(text, kind, value):
    assert cast(text, kind) == value


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
def test_local_times_follow_the_clock_of_the_source(zone):
    for text in ("2026-01-15 09:30:00", "2026-07-15 09:30:00", "2026-03-08 03:00:00", "2026-03-29 03:00:00"):
        clock = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
        assert cast(text, "local_time", zone).replace(tzinfo=UTC) == clock
    assert cast("2026-07-15T09:30:00Z", "local_time", zone) == datetime(2026, 7, 15, 9, 30)


def test_hours_that_the_clocks_skip_or_repeat_are_read_one_way():
    assert cast("2026-03-08 02:30:00", "local_time", "America/New_York") == datetime(2026, 3, 8, 7, 30)
    assert cast("2026-11-01 01:30:00", "local_time", "America/New_York") == datetime(2026, 11, 1, 6, 30)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"Amount": "12oo"}, "Amount is not a number: 12oo"),
        ({"Created": "31.02.2026"}, "Created is not a time: 31.02.2026"),
        ({"Name": ""}, "Name is missing"),
        ({"Id": None}, "Id is missing"),
        ({"Amount": "-5"}, "the amount is below zero"),
        ({"AccountId": "A9"}, "AccountId names A9, which Account has not"),
        ({"Seats": "1.5", "Name": None}, "Name is missing; Seats is not a whole number: 1.5"),
    ],
)
def test_a_record_that_cannot_be_used_is_set_apart_with_its_reason(workspace, values, reason):
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [deal(2), deal(**values)]})], CRM)
    ((run, stream, row, told, record, currency),) = log.rows(
        "select run, stream, row, reason, record, currency from quarantine"
    )
    assert (run, stream, row, told, currency) == ("000001", "Deal", 1, reason, "USD")
    assert json.loads(record) == {name: value for name, value in deal(**values).items() if value}
    assert log.column("select object_id from object order by all") == ["crm:A1", "crm:D2"]


def test_what_is_set_apart_says_the_money_at_stake(workspace):
    bad = deal(Seats="many")
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [bad]})], CRM)
    assert log.rows("select worth, currency, key from quarantine") == [(1200.5, "USD", "D1")]


def test_records_may_refer_to_what_never_could_be_read_or_was_set_apart(workspace):
    assert set_apart(log_of(workspace, [Pull("crm", {"Deal": [deal()]})], CRM)) == []
    log = log_of(workspace, [Pull("crm", {"Account": [account(Name=None)]})], CRM)
    assert set_apart(log) == [("Account", "A1", "Name is missing")]


def test_the_newest_version_holds_in_whatever_order_it_landed(tmp_path):
    first = Pull("crm", {"Account": [account(Name="Old")]}, day=0)
    second = Pull("crm", {"Account": [account(Name="New", Modified="2026-03-04T08:00:00Z")]}, day=3)
    stale = Pull("crm", {"Account": [account(Name="Stale", Modified="2026-02-01T08:00:00Z")]}, day=5)
    logs = []
    for number, order in enumerate(([first, second, stale], [stale, second, first], [second, stale, first])):
        workspace = create_workspace(tmp_path / str(number))
        logs.append(log_of(workspace, order, CRM))
    assert {attributes(log, "crm:A1")["name"] for log in logs} == {"New"}
    assert len({content(log) for log in logs}) == 1


def test_of_equal_versions_the_later_pull_holds(tmp_path):
    pulls = [Pull("crm", {"Account": [account(Name=f"Name {day}")]}, day=day) for day in (0, 4, 2)]
    log = log_of(create_workspace(tmp_path / "firm"), pulls, CRM)
    assert attributes(log, "crm:A1")["name"] == "Name 4"


def test_a_newest_version_that_cannot_be_used_leaves_the_one_before_in_force(workspace):
    pulls = [
        Pull("crm", {"Account": [account()], "Deal": [deal(Name="Good")]}),
        Pull("crm", {"Deal": [deal(Name="Better", Modified="2026-03-02T08:00:00Z")]}, day=1),
        Pull("crm", {"Deal": [deal(Amount="??", Modified="2026-03-03T08:00:00Z")]}, day=2),
    ]
    log = log_of(workspace, pulls, CRM)
    assert attributes(log, "crm:D1")["name"] == "Better"
    assert set_apart(log) == [("Deal", "D1", "Amount is not a number: ??")]
    land(workspace, Pull("crm", {"Deal": [deal(Name="Best", Modified="2026-03-04T08:00:00Z")]}, day=3))
    log = filled_log(workspace, CRM)
    assert (attributes(log, "crm:D1")["name"], set_apart(log)) == ("Best", [])


def test_a_deleted_record_keeps_its_object_and_history_and_loses_its_events(workspace):
    told = {"Account": [account()], "Deal": [deal()], "DealHistory": [history(1, "Won", "2026-03-01T12:00:00Z")]}
    gone = Pull("crm", {}, day=2, deleted={"Deal": [{"Id": "D1"}]})
    again = Pull("crm", {}, day=3, deleted={"Deal": [{"Id": "D1"}]})
    log = log_of(workspace, [Pull("crm", told), gone, again], CRM)
    assert log.rows("select object_id, deleted_at from object where deleted_at is not null") == [
        ("crm:D1", datetime(2026, 3, 4, 6))
    ]
    assert attributes(log, "crm:D1")["deleted_at"] == "2026-03-04 06:00:00"
    assert [event[1] for event in events(log)] == ["opportunity_won"]
    assert log.rows("select * from object_object") == []


def test_what_a_later_pull_brings_again_is_not_deleted(workspace):
    gone = Pull("crm", {}, day=2, deleted={"Deal": [{"Id": "D1"}]})
    pulls = [Pull("crm", {"Account": [account()], "Deal": [deal()]}), gone, Pull("crm", {"Deal": [deal()]}, day=3)]
    log = log_of(workspace, pulls, CRM)
    assert log.value("select count(*) from object where deleted_at is not null") == 0
    assert len(events(log)) == 2


def test_a_record_may_say_itself_that_it_is_deleted(workspace):
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [deal(Stage="Deleted")]})], CRM)
    assert log.rows("select object_id, deleted_at from object where deleted_at is not null") == [
        ("crm:D1", datetime(2026, 3, 1, 9))
    ]
    assert events(log) == []


def test_columns_that_nobody_declared_are_listed_and_change_nothing(tmp_path):
    plain = log_of(create_workspace(tmp_path / "a"), [Pull("crm", {"Account": [account()], "Deal": [deal()]})], CRM)
    more = Pull("crm", {"Account": [account(Shoe="44")], "Deal": [deal()]})
    log = log_of(create_workspace(tmp_path / "b"), [more], CRM)
    drift = log.rows('select stream, "column", what from drift order by all')
    assert ("Account", "Shoe", "undeclared") in drift
    assert ("Account", "Tax", "absent") in drift
    assert content(log) == content(plain)


def test_a_second_identical_pull_changes_nothing(tmp_path):
    records = {"Account": [account()], "Deal": [deal(), deal(2, Name=None)], "Card": [card()]}
    records |= {"DealHistory": [history(1, "Won", "2026-03-01T12:00:00Z")]}
    once = log_of(create_workspace(tmp_path / "a"), [Pull("crm", records)], CRM)
    reordered = {name: list(reversed(rows)) for name, rows in records.items()}
    twice = log_of(create_workspace(tmp_path / "b"), [Pull("crm", records), Pull("crm", reordered, day=5)], CRM)
    assert content(twice) == content(once)


def test_a_withdrawn_run_leaves_the_log_as_if_it_had_never_been(tmp_path):
    first = Pull("crm", {"Account": [account()], "Deal": [deal()]})
    second = Pull("crm", {"Account": [account(2)], "Deal": [deal(Stage="Won", Modified="2026-03-05T08:00:00Z")]}, day=4)
    workspace = create_workspace(tmp_path / "a")
    before = content(log_of(workspace, [first], CRM))
    assert content(log_of(workspace, [second], CRM)) != before
    withdraw(workspace, "crm", "000002")
    assert content(filled_log(workspace, CRM)) == before


def test_a_changed_record_changes_exactly_its_events(workspace):
    ids = "select event_id, ts from event order by all"
    pull = Pull("crm", {"Account": [account()], "Deal": [deal(n) for n in range(1, 6)]})
    before = set(log_of(workspace, [pull], CRM).rows(ids))
    moved = deal(3, Created="2026-03-01T10:00:00Z", Modified="2026-03-03T08:00:00Z")
    after = set(log_of(workspace, [Pull("crm", {"Deal": [moved]}, day=2)], CRM).rows(ids))
    ((gone, _),), ((come, at),) = before - after, after - before
    assert (gone, at) == (come, datetime(2026, 3, 1, 10))


def mend(values, **decision):
    at = {"id": "m1", "source": "crm", "stream": "Deal", "values": json.dumps(values), "at": "2026-03-09T08:00:00Z"}
    return Pull("tracework", {"mended_record": [{**at, **decision}]}, day=7)


def test_a_mended_record_counts_and_keeps_its_lineage_to_both(workspace):
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [deal(2), deal(Amount="12oo")]})], CRM)
    record = log.value("select record from quarantine")
    log = log_of(workspace, [mend({"Amount": "1200"}, record=record)], CRM)
    assert set_apart(log) == []
    assert attributes(log, "crm:D1")["amount"] == "1200.0"
    assert log.rows(
        "select first.run, mended.row, stream.name, by_row from mended join stream on stream.stream_no = by_stream_no "
        "join landed_run as first using (run_no)"
    ) == [("000001", 1, "mended_record", 0)]
    withdraw(workspace, "tracework", "000001")
    assert len(set_apart(filled_log(workspace, CRM))) == 1


def test_a_mend_may_name_the_row_and_must_itself_be_usable(workspace):
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [deal(Name=None)]})], CRM)
    log = log_of(workspace, [mend({"Name": "Found"}, run="000001", row="0")], CRM)
    assert attributes(log, "crm:D1")["name"] == "Found"
    log = log_of(workspace, [mend({"Name": None}, run="000001", row="0", id="m2", at="2026-03-10T08:00:00Z")], CRM)
    assert set_apart(log) == [("Deal", "D1", "Name is missing")]
