"""The PSA's time: timecard headers (a person, a project, a week) and the splits that billing works with.

A header carries the days of one month: a week over a month's end is entered as two, as the firm closes by month.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from simulator.state import State, entered_at
from simulator.systems.salesforce.psa_projects import shells
from simulator.systems.salesforce.writing import Step, history, hours, hours_of, own_id, recorded, ref, status

DAYS = {
    "Monday": "mon",
    "Tuesday": "tue",
    "Wednesday": "wed",
    "Thursday": "thu",
    "Friday": "fri",
    "Saturday": "sat",
    "Sunday": "sun",
}
STATUS = {
    "submitted_at": "Submitted",
    "rejected_at": "Rejected",
    "corrected_at": "Submitted",
    "approved_at": "Approved",
}


def psa_time(state: State) -> dict[str, pl.DataFrame]:
    """Timecards."""
    rows = state["timecard"].join(shells(state), on="project_id", how="left")
    billed = state["billing_event"].select(billing_event_id="id", billed_at="created_at")
    rows = rows.join(billed, on="billing_event_id", how="left", maintain_order="left")
    rows = rows.join(_askings(state), on="id", how="left", maintain_order="left").with_columns(entered_at=_entered())
    return {"pse__Timecard_Header__c": _headers(rows), "pse__Timecard__c": _splits(rows)}


def _askings(state: State) -> pl.DataFrame:
    """Who is asked to approve each timecard, last."""
    asked = state["approval"].filter(pl.col("kind") == "timesheet").sort("round")
    last = asked.unique("object_id", keep="last", maintain_order=True)
    return last.select(pl.col("approver_id"), id="object_id")


def _entered() -> pl.Expr:
    """When hours were last entered: on each day its own."""
    return pl.max_horizontal(
        pl.when(pl.col(day) > 0).then(entered_at(place)) for place, day in enumerate(DAYS.values())
    )


def time_histories(state: State) -> dict[str, pl.DataFrame]:
    """The tracked status of timecards, by their owner or by who decided."""
    deciders = {"rejected_at": "rejecter_id", "approved_at": "approver_id"}
    steps = [Step(at, "pse__Status__c", word, deciders.get(at, "resource_id")) for at, word in STATUS.items()]
    decided = state["approval"].filter(pl.col("kind") == "timesheet").sort("round")
    cards = state["timecard"]
    for answer, name in ((False, "rejecter_id"), (True, "approver_id")):
        last = decided.filter(pl.col("approved") == answer).unique("object_id", keep="last")
        cards = cards.join(last.select(pl.col("approver_id").alias(name), id="object_id"), on="id", how="left")
    return {"pse__Timecard_Header__History": history(cards, ref("timecard", "id"), steps, {"pse__Status__c": "Saved"})}


def _headers(rows: pl.DataFrame) -> pl.DataFrame:
    fields = {
        "Id": ref("timecard", "id"),
        "pse__Resource__c": ref("contact", "resource_id"),
        "pse__Project__c": pl.col("shown_project"),
        "pse__Assignment__c": ref("assignment", "assignment_id"),
        "pse__Start_Date__c": pl.col("week_end") - timedelta(days=6),
        "pse__End_Date__c": pl.col("week_end"),
        **{f"pse__{day}_Hours__c": hours(column) for day, column in DAYS.items()},
        "pse__Total_Hours__c": hours_of(pl.sum_horizontal(*DAYS.values())),
        "pse__Billable__c": pl.col("billable"),
        "pse__Approver__c": ref("user", "approver_id"),
        "pse__Status__c": status("Saved", STATUS),
        "pse__Submitted__c": pl.col("submitted_at").is_not_null(),
        "pse__Approved__c": pl.col("approved_at").is_not_null(),
        "Approved_Date__c": pl.col("approved_at"),
        "Billing_Event__c": ref("billing_event", "billing_event_id"),
    }
    return recorded(rows, fields, touched=[*STATUS, "entered_at", "shell_created_at", "billed_at"])


def _splits(rows: pl.DataFrame) -> pl.DataFrame:
    month_end = pl.col("month").dt.month_end()
    fields = {
        "Id": own_id("a16"),
        "pse__Timecard_Header__c": ref("timecard", "id"),
        "pse__Resource__c": ref("contact", "resource_id"),
        "pse__Project__c": pl.col("shown_project"),
        "pse__Start_Date__c": pl.max_horizontal(pl.col("week_end") - timedelta(days=6), "month"),
        "pse__End_Date__c": pl.min_horizontal("week_end", month_end),
        "pse__Total_Hours__c": hours_of(pl.sum_horizontal(*DAYS.values())),
        "pse__Billable__c": pl.col("billable"),
        "pse__Approved__c": pl.col("approved_at").is_not_null(),
        "pse__Approved_for_Billing__c": pl.col("approved_at").is_not_null() & pl.col("billable").fill_null(value=False),
        "pse__Billing_Event__c": ref("billing_event", "billing_event_id"),
    }
    return recorded(rows, fields, touched=[*STATUS, "entered_at", "shell_created_at", "billed_at"])
