"""Records that disagree between two systems, with the time since when and until when they do, and the money in it.

`hours_not_posted`: approved in the PSA, not in the ERP. `hours_differ`: posted, but not as many. `expense_not_posted`:
approved in the expense system, not in the ERP. `project_in_one_system`: in the ERP or the PSA alone.
`client_missing_in_erp`: with a signed contract. `client_twice_in_erp`. `tax_number_differs`: of a client.
`amount_differs`: the ERP's invoices bill more or less than the PSA's billing event has, which
neither an adjustment in the review nor the cap of the contract explains. Hours are worth what they are
billed at, in the currency of their project (`own_currency`); an amount its difference.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simulator.books.clients_in_erp import tax_number_differs, twice_in_erp
from simulator.books.firm import OF_PROJECT, WEEKDAYS, Firm
from simulator.books.indicators.invoice_readiness_lag import KEY
from simulator.books.places import contracts, expense_reports, projects, timecards
from simulator.object_ids import logged_id, salesforce_id

COLUMNS = ("rule", "object_id", "part", "entity_id", "since_at", "until_at", "cents", "own_currency", *OF_PROJECT)


def gaps(firm: Firm) -> pl.DataFrame:
    """Every gap there was, open ones without an end."""
    found = (*_of_hours(firm), *_of_money(firm), *_of_parties(firm))
    return pl.concat(found, how="vertical_relaxed").drop_nulls("since_at")


def _gap(rule: str, rows: pl.DataFrame, since: pl.Expr, until: pl.Expr) -> pl.DataFrame:
    rows = rows.with_columns(rule=pl.lit(rule), since_at=since, until_at=until)
    given = {"part": pl.lit(""), "cents": pl.lit(0.0)}
    missing = [name for name in COLUMNS if name not in rows.columns]
    rows = rows.with_columns(given.get(name, pl.lit(None, pl.String)).alias(name) for name in missing)
    part = pl.concat_str("rule", pl.when(pl.col("part") != "").then("part"), separator="/", ignore_nulls=True)
    return rows.with_columns(part=part).select(COLUMNS)


def _never() -> pl.Expr:
    return pl.lit(None, pl.Datetime("us", "UTC"))


def _of_hours(firm: Firm) -> Iterator[pl.DataFrame]:
    """An hour of billable time is worth the rate of its booking, else the contract's for the grade of its person."""
    cards = timecards(firm).drop_nulls("approved_at").with_columns(part=salesforce_id("timecard", "id"))
    booked = firm["assignment"].select(pl.col("id").alias("assignment_id"), "bill_cents_per_hour")
    grades = firm["resource"].select(pl.col("id").alias("resource_id"), "grade")
    cards = cards.join(booked, on="assignment_id", how="left").join(grades, on="resource_id", how="left")
    paid = firm["project"].select(pl.col("id").alias("project_id"), "contract_id", own_currency="currency")
    cards = cards.join(paid, on="project_id", how="left")
    cards = cards.join(firm["contract_rate"].drop("id"), on=["contract_id", "grade"], how="left")
    worked = pl.sum_horizontal(pl.col(name).cast(pl.Int64) for name in WEEKDAYS)
    rate = pl.when("billable").then(pl.coalesce("bill_cents_per_hour", "cents_per_hour")).otherwise(0).fill_null(0)
    whole = cards.with_columns(cents=worked * rate / 60)
    yield _gap("hours_not_posted", whole, pl.col("approved_at"), pl.col("posted_at"))
    short = cards.with_columns(cents=(worked - pl.col("posted_minutes")).abs() * rate / 60)
    short = short.filter(pl.col("posted_minutes") != worked)
    yield _gap("hours_differ", short, pl.col("posted_at"), _never())


def _of_money(firm: Firm) -> Iterator[pl.DataFrame]:
    spent = firm["expense_line"].group_by(pl.col("expense_report_id").alias("id")).agg(
        pl.col("amount_cents").sum().cast(pl.Float64).alias("cents")
    )  # fmt: skip
    reports = expense_reports(firm).join(spent, on="id", how="left")
    yield _gap("expense_not_posted", reports, pl.col("finance_approved_at"), pl.col("posted_at"))
    sent = firm["invoice"].rename({"id": "invoice_id"}).drop_nulls("sent_at")
    sent = sent.select("invoice_id", "sent_at", "adjusted_at", "reissue_of_id")
    lines = firm["invoice_line"].join(sent.filter(pl.col("reissue_of_id").is_null()), on="invoice_id")
    billed = lines.group_by(KEY).agg(
        pl.col("amount_cents").sum().alias("billed"), pl.col("sent_at", "adjusted_at").min()
    )
    events = firm["billing_event"].filter(pl.col("cancelled_at").is_null()).rename({"id": KEY}).join(billed, on=KEY)
    events = events.with_columns(
        object_id=logged_id("billing_event", KEY), cents=(pl.col("amount_cents") - pl.col("billed")).abs()
    )
    caps = firm["contract"].select(pl.col("id").alias("contract_id"), pl.col("cap_cents").fill_null(0))
    events = events.filter(pl.col("adjusted_at").is_null()).join(caps, on="contract_id")
    events = events.filter((pl.col("cap_cents") == 0) | (pl.col("billed") > pl.col("amount_cents")))
    other = firm.of_project(events.filter(pl.col("cents") > 0).with_columns(pl.col("cents").cast(pl.Float64)))
    yield _gap("amount_differs", other, pl.col("sent_at"), _never())


def _of_parties(firm: Firm) -> Iterator[pl.DataFrame]:
    both = ("erp_created_at", "shell_created_at")
    last = pl.when(pl.all_horizontal(pl.col(name).is_not_null() for name in both)).then(pl.max_horizontal(both))
    yield _gap("project_in_one_system", projects(firm), pl.min_horizontal(both), last)
    signed = contracts(firm).drop_nulls("signed_at").sort("signed_at", "id")
    signed = signed.unique("client_id", keep="first", maintain_order=True)
    signed = signed.join(firm["client"].select(pl.col("id").alias("client_id"), "validated_at"), on="client_id")
    clients = signed.with_columns(object_id=logged_id("client", "client_id"))
    yield _gap("client_missing_in_erp", clients, pl.col("signed_at"), pl.col("validated_at"))
    yield _gap("client_twice_in_erp", twice_in_erp(firm), pl.col("since_at"), _never())
    yield _gap("tax_number_differs", tax_number_differs(firm), pl.col("since_at"), _never())
