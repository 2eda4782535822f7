"""The Salesforce connector against the interface: what lands, what it yields, what heals, what is told as missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import polars as pl
import pytest

from core.errors import BadSettings, SourceFailed
from core.workspace import create_workspace
from ingest.http_answer import Answer
from ingest.source_settings import configured_sources
from ingest.sources.salesforce import SOURCE, _table
from simulator.interfaces import salesforce
from simulator.interfaces.serving import serve
from simulator.life.simulate import small_firm
from tests.ingest.sources.moments_of_state import moments
from tests.ingest.sources.office_pulls import PATIENCE, landed, log, probe, pull, related, set_apart, values
from tests.simulator.hand_made_deals import hand_made_deals
from tests.simulator.hand_made_firm import AS_OF, at

HISTORIES = {stream.name for stream in SOURCE.streams if stream.name.endswith("History")}
BY_SECRET = ("client_id", "client_secret")
BY_KEY = ("client_id", "username", "private_key")
EPOCH = datetime(1970, 1, 1)


def firm(folder, served, signed_by=BY_SECRET, **settings):
    """A workspace whose firm.toml names the organisation that is served."""
    workspace = create_workspace(folder / "firm")
    lines = ["[sources.salesforce]", 'connector = "salesforce"', f'url = "{served.url}"']
    for name in signed_by:
        if name in ("client_secret", "private_key"):
            (workspace.root / f"{name}.secret").write_text(salesforce.SECRETS[name])
            lines.append(f'{name} = {{ file = "{name}.secret" }}')
        else:
            lines.append(f'{name} = "{salesforce.SECRETS[name]}"')
    lines += [f"{name} = {value}" for name, value in settings.items()]
    with workspace.settings_file.open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(lines) + f"\n[sources.salesforce.http]\n{PATIENCE}")
    return workspace


@pytest.fixture
def served():
    with serve(salesforce, hand_made_deals()) as running:
        yield running


@pytest.fixture
def workspace(tmp_path, served):
    return firm(tmp_path, served)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The log of the hand-made firm, for tests that only ask it."""
    with serve(salesforce, hand_made_deals()) as running:
        workspace = firm(tmp_path_factory.mktemp("told"), running)
        pull(workspace)
    return log(workspace)


def logged(database):
    """Type, object and moment of every event that records tell: of its objects, the one it happens to."""
    rows = database.rows(
        "select event_type.name, object.object_id, event.ts from event join event_type using (type_no) "
        "join event_object using (event_no) join object using (object_no) where event_object.qualifier = '' "
        "and event.quality <> 'derived' order by all"
    )
    return [(name, thing, moment) for name, thing, moment in rows]


def expected(state):
    return [(name, thing, moment.replace(tzinfo=None)) for name, thing, moment in moments(state).iter_rows()]


def qualities(database, object_id):
    """Event types of an object with their quality."""
    return dict(
        database.rows(
            "select event_type.name, quality from event join event_type using (type_no) "
            "join event_object using (event_no) join object using (object_no) where object_id = $object_id",
            object_id=object_id,
        )
    )


def withhold(served, *names):
    httpx.post(f"{served.url}/_simulator/permissions", json=list(names), trust_env=False)


def test_every_record_lands_once(workspace, served):
    pulled = pull(workspace)
    whole = served.shown.tables
    assert pulled.records == {stream.name: whole[stream.name].height for stream in SOURCE.streams}
    assert abs(pulled.as_of - AS_OF) < timedelta(minutes=1)
    again = pull(workspace)
    assert (again.run, sum(again.records.values())) == (None, 0)


def test_bulk_and_rest_bring_the_same(tmp_path, served):
    small = firm(tmp_path / "small", served, bulk=[])
    big = firm(tmp_path / "big", served, bulk=[stream.name for stream in SOURCE.streams])
    pull(small), pull(big)
    for stream in SOURCE.streams:
        ours, theirs = (
            sorted(
                tuple((name, str(value).replace("+0000", "Z")) for name, value in sorted(row.items()))
                for row in landed(workspace, stream.name)
            )
            for workspace in (small, big)
        )
        assert ours == theirs, stream.name


def test_events_are_the_moments_of_the_firm(database):
    assert logged(database) == expected(hand_made_deals())


def test_objects_know_what_they_are_and_belong_to(database):
    project = "salesforce:a01000000000001"
    told = {name: values(database, project, name)[-1][0] for name in ("client", "entity", "practice", "region")}
    assert told == {"client": "Acme", "entity": "new_york", "practice": "Data", "region": "Americas"}
    assert values(database, project, "project_manager") == [("Ann Lee", EPOCH)]
    assert values(database, project, "forecast_cost") == [
        ("6000.0", datetime(2026, 2, 28, 9)),
        ("6500.0", datetime(2026, 3, 31, 9)),
    ]
    assert values(database, "salesforce:800000000000001", "po_number") == [("P1", datetime(2026, 3, 6, 9))]
    assert related(database, project) == [
        ("salesforce:001000000000001", "for"),
        ("salesforce:800000000000001", "under"),
        ("salesforce:new_york", "of"),
    ]
    assert related(database, "salesforce:a06000000000002") == [
        ("salesforce:003000000000005/2026-03-15", "gathers"),
        (project, "of"),
    ]
    assert related(database, "salesforce:500000000000001") == [("salesforce:INV-1", "contests")]
    keys = database.rows(
        "select name, value from object_key join object using (object_no) "
        "where object_id = 'salesforce:003000000000002' order by all"
    )
    assert keys == [("email", "bob@firm.example"), ("employee_number", "E00002"), ("psa_id", "003000000000002")]


def test_a_day_of_a_timecard_is_an_event_with_its_hours(database):
    rows = database.rows(
        "select event.ts::date::varchar, value::double, quality, logged_at from event "
        "join event_type using (type_no) join event_attribute using (event_no) join event_object using (event_no) "
        "join object using (object_no) where event_type.name = 'time_logged' and event_attribute.name = 'hours' "
        "and object_id = 'salesforce:003000000000005/2026-03-15' order by all"
    )
    written = datetime(2026, 3, 9, 17)
    assert rows == [
        ("2026-03-09", 8.0, "business_date", written),
        ("2026-03-10", 7.5, "business_date", written),
        ("2026-03-13", pytest.approx(1 / 3), "business_date", written),
    ]


def test_an_approval_tells_its_kind_and_whose_turn_it_was(database):
    rows = database.rows(
        "select event_attribute.name, value, resource.name from event join event_type using (type_no) "
        "join event_attribute using (event_no) join resource using (resource_no) "
        "where event_type.name = 'budget_approved' order by all"
    )
    assert rows == [
        ("approval", "04g000000000103", "Dee Park"),
        ("approver_role", "practice_lead", "Dee Park"),
        ("asked_at", "2026-03-04 09:00:00", "Dee Park"),
        ("kind", "budget", "Dee Park"),
    ]


def test_hours_are_planned_by_week(database):
    assert values(database, "salesforce:a03000000000001", "planned_hours") == [("32.0", datetime(2026, 3, 9))]


def test_where_approvals_may_not_be_seen_histories_tell_who_decided(tmp_path, served):
    withhold(served, "ProcessInstance", "ProcessInstanceStep")
    workspace = firm(tmp_path, served)
    pull(workspace)
    told = [row for row in logged(log(workspace)) if row[0].startswith("timesheet_")]
    assert told == [row for row in expected(hand_made_deals()) if row[0].startswith("timesheet_")]


def test_where_no_history_is_kept_dates_and_approvals_tell(tmp_path):
    state = hand_made_deals("history_off")
    with serve(salesforce, state) as running:
        workspace = firm(tmp_path, running)
        missing = {one.stream for one in probe(workspace)}
        assert missing == {name for name in HISTORIES if records_of(name)}
        pull(workspace)
    database = log(workspace)
    passed = {"opportunity_qualified", "proposal_sent", "negotiation_started", "timesheet_corrected"}
    by_day = {"milestone_reached", "milestone_accepted"}
    same = [row for row in expected(state) if row[0] not in passed | by_day]
    corrected = [("timesheet_submitted", *row[1:]) for row in expected(state) if row[0] == "timesheet_corrected"]
    assert [row for row in logged(database) if row[0] not in by_day] == sorted(same + corrected)
    assert qualities(database, "salesforce:a05000000000001") == dict.fromkeys(by_day, "business_date")


def records_of(name):
    return salesforce.records(hand_made_deals()).tables[name].height


def test_stages_that_leave_no_date_are_seen_between_pulls(tmp_path):
    with serve(salesforce, hand_made_deals("history_off"), moment=at(15, month=2)) as running:
        workspace = firm(tmp_path, running)
        pull(workspace)
        running.shown.set_clock(at(21))
        pull(workspace)
    rows = log(workspace).rows(
        "select event_type.name, object_id, quality, event.since, ts from event join event_type using (type_no) "
        "join event_object using (event_no) join object using (object_no) "
        "where quality = 'observed' and event_object.qualifier = ''"
    )
    # the third deal moved from its first stage to the second between the pulls
    ((name, thing, quality, since, until),) = rows
    assert (name, thing, quality) == ("opportunity_qualified", "salesforce:006000000000003", "observed")
    assert (since.date(), until.date()) == (at(15, month=2).date(), at(21).date())


def test_a_firm_with_all_troubles_pulled_as_it_grows(tmp_path):
    state = small_firm(troubles="all")
    with serve(salesforce, state, moment=datetime(2025, 11, 7, 15, tzinfo=UTC)) as running:
        workspace = firm(tmp_path, running)
        for moment in (datetime(2026, 2, 2, 9, 30, tzinfo=UTC), state.as_of):
            pull(workspace)
            running.shown.set_clock(moment)
        last = pull(workspace)
        assert last.records["pse__Practice__c"] == 0 < last.records["pse__Timecard_Header__c"]
        assert pull(workspace).run is None
    database = log(workspace)
    assert logged(database) == expected(state)
    assert set_apart(database) == {(one.stream, one.key) for one in salesforce.records(state).planted}
    assert database.rows("select * from unplaced") == []


def test_a_changed_record_comes_again_and_a_deleted_one_is_marked(workspace, served):
    pull(workspace)
    before = logged(log(workspace))
    later = AS_OF + timedelta(hours=1)
    served.shown.set_clock(later)
    stamp = {"SystemModstamp": later - timedelta(minutes=5)}
    served.shown.change("Case", {"Id": "500000000000001"}, {"ClosedDate": at(31, 12), **stamp})
    served.shown.change("pse__Assignment__c", {"Id": "a03000000000002"}, {"IsDeleted": True, **stamp})
    pulled = pull(workspace)
    assert {name: count for name, count in pulled.records.items() if count} == {"Case": 1, "pse__Assignment__c": 1}
    database = log(workspace)
    after = logged(database)
    moved = ("dispute_resolved", "salesforce:500000000000001")
    booked = ("resource_booked", "salesforce:a03000000000002", datetime(2026, 3, 6, 9))
    # its history is a log of its own, and keeps what happened before
    assert set(before) ^ set(after) == {(*moved, datetime(2026, 3, 31, 9)), (*moved, datetime(2026, 3, 31, 12)), booked}
    deleted = database.column("select object_id from object where deleted_at is not null")
    assert deleted == ["salesforce:a03000000000002"]


def test_what_is_planted_is_set_apart_and_nothing_else(tmp_path):
    state = hand_made_deals("inconsistent_records")
    with serve(salesforce, state) as running:
        workspace = firm(tmp_path, running)
        pull(workspace)
    database = log(workspace)
    assert set_apart(database) == {(one.stream, one.key) for one in salesforce.records(state).planted}
    assert logged(database) == expected(state)


SOME = ["Account", "Opportunity", "OpportunityHistory", "pse__Timecard_Header__c", "ProcessInstanceStep"]
PLACES = (r"/queryAll", r"/jobs/query$", r"/jobs/query/\w+/results", r"/sobjects$", r"/describe$")


@pytest.mark.parametrize(
    "kind",
    ["unauthorized", "unavailable", "throttled", "throttled_silently", "server_error", "cut", "truncated", "slow"],
)
def test_trouble_passes(tmp_path, served, kind):
    workspace = firm(tmp_path, served, streams=f"{{ include = {SOME} }}")
    faults = [served.faults.plan(kind, path=path, seconds=0) for path in PLACES]
    pulled = pull(workspace)
    assert all(fault.seen > fault.after for fault in faults)
    assert pulled.records == {name: served.shown.tables[name].height for name in SOME}
    assert (pulled.refused, pull(workspace).run) == ({}, None)


def test_trouble_that_stays_is_told_and_nothing_lands(workspace, served):
    served.faults.plan("server_error", path="/queryAll", after=2, times=1000)
    with pytest.raises(SourceFailed, match=r"queryAll failed, tried 4 times"):
        pull(workspace)
    assert not list(workspace.landing.glob("salesforce/[0-9]*"))


def test_signing_in_by_certificate(tmp_path, served):
    assert probe(firm(tmp_path, served, BY_KEY)) == []


def test_wrong_secrets_are_told_in_one_line(workspace, served):
    (workspace.root / "client_secret.secret").write_text("a-secret-nobody-has")
    with pytest.raises(SourceFailed) as told:
        pull(workspace)
    assert "invalid_client" in str(told.value)
    assert "a-secret-nobody-has" not in str(told.value)


@pytest.mark.parametrize("signed_by", [("client_id",), ("client_id", "username"), (*BY_KEY, "client_secret")])
def test_there_is_one_way_to_sign_in(tmp_path, served, signed_by):
    with pytest.raises(BadSettings, match="either client_secret, or username and private_key"):
        configured_sources(firm(tmp_path, served, signed_by))


def test_the_day_has_no_requests_left(workspace, served):
    httpx.post(f"{served.url}/_simulator/requests", json={"max": 60}, trust_env=False)
    with pytest.raises(SourceFailed, match="REQUEST_LIMIT_EXCEEDED"):
        pull(workspace)


def test_what_may_not_be_seen_is_told_and_the_rest_lands(workspace, served):
    withhold(served, "Case", "pse__Milestone__History", "pse__Proj__c.Baseline_Cost__c", "Contract.AccountId")
    told = {one.what: one for one in probe(workspace)}
    assert set(told) == {
        "the records of Case", "the history pse__Milestone__History", "Baseline_Cost__c of pse__Proj__c",
        "AccountId of Contract",
    }  # fmt: skip
    assert "field history tracking" in told["the history pse__Milestone__History"].ask_for
    assert told["AccountId of Contract"].costs == "no record of Contract can be used"
    pulled = pull(workspace)
    assert set(pulled.refused) == {"Case", "pse__Milestone__History"}
    assert pulled.records["pse__Proj__c"] == 1
    assert "Baseline_Cost__c" not in landed(workspace, "pse__Proj__c")[0]


def altered(alter):
    """The vendor with other tables."""

    def recorded(state):
        return replace(salesforce.records(state), tables=alter(dict(salesforce.records(state).tables)))

    return SimpleNamespace(records=recorded, app=salesforce.app, ERRORS=salesforce.ERRORS, SECRETS=salesforce.SECRETS)


def test_a_new_field_lands_where_all_are_wanted(tmp_path):
    vendor = altered(lambda tables: tables | {"Account": tables["Account"].with_columns(Segment__c=pl.lit("Gold"))})
    with serve(vendor, hand_made_deals()) as running:
        for name, there in (("false", False), ("true", True)):
            workspace = firm(tmp_path / name, running, all_fields=name, streams='{ include = ["Account"] }')
            pull(workspace)
            (row,) = landed(workspace, "Account")
            assert ("Segment__c" in row) == there


def test_a_field_that_changed_its_type_sets_apart_what_cannot_be_read(tmp_path):
    words = pl.when(pl.col("Id") == "006000000000002").then(pl.lit("a lot")).otherwise(pl.lit("12.5")).alias("Amount")
    vendor = altered(lambda tables: tables | {"Opportunity": tables["Opportunity"].with_columns(words)})
    with serve(vendor, hand_made_deals()) as running:
        workspace = firm(tmp_path, running, streams='{ include = ["Account", "Opportunity"] }')
        pull(workspace)
    assert set_apart(log(workspace)) == {("Opportunity", "006000000000002")}


@pytest.mark.parametrize("stream", ["Account", "pse__Timecard_Header__c"])
def test_records_that_come_twice_and_in_any_order_land_once(tmp_path, stream):
    shuffled = altered(
        lambda tables: tables | {stream: pl.concat([tables[stream]] * 1_200).sample(fraction=1, shuffle=True, seed=1)}
    )
    with serve(shuffled, hand_made_deals()) as running:
        workspace = firm(tmp_path, running, bulk_page=1_000, streams=f'{{ include = ["{stream}"] }}')
        pulled = pull(workspace)
        assert pull(workspace).run is None
    assert pulled.records == {stream: records_of(stream)}


def test_many_pages_of_bulk_results(tmp_path):
    whole = hand_made_deals()
    number = pl.int_range(1, 2_501)
    cards = pl.concat([whole["timecard"].head(1)] * 2_500).with_columns(id=number.cast(pl.Int64))
    state = replace(whole, tables={**whole.tables, "timecard": cards})
    with serve(salesforce, state) as running:
        workspace = firm(tmp_path, running, bulk_page=1_000, streams='{ include = ["pse__Timecard_Header__c"] }')
        pulled = pull(workspace)
        assert pulled.records["pse__Timecard_Header__c"] == 2_500
        assert pull(workspace).run is None
    assert len({row["Id"] for row in landed(workspace, "pse__Timecard_Header__c")}) == 2_500


def test_a_page_of_results_with_or_without_its_header():
    def page(body, count):
        return Answer(200, "", {"sforce-numberofrecords": str(count)}, body)

    first = _table(page(b'"Id","Name"\n"1","a ""b""\nc"\n"2",""\n', 2), None)
    assert first.to_pylist() == [{"Id": "1", "Name": 'a "b"\nc'}, {"Id": "2", "Name": None}]
    for body in (b'"Id","Name"\n"3","x"\n', b'"3","x"\n'):
        assert _table(page(body, 1), first.column_names).to_pylist() == [{"Id": "3", "Name": "x"}]
    with pytest.raises(ValueError, match="1 records came of 2"):
        _table(page(b'"Id","Name"\n"1","a"\n', 2), None)
