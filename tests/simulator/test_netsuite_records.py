"""NetSuite's records: what the ledger says of the firm, and that nothing in them changes without saying so."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random

import polars as pl
import pytest

from simulator.life.simulate import small_firm
from simulator.systems import netsuite
from tests.simulator.hand_made_ledger import AS_OF, at, hand_made_ledger
from tests.simulator.record_changes import changed_without_saying_so

CHANGED = {
    "customer": ("id", "lastmodifieddate"), "job": ("id", "lastmodifieddate"), "timebill": ("id", "lastmodifieddate"),
    "transaction": ("id", "lastmodifieddate"), "transactionline": ("uniquekey", "linelastmodifieddate"),
    "systemnote": ("id", "date"), "accountingperiod": ("id", "lastmodifieddate"),
    "customrecord_close_task": ("id", "lastmodified"), "customrecord_reconciling_item": ("id", "lastmodified"),
    "customrecord_reminder": ("id", "lastmodified"),
}  # fmt: skip
STEPS = [
    at(1, 8, 12),
    at(2, 10),
    at(3, 8, 12),
    at(4, 1, 12),
    at(4, 3, 12),
    at(4, 8, 12),
    at(5, 12),
    at(11, 1, 12),
    AS_OF,
]


@pytest.mark.parametrize("recorded", [netsuite.records, netsuite.records_of_acquired])
def test_what_changes_says_so(recorded):
    """A pull by modification date misses nothing, at whichever moments it reads."""
    state = hand_made_ledger("client_duplicated")
    for before, after in pairwise(STEPS):
        old, new = recorded(state.cut(before)).tables, recorded(state.cut(after)).tables
        local = before.astimezone(netsuite.account.ZONE_INFO).replace(tzinfo=None)
        for table, (key, stamp) in CHANGED.items():
            assert changed_without_saying_so(old[table], new[table], (key, stamp), local).is_empty(), (table, before)


def test_what_changes_says_so_in_a_whole_firm(scale):
    """At moments taken by chance, with every trouble there is."""
    state, chance = small_firm(troubles="all"), Random(7)
    first = state["opportunity"]["created_at"].min()
    span = (state.as_of - first).total_seconds()
    moments = sorted(first + timedelta(seconds=chance.uniform(0, span)) for _ in range(4 * scale))
    for before, after in pairwise([*moments, state.as_of]):
        for recorded in (netsuite.records, netsuite.records_of_acquired):
            old, new = recorded(state.cut(before)).tables, recorded(state.cut(after)).tables
            local = before.astimezone(netsuite.account.ZONE_INFO).replace(tzinfo=None)
            for table, columns in CHANGED.items():
                assert changed_without_saying_so(old[table], new[table], columns, local).is_empty(), (table, before)


def test_a_status_follows_the_moments():
    states = {
        4: (at(4, 3, 12), "D", 1),
        5: (at(4, 4, 12), "E", 3),
        6: (at(4, 6, 12), "D", 1),
        8: (at(4, 9, 12), "A", 2),
    }
    for moment, status, approval in [*states.values(), (AS_OF, "B", 2)]:
        row = netsuite.records(hand_made_ledger().cut(moment)).tables["transaction"].filter(pl.col("id") == 11)
        assert row.select("status", "approvalstatus").row(0) == (status, approval), moment


def test_what_a_note_says():
    notes = netsuite.records(hand_made_ledger()).tables["systemnote"].filter(pl.col("recordid") == 11).sort("date")
    told = notes.select("field", "oldvalue", "newvalue", "name").rows()
    assert told == [
        ("TRANDOC.KAPPROVALSTATUS", None, "Pending Approval", 1),
        ("TRANDOC.KAPPROVALSTATUS", "Pending Approval", "Rejected", 2),
        ("CUSTBODY_REVISION", "1", "2", -4),
        ("TRANDOC.KAPPROVALSTATUS", None, "Pending Approval", 1),
        ("TRANDOC.KAPPROVALSTATUS", "Pending Approval", "Approved", 2),
        ("CUSTBODY_SENT", "F", "T", -4),
        ("TRANDOC.KSTATUS", "Open", "Paid In Full", -4),
    ]


def test_keys_are_unique():
    tables = netsuite.records(hand_made_ledger("client_duplicated", "inconsistent_records")).tables
    for table, (key, _) in CHANGED.items():
        assert tables[table][key].is_unique().all(), table


def test_an_acquired_firm_keeps_its_own_books():
    state = hand_made_ledger()
    group, bought = netsuite.records(state).tables, netsuite.records_of_acquired(state).tables
    assert (group["subsidiary"]["id"].to_list(), bought["subsidiary"]["id"].to_list()) == ([1, 2], [3])
    for table in ("job", "transaction", "timebill", "transactionline", "systemnote", "accountingperiod"):
        key = CHANGED[table][0]
        assert not set(group[table][key]) & set(bought[table][key]), table
    # a person of the group who has posted time there is known there too
    assert bought["employee"]["id"].to_list() == [1, 3]


def test_a_client_stands_twice_only_where_the_trouble_is_on():
    assert netsuite.records(hand_made_ledger()).planted == []
    recorded = netsuite.records(hand_made_ledger("client_duplicated"))
    (planted,) = recorded.planted
    assert (planted.source, planted.stream, planted.reason) == ("netsuite", "customer", "duplicate_identity")
    twice = recorded.tables["customer"].filter(pl.col("id") == int(planted.key))
    assert twice.select("companyname", "externalid", "vatregnumber").row(0) == (
        "Client 1 + Sons Co.", None, "DE123456701",
    )  # fmt: skip
    early = netsuite.records(hand_made_ledger("client_duplicated").cut(at(1, 8) + timedelta(days=8)))
    assert early.planted == []


def test_what_is_planted_is_listed():
    good, wrong = hand_made_ledger(), hand_made_ledger("inconsistent_records")
    clean, planted = netsuite.records(good).tables, netsuite.records(wrong)
    assert set(Counter(each.reason for each in planted.planted)) == {
        "unreadable", "missing", "unknown_reference", "unknown_master_data", "contradicting_times",
        "contradicting_systems",
    }  # fmt: skip
    listed = {(each.stream, each.key) for each in planted.planted}
    for name, rows in planted.tables.items():
        key = rows.columns[0]
        added = rows.join(clean[name], on=rows.columns, how="anti", nulls_equal=True)
        assert {(name, str(value)) for value in added[key]} <= listed, name
