"""Coupa, served over a firm whose moments are known: what is read, what is made of it, what goes wrong and heals."""

from __future__ import annotations

from datetime import timedelta

import httpx
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from simulator.interfaces import coupa
from simulator.life.simulate import small_firm
from simulator.state import State
from simulator.systems.coupa import records
from tests.ingest.sources.ledger_pulls import firm, landed, log, log_events, probe, pull, serving, true_events
from tests.simulator.hand_made_ledger import AS_OF, at, hand_made_ledger

PURCHASE, INVOICE = pl.col("kind") == "purchase", pl.col("kind") == "vendor_invoice"
MOMENTS = {
    "purchase_requested": [("purchase_order", "created_at")],
    "purchase_rejected": [("approval", ("decided_at", PURCHASE & ~pl.col("approved")))],
    "purchase_approved": [("approval", ("decided_at", PURCHASE & pl.col("approved")))],
    "purchase_ordered": [("purchase_order", "ordered_at")],
    "vendor_invoice_received": [("vendor_invoice", "created_at")],
    "vendor_invoice_mismatched": [("vendor_invoice", "mismatched_at")],
    "vendor_invoice_matched": [("vendor_invoice", "matched_at")],
    "vendor_invoice_rejected": [("approval", ("decided_at", INVOICE & ~pl.col("approved")))],
    "vendor_invoice_approved": [("approval", ("decided_at", INVOICE & pl.col("approved")))],
    "vendor_invoice_paid": [("vendor_invoice", "paid_at")],
}


def bought(purchases: int) -> State:
    """The firm with so many purchases, all of one moment."""
    state = hand_made_ledger()
    first = state["purchase_order"].head(1)
    orders = pl.concat(first.with_columns(id=pl.lit(n, pl.Int64)) for n in range(1, purchases + 1))
    return State(AS_OF, {**state.tables, "purchase_order": orders})


def test_the_events_are_those_that_happened(tmp_path):
    state = hand_made_ledger()
    with serving(state, coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        assert probe(workspace, "coupa") == []
        pulled = pull(workspace, "coupa")
        assert pull(workspace, "coupa").run is None
    assert {name: records(state).tables[name].height for name in pulled.records} == dict(pulled.records)
    database = log(workspace)
    assert_frame_equal(log_events(database), true_events(state, MOMENTS))
    assert database.rows("select * from unplaced") == []
    assert database.rows("select * from quarantine") == []
    assert database.rows("select * from drift") == []
    related = database.rows(
        "select origin.object_id, qualifier, target.object_id from object_object "
        "join object as origin on from_object_no = origin.object_no "
        "join object as target on to_object_no = target.object_no where origin.object_id = 'coupa:1'"
    )
    assert {(qualifier, target) for _, qualifier, target in related} == {
        ("for", "coupa:P-0001"), ("of", "coupa:new_york"), ("for", "coupa:1"),
    }  # fmt: skip
    passed_on = database.rows(
        "select origin.object_id, target.object_id from object_object "
        "join object as origin on from_object_no = origin.object_no "
        "join object as target on to_object_no = target.object_no where qualifier = 'passes_on'"
    )
    assert passed_on == [("coupa:a06000000000001", "coupa:1")]


def test_a_whole_firm_with_every_trouble(tmp_path):
    """Each record lands once, the events are those of the state, and what is planted wrong is all that is set apart."""
    state = small_firm(troubles="all")
    with serving(state, coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        pulled = pull(workspace, "coupa")
    recorded = records(state)
    assert {name: recorded.tables[name].height for name in pulled.records} == dict(pulled.records)
    database = log(workspace)
    assert_frame_equal(log_events(database), true_events(state, MOMENTS))
    apart = {(each.stream, each.key) for each in recorded.planted}
    assert set(database.rows("select stream, key from quarantine")) == apart


@pytest.mark.parametrize("first", [at(3, 4), at(3, 17)])
def test_pulled_in_two_steps_is_pulled_at_once(tmp_path, first):
    state = hand_made_ledger()
    with serving(state, moment=first, coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        pull(workspace, "coupa")
        served["coupa"].shown.set_clock(AS_OF)
        pull(workspace, "coupa")
    assert_frame_equal(log_events(log(workspace)), true_events(state, MOMENTS))


def test_every_page_of_fifty_lands_once(tmp_path):
    with serving(bought(173), coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        pulled = pull(workspace, "coupa")
    assert pulled.records["requisitions"] == pulled.records["purchase_orders"] == 173
    assert {int(row["id"]) for row in landed(workspace, "coupa", "requisitions")} == set(range(1, 174))


def test_what_is_not_there_any_more_is_gone(tmp_path):
    with serving(hand_made_ledger(), coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        pull(workspace, "coupa")
        served["coupa"].shown.remove("requisitions", {"id": 2})
        pulled = pull(workspace, "coupa")
    assert {name: n for name, n in pulled.deleted.items() if n} == {"requisitions": 1}


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "unauthorized"}, {"kind": "throttled", "seconds": 0}, {"kind": "throttled_silently", "times": 2},
        {"kind": "server_error"}, {"kind": "unavailable", "seconds": 0}, {"kind": "cut"}, {"kind": "truncated"},
    ],
    ids=lambda fault: fault["kind"],
)  # fmt: skip
def test_faults_heal(tmp_path, fault):
    state = hand_made_ledger()
    with serving(state, coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        served["coupa"].faults.plan(path="/api/", after=9, **fault)
        pulled = pull(workspace, "coupa")
    assert {name: records(state).tables[name].height for name in pulled.records} == dict(pulled.records)


def test_a_full_bucket_is_waited_for(tmp_path):
    with serving(hand_made_ledger(), coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        httpx.post(f"{served['coupa'].url}/_simulator/bucket", json={"capacity": 3, "leak": 60})
        assert pull(workspace, "coupa").records["requisitions"] == 2


def test_a_resource_without_its_scope_is_told(tmp_path):
    with serving(hand_made_ledger(), coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        served["coupa"].faults.plan("forbidden", path="/api/approvals", times=1000)
        (missing,) = probe(workspace, "coupa")
        pulled = pull(workspace, "coupa")
    assert (missing.stream, missing.ask_for) == ("approvals", "the scope core.approval.read for the client")
    assert set(pulled.refused) == {"approvals"}
    assert pulled.records["invoices"] == 1


def test_what_is_planted_wrong_is_set_apart_and_nothing_else(tmp_path):
    state = hand_made_ledger("inconsistent_records")
    with serving(state, coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        pull(workspace, "coupa")
    database = log(workspace)
    planted = {(each.stream, each.key) for each in records(state).planted}
    assert {(stream, key) for stream, key in database.rows("select stream, key from quarantine")} == planted
    assert_frame_equal(log_events(database), true_events(state, MOMENTS))


def test_the_firms_own_names_of_fields(tmp_path):
    """firm.toml says which custom field holds what; here the two are the other way round."""
    with serving(hand_made_ledger(), coupa=coupa) as served:
        workspace = firm(tmp_path, served)
        fields = 'project_field = "legal-entity"\nentity_field = "project-code"'
        text = workspace.settings_file.read_text()
        workspace.settings_file.write_text(text.replace('connector = "coupa"', f'connector = "coupa"\n{fields}'))
        pull(workspace, "coupa")
    (order,) = landed(workspace, "coupa", "purchase_orders")
    assert (order["custom-fields.project-code"], order["custom-fields.legal-entity"]) == ("new_york", "P-0001")


def test_the_run_reads_up_to_the_instances_clock(tmp_path):
    with serving(hand_made_ledger(), moment=at(3, 4), coupa=coupa) as served:
        pulled = pull(firm(tmp_path, served), "coupa")
    assert abs(pulled.as_of - at(3, 4)) < timedelta(hours=1)
