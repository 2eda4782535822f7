"""Where things belong that are not of one project only: contracts, expense reports, parts of timesheets, invoices.

Each function gives the rows of a table with `object_id`, the name in the log, and the slices.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import OF_PROJECT, Firm
from simulator.object_ids import logged_id, project_logged_id, timesheet_logged_id


def contracts(firm: Firm) -> pl.DataFrame:
    """Client and billing type are the contract's own, the rest is its first project's, if it has one yet."""
    own = ("client", "billing_type")
    first = firm.projects.sort("project_id").unique("contract_id", keep="first")
    first = first.select(pl.col("contract_id").alias("id"), *(name for name in OF_PROJECT if name not in own))
    rows = firm["contract"].filter(pl.col("cancelled_at").is_null()).join(firm.clients, on="client_id")
    return rows.join(first, on="id", how="left").with_columns(object_id=logged_id("contract"))


def projects(firm: Firm) -> pl.DataFrame:
    rows = firm.standing.filter(pl.col("cancelled_at").is_null()).drop("billing_type", "practice_id")
    return firm.of_project(rows.with_columns(project_id="id", object_id=project_logged_id(firm.ledger)))


def expense_reports(firm: Firm) -> pl.DataFrame:
    """A report belongs to the project on which most of it was spent, the first of equal ones; its entity is its own."""
    spent = firm["expense_line"].group_by("expense_report_id", "project_id").agg(pl.col("amount_cents").sum())
    spent = spent.sort("expense_report_id", -pl.col("amount_cents"), "project_id")
    first = spent.unique("expense_report_id", keep="first", maintain_order=True)
    rows = firm["expense_report"].join(first.select("project_id", id="expense_report_id"), on="id", how="left")
    return firm.of_project(rows.with_columns(object_id=logged_id("expense_report")))


def timecards(firm: Firm) -> pl.DataFrame:
    """A part of a timesheet belongs to its project, that of no project to its person's practice; all to the person's
    entity."""
    people = firm["resource"].select(pl.col("id").alias("resource_id"), "entity_id", "practice_id")
    rows = firm["timecard"].join(people, on="resource_id").join(
        firm.practices.rename({"practice": "own"}), on="practice_id"
    )  # fmt: skip
    rows = firm.of_project(rows.with_columns(object_id=timesheet_logged_id()))
    return rows.with_columns(practice=pl.when(pl.col("project_id").is_null()).then("own").otherwise("practice"))


def invoices(firm: Firm) -> pl.DataFrame:
    """A row for each project of an invoice, with what its lines come to in `part_cents`."""
    parts = firm["invoice_line"].group_by(pl.col("invoice_id").alias("id"), "project_id").agg(
        pl.col("amount_cents").sum().alias("part_cents")
    )  # fmt: skip
    rows = firm["invoice"].rename({"project_id": "head_id"}).join(parts, on="id", how="left")
    rows = rows.with_columns(
        pl.coalesce("project_id", "head_id").alias("project_id"), pl.coalesce("part_cents", "amount_cents")
    )
    whole = pl.col("part_cents").sum().over("id")
    part = pl.when(whole == 0).then(1 / pl.len().over("id")).otherwise(pl.col("part_cents") / whole)
    rows = rows.with_columns(part_of_one=part)
    return firm.of_project(rows.with_columns(object_id=logged_id("invoice", account=firm.ledger)))


def sent_invoices(firm: Firm) -> pl.DataFrame:
    return invoices(firm).filter(pl.col("sent_at").is_not_null())
