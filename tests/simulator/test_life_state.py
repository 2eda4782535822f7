"""The state of the simulated firm holds together: schema, references, order of moments, capacity, money to the cent."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from simulator.life.simulate import simulate, small_firm
from simulator.life.troubles import Troubles
from simulator.state import COLUMNS, MOMENT, State, may_be_empty, refers_to, schema

FIRMS = [(1, "none"), (2, "none"), (3, "all")]
# In each table, moments in the order in which they must come, where they are there.
ORDER = {
    "opportunity": ["created_at qualified_at proposal_at negotiation_at won_at", "created_at lost_at"],
    "contract": ["created_at signed_at", "created_at cancelled_at"],
    "project": ["created_at erp_created_at kickoff_at closed_at", "created_at shell_created_at kickoff_at"],
    "workspace": ["created_at provisioned_at"],
    "approval": ["asked_at decided_at"],
    "resource_request": ["created_at withdrawn_at"],
    "candidate": ["created_at rejected_at"],
    "assignment": ["created_at started_at", "created_at withdrawn_at"],
    "timesheet": ["created_at submitted_at approved_at"],
    "timecard": ["created_at submitted_at rejected_at corrected_at approved_at posted_at"],
    "expense_report": [
        "created_at submitted_at manager_approved_at finance_approved_at posted_at reimbursed_at",
        "submitted_at rejected_at corrected_at finance_approved_at", "finance_approved_at rebilled_at",
    ],
    "milestone": ["created_at reached_at accepted_at"],
    "billing_event": ["created_at billable_at time_complete_at ready_at", "billable_at expense_complete_at ready_at"],
    "purchase_order": ["created_at rejected_at approved_at ordered_at"],
    "vendor_invoice": ["created_at mismatched_at matched_at approved_at paid_at"],
    "invoice": ["created_at review_asked_at rejected_at adjusted_at reviewed_at sent_at settled_at"],
    "dispute": ["created_at resolved_at"],
    "period_close": [
        "created_at cut_off_at accruals_at wip_reviewed_at revenue_at reconciled_at closed_at reopened_at reclosed_at"
    ],
    "reconciling_item": ["created_at cleared_at"],
    "leave": ["requested_at approved_at"],
    "wait": ["from_at to_at"],
}  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture(scope="module", params=FIRMS, ids=lambda firm: f"seed {firm[0]}, troubles {firm[1]}")
def firm(request: pytest.FixtureRequest) -> State:
    return small_firm(*request.param)


def joined(firm: State, left: str, column: str, right: str, *take: str) -> pl.DataFrame:
    """The rows of a table with columns of the rows they refer to, under names that say where they are from."""
    other = firm[right].select(pl.col("id").alias(column), *(pl.col(name).alias(f"{right}.{name}") for name in take))
    return firm[left].join(other, on=column)


def test_every_table_is_as_declared_and_holds_something(firm: State):
    assert list(firm.tables) == list(COLUMNS)
    for name in COLUMNS:
        assert firm[name].schema == pl.Schema(schema(name)), name
        holes = [column for column in schema(name) if firm[name][column].null_count()]
        assert set(holes) <= may_be_empty(name), name
        assert len(firm[name]) or name in ("trouble", "resource_change"), f"{name} is empty"


def test_every_reference_is_to_a_row_that_is_there(firm: State):
    for name in COLUMNS:
        if "id" in firm[name].columns:
            assert firm[name]["id"].is_unique().all(), name
        for column in firm[name].columns:
            if target := refers_to(name, column):
                strangers = set(firm[name][column].drop_nulls()) - set(firm[target]["id"])
                assert not strangers, f"{name}.{column}"
    kinds = firm["approval"]["object_type"].unique()
    for kind in kinds:
        asked = firm["approval"].filter(pl.col("object_type") == kind)
        assert set(asked["object_id"]) <= set(firm[kind]["id"]), kind


def test_moments_come_in_their_order(firm: State):
    """But for milestones that are planted to have been accepted too early."""
    backdated = firm["trouble"].filter(pl.col("trouble") == "acceptance_backdated")["subject_id"]
    for name, chains in ORDER.items():
        for chain in chains:
            columns = chain.split()
            rows = firm[name].filter(~pl.col("id").is_in(backdated.implode())) if name == "milestone" else firm[name]
            latest = rows.select(pl.col(columns[0]).alias("latest"), *columns[1:])
            for column in columns[1:]:
                wrong = latest.filter(pl.col(column) < pl.col("latest"))
                assert wrong.is_empty(), f"{name}.{column}: {wrong.head(3)}"
                latest = latest.with_columns(pl.max_horizontal("latest", column).alias("latest"))


def test_nothing_lies_after_the_moment_of_the_state(firm: State):
    for name in COLUMNS:
        for column in (column for column, kind in schema(name).items() if kind == MOMENT):
            latest = firm[name][column].max()
            assert latest is None or latest <= firm.as_of, f"{name}.{column}"


@pytest.mark.parametrize(
    ("left", "column", "right", "earlier", "later"),
    [
        ("invoice", "client_id", "client", "validated_at", "created_at"),
        ("payment", "invoice_id", "invoice", "sent_at", "created_at"),
        ("reminder", "invoice_id", "invoice", "sent_at", "created_at"),
        ("dispute", "invoice_id", "invoice", "sent_at", "created_at"),
        ("credit_memo", "dispute_id", "dispute", "resolved_at", "created_at"),
        ("invoice_line", "billing_event_id", "billing_event", "ready_at", "created_at"),
        ("vendor_invoice", "purchase_order_id", "purchase_order", "ordered_at", "created_at"),
        ("candidate", "resource_request_id", "resource_request", "created_at", "created_at"),
        ("assignment", "resource_request_id", "resource_request", "created_at", "created_at"),
        ("contract", "opportunity_id", "opportunity", "won_at", "created_at"),
        ("project", "contract_id", "contract", "signed_at", "created_at"),
        ("opportunity", "client_id", "client", "created_at", "created_at"),
        ("timecard", "timesheet_id", "timesheet", "created_at", "created_at"),
        ("assignment", "project_id", "project", "kickoff_at", "started_at"),
    ],
)
def test_what_leads_to_something_comes_before_it(
    firm: State, left: str, column: str, right: str, earlier: str, later: str
):
    rows = joined(firm, left, column, right, earlier).filter(pl.col(later).is_not_null())
    assert rows.filter(
        pl.col(f"{right}.{earlier}").is_null() | (pl.col(later) < pl.col(f"{right}.{earlier}"))
    ).is_empty()


LEARNT_LATER = {("resource", "manager_id"), ("billing_event", "invoice_id")} | {
    (name, "billing_event_id") for name in ("timecard", "expense_line", "vendor_invoice")
}


def test_nothing_is_written_about_what_is_not_there_yet(firm: State):
    for name in COLUMNS:
        moments = {"created_at", "asked_at", "requested_at", "taken_at", "changed_at"} & set(firm[name].columns)
        for column in firm[name].columns if moments else ():
            target = refers_to(name, column)
            if target is None or "created_at" not in firm[target].columns or (name, column) in LEARNT_LATER:
                continue
            there = firm[target].select(pl.col("id").alias(column), pl.col("created_at").alias("since"))
            early = firm[name].select(column, at=pl.col(moments.copy().pop())).join(there, on=column)
            assert early.filter(pl.col("at") < pl.col("since")).is_empty(), f"{name}.{column}"


def test_a_round_is_asked_after_the_one_before_was_refused(firm: State):
    rounds = firm["approval"].sort("kind", "object_id", "round")
    again = rounds.with_columns(
        pl.col("round", "decided_at", "approved").shift(1).over("kind", "object_id").name.prefix("last_")
    ).filter(pl.col("round") > 1)
    assert len(again)
    assert again.filter(
        pl.col("last_round").is_null() | pl.col("last_approved") | (pl.col("asked_at") < pl.col("last_decided_at"))
    ).is_empty()
    assert rounds.filter(pl.col("decided_at").is_null() != pl.col("approved").is_null()).is_empty()


def test_nobody_is_booked_for_more_than_the_week_has():
    firm = small_firm()
    weeks = joined(firm, "assignment_week", "assignment_id", "assignment", "resource_id", "withdrawn_at")
    booked = weeks.filter(pl.col("assignment.withdrawn_at").is_null()).group_by(
        pl.col("assignment.resource_id").alias("resource_id"), "week_end"
    ).agg(pl.col("minutes").sum())  # fmt: skip
    capacity = firm["timesheet"].select("resource_id", "week_end", "capacity_minutes")
    both = booked.join(capacity, on=["resource_id", "week_end"])
    assert len(both) > 500
    assert both.filter(pl.col("minutes") > pl.col("capacity_minutes")).is_empty()


def test_invoices_are_the_sum_of_their_lines_and_their_tax(firm: State):
    lines = firm["invoice_line"].group_by("invoice_id").agg(pl.col("amount_cents").sum().alias("sum"))
    both = firm["invoice"].join(lines, left_on="id", right_on="invoice_id", how="full")
    assert both.filter(pl.col("sum").is_null() | pl.col("amount_cents").is_null()).is_empty()
    assert both.filter(pl.col("sum") != pl.col("amount_cents")).is_empty()
    rate = pl.col("tax_code").replace_strict({"US-NT": 0, "GB-S20": 20, "DE-19": 19}, return_dtype=pl.Int64)
    entities = firm["legal_entity"].select(pl.col("id").alias("entity_id"), rate.alias("percent"))
    taxed = firm["invoice"].join(entities, on="entity_id")
    assert taxed.filter((pl.col("tax_cents") * 100 - pl.col("amount_cents") * pl.col("percent")).abs() > 50).is_empty()


def test_a_settled_invoice_is_paid_and_credited_to_the_cent(firm: State):
    paid = firm["payment"].group_by("invoice_id").agg(pl.col("amount_cents").sum().alias("paid"))
    tax = pl.col("invoice.tax_cents") / pl.col("invoice.amount_cents")
    credited = (
        joined(firm, "credit_memo", "invoice_id", "invoice", "amount_cents", "tax_cents")
        .group_by("invoice_id")
        .agg((pl.col("amount_cents") * (1 + tax)).sum().alias("credited"))
    )
    rows = firm["invoice"].filter(pl.col("settled_at").is_not_null()).rename({"id": "invoice_id"})
    rows = rows.join(paid, on="invoice_id", how="left").join(credited, on="invoice_id", how="left").fill_null(0)
    due = pl.col("amount_cents") + pl.col("tax_cents") - pl.col("paid") - pl.col("credited")
    assert len(rows)
    assert rows.filter(due.abs() > 1).is_empty()


def test_time_is_billed_at_the_rate_of_its_booking():
    firm = small_firm(2)
    minutes = pl.sum_horizontal(DAYS).cast(pl.Int64)
    cards = firm["timecard"].filter(pl.col("billing_event_id").is_not_null()).with_columns(minutes.alias("minutes"))
    by_booking = cards.group_by("billing_event_id", "assignment_id").agg(pl.col("minutes").sum())
    rates = firm["assignment"].select(pl.col("id").alias("assignment_id"), "bill_cents_per_hour")
    value = by_booking.join(rates, on="assignment_id").with_columns(
        ((pl.col("minutes") * pl.col("bill_cents_per_hour") + 30) // 60).alias("cents")
    )
    spent = firm["expense_line"].drop_nulls("billing_event_id").group_by("billing_event_id").len()
    bought = firm["vendor_invoice"].drop_nulls("billing_event_id").group_by("billing_event_id").len()
    value = value.join(spent, on="billing_event_id", how="anti").join(bought, on="billing_event_id", how="anti")
    sums = value.group_by("billing_event_id").agg(pl.col("cents").sum())
    events = firm["billing_event"].filter(pl.col("kind") == "time_and_materials")
    both = events.join(sums, left_on="id", right_on="billing_event_id")
    assert len(both) > 5
    assert both.filter(pl.col("cents") != pl.col("amount_cents")).is_empty()


def test_milestones_and_instalments_add_up_to_the_contract():
    firm = small_firm()
    stones = firm["milestone"].group_by("project_id").agg(pl.col("amount_cents").sum())
    both = firm["project"].join(stones, left_on="id", right_on="project_id")
    assert len(both)
    assert both.filter(pl.col("amount_cents") != pl.col("baseline_revenue_cents")).is_empty()


def test_an_event_is_ready_with_the_last_of_its_things():
    firm = small_firm()
    time = (
        firm["timecard"]
        .group_by("billing_event_id")
        .agg(pl.col("posted_at").max().alias("time"), pl.col("posted_at").null_count().alias("open"))
    )
    posted = (
        joined(firm, "expense_line", "expense_report_id", "expense_report", "posted_at")
        .group_by("billing_event_id")
        .agg(pl.col("expense_report.posted_at").max().alias("expense"))
    )
    bought = firm["vendor_invoice"].group_by("billing_event_id").agg(pl.col("matched_at").max().alias("matched"))
    terms = (
        firm["project"]
        .select(pl.col("id").alias("project_id"), "contract_id")
        .join(
            firm["contract"].select(pl.col("id").alias("contract_id"), "completed_at", "requires_acceptance"),
            on="contract_id",
        )
    )
    stones = firm["milestone"].select(pl.col("id").alias("milestone_id"), "accepted_at")
    events = firm["billing_event"].rename({"id": "billing_event_id"})
    for other, by in ((time, "billing_event_id"), (posted, "billing_event_id"), (bought, "billing_event_id"),
                      (terms, "project_id"), (stones, "milestone_id")):  # fmt: skip
        events = events.join(other, on=by, how="left")
    ready = events.filter(pl.col("ready_at").is_not_null())
    assert ready.filter(pl.col("open") > 0).is_empty()
    accepted = pl.when(pl.col("requires_acceptance")).then(pl.col("accepted_at"))
    last = pl.max_horizontal("billable_at", "time", "expense", "matched", "completed_at", accepted)
    assert ready.filter(pl.col("ready_at") != last).is_empty()


def test_a_cut_is_what_was_known_then():
    firm = small_firm()
    moment = firm.as_of - timedelta(days=60)
    early = firm.cut(moment)
    for name in COLUMNS:
        for column in early[name].columns:
            if target := refers_to(name, column):
                assert set(early[name][column].drop_nulls()) <= set(early[target]["id"]), f"{name}.{column}"
            if early[name].schema[column] == MOMENT and len(early[name]):
                assert (early[name][column].max() or moment) <= moment, f"{name}.{column}"
        holes = {column for column in early[name].columns if early[name][column].null_count()}
        assert holes <= may_be_empty(name), name
    assert early["approval"].filter(pl.col("decided_at").is_null())["approved"].null_count() > 0
    assert early.cut(moment)["timecard"].equals(early["timecard"])


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_firm():
    since = date(2026, 1, 1)
    one, two, other = (simulate(seed, 60, Troubles(), since=since) for seed in (5, 5, 6))
    for name in COLUMNS:
        assert one[name].equals(two[name]), name
        assert one[name].hash_rows().sum() == two[name].hash_rows().sum()
    assert not one["timecard"].equals(other["timecard"])


def test_time_is_billed_up_to_the_cap_of_the_contract_and_no_further(firm: State):
    caps = (
        firm["contract"]
        .drop_nulls("signed_at")
        .group_by(pl.coalesce("amends_id", "id").alias("contract_id"))
        .agg(pl.col("cap_cents").sum(), pl.col("cap_cents").drop_nulls().len().alias("capped"))
    )
    time = (
        firm["invoice_line"]
        .filter(pl.col("kind") == "time")
        .join(
            firm["invoice"].filter(pl.col("reissue_of_id").is_null()).select(pl.col("id").alias("invoice_id")),
            on="invoice_id",
        )
    )
    billed = joined(firm, "project", "contract_id", "contract").select(pl.col("id").alias("project_id"), "contract_id")
    sums = time.join(billed, on="project_id").group_by("contract_id").agg(pl.col("amount_cents").sum())
    capped = sums.join(caps.filter(pl.col("capped") > 0), on="contract_id")
    assert len(capped)
    assert capped.filter(pl.col("amount_cents") > pl.col("cap_cents")).is_empty()


def test_a_contract_may_have_two_projects_that_share_its_value(firm: State):
    shares = firm["project"].group_by("contract_id").agg(pl.len(), pl.col("baseline_revenue_cents").sum())
    both = shares.join(firm["contract"], left_on="contract_id", right_on="id")
    assert set(both["len"]) <= {1, 2}
    assert both.filter(pl.col("baseline_revenue_cents") != pl.col("value_cents")).is_empty()
