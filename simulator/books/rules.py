"""The rules that find exceptions: what went back, was done again, did not match, is missing or disagrees.

A rule gives a row for each thing and time its condition first held. Where something must follow, it is missed after
`PATIENCE` hours of work. What systems wrote down wrongly is taken as it stands there.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simulator.books.clients_in_erp import tax_number_differs, twice_in_erp
from simulator.books.exceptions import Limit, of_rule, overdue
from simulator.books.firm import WEEKDAYS, Firm
from simulator.books.indicators.approval_cycle_time import askings
from simulator.books.local_time import local_day
from simulator.books.long_weeks import over_long_weeks
from simulator.books.places import contracts, expense_reports, sent_invoices, timecards
from simulator.books.rules_of_billing import of_billing
from simulator.books.service_levels import breaches
from simulator.books.working_time import entries
from simulator.life.expenses import CATEGORIES, LIMIT
from simulator.object_ids import logged_id, salesforce_id

PATIENCE = 40
UNTOUCHED = 80  # hours after which a contract is no longer late, but left lying


def raised(firm: Firm) -> pl.DataFrame:
    """All exceptions raised until now."""
    found = [
        *_of_work(firm), *_missing(firm), *_contradicting(firm), *_over_policy(firm), *of_billing(firm),
        over_long_weeks(firm), *breaches(firm),
    ]  # fmt: skip
    return pl.concat(found, how="vertical_relaxed").filter(pl.col("at") <= firm.as_of)


def _of_work(firm: Firm) -> Iterator[pl.DataFrame]:
    asked = askings(firm)
    yield of_rule("rejected", "rejection", asked.filter(~pl.col("approved")), "decided_at")
    yield of_rule("asked_again", "rework", asked.filter(pl.col("round") > 1), "asked_at")
    bills = firm.of_project(firm["vendor_invoice"].with_columns(object_id=logged_id("vendor_invoice")))
    yield of_rule("vendor_invoice_mismatch", "mismatch", bills, "mismatched_at")
    disputes = firm["dispute"].select(
        pl.col("invoice_id").alias("id"), logged_id("dispute").alias("dispute"), pl.col("created_at").alias("opened_at")
    )
    contested = sent_invoices(firm).join(disputes, on="id").with_columns(object_id=pl.col("dispute"))
    yield of_rule("invoice_disputed", "dispute", contested, "opened_at")


def _missing(firm: Firm) -> Iterator[pl.DataFrame]:
    """What should have followed, and what should have been there before."""
    signed = contracts(firm).filter(pl.col("amends_id").is_null()).drop_nulls("signed_at")
    first = firm.standing.group_by(pl.col("contract_id").alias("id")).agg(pl.col("stands_at").min().alias("came_at"))
    signed = signed.join(first, on="id", how="left")
    yield overdue(firm, Limit("contract_without_project", "missing_data", UNTOUCHED), signed, ("signed_at", "came_at"))
    cards = timecards(firm).with_columns(part=salesforce_id("timecard", "id"))
    yield overdue(
        firm,
        Limit("hours_not_posted", "missing_data", PATIENCE),
        cards.drop_nulls("approved_at"),
        ("approved_at", "posted_at"),
    )
    clients = signed.join(firm["client"].select(pl.col("id").alias("client_id"), "validated_at"), on="client_id")
    clients = clients.sort("signed_at", "id").unique("client_id", keep="first", maintain_order=True)
    clients = clients.with_columns(object_id=logged_id("client", "client_id"))
    yield overdue(
        firm, Limit("client_missing_in_erp", "missing_data", PATIENCE), clients, ("signed_at", "validated_at")
    )
    made = firm["billing_event"].drop_nulls("milestone_id").select(
        pl.col("milestone_id").alias("id"), pl.col("created_at").alias("made_at")
    )  # fmt: skip
    stones = firm["milestone"].drop_nulls("reached_at").join(made.unique("id"), on="id", how="left")
    stones = firm.of_project(stones.with_columns(object_id=logged_id("milestone")))
    yield overdue(
        firm, Limit("milestone_without_billing_event", "missing_data", PATIENCE), stones, ("reached_at", "made_at")
    )
    orders = firm.of_project(firm["purchase_order"].with_columns(object_id=logged_id("purchase_order")))
    unasked = (pl.col("approved_at") > pl.col("ordered_at")).fill_null(value=True)
    yield of_rule("purchase_without_approval", "missing_data", orders.filter(unasked), "ordered_at")


def _contradicting(firm: Firm) -> Iterator[pl.DataFrame]:
    """Time where none should be, hours and rates that differ, clients that stand twice."""
    cards = timecards(firm).drop_nulls("project_id").with_columns(part=salesforce_id("timecard", "id"))
    closed = firm["project"].select(pl.col("id").alias("project_id"), "closed_at")
    last_days = entries(firm["timecard"]).group_by("id").agg(pl.col("day").max())
    cards = firm.placed(cards.join(last_days, on="id").join(closed, on="project_id"))
    over = pl.col("day") > local_day(pl.col("closed_at"))
    when = pl.max_horizontal("created_at", "closed_at")
    yield of_rule("time_on_closed_project", "conflicting_data", cards.filter(over), when)
    booked = firm["assignment"].filter(pl.col("withdrawn_at").is_null()).select("resource_id", "project_id")
    outside = cards.join(booked.unique(), on=["resource_id", "project_id"], how="anti")
    yield of_rule("time_outside_assignment", "conflicting_data", outside, "created_at")
    worked = pl.sum_horizontal(pl.col(name).cast(pl.Int64) for name in WEEKDAYS)
    yield of_rule("hours_differ", "conflicting_data", cards.filter(pl.col("posted_minutes") != worked), "posted_at")
    yield of_rule("rate_off_card", "conflicting_data", _off_card(firm), "created_at")
    yield of_rule("client_twice_in_erp", "conflicting_data", twice_in_erp(firm), "since_at")
    yield of_rule("tax_number_differs", "conflicting_data", tax_number_differs(firm), "since_at")


def _off_card(firm: Firm) -> pl.DataFrame:
    """Bookings at a rate that is none of the contract's card, where there is a card."""
    rows = firm["assignment"].join(firm.projects.select("project_id", "contract_id"), on="project_id")
    rows = rows.filter(pl.col("contract_id").is_in(firm["contract_rate"]["contract_id"].implode()))
    card = firm["contract_rate"].select("contract_id", bill_cents_per_hour="cents_per_hour").unique()
    rows = rows.join(card, on=["contract_id", "bill_cents_per_hour"], how="anti")
    rows = rows.filter(pl.col("withdrawn_at").is_null()).with_columns(object_id=logged_id("assignment"))
    return firm.of_project(rows)


def _over_policy(firm: Firm) -> Iterator[pl.DataFrame]:
    """Lines over the firm's limit for their category, from the submission of their report."""
    limits = pl.DataFrame({"category": CATEGORIES, "limit": LIMIT.tolist()})
    lines = firm["expense_line"].join(limits, on="category").filter(pl.col("amount_cents") > pl.col("limit"))
    lines = lines.select(pl.col("expense_report_id").alias("id"), pl.col("id").cast(pl.String).alias("part"))
    over = expense_reports(firm).join(lines, on="id")
    yield of_rule("expense_over_policy", "breach", over, "submitted_at")
