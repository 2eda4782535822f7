"""What money is worked out from: rates, currencies, lines of expense and invoices; whose turn it is, who did it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.database import Database
from ingest.sources.netsuite import SOURCE as NETSUITE
from ingest.sources.salesforce import SOURCE as SALESFORCE
from simulator.interfaces import concur, coupa, netsuite, salesforce
from simulator.interfaces.serving import serve
from simulator.state import State, schema
from tests.ingest.sources import ledger_pulls, office_pulls
from tests.ingest.sources.office_pulls import related, values
from tests.ingest.sources.test_salesforce import firm as organisation
from tests.simulator.hand_made_deals import hand_made_deals
from tests.simulator.hand_made_firm import at, hand_made_firm
from tests.simulator.hand_made_ledger import hand_made_ledger

EPOCH = datetime(1970, 1, 1)
WORD = re.compile(r"`([\w-]+)`")


def test_the_fields_of_ones_own_that_the_guide_names_are_those_that_are_read():
    """All that is read of NetSuite, and of Salesforce's objects what is named for each."""
    guide = (Path(__file__).parents[3] / "docs" / "connect.md").read_text(encoding="utf-8")
    rows = [line.split("|")[2:4] for line in guide.partition("## Fields of your own")[2].splitlines() if "|" in line]
    told = {(place, name) for where, names in rows for place in WORD.findall(where) for name in WORD.findall(names)}
    read = {stream.name: set(stream.columns) for source in (SALESFORCE, NETSUITE) for stream in source.streams}
    assert {(place, name) for place, name in told if place in read and name not in read[place]} == set()
    own = {
        (place, name) for place, columns in read.items() for name in columns if name.startswith(("custcol", "custbody"))
    }
    assert own <= told


def with_rows(state: State, **tables: list[dict[str, Any]]) -> State:
    """The firm with these rows in place of those it has."""
    made = {
        name: pl.DataFrame(
            [{column: row.get(column) for column in schema(name)} for row in rows], schema=schema(name), orient="row"
        )
        for name, rows in tables.items()
    }
    return replace(state, tables={**state.tables, **made})


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The CRM and PSA of the hand-made firm."""
    rates = [
        {"id": number, "entity_id": 1, "grade": "Senior", "from_on": date(year, 1, 1), "cents_per_hour": cents}
        for number, (year, cents) in enumerate(((2025, 18_000), (2026, 19_050)), 1)
    ]
    with serve(salesforce, with_rows(hand_made_deals(), standard_rate=rates)) as served:
        workspace = organisation(tmp_path_factory.mktemp("sold"), served)
        office_pulls.pull(workspace)
    return office_pulls.log(workspace)


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """ERP and procurement; the second invoice stands for the first, and is with somebody for review."""
    state = hand_made_ledger()
    again = pl.when(pl.col("id") == 4).then(1).otherwise("reissue_of_id").cast(pl.Int64).alias("reissue_of_id")
    asked = pl.when(pl.col("id") == 5).then(2).otherwise("approver_id").cast(pl.Int64).alias("approver_id")
    line = pl.col("id") == 1
    state = replace(state, tables={
        **state.tables, "invoice": state["invoice"].with_columns(again),
        "approval": state["approval"].with_columns(asked),
        "invoice_line": state["invoice_line"].with_columns(
            expense_line_id=pl.when(line).then(2).cast(pl.Int64), vendor_invoice_id=pl.when(line).then(1).cast(pl.Int64)
        ),
    })  # fmt: skip
    with ledger_pulls.serving(state, netsuite=netsuite, coupa=coupa) as served:
        workspace = ledger_pulls.firm(tmp_path_factory.mktemp("booked"), served)
        for name in served:
            ledger_pulls.pull(workspace, name)
    return ledger_pulls.log(workspace)


def said(database: Database, event_type: str, name: str) -> list[str]:
    return database.column(
        "select value from event_attribute as told join event using (event_no) join event_type using (type_no) "
        "where event_type.name = $event_type and told.name = $name order by event.ts, value",
        event_type=event_type, name=name,
    )  # fmt: skip


def people(database: Database, event_type: str, qualifier: str) -> list[str]:
    return database.column(
        "select distinct object_id from event_object join event using (event_no) join event_type using (type_no) "
        "join object using (object_no) join object_type on object_type.type_no = object.type_no "
        "where event_type.name = $event_type and qualifier = $qualifier and object_type.name = 'resource' order by all",
        event_type=event_type, qualifier=qualifier,
    )  # fmt: skip


def test_what_an_hour_is_worth_by_the_house_and_by_contract(sold: Database):
    names = ("kind", "grade", "rate", "currency", "starts_on", "ends_on")
    first, second = ([values(sold, f"salesforce:a2100000000000{number}", name) for name in names] for number in (1, 2))
    assert first == [[(text, EPOCH)] for text in ("standard", "Senior", "180.0", "USD", "2025-01-01", "2025-12-31")]
    assert (second[2], second[5]) == ([("190.5", EPOCH)], [])
    assert related(sold, "salesforce:a21000000000001") == [("salesforce:new_york", "of")]
    assert related(sold, "salesforce:a10000000000001") == [("salesforce:800000000000001", "of")]
    assert values(sold, "salesforce:a10000000000001", "rate") == [("200.0", EPOCH)]


def test_a_person_has_the_grade_of_before_until_it_rises(sold: Database):
    assert values(sold, "salesforce:003000000000002", "grade") == [
        ("Consultant", datetime(2026, 2, 2, 8, 59, 59)),
        ("Senior", datetime(2026, 2, 2, 9)),
    ]
    assert values(sold, "salesforce:003000000000001", "grade") == [("Partner", EPOCH)]


def test_leave_of_a_subcontractor_is_told_by_the_psa_and_of_nobody_else(sold: Database):
    assert values(sold, "salesforce:003000000000005", "on_leave") == [
        ("true", datetime(2026, 3, 2)),
        ("false", datetime(2026, 3, 2, 23, 59, 59)),
    ]
    assert values(sold, "salesforce:003000000000002", "on_leave") == []


def test_each_step_of_a_timecard_names_it_its_person_and_who_took_the_step(sold: Database):
    for event in ("timesheet_submitted", "timesheet_approved", "time_logged"):
        assert set(said(sold, event, "timecard")) <= {f"a0400000000000{number}" for number in (1, 2, 3)}, event
    assert said(sold, "timesheet_corrected", "timecard") == ["a04000000000001"]
    assert said(sold, "timesheet_corrected", "approver_role") == ["Accountant"]
    assert people(sold, "timesheet_approved", "of") == ["salesforce:003000000000002", "salesforce:003000000000005"]
    assert people(sold, "timesheet_approved", "by") == ["salesforce:005000000000004"]
    keys = sold.rows(
        "select name, value from object_key join object using (object_no) "
        "where object_id = 'salesforce:005000000000004' order by all"
    )
    assert keys == [("email", "dee@firm.example"), ("employee_number", "E00004")]


def test_a_line_of_an_invoice_says_what_it_bills_and_passes_on(booked: Database):
    line = "netsuite:11/1"
    told = {name: values(booked, line, name)[0][0] for name in ("kind", "amount", "hours", "currency", "item")}
    assert told == {"kind": "time", "amount": "1000.5", "hours": "15.5", "currency": "USD", "item": "EXPENSE"}
    assert related(booked, line) == [
        ("netsuite:1", "for"),
        ("netsuite:11", "of"),
        ("netsuite:a06000000000001", "bills"),
        ("netsuite:concur/2", "bills"),
        ("netsuite:coupa/1", "bills"),
    ]
    passed_on = booked.rows(
        "select own.object_id, canonical.object_id from identity join object as own using (object_no) "
        "join object as canonical on canonical.object_no = canonical_no where own.object_id like 'netsuite:coupa/%'"
    )
    assert passed_on == [("netsuite:coupa/1", "coupa:1")]


def test_an_invoice_says_which_it_stands_for_and_with_whom_it_is(booked: Database):
    assert ("netsuite:11", "reissues") in related(booked, "netsuite:41")
    assert values(booked, "netsuite:41", "pending_role") == [("Data Engineer", EPOCH)]
    assert values(booked, "netsuite:21", "pending_role") == []


def test_a_purchase_that_waits_says_since_when_and_for_whom(booked: Database):
    pending = booked.rows(
        "select object_id, told.name, value from object_attribute as told join object using (object_no) "
        "where told.name like 'pending%' and object_id like 'coupa:%' order by all"
    )
    assert pending == [
        ("coupa:2", "pending_role", "Finance controller"),
        ("coupa:2", "pending_since", "2026-11-20 09:00:07"),
    ]


def test_what_one_of_a_currency_is_worth_from_a_day_on(booked: Database):
    assert values(booked, "netsuite:GBP", "rate") == [("1.25", datetime(2026, 1, 1))]
    assert values(booked, "netsuite:GBP", "base") == [("USD", EPOCH)]


def test_a_project_is_known_to_the_ledger_by_contract_practice_and_lead(booked: Database):
    assert ("netsuite:00000001", "under") in related(booked, "netsuite:1")
    known = {name: values(booked, "netsuite:1", name) for name in ("project_manager", "service_line")}
    assert all(known.values()), known


def test_what_was_spent_line_by_line(tmp_path: Path):
    with serve(concur, hand_made_firm()) as served:
        workspace = office_pulls.firm(tmp_path, served, "concur")
        office_pulls.pull(workspace)
    database = office_pulls.log(workspace)
    names = ("category", "amount", "currency", "billable", "receipt", "merchant")
    assert [values(database, "concur:3/2", name)[0][0] for name in names] == [
        "Meals", "40.5", "USD", "false", "true", "Café"
    ]  # fmt: skip
    assert related(database, "concur:3/2") == [("concur:3", "of"), ("concur:P-0001", "on")]
    waiting = database.rows(
        "select object_id, value from object_attribute join object using (object_no) where name = 'pending_role' "
        "order by all"
    )
    assert [thing for thing, _ in waiting] == ["concur:2", "concur:5", "concur:6"]
    assert people(database, "expense_submitted", "by") == ["concur:bob@firm.example", "concur:cid@firm.example"]


def test_hours_are_entered_day_by_day():
    cards = {
        day: salesforce.records(hand_made_deals().cut(at(day, 18))).tables["pse__Timecard_Header__c"]
        for day in (9, 10, 13)
    }
    columns = ("pse__Monday_Hours__c", "pse__Tuesday_Hours__c", "pse__Friday_Hours__c", "SystemModstamp")
    first = {
        day: table.filter(pl.col("Id") == "a04000000000001").select(columns).row(0) for day, table in cards.items()
    }
    assert first[9] == (8.0, 0.0, 0.0, at(9, 17))
    assert first[10] == (8.0, 7.5, 0.0, at(10, 12))
    assert first[13] == (8.0, 7.5, pytest.approx(1 / 3), at(13, 12))
