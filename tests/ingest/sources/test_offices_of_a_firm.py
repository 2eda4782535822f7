"""A small firm's people, expenses and Microsoft 365, pulled through the connectors: the log tells what happened."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import polars as pl
import pytest

from simulator.interfaces.serving import serve
from simulator.life.simulate import small_firm
from simulator.object_ids import logged_id, resource_logged_id
from tests.ingest.sources.office_pulls import VENDORS, firm, log, pull, set_apart

REFUSED = ~pl.col("approved") & pl.col("decided_at").is_not_null()


def expenses(state, kind):
    return state["approval"].filter(pl.col("kind") == f"expense_{kind}")


def happened_in_concur(state):
    """Each event of an expense report, by type, with its moments."""
    reports = state["expense_report"]
    both = pl.concat([expenses(state, "manager"), expenses(state, "finance")])
    again = both.filter(pl.col("round") > 1)["asked_at"]
    return {
        "expense_report_created": reports["created_at"],
        "expense_submitted": pl.concat([reports["submitted_at"].drop_nulls(), again]),
        "expense_rejected": both.filter(REFUSED)["decided_at"],
        "expense_manager_approved": reports["manager_approved_at"],
        "expense_finance_approved": reports["finance_approved_at"],
        "expense_reimbursed": reports["reimbursed_at"],
        "expense_rebilled": reports["rebilled_at"],
    }


def happened_in_graph(state):
    return {
        "workspace_requested": state["workspace"]["created_at"],
        "workspace_provisioned": state["workspace"]["provisioned_at"],
        "kickoff_held": state["project"]["kickoff_at"],
        "contract_document_saved": state["document"]["created_at"],
    }


TRUTH = {"bamboohr": lambda state: {}, "concur": happened_in_concur, "graph": happened_in_graph}


def told(database):
    return Counter(database.rows("select event_type.name, ts from event join event_type using (type_no)"))


@pytest.fixture(scope="module", params=list(VENDORS))
def pulled(request, tmp_path_factory):
    """One system of the firm, its records pulled, and whether a second pull found more."""
    name, state = request.param, small_firm()
    with serve(VENDORS[name], state) as running:
        workspace = firm(tmp_path_factory.mktemp(name), running, name)
        first, second = pull(workspace), pull(workspace)
    return name, state, first, second, log(workspace)


def test_every_record_lands_once(pulled):
    name, state, first, second, _ = pulled
    tables = VENDORS[name].records(state).tables
    ahead = tables["events"].filter(pl.col("start") >= state.as_of.isoformat()[:19]).height if name == "graph" else 0
    assert sum(first.records.values()) == sum(table.height for table in tables.values()) - ahead
    assert second.run is None


def test_the_log_tells_what_happened_and_when(pulled):
    name, state, _, _, database = pulled
    moments = Counter(
        (event, moment.replace(tzinfo=None))
        for event, found in TRUTH[name](state).items()
        for moment in found.drop_nulls()
    )
    assert told(database) == moments


def test_objects_are_named_as_the_truth_names_them(pulled):
    name, state, _, _, database = pulled
    people = state["resource"].filter(~pl.col("is_subcontractor")).select(resource_logged_id())
    names = {
        "bamboohr": ("resource", people),
        "concur": ("expense_report", state["expense_report"].select(logged_id("expense_report"))),
        "graph": ("workspace", state["workspace"].select(logged_id("workspace"))),
    }
    object_type, expected = names[name]
    found = database.column(
        "select object_id from object join object_type using (type_no) where object_type.name = $object_type",
        object_type=object_type,
    )
    if name == "concur":
        found = [one for one in found if "@" not in one]
    assert sorted(found) == sorted(expected.to_series())


@pytest.mark.parametrize("name", VENDORS)
def test_what_is_planted_is_set_apart_and_of_the_rest_nothing(name, tmp_path):
    state = small_firm(troubles="inconsistent_records")
    planted = VENDORS[name].records(state).planted
    with serve(VENDORS[name], state) as running:
        workspace = firm(tmp_path, running, name)
        pull(workspace)
    assert set_apart(log(workspace)) == {(one.stream, one.key) for one in planted}
    assert len(planted) >= 12


def test_pulled_as_time_goes_on_the_log_is_the_same(pulled, tmp_path):
    name, state, _, _, database = pulled
    with serve(VENDORS[name], state, moment=state.as_of - timedelta(days=120)) as running:
        workspace = firm(tmp_path, running, name)
        for days in (120, 45, 0):
            running.shown.set_clock(state.as_of - timedelta(days=days))
            pull(workspace)
    assert told(log(workspace)) == told(database)
