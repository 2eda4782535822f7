"""The Microsoft Graph connector against the interface: rounds and links, what they yield, what heals or is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest

from core.errors import SourceFailed
from eventlog.landed import landed_runs
from simulator.interfaces import graph
from simulator.interfaces.serving import serve
from tests.ingest.sources.office_pulls import events, firm, landed, log, probe, pull, related, set_apart
from tests.simulator.hand_made_firm import AS_OF, at, hand_made_firm

EVERYTHING = {"workspaceRequests": 2, "groups": 1, "events": 1, "driveItems": 1, "versions": 2}


@pytest.fixture
def served():
    with serve(graph, hand_made_firm()) as running:
        yield running


@pytest.fixture
def workspace(tmp_path, served):
    return firm(tmp_path, served, "graph")


def test_everything_lands_once(workspace, served):
    pulled = pull(workspace)
    assert pulled.records == EVERYTHING
    assert abs(pulled.as_of - AS_OF) < timedelta(minutes=1)
    assert pull(workspace).run is None


def test_what_happened_is_told_with_its_objects(workspace):
    pull(workspace)
    database = log(workspace)
    assert events(database, "workspace") == [
        ("workspace_requested", "graph:grp-0000000001", datetime(2026, 3, 4, 9)),
        ("workspace_provisioned", "graph:grp-0000000001", datetime(2026, 3, 5, 10, 30)),
        ("workspace_requested", "graph:grp-0000000002", datetime(2026, 3, 30, 9)),
    ]
    assert events(database, "project")[-2:] == [
        ("kickoff_held", "graph:P-0001", datetime(2026, 3, 11, 14)),
        ("workspace_requested", "graph:P-0002", datetime(2026, 3, 30, 9)),
    ]
    saved = [ts for name, _, ts in events(database, "document") if name == "contract_document_saved"]
    assert saved == [datetime(2026, 3, 1, 9), datetime(2026, 3, 1, 12)]
    assert events(database, "document") == events_of_contract(database, "graph:01DOC0000000001")
    assert related(database, "graph:grp-0000000001") == [("graph:P-0001", "for")]
    assert related(database, "graph:01DOC0000000001") == [("graph:00000001", "evidence_for")]


def events_of_contract(database, document):
    return [(name, document, ts) for name, _, ts in events(database, "contract")]


def test_without_versions_the_file_tells_when_it_was_saved(workspace, served):
    served.faults.plan("forbidden", path="versions", times=1000)
    assert set(pull(workspace).refused) == {"versions"}
    assert events(log(workspace), "document") == [
        ("contract_document_saved", "graph:01DOC0000000001", datetime(2026, 3, 1, 12))
    ]


def test_each_round_brings_what_changed_since(tmp_path):
    with serve(graph, hand_made_firm(), moment=at(5, 8)) as running:
        workspace = firm(tmp_path, running, "graph")
        assert pull(workspace).records == {**EVERYTHING, "workspaceRequests": 1, "groups": 0, "events": 0}
        running.shown.set_clock(AS_OF)
        later = pull(workspace)
        assert later.records == {"workspaceRequests": 2, "groups": 1, "events": 1, "driveItems": 0, "versions": 0}
        with serve(graph, hand_made_firm()) as fresh:
            at_once = firm(tmp_path / "at_once", fresh, "graph")
            pull(at_once)
    assert events(log(workspace), "project") == events(log(at_once), "project")


def test_what_is_removed_is_marked(workspace, served):
    pull(workspace)
    served.shown.set_clock(AS_OF + timedelta(hours=1))
    for table in ("groups", "driveItems", "events"):
        served.shown.remove(table, {"id": served.shown.tables[table]["id"][0]})
    assert {name: count for name, count in pull(workspace).deleted.items() if count} == {
        "groups": 1, "driveItems": 1, "events": 1,
    }  # fmt: skip
    assert pull(workspace).run is None
    assert "kickoff_held" not in {name for name, *_ in events(log(workspace), "project")}


def test_a_dropped_link_brings_all_again_and_lands_only_what_is_new(workspace, served):
    pull(workspace)
    served.shown.set_clock(AS_OF + timedelta(days=40))
    served.shown.remove("workspaceRequests", {"id": "2"})
    served.shown.change("groups", {"id": "grp-0000000001"}, {"displayName": "Renamed"})
    again = pull(workspace)
    assert (again.records["groups"], again.records["driveItems"]) == (1, 0)
    assert again.deleted["workspaceRequests"] == 1
    assert pull(workspace).run is None


def test_another_address_brings_all_again_and_lands_only_what_is_new(workspace, served):
    pull(workspace)
    with serve(graph, hand_made_firm()) as elsewhere:
        elsewhere.shown.change("groups", {"id": "grp-0000000001"}, {"displayName": "Renamed"})
        settings = workspace.settings_file.read_text()
        workspace.settings_file.write_text(settings.replace(served.url, elsewhere.url))
        again = pull(workspace)
    assert (again.records["groups"], again.records["driveItems"]) == (1, 0)


def test_a_kickoff_ahead_is_not_held_and_one_put_off_is_held_later(tmp_path):
    with serve(graph, hand_made_firm(), moment=at(10)) as running:
        workspace = firm(tmp_path, running, "graph")
        pull(workspace)
        assert "events" not in {path.stem for run in landed_runs(workspace) for path in run.folder.glob("*.parquet")}
        running.shown.set_clock(AS_OF)
        pull(workspace)
    assert [row["projectCode"] for row in landed(workspace, "events")] == ["P-0001"]


def test_what_is_planted_is_set_apart_and_nothing_else(tmp_path):
    state = hand_made_firm("inconsistent_records")
    with serve(graph, state) as running:
        workspace = firm(tmp_path, running, "graph")
        pull(workspace)
    assert set_apart(log(workspace)) == {(one.stream, one.key) for one in graph.records(state).planted}


def test_rounds_without_end_are_ended(workspace, served):
    httpx.post(f"{served.url}/_simulator/endless", json={"on": True}, trust_env=False)
    with pytest.raises(SourceFailed, match="the same records without end"):
        pull(workspace)
    assert not landed_runs(workspace)


@pytest.mark.parametrize("kind", ["unauthorized", "throttled", "throttled_silently", "unavailable", "cut", "truncated"])
def test_trouble_passes(workspace, served, kind):
    planned = [served.faults.plan(kind, path=path, after=1, seconds=0) for path in ("groups", "calendarView", "lists")]
    planned.append(served.faults.plan(kind, path="versions", after=0, seconds=0))
    assert pull(workspace).records == EVERYTHING
    assert all(fault.seen > fault.after for fault in planned)
    assert pull(workspace).run is None


def test_a_tenant_without_consent_is_told_permission_by_permission(workspace, served):
    assert probe(workspace) == []
    served.faults.plan("forbidden", path="v1.0", times=1000)
    missing = probe(workspace)
    assert {one.stream for one in missing} == set(EVERYTHING)
    assert all("consent of an admin" in one.ask_for for one in missing)


def test_a_wrong_secret_is_told_in_one_line_without_it(workspace):
    (workspace.root / "client_secret.secret").write_text("a-secret-of-nobody")
    with pytest.raises(SourceFailed, match="AADSTS7000215") as told:
        pull(workspace)
    assert "a-secret-of-nobody" not in str(told.value)
