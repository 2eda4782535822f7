"""The Concur connector against the interface: what lands, which evidence tells the events, what heals or is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.errors import SourceFailed
from ingest.pull import pull_source
from ingest.source_settings import configured_sources
from ingest.sources import concur as source
from simulator.interfaces import concur
from simulator.interfaces.serving import serve
from tests.ingest.sources.office_pulls import events, firm, landed, log, probe, pull, related, set_apart, values
from tests.simulator.hand_made_firm import AS_OF, at, hand_made_firm

STEPS = "workflowSteps"


@pytest.fixture
def served():
    with serve(concur, hand_made_firm()) as running:
        yield running


@pytest.fixture
def workspace(tmp_path, served):
    return firm(tmp_path, served, "concur")


def on(day, hour=9):
    return datetime(2026, 3, day, hour)


def of_report(database, number):
    return [(name, ts) for name, report, ts in events(database, "expense_report") if report == f"concur:{number}"]


def test_everything_lands_once(workspace, served):
    pulled = pull(workspace)
    assert pulled.records == {"reports": 6, "entries": 4, STEPS: 14}
    assert abs(pulled.as_of - AS_OF) < timedelta(minutes=1)
    before = served.faults.requests
    assert pull(workspace).run is None
    assert served.faults.requests - before < 15  # what hangs on reports that did not change is not asked for again


def test_what_the_firm_keeps_in_its_own_fields_lands_beside_them(workspace):
    pull(workspace)
    report = next(row for row in landed(workspace, "reports") if row["ID"] == "3")
    assert (report["Entity"], report["RebilledDate"]) == ("new_york", "2026-03-20T09:00:00")
    assert '"Code":"new_york"' in report["OrgUnit1"]
    assert {row["ProjectCode"] for row in landed(workspace, "entries")} == {"P-0001", "P-0002"}


def test_the_workflow_tells_every_submission_and_decision(workspace):
    pull(workspace)
    database = log(workspace)
    assert of_report(database, 3) == [
        ("expense_report_created", on(2)),
        ("expense_submitted", on(3)),
        ("expense_rejected", on(4)),
        ("expense_submitted", on(5)),
        ("expense_manager_approved", on(6)),
        ("expense_finance_approved", on(9)),
        ("expense_reimbursed", on(13)),
        ("expense_rebilled", on(20)),
    ]
    assert of_report(database, 1) == [("expense_report_created", on(2))]
    assert [name for name, _ in of_report(database, 6)][2:] == [
        "expense_manager_approved",
        "expense_rejected",
        "expense_submitted",
    ]
    rounds = database.rows(
        "select event_type.name, value from event_attribute join event using (event_no) "
        "join event_type using (type_no) where event_attribute.name = 'round' and value = '2' order by all"
    )
    assert [name for name, _ in rounds] == [
        "expense_finance_approved",
        "expense_manager_approved",
        "expense_submitted",
        "expense_submitted",
    ]
    who = database.column(
        "select distinct resource.name from event join resource using (resource_no) join event_type using (type_no) "
        "where event_type.name = 'expense_finance_approved'"
    )
    assert who == ["dee@firm.example"]


def test_reports_know_their_people_projects_and_entity(workspace):
    pull(workspace)
    database = log(workspace)
    assert related(database, "concur:3") == [
        ("concur:P-0001", "on"),
        ("concur:P-0002", "on"),
        ("concur:bob@firm.example", "of"),
        ("concur:new_york", "of"),
    ]
    assert values(database, "concur:5", "amount") == [("80.0", datetime(1970, 1, 1))]
    assert values(database, "concur:5", "entity") == [("london", datetime(1970, 1, 1))]


def test_without_the_workflow_dates_and_differences_tell_what_they_can(tmp_path):
    with serve(concur, hand_made_firm(), moment=at(3, 12)) as running:
        workspace = firm(tmp_path, running, "concur")
        for day in (3, 4, 5, 7, 31):
            running.shown.set_clock(at(day, 12))
            running.faults.clear()
            running.faults.plan("forbidden", path=STEPS, times=1000)
            assert set(pull(workspace).refused) == {STEPS}
    told = of_report(log(workspace), 3)
    assert [name for name, _ in told] == [
        "expense_report_created",
        "expense_rejected",
        "expense_submitted",
        "expense_manager_approved",
        "expense_finance_approved",
        "expense_reimbursed",
        "expense_rebilled",
    ]
    moments = dict(told)
    assert moments["expense_submitted"] == on(5)
    assert moments["expense_finance_approved"] == on(9)
    assert abs(moments["expense_rejected"] - on(4, 12)) < timedelta(minutes=1)
    assert abs(moments["expense_manager_approved"] - on(7, 12)) < timedelta(minutes=1)


def test_each_pull_brings_what_has_been_done_since(tmp_path):
    with serve(concur, hand_made_firm(), moment=at(4, 12)) as running:
        workspace = firm(tmp_path, running, "concur")
        pull(workspace)
        running.shown.set_clock(at(10))
        second = pull(workspace)
        assert second.records == {"reports": 2, "entries": 0, STEPS: 5}
        running.shown.set_clock(AS_OF)
        assert pull(workspace).records == {"reports": 1, "entries": 0, STEPS: 0}
        with serve(concur, hand_made_firm()) as fresh:
            at_once = firm(tmp_path / "at_once", fresh, "concur")
            pull(at_once)
    assert events(log(workspace), "expense_report") == events(log(at_once), "expense_report")


def test_what_is_deleted_is_missed(workspace, served):
    pull(workspace)
    served.shown.remove("reports", {"ID": "2"})
    served.shown.remove("entries", {"ReportID": "2"})
    served.shown.set_clock(AS_OF + timedelta(hours=1))
    assert pull(workspace).deleted == {"reports": 1, "entries": 1, STEPS: 0}
    assert pull(workspace).run is None
    assert "expense_report_created" not in dict(of_report(log(workspace), 2))


def test_an_entry_changed_with_its_report_lands_again(workspace, served):
    pull(workspace)
    served.shown.set_clock(AS_OF + timedelta(hours=1))
    served.shown.change("entries", {"ID": "1"}, {"TransactionAmount": 99.0, "LastModified": "2026-03-31T18:30:00"})
    served.shown.change("reports", {"ID": "2"}, {"Total": 99.0, "LastModifiedDate": "2026-03-31T18:30:00"})
    assert pull(workspace).records == {"reports": 1, "entries": 1, STEPS: 0}


def test_what_is_planted_is_set_apart_and_nothing_else(tmp_path):
    state = hand_made_firm("inconsistent_records")
    with serve(concur, state) as running:
        workspace = firm(tmp_path, running, "concur")
        pull(workspace)
    database = log(workspace)
    assert set_apart(database) == {(one.stream, one.key) for one in concur.records(state).planted}
    worth = database.rows("select sum(worth), currency from quarantine where stream = 'reports' group by currency")
    assert worth == [(163.95, "USD")]


@pytest.mark.parametrize(
    "kind", ["unauthorized", "throttled", "throttled_silently", "server_error", "cut", "truncated"]
)
def test_trouble_passes(workspace, served, kind):
    planned = [served.faults.plan(kind, path=path, after=1, seconds=0) for path in ("reports$", "entries", STEPS)]
    assert pull(workspace).records == {"reports": 6, "entries": 4, STEPS: 14}
    assert all(fault.seen > fault.after for fault in planned)
    assert pull(workspace).run is None


def test_each_token_is_got_with_the_refresh_token_before_it(workspace, served):
    served.faults.plan("unauthorized", path=STEPS, after=2)
    served.faults.plan("unauthorized", path=STEPS, after=3)
    assert pull(workspace).records[STEPS] == 14


def test_a_spent_refresh_token_is_told_in_one_line(workspace):
    (workspace.root / "refresh_token.secret").write_text("spent-long-ago")
    with pytest.raises(SourceFailed, match="invalid_grant") as told:
        pull(workspace)
    assert "spent-long-ago" not in str(told.value)
    assert concur.SECRETS["client_secret"] not in str(told.value)


def test_what_may_not_be_read_is_told_with_its_cost(workspace, served):
    assert probe(workspace) == []
    served.faults.plan("forbidden", path=STEPS, times=1000)
    served.faults.plan("forbidden", path="entries", times=1000)
    missing = {one.stream: one for one in probe(workspace)}
    assert set(missing) == {"entries", STEPS}
    assert "two pulls" in missing[STEPS].costs
    assert "expense.report.read" in missing[STEPS].ask_for


def test_what_is_deleted_while_pages_are_read_hides_no_other_record(tmp_path, monkeypatch):
    """With two reports a page, the first is deleted when the first page has landed: the third moves up onto it."""
    monkeypatch.setattr(source, "PAGE", 2)
    with serve(concur, hand_made_firm()) as running:
        workspace = firm(tmp_path, running, "concur")
        first = running.shown.tables["reports"]["ID"].to_list()[0]

        def delete_the_first(_share, words):
            if words.startswith("concur: reports, 2 new"):
                running.shown.remove("reports", {"ID": first})

        (configured,) = configured_sources(workspace).values()
        pulled = pull_source(workspace, configured, delete_the_first)
        assert pulled.records["reports"] == 6
        assert {row["ID"] for row in landed(workspace, "reports")} == {"1", "2", "3", "4", "5", "6"}
        running.shown.remove("entries", {"ReportID": first})
        running.shown.set_clock(AS_OF + timedelta(hours=1))
        assert pull(workspace).deleted["reports"] == 1
        assert landed(workspace, "reports")[-1] == {"ID": first, "_deleted": True}


def test_a_record_that_only_one_walk_over_the_keys_misses_is_not_deleted(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "PAGE", 2)
    with serve(concur, hand_made_firm()) as running:
        workspace = firm(tmp_path, running, "concur")
        pull(workspace)
        (configured,) = configured_sources(workspace).values()
        first = running.shown.tables["reports"]["ID"].to_list()[0]
        keys = source.Concur.keys

        def while_the_first_is_deleted(pages):
            yield next(pages)
            running.shown.remove("reports", {"ID": first})
            yield from pages

        def keys_meanwhile(self, stream):
            pages = keys(self, stream)
            return while_the_first_is_deleted(pages) if stream.name == "reports" else pages

        monkeypatch.setattr(source.Concur, "keys", keys_meanwhile)
        running.shown.set_clock(AS_OF + timedelta(hours=1))
        pulled = pull_source(workspace, configured)
        assert pulled.deleted["reports"] == 0
        monkeypatch.undo()
        assert pull(workspace).deleted["reports"] == 1
        assert landed(workspace, "reports")[-1] == {"ID": first, "_deleted": True}
