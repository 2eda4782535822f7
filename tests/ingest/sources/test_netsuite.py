"""NetSuite, served over a firm whose moments are known: what is read, what is made of it, what goes wrong and heals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from polars.testing import assert_frame_equal

from core.errors import SourceFailed
from ingest.source_settings import configured_sources
from simulator.interfaces import netsuite, netsuite_acquired
from simulator.life.simulate import small_firm
from simulator.state import State
from simulator.systems.netsuite import records, records_of_acquired
from tests.ingest.sources.ledger_pulls import firm, landed, log, log_events, probe, pull, serving, true_events
from tests.simulator.hand_made_ledger import AS_OF, AUTUMN, at, hand_made_ledger

REVIEW = pl.col("kind") == "invoice_review"
CLOSES = ("closed_at", "reclosed_at")
# Where the state keeps the moments of every event that the ledger knows.
MOMENTS = {
    "client_validated": [("client", "validated_at")],
    "project_created_in_erp": [("project", "erp_created_at")],
    "time_posted": [("timecard", "posted_at")],
    "expense_posted": [("expense_report", "posted_at")],
    "invoice_drafted": [("invoice", "created_at")],
    "invoice_review_asked": [("approval", ("asked_at", REVIEW))],
    "invoice_rejected": [("approval", ("decided_at", REVIEW & ~pl.col("approved")))],
    "invoice_reviewed": [("approval", ("decided_at", REVIEW & pl.col("approved")))],
    "invoice_adjusted": [("invoice", "adjusted_at")],
    "invoice_sent": [("invoice", "sent_at")],
    "invoice_settled": [("invoice", "settled_at")],
    "invoice_reminded": [("reminder", "created_at")],
    "payment_received": [("payment", "created_at")],
    "credit_memo_issued": [("credit_memo", "created_at")],
    "period_closed": [("period_close", moment) for moment in CLOSES],
    "period_reopened": [("period_close", "reopened_at")],
    "time_cut_off": [("period_close", "cut_off_at")],
    "accruals_posted": [("period_close", "accruals_at")],
    "wip_reviewed": [("period_close", "wip_reviewed_at")],
    "revenue_recognised": [("period_close", "revenue_at")],
    "period_reconciled": [("period_close", "reconciled_at")],
    "journal_posted": [("journal", "created_at")],
    "reconciling_item_found": [("reconciling_item", "created_at")],
    "reconciling_item_cleared": [("reconciling_item", "cleared_at")],
}
SHOWN_OTHERWISE = ("duplicate_identity", "contradicting_systems", "written_otherwise")  # as conflicts, or to be decided
BOTH = {"netsuite": netsuite, "netsuite_acquired": netsuite_acquired}
# Every event of these rests on a system note, where notes may be read.
NOTED = (
    "client_validated", "invoice_review_asked", "invoice_rejected", "invoice_reviewed", "invoice_adjusted",
    "invoice_sent", "invoice_settled", "period_closed", "period_reopened",
)  # fmt: skip


def posted(*moments: datetime) -> State:
    """The firm with other timecards: one posted at each of these moments."""
    state = hand_made_ledger()
    card = state["timecard"].head(1)
    cards = [card.with_columns(id=pl.lit(n, pl.Int64), posted_at=pl.lit(m)) for n, m in enumerate(moments, 1)]
    like = state["timecard"].schema
    return State(AS_OF, {**state.tables, "timecard": pl.concat(cards).cast(dict(like))})


@pytest.fixture(scope="module")
def group(tmp_path_factory):
    """The hand-made firm, both its accounts pulled and built: state, workspace, what the pulls brought, log."""
    state = hand_made_ledger("client_duplicated")
    with serving(state, **BOTH) as served:
        workspace = firm(tmp_path_factory.mktemp("group"), served)
        pulled = {name: pull(workspace, name) for name in served}
    return SimpleNamespace(state=state, workspace=workspace, pulled=pulled, log=log(workspace))


def test_every_record_lands_once(group):
    tables, pulled = records(group.state).tables, group.pulled["netsuite"]
    assert pulled.refused == {}
    assert pulled.drift == {}
    assert {name: tables[name].height for name in pulled.records} == dict(pulled.records)
    (paid, *_) = (row for row in landed(group.workspace, "netsuite", "transaction") if row["id"] == "11")
    assert paid["createddate"] == "2026-04-02T02:00:07"
    assert (paid["foreigntotal"], paid["taxtotal"], paid["currency"]) == ("1190.6", "190.1", "USD")
    assert (paid["duedate"], paid["closedate"]) == ("2026-05-01", "2026-05-20")


def test_the_events_are_those_that_happened(group):
    assert_frame_equal(log_events(group.log), true_events(group.state, MOMENTS))
    assert group.log.rows("select * from unplaced") == []
    assert group.log.rows("select * from quarantine") == []


def test_a_whole_firm_with_every_trouble(tmp_path):
    """Each record lands once, the events are those of the state, and what is planted wrong is all that is set apart."""
    state = small_firm(troubles="all")
    with serving(state, **BOTH) as served:
        workspace = firm(tmp_path, served)
        pulled = {name: pull(workspace, name) for name in served}
    recorded = {"netsuite": records(state), "netsuite_acquired": records_of_acquired(state)}
    for name, one in recorded.items():
        assert {stream: one.tables[stream].height for stream in pulled[name].records} == dict(pulled[name].records)
    database = log(workspace)
    assert_frame_equal(log_events(database), true_events(state, MOMENTS))
    assert database.rows("select * from unplaced") == []
    planted = [each for one in recorded.values() for each in one.planted if each.reason not in SHOWN_OTHERWISE]
    assert set(database.rows("select source, stream, key from quarantine")) == {
        (each.source, each.stream, each.key) for each in planted
    }


def test_objects_and_relations(group):
    related = group.log.rows(
        "select origin.object_id, qualifier, target.object_id from object_object "
        "join object as origin on from_object_no = origin.object_no "
        "join object as target on to_object_no = target.object_no"
    )
    told = {f"{a.split(':')[1]} {b} {c.split(':')[1]}" for a, b, c in related}
    assert {
        "11 bills a06000000000001", "11 to 1", "11 for 1", "11 of 1", "13 settles 11", "12 corrects 21",
        "14 in 1/2026-03", "1/2026-03 of 1",
    } <= told  # fmt: skip
    known = group.log.rows(
        "select name, value from object_attribute join object using (object_no) where object_id = 'netsuite:11'"
    )
    assert {
        ("amount", "1000.5"),
        ("client", "Client 1 & Sons Ltd"),
        ("entity", "new_york"),
        ("currency", "USD"),
    } <= set(known)


def test_signed_in_with_an_rsa_key(tmp_path):
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    with serving(hand_made_ledger(), netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        (workspace.root / "netsuite.pem").write_text(pem)
        text = workspace.settings_file.read_text()
        workspace.settings_file.write_text(text.replace("zone =", 'algorithm = "PS256"\nzone ='))
        with pytest.raises(SourceFailed, match="invalid_client"):
            probe(workspace, "netsuite")
        registered = {"id": netsuite.SECRETS["certificate_id"], "kind": "RSA", "pem": public}
        httpx.post(f"{served['netsuite'].url}/_simulator/certificates", json=registered)
        assert probe(workspace, "netsuite") == []


def test_a_second_pull_adds_nothing_and_a_changed_record_comes_again(tmp_path):
    with serving(hand_made_ledger(), netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        pull(workspace, "netsuite")
        assert pull(workspace, "netsuite").run is None
        local = datetime(2026, 11, 30, 9, 59, 30)
        served["netsuite"].shown.change("transaction", {"id": 41}, {"memo": "Mended", "lastmodifieddate": local})
        again = pull(workspace, "netsuite")
    assert {name: n for name, n in again.records.items() if n} == {"transaction": 1}


@pytest.mark.parametrize("first", [at(4, 1, 3), at(4, 4, 12)])
def test_pulled_in_two_steps_is_pulled_at_once(tmp_path, first):
    state = hand_made_ledger("client_duplicated")
    with serving(state, moment=first, **BOTH) as served:
        workspace = firm(tmp_path, served)
        for name in served:
            pull(workspace, name)
        for name, one in served.items():
            one.shown.set_clock(AS_OF)
            pull(workspace, name)
    assert_frame_equal(log_events(log(workspace)), true_events(state, MOMENTS))


def test_a_deleted_record_is_gone(tmp_path):
    with serving(hand_made_ledger(), moment=AS_OF - timedelta(days=1), netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        pull(workspace, "netsuite")
        shown = served["netsuite"].shown
        shown.set_clock(AS_OF)
        shown.remove("transaction", {"id": 41})
        gone = {"recordtypeid": -30, "scriptid": "invoice", "recordid": 41, "deleteddate": datetime(2026, 11, 30, 8)}
        shown.create("deletedrecord", gone)
        shown.remove("transactionline", {"uniquekey": 2})
        pulled = pull(workspace, "netsuite")
        assert pull(workspace, "netsuite").run is None
    assert {name: n for name, n in pulled.deleted.items() if n} == {"transaction": 1, "transactionline": 1}
    database = log(workspace)
    gone = database.column("select object_id from object where deleted_at is not null")
    assert "netsuite:41" in gone
    drafted = log_events(database).filter(pl.col("event") == "invoice_drafted")
    assert drafted.height == 2


def test_without_system_notes_dates_and_differences_speak(tmp_path):
    state = hand_made_ledger()
    with serving(state, moment=at(4, 3, 12), netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        httpx.post(f"{served['netsuite'].url}/_simulator/permissions", json={"systemnote": False})
        missing = probe(workspace, "netsuite")
        pull(workspace, "netsuite")
        served["netsuite"].shown.set_clock(AS_OF)
        pull(workspace, "netsuite")
    assert [each.what for each in missing] == ["the System Notes permission"]
    database = log(workspace)
    sure = log_events(database)
    assert "invoice_sent" not in sure["event"]
    dated = log_events(database, "business_date").rows()
    assert ("invoice_settled", datetime(2026, 5, 20)) in dated
    assert ("period_closed", datetime(2026, 4, 9)) in dated
    seen = log_events(database, "observed")
    assert seen["event"].to_list().count("invoice_sent") == 2
    unaffected = {event: places for event, places in MOMENTS.items() if event not in NOTED}
    own = true_events(_without_acquired(state), unaffected)
    assert_frame_equal(sure.filter(~pl.col("event").is_in(NOTED)), own)


def _without_acquired(state: State) -> State:
    """The firm less what belongs to entity 3."""
    tables = {
        name: table.filter(pl.col("entity_id") != 3) if "entity_id" in table.columns else table
        for name, table in state.tables.items()
    }
    tables["timecard"] = state["timecard"].filter(pl.col("id") != 5)
    tables["approval"] = state["approval"].filter(pl.col("id") != 4)
    return State(state.as_of, tables)


def test_a_table_that_the_role_may_not_see_is_told_and_the_others_are_read(tmp_path):
    with serving(hand_made_ledger(), netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        hidden = {"customrecord_close_task": False, "subsidiary": False}
        httpx.post(f"{served['netsuite'].url}/_simulator/permissions", json=hidden)
        missing = {each.stream: each for each in probe(workspace, "netsuite")}
        pulled = pull(workspace, "netsuite")
    assert "steps of the close" in missing["customrecord_close_task"].costs
    assert set(missing) == set(pulled.refused) == {"customrecord_close_task", "subsidiary"}
    assert pulled.records["transaction"] == 7


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "unauthorized"}, {"kind": "throttled", "seconds": 0}, {"kind": "throttled_silently", "times": 2},
        {"kind": "server_error", "times": 2}, {"kind": "unavailable", "seconds": 0}, {"kind": "slow", "seconds": 0.2},
        {"kind": "cut"}, {"kind": "truncated"}, {"kind": "skewed", "seconds": 600},
    ],
    ids=lambda fault: fault["kind"],
)  # fmt: skip
def test_faults_heal(tmp_path, fault):
    state = hand_made_ledger()
    with serving(state, netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        served["netsuite"].faults.plan(path="suiteql", after=30, **fault)
        pulled = pull(workspace, "netsuite")
    tables = records(state).tables
    assert {name: tables[name].height for name in pulled.records} == dict(pulled.records)


def test_a_lasting_fault_is_one_clear_line_and_leaves_nothing(tmp_path):
    with serving(hand_made_ledger(), netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        served["netsuite"].faults.plan("server_error", path="suiteql", after=30, times=1000)
        with pytest.raises(SourceFailed, match=r"^netsuite: \w+: POST http.*suiteql failed, tried 6 times"):
            pull(workspace, "netsuite")
    assert list(workspace.landing.glob("netsuite/*")) == []


def test_pages_go_on_by_key_among_equal_times(tmp_path):
    state = posted(*[at(3, 9)] * 2500)
    with serving(state, netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        pulled = pull(workspace, "netsuite")
    assert pulled.records["timebill"] == 2500
    assert {int(row["id"]) for row in landed(workspace, "netsuite", "timebill")} == set(range(1, 2501))


def test_the_hour_that_comes_twice_loses_nothing(tmp_path):
    """A pull in the first pass of the hour, one in the second, whose clock on the wall says an earlier time."""
    first, second = AUTUMN - timedelta(minutes=20), AUTUMN + timedelta(minutes=10)
    state = posted(first, second, AUTUMN + timedelta(hours=2))
    with serving(state, moment=AUTUMN - timedelta(minutes=5), netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        assert pull(workspace, "netsuite").records["timebill"] == 1
        served["netsuite"].shown.set_clock(AUTUMN + timedelta(minutes=15))
        assert pull(workspace, "netsuite").records["timebill"] == 1
        served["netsuite"].shown.set_clock(AS_OF)
        assert pull(workspace, "netsuite").records["timebill"] == 1
    told = log_events(log(workspace)).filter(pl.col("event") == "time_posted")["at"].to_list()
    # no record can tell the two passes apart; both are read as the second, in standard time
    repeated = first + timedelta(hours=1)
    assert told == sorted(m.replace(tzinfo=None) for m in (repeated, second, AUTUMN + timedelta(hours=2)))


def test_an_acquired_firm_joins_by_settings_only(group):
    """A second account of the same kind is a table in firm.toml, and its ids do not meet those of the first."""
    sources = configured_sources(group.workspace)
    assert {name: source.connector.name for name, source in sources.items()} == dict.fromkeys(BOTH, "netsuite")
    named = "select object_id from object join object_type using (type_no) where name = 'invoice'"
    assert sorted(group.log.column(named)) == ["netsuite:11", "netsuite:21", "netsuite:41", "netsuite_acquired:31"]


def test_what_is_planted_wrong_is_set_apart_and_nothing_else(tmp_path):
    state = hand_made_ledger("inconsistent_records")
    with serving(state, netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        pull(workspace, "netsuite")
    database = log(workspace)
    planted = records(state).planted
    apart = {(each.stream, each.key) for each in planted if each.reason not in SHOWN_OTHERWISE}
    assert {(stream, key) for stream, key in database.rows("select stream, key from quarantine")} == apart
    good = true_events(_without_acquired(state), MOMENTS)
    assert_frame_equal(log_events(database), good)


def test_the_run_reads_up_to_the_accounts_clock(tmp_path):
    with serving(hand_made_ledger(), moment=at(4, 3), netsuite=netsuite) as served:
        workspace = firm(tmp_path, served)
        pulled = pull(workspace, "netsuite")
    assert abs(pulled.as_of - at(4, 3)) < timedelta(hours=1)
    assert pulled.as_of.tzinfo == UTC
