"""Coupa's records: what the firm's purchases look like there, and that nothing changes without saying so."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from random import Random

import polars as pl

from simulator.life.simulate import small_firm
from simulator.systems import coupa
from tests.simulator.hand_made_ledger import AS_OF, at, hand_made_ledger
from tests.simulator.record_changes import changed_without_saying_so

STEPS = [
    at(3, 1),
    at(3, 2, 12),
    at(3, 3, 12),
    at(3, 5, 12),
    at(3, 14, 12),
    at(3, 15, 12),
    at(3, 18, 12),
    at(5, 1),
    AS_OF,
]
STAMPED = ("suppliers", "requisitions", "purchase_orders", "invoices", "approvals")


def test_what_changes_says_so():
    for before, after in pairwise(STEPS):
        old, new = (coupa.records(hand_made_ledger().cut(moment)).tables for moment in (before, after))
        for table in STAMPED:
            assert changed_without_saying_so(old[table], new[table], ("id", "updated_at"), before).is_empty(), table


def test_what_changes_says_so_in_a_whole_firm(scale):
    """At moments taken by chance, with every trouble there is."""
    state, chance = small_firm(troubles="all"), Random(11)
    first = state["purchase_order"]["created_at"].min()
    span = (state.as_of - first).total_seconds()
    moments = sorted(first + timedelta(seconds=chance.uniform(0, span)) for _ in range(8 * scale))
    for before, after in pairwise([*moments, state.as_of]):
        old, new = (coupa.records(state.cut(moment)).tables for moment in (before, after))
        for table in STAMPED:
            assert changed_without_saying_so(old[table], new[table], ("id", "updated_at"), before).is_empty(), table


def test_a_purchase_from_the_requisition_to_the_paid_invoice():
    seen = []
    for moment in STEPS[1:]:
        tables = coupa.records(hand_made_ledger().cut(moment)).tables
        invoice = tables["invoices"]["status"].to_list() or [None]
        seen.append((tables["requisitions"]["status"][0], tables["purchase_orders"].height, invoice[0]))
    assert seen == [
        ("pending_approval", 0, None), ("rejected", 0, None), ("approved", 0, None), ("ordered", 1, "pending_receipt"),
        ("ordered", 1, "on_hold"), ("ordered", 1, "approved"), ("ordered", 1, "approved"), ("ordered", 1, "approved"),
    ]  # fmt: skip


def test_approvals_tell_every_round():
    told = coupa.records(hand_made_ledger()).tables["approvals"]
    assert told.select("approvable_type", "approvable_id", "position", "status").rows() == [
        ("RequisitionHeader", 1, 1, "rejected"), ("RequisitionHeader", 1, 2, "approved"),
        ("InvoiceHeader", 1, 1, "approved"), ("RequisitionHeader", 2, 1, "pending_approval"),
    ]  # fmt: skip
    assert told["approver_email"].to_list()[0] == "Person2@firm.example"


def test_what_is_planted_is_listed():
    clean = coupa.records(hand_made_ledger()).tables
    wrong = coupa.records(hand_made_ledger("inconsistent_records"))
    listed = {(each.stream, each.key) for each in wrong.planted}
    assert len(listed) == len(wrong.planted)
    for name, rows in wrong.tables.items():
        added = rows.filter(~pl.col("id").is_in(clean[name]["id"].implode()))
        assert {(name, str(key)) for key in added["id"]} == {each for each in listed if each[0] == name}
