"""The traps of Tryton: each is shown to be there in its own database, and not to have caught us."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest

from core.workspace import Workspace
from eventlog.landed import landed_runs
from tests.real_erp.environment import Seeded
from tests.real_erp.firm_log import FirmLog


@pytest.fixture
def kept(seeded: Seeded):
    """What Tryton itself keeps, asked by SQL."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{seeded.sqlite}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchall()

    return ask


def objects_of(log: FirmLog, event_type: str, model: str) -> set[str]:
    events = (each for each in log.events() if each.type == event_type)
    return {one for event in events for one in event.objects if one.startswith(f"{model},")}


def test_transitions_that_are_not_logged_are_known_by_other_evidence(log: FirmLog, kept):
    logged = {row[0] for row in kept("select distinct target from ir_model_log where event = 'transition'")}
    assert logged.isdisjoint({"state:posted", "state:won", "state:lost"})
    assert "state:confirmed" not in {
        row[0]
        for row in kept("select target from ir_model_log where resource like 'purchase.%' and event = 'transition'")
    }
    posted = "type = 'out' and state != 'draft' and untaxed_amount_cache >= 0 and number is not null"
    for event, model, condition in (
        ("opportunity_won", "sale.opportunity", "state = 'won'"),
        ("opportunity_lost", "sale.opportunity", "state = 'lost'"),
        ("invoice_sent", "account.invoice", f"{posted} and id not in {CREDITS}"),
        ("purchase_approved", "purchase.purchase", "state in ('processing', 'done')"),
    ):
        there = {f"{model},{row[0]}" for row in kept(f"select id from {model.replace('.', '_')} where {condition}")}
        assert there
        assert objects_of(log, event, model) == there


CREDITS = (
    "(select invoice from account_invoice_line where origin like 'account.invoice.line,%' and invoice is not null)"
)


def test_creation_is_not_logged_and_known_by_the_stamp(log: FirmLog, kept):
    assert kept("select distinct event from ir_model_log where event like '%create%'") == []
    stamped = dict(kept("select 'sale.opportunity,' || id, create_date from sale_opportunity"))
    created = {one: str(each.at) for each in log.events() if each.type == "opportunity_created" for one in each.objects}
    assert stamped.items() <= created.items()


def test_entries_of_one_transaction_share_a_time_and_keep_the_order_of_their_ids(log: FirmLog, kept, seeded: Seeded):
    (times,) = kept(
        "select count(*), count(distinct create_date) from ir_model_log where target = 'state:quotation' "
        f"and resource in {tuple(seeded.truth['facts']['quoted_together'])}"
    )
    assert times == (2, 1)
    entries = log.rows(
        "select ts, key::integer from event join stream using (stream_no) "
        "where name = 'ir_model_log' order by ts, place"
    )
    assert entries == sorted(entries)
    quoted = log.rows(
        "select regexp_replace(object_id, '^[a-z_]+:', '') from event join event_object using (event_no) "
        "join object using (object_no) where ts = (select max(ts) from event join event_type using (type_no) "
        "where event_type.name = 'proposal_sent') and object_id like '%sale.sale,%' order by place"
    )
    assert [row[0] for row in quoted] == seeded.truth["facts"]["quoted_together"]


def test_a_reference_by_model_and_id_is_the_object(log: FirmLog, kept):
    resources = dict(kept("select cast(id as text), resource from ir_model_log"))
    entries = log.rows(
        "select key, list(regexp_replace(object_id, '^[a-z_]+:', '')) from event join stream using (stream_no) "
        "join event_object using (event_no) join object using (object_no) where name = 'ir_model_log' group by all"
    )
    assert entries
    assert all(resources[key] in objects for key, objects in entries)


def test_values_with_a_type_of_their_own_are_the_same_text_by_both_ways(
    rpc_workspace: Workspace, sqlite_workspace: Workspace, kept
):
    assert kept("select distinct typeof(amount) from sale_opportunity") == [("blob",)]
    for stream, column in (
        ("sale_opportunity", "amount"),
        ("account_invoice", "numbered_at"),
        ("timesheet_line", "date"),
    ):
        rpc, database = (landed(each, stream, column) for each in (rpc_workspace, sqlite_workspace))
        assert rpc == database
        assert any(rpc)
    assert {float(seconds) for seconds in landed(rpc_workspace, "timesheet_line", "duration")} == {27_000.0}


def landed(workspace: Workspace, stream: str, column: str) -> list[str | None]:
    (run,) = landed_runs(workspace)
    rows = pq.read_table(run.stream(stream), columns=["id", column]).to_pylist()
    return [row[column] for row in sorted(rows, key=lambda row: int(row["id"]))]


def test_a_credit_is_a_credit_memo_that_corrects_and_no_invoice(log: FirmLog, kept, seeded: Seeded):
    facts = seeded.truth["facts"]["credited"]
    for credit, invoice in zip(facts[::2], facts[1::2], strict=True):
        number = credit.split(",")[1]
        assert (
            kept(f"select type, untaxed_amount_cache < 0, state from account_invoice where id = {number}")[0][0]
            == "out"
        )
        assert credit in log.objects("credit_memo")
        assert credit not in log.objects("invoice")
        assert invoice in log.objects("invoice")
        assert (credit, "corrects", invoice) in log.relations()
        assert {event.type for event in log.events() if credit in event.objects} == {"credit_memo_issued"}
        assert "invoice_settled" not in {event.type for event in log.events() if invoice in event.objects}


def test_the_date_in_the_business_and_the_time_of_the_entry_are_both_kept(log: FirmLog, seeded: Seeded):
    entries = [event for event in log.events() if event.type == "time_logged"]
    assert len(entries) == len(seeded.truth["facts"]["time_entries"])
    assert all(event.logged_at and event.logged_at - event.at >= timedelta(days=4) for event in entries)
    for invoice in seeded.truth["facts"].get("backdated", []):
        (sent,) = (event for event in log.events() if event.type == "invoice_sent" and invoice in event.objects)
        assert str((sent.at - timedelta(days=19)).date()) > dict(sent.attributes)["invoice_date"]


def test_an_opportunity_has_the_states_it_went_through(log: FirmLog, kept):
    """Two rows of one transaction stand for one state: RPC cannot travel between them."""
    assert kept(
        "select count(*) from sale_opportunity__history "
        "group by id, coalesce(write_date, create_date) having count(*) > 1"
    )
    states = log.rows(
        "select value from object_attribute join object using (object_no) where object_id like '%:sale.opportunity,1' "
        "and name = 'status' order by ts"
    )
    assert list(dict.fromkeys(row[0] for row in states)) == ["lead", "opportunity", "converted", "won"]
