"""A pull against a real server: windows, repeats, deletions, drift, refusals; all or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Refused, SourceFailed
from core.workspace import create_workspace
from eventlog.landed import landed_runs
from ingest.landing import reinstate, withdraw
from ingest.pull import pull_source
from tests.ingest.order_shop import START, Shop, configured, landed
from tests.ingest.small_server import SmallServer

STREAM = "Order/Line"


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


@pytest.fixture
def shop():
    return Shop(orders=25)


@pytest.fixture
def server(shop):
    with SmallServer(shop.app()) as running:
        running.clock.ahead = START + timedelta(hours=2) - datetime.now(UTC)
        yield running


def lately(server):
    """A moment that the server's clock, which tells whole seconds, is past."""
    return server.clock.now() - timedelta(seconds=2)


def pass_time(server, **span):
    server.clock.ahead += timedelta(**span)


def test_everything_lands_as_text_under_the_vendors_names(workspace, shop, server):
    shop.order(30, START, ok=True, none=None, parts=[1, {"a": "b"}], amount=100.10, count=3)
    pulled = pull_source(workspace, configured(server, shop))
    assert pulled.records == {STREAM: 26, "notes": 0}
    (run,) = landed_runs(workspace)
    assert run.stream(STREAM).name == "Order%2FLine.parquet"
    rows = {row["id"]: row for row in landed(workspace, STREAM)}
    assert rows["O-30"] == {
        "id": "O-30", "changed": START.isoformat(), "ok": "true", "parts": '[1,{"a":"b"}]', "amount": "100.1",
        "count": "3", "_deleted": False,
    }  # fmt: skip
    assert run.manifest["streams"][STREAM]["columns"]["parts"] == ["array"]
    assert run.manifest["missing"][0]["stream"] == "notes"


def test_the_run_reads_up_to_the_sources_clock(workspace, shop, server):
    shop.order(99, START + timedelta(hours=3))
    pulled = pull_source(workspace, configured(server, shop))
    assert "O-99" not in {row["id"] for row in landed(workspace, STREAM)}
    assert abs(pulled.as_of - server.clock.now()) < timedelta(seconds=5)
    pass_time(server, hours=2)
    assert pull_source(workspace, configured(server, shop)).records[STREAM] == 1


def test_a_second_pull_adds_nothing(workspace, shop, server):
    pull_source(workspace, configured(server, shop))
    before = sorted(workspace.landing.rglob("*"))
    pass_time(server, minutes=1)
    again = pull_source(workspace, configured(server, shop))
    assert (again.run, again.records[STREAM]) == (None, 0)
    assert sorted(workspace.landing.rglob("*")) == before


def test_the_next_pull_asks_from_an_overlap_before_the_last(workspace, shop, server):
    first = pull_source(workspace, configured(server, shop, overlap="30 min"))
    shop.asked.clear()
    pass_time(server, hours=1)
    shop.order(3, lately(server), amount=77)
    second = pull_source(workspace, configured(server, shop, overlap="30 min"))
    assert shop.asked == [(first.as_of - timedelta(minutes=30)).isoformat()]
    assert (second.run, second.records[STREAM]) == ("000002", 1)


def test_records_that_become_visible_late_are_not_lost(workspace, shop, server):
    first = pull_source(workspace, configured(server, shop))
    shop.order(50, first.as_of - timedelta(minutes=4))
    assert pull_source(workspace, configured(server, shop)).records[STREAM] == 1


def test_a_withdrawn_run_moves_the_cursor_back(workspace, shop, server):
    pull_source(workspace, configured(server, shop))
    for number in (1, 2):
        pass_time(server, hours=1)
        shop.order(number, lately(server), amount=1000)
        pull_source(workspace, configured(server, shop))
    withdraw(workspace, "shop", "000002")
    again = pull_source(workspace, configured(server, shop))
    assert again.records[STREAM] == 1
    assert landed(workspace, STREAM)[-1]["id"] == "O-1"
    reinstate(workspace, "shop", "000002")
    assert pull_source(workspace, configured(server, shop)).run is None


def test_a_record_that_goes_back_to_what_it_was_lands_again(workspace, shop, server):
    for text in ("a", "b", "a"):
        shop.notes["N"] = {"id": "N", "text": text}
        assert pull_source(workspace, configured(server, shop)).records["notes"] == 1
    assert [row["text"] for row in landed(workspace, "notes")] == ["a", "b", "a"]


@pytest.mark.parametrize("quirk", ["repeat", "backwards"])
def test_repeated_and_reordered_pages_change_nothing(workspace, shop, server, quirk):
    setattr(shop, quirk, True)
    assert pull_source(workspace, configured(server, shop)).records[STREAM] == 25
    assert len({row["id"] for row in landed(workspace, STREAM)}) == 25


def test_paging_without_end_is_ended(workspace, shop, server):
    shop.endless = True
    with pytest.raises(SourceFailed, match="hands out the same records without end"):
        pull_source(workspace, configured(server, shop))
    assert list(workspace.landing.iterdir()) == []


def test_what_is_gone_is_marked_once_and_may_come_back(workspace, shop, server):
    pull_source(workspace, configured(server, shop))
    gone = shop.orders.pop("O-7")
    pulled = pull_source(workspace, configured(server, shop))
    assert (pulled.records[STREAM], pulled.deleted[STREAM]) == (0, 1)
    assert landed(workspace, STREAM)[-1] == {"id": "O-7", "_deleted": True}
    assert pull_source(workspace, configured(server, shop)).run is None
    shop.orders["O-7"] = gone | {"changed": lately(server).isoformat()}
    assert pull_source(workspace, configured(server, shop)).records[STREAM] == 1


def test_a_source_that_shows_nothing_any_more_deletes_nothing(workspace, shop, server):
    pull_source(workspace, configured(server, shop))
    shop.orders.clear()
    with pytest.raises(SourceFailed, match="None was marked as deleted"):
        pull_source(workspace, configured(server, shop))


def test_new_columns_and_kinds_are_taken_in_and_noted(workspace, shop, server):
    shop.page_size = 3
    shop.order(40, START + timedelta(minutes=12, seconds=30), amount="four", colour="red")
    pull_source(workspace, configured(server, shop))
    assert len(landed(workspace, STREAM)) == 26
    pass_time(server, hours=1)
    shop.order(41, lately(server), amount={"value": 1}, size=3)
    pulled = pull_source(workspace, configured(server, shop))
    assert pulled.drift == {STREAM: {"new": ["size"], "changed": {"amount": ["object"]}}}
    assert landed_runs(workspace)[-1].manifest["drift"] == pulled.drift


def test_frozen_columns_refuse_what_is_new(workspace, shop, server):
    pull_source(workspace, configured(server, shop, drift="freeze"))
    pass_time(server, hours=1)
    shop.order(41, lately(server), amount="four", size=3)
    with pytest.raises(SourceFailed, match=r"new size; amount now string.*drift = \"freeze\""):
        pull_source(workspace, configured(server, shop, drift="freeze"))
    assert len(landed_runs(workspace)) == 1


def test_columns_that_come_on_the_way_land_in_one_file(workspace, shop, server, monkeypatch):
    monkeypatch.setattr("ingest.stream_file.ROWS_AT_ONCE", 5)
    for number in range(0, 25, 6):
        shop.orders[f"O-{number}"][f"extra {number}"] = "x"
    pull_source(workspace, configured(server, shop))
    (run,) = landed_runs(workspace)
    assert [path.name for path in run.folder.glob("Order*")] == ["Order%2FLine.parquet"]
    rows = landed(workspace, STREAM)
    assert {name: row["id"] for row in rows for name in row if name.startswith("extra")} == {
        f"extra {number}": f"O-{number}" for number in range(0, 25, 6)
    }


def test_a_refused_stream_is_noted_and_the_others_go_on(workspace, shop, server):
    shop.notes["N"] = {"id": "N"}
    server.faults.plan("forbidden", path="orders", after=1, times=99)
    pulled = pull_source(workspace, configured(server, shop))
    assert list(pulled.refused) == [STREAM]
    assert pulled.records == {"notes": 1}
    (run,) = landed_runs(workspace)
    assert list(run.manifest["streams"]) == ["notes"]
    server.faults.clear()
    assert pull_source(workspace, configured(server, shop)).records[STREAM] == 25


def test_a_source_that_refuses_everything_says_so(workspace, shop, server):
    server.faults.plan("forbidden", path="orders|notes", times=99)
    with pytest.raises(Refused, match="none of its streams may be read"):
        pull_source(workspace, configured(server, shop))


@pytest.mark.parametrize("kind", ["server_error", "throttled_silently", "cut", "truncated", "unauthorized"])
def test_what_fails_midway_leaves_nothing_and_what_was_there(workspace, shop, server, kind):
    pull_source(workspace, configured(server, shop))
    pass_time(server, hours=1)
    for number in range(25):
        shop.order(number, lately(server), amount=-1)
    server.faults.plan(kind, path="orders", after=1, times=99)
    with pytest.raises(SourceFailed) as told:
        pull_source(workspace, configured(server, shop))
    assert "\n" not in str(told.value)
    assert [path.name for path in (workspace.landing / "shop").iterdir()] == ["000001"]
    server.faults.clear()
    assert pull_source(workspace, configured(server, shop)).records[STREAM] == 25


def test_a_clock_that_is_far_off_once_loses_nothing(workspace, shop, server):
    server.faults.plan("skewed", path="keys", seconds=7200)
    first = pull_source(workspace, configured(server, shop))
    assert first.as_of < server.clock.now() + timedelta(minutes=1)
    shop.order(60, server.clock.now() + timedelta(minutes=10))
    pass_time(server, hours=4)
    assert pull_source(workspace, configured(server, shop)).records[STREAM] == 1


def test_a_clock_that_was_ahead_for_a_whole_pull_loses_nothing(workspace, shop, server):
    pass_time(server, hours=2)
    wrong = pull_source(workspace, configured(server, shop))
    pass_time(server, hours=-2)
    shop.order(61, lately(server))
    right = pull_source(workspace, configured(server, shop))
    assert right.as_of < wrong.as_of
    assert (right.run, right.records[STREAM]) == ("000002", 1)
    shop.asked.clear()
    assert pull_source(workspace, configured(server, shop)).run is None
    # what the clock said once is forgotten as soon as a run says otherwise
    assert abs(datetime.fromisoformat(shop.asked[0]) - (right.as_of - timedelta(minutes=5))) < timedelta(seconds=5)


def test_a_failure_and_a_refusal_name_the_stream(workspace, shop, server):
    shop.notes["N"] = {"id": "N"}
    server.faults.plan("forbidden", path="orders", times=99)
    assert pull_source(workspace, configured(server, shop)).refused[STREAM].startswith(f"shop: {STREAM}: GET http")
    server.faults.clear()
    server.faults.plan("server_error", path="orders", times=99)
    with pytest.raises(SourceFailed, match=f"^shop: {STREAM}: GET http.* tried 3 times .*500.*pull again") as told:
        pull_source(workspace, configured(server, shop))
    assert told.value.status == 500


def test_what_a_connector_does_not_understand_is_told_in_one_line(workspace, shop, server):
    shop.page = lambda after, until, offset: {"lines": []}
    with pytest.raises(SourceFailed, match=r"Order/Line holds something .*KeyError: 'rows'"):
        pull_source(workspace, configured(server, shop))
