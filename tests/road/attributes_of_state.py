"""What the log should know of each thing of a firm beside its events, straight from the state: attributes and links."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from simulator.life.truth import names
from simulator.object_ids import logged_id, salesforce_id
from simulator.state import State

Known = Mapping[str, pl.Expr]


def _money(column: str) -> pl.Expr:
    return pl.col(column) / 100


def _same(*columns: str) -> dict[str, pl.Expr]:
    return {column: pl.col(column) for column in columns}


# object type → attribute → what it is now, from the row of the state's table of that name
NOW: dict[str, Known] = {
    "client": _same("name", "industry", "country", "requires_po"),
    "opportunity": {"amount": _money("amount_cents"), **_same("currency")},
    "contract": {
        "amount": _money("value_cents"), "cap": _money("cap_cents"), "terms_complete_at": pl.col("completed_at"),
        **_same(
            "billing_type", "currency", "payment_terms_days", "po_number", "requires_acceptance", "tax_code",
            "service_code", "rate_card", "cancelled_at",
        ),
    },
    "project": {
        "baseline_revenue": _money("baseline_revenue_cents"), "baseline_cost": _money("baseline_cost_cents"),
        **_same("code", "service_line", "billing_type", "currency", "cancelled_at", "starts_on", "ends_on"),
    },
    "resource": {
        "cost_rate": _money("cost_cents_per_hour"), "keeps_time": pl.col("is_delivery"),
        "weekly_hours": pl.col("weekly_minutes") / 60, "subcontractor": pl.col("is_subcontractor"),
        **_same("grade", "role", "left_on"),
    },
    "resource_request": {"hours": pl.col("minutes") / 60, **_same("role", "grade", "wanted_on", "withdrawn_at")},
    "assignment": {"bill_rate": _money("bill_cents_per_hour"), **_same("withdrawn_at")},
    "milestone": {"amount": _money("amount_cents"), **_same("planned_on")},
    "billing_event": {
        "amount": _money("amount_cents"), **_same("kind", "currency", "period_start", "period_end", "cancelled_at")
    },
    "purchase_order": {"amount": _money("amount_cents"), **_same("currency", "supplier")},
    "vendor_invoice": {"amount": _money("amount_cents"), **_same("currency", "number", "pass_through")},
    "invoice": {
        "amount": _money("amount_cents"), "tax": _money("tax_cents"), **_same("number", "currency", "due_on")
    },
    "payment": {"amount": _money("amount_cents"), **_same("currency")},
    "credit_memo": {"amount": _money("amount_cents"), **_same("currency", "number")},
    "dispute": {"amount": _money("amount_cents"), **_same("reason")},
    "journal": {"amount": _money("amount_cents"), **_same("currency", "manual")},
    "forecast": {
        "revenue": _money("revenue_cents"), "margin": _money("margin_cents"), **_same("utilization", "currency"),
        "month": pl.col("month").dt.strftime("%Y-%m"),
    },
}  # fmt: skip
# object type → qualifier, type and column of the state that refers to it
LINKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "contract": (("from", "opportunity", "opportunity_id"), ("amends", "contract", "amends_id"),
                 ("for", "client", "client_id")),
    "project": (("under", "contract", "contract_id"), ("for", "client", "client_id"),
                ("of", "legal_entity", "entity_id")),
    "resource_request": (("for", "project", "project_id"),),
    "assignment": (("fills", "resource_request", "resource_request_id"), ("on", "project", "project_id"),
                   ("of", "resource", "resource_id")),
    "milestone": (("of", "project", "project_id"),),
    "billing_event": (("of", "project", "project_id"), ("of", "milestone", "milestone_id")),
    "expense_report": (("of", "resource", "resource_id"), ("of", "legal_entity", "entity_id")),
    "purchase_order": (("for", "project", "project_id"),),
    "vendor_invoice": (("for", "purchase_order", "purchase_order_id"),),
    "invoice": (("to", "client", "client_id"), ("of", "legal_entity", "entity_id"),
                ("reissues", "invoice", "reissue_of_id")),
    "payment": (("settles", "invoice", "invoice_id"),),
    "credit_memo": (("corrects", "invoice", "invoice_id"),),
    "dispute": (("contests", "invoice", "invoice_id"),),
    "journal": (("in", "period_close", "period_close_id"),),
    "expense_line": (("of", "expense_report", "expense_report_id"), ("on", "project", "project_id")),
    "invoice_line": (("of", "invoice", "invoice_id"), ("bills", "billing_event", "billing_event_id"),
                     ("for", "project", "project_id"), ("bills", "expense_line", "expense_line_id"),
                     ("bills", "vendor_invoice", "vendor_invoice_id")),
}  # fmt: skip


def named(state: State, kind: str) -> pl.DataFrame:
    """`number` and `object_id` of all things of a type."""
    if kind == "expense_line":
        report, line = (pl.col(name).cast(pl.String) for name in ("expense_report_id", "id"))
        return state[kind].select(number="id", object_id=pl.format("concur:{}/{}", report, line))
    if kind == "invoice_line":
        invoice = names(state, "invoice").select(invoice_id="number", of="object_id")
        rows = state[kind].join(invoice, on="invoice_id", maintain_order="left")
        return rows.select(number="id", object_id=pl.format("{}/{}", "of", "id"))
    return names(state, kind)


def now(state: State, kind: str, attribute: str) -> pl.DataFrame:
    """The value of an attribute of each thing that has one, as text."""
    rows = state[kind].select(number="id", value=NOW[kind][attribute]).drop_nulls()
    return _as_text(rows.join(named(state, kind), on="number").select("object_id", "value"))


def _as_text(rows: pl.DataFrame) -> pl.DataFrame:
    kind = rows.schema["value"]
    if isinstance(kind, pl.Datetime):
        return rows.with_columns(pl.col("value").dt.strftime("%Y-%m-%d %H:%M:%S"))
    return rows.with_columns(pl.col("value").round(4) if kind.is_float() else pl.col("value").cast(pl.String))


def links(state: State, kind: str, target: str, column: str) -> pl.DataFrame:
    """Both ends of every reference of a column."""
    rows = state[kind].select(number="id", other=column).drop_nulls()
    found = rows.join(named(state, kind), on="number").drop("number").rename({"object_id": "origin", "other": "number"})
    return found.join(named(state, target), on="number").select("origin", target="object_id")


def rates(state: State) -> pl.DataFrame:
    """Kind, of whom, grade, first day and rate of every line of a rate card."""
    house = state["standard_rate"].join(names(state, "legal_entity"), left_on="entity_id", right_on="number")
    agreed = state["contract_rate"].select("grade", "cents_per_hour", of=logged_id("contract", "contract_id"))
    rate, always = _money("cents_per_hour"), pl.lit(None, pl.Date)
    return pl.concat([
        house.select(kind=pl.lit("standard"), of="object_id", grade="grade", starts_on="from_on", rate=rate),
        agreed.select(kind=pl.lit("contract"), of="of", grade="grade", starts_on=always, rate=rate),
    ])  # fmt: skip


def timecards(state: State) -> pl.DataFrame:
    """Each timecard on which something was worked: its PSA id, hours, whose, on what, and how far it came."""
    worked = pl.sum_horizontal(pl.col(day).cast(pl.Int64) for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    people = named(state, "resource").select(resource_id="number", person="object_id")
    projects = named(state, "project").select(project_id="number", project="object_id")
    events = named(state, "billing_event").select(billing_event_id="number", event="object_id")
    rows = state["timecard"].with_columns(minutes=worked).filter(pl.col("minutes") > 0)
    for other, key in ((people, "resource_id"), (projects, "project_id"), (events, "billing_event_id")):
        rows = rows.join(other, on=key, how="left", maintain_order="left")
    submitted = pl.col("submitted_at").is_not_null()  # before that no event names what bills it
    return rows.select(
        salesforce_id("timecard", "id").alias("timecard"), "minutes", "billable", "person", "project",
        "submitted_at", "approved_at", "posted_minutes", billed=pl.when(submitted).then("event"),
    )  # fmt: skip


def askings(state: State) -> pl.DataFrame:
    """Every asking for an approval: of what, when, the answer, by whom."""
    kinds = state["approval"]["object_type"].unique().sort().to_list()
    known = pl.concat(named(state, kind).with_columns(object_type=pl.lit(kind)) for kind in kinds)
    people = named(state, "resource").select(approver_id="number", by="object_id")
    rows = state["approval"].rename({"object_id": "number"}).join(known, on=["object_type", "number"])
    rows = rows.join(people, on="approver_id", how="left").with_columns(
        pl.col("asked_at", "decided_at").dt.replace_time_zone(None),
        timecard=pl.when(pl.col("object_type") == "timecard").then(salesforce_id("timecard", "number")),
    )
    return rows.select("object_id", "kind", "timecard", "asked_at", "decided_at", "approved", "approver_role", "by")
