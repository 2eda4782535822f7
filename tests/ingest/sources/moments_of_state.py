"""The events that Salesforce should tell of a firm, straight from the state: type, object and moment of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from simulator.object_ids import logged_id, timesheet_logged_id
from simulator.state import State

# event type → table, moment, and the object by its type and column
MOMENTS = {
    "opportunity_created": ("opportunity", "created_at", "opportunity", "id"),
    "opportunity_qualified": ("opportunity", "qualified_at", "opportunity", "id"),
    "proposal_sent": ("opportunity", "proposal_at", "opportunity", "id"),
    "negotiation_started": ("opportunity", "negotiation_at", "opportunity", "id"),
    "opportunity_won": ("opportunity", "won_at", "opportunity", "id"),
    "opportunity_lost": ("opportunity", "lost_at", "opportunity", "id"),
    "contract_drafted": ("contract", "created_at", "contract", "id"),
    "contract_signed": ("contract", "signed_at", "contract", "id"),
    "project_shell_created": ("project", "shell_created_at", "project", "id"),
    "project_closed": ("project", "closed_at", "project", "id"),
    "resource_requested": ("resource_request", "created_at", "resource_request", "id"),
    "request_withdrawn": ("resource_request", "withdrawn_at", "resource_request", "id"),
    "candidate_proposed": ("candidate", "created_at", "resource_request", "resource_request_id"),
    "candidate_rejected": ("candidate", "rejected_at", "resource_request", "resource_request_id"),
    "resource_booked": ("assignment", "created_at", "assignment", "id"),
    "booking_withdrawn": ("assignment", "withdrawn_at", "assignment", "id"),
    "assignment_started": ("assignment", "started_at", "assignment", "id"),
    "milestone_reached": ("milestone", "reached_at", "milestone", "id"),
    "milestone_accepted": ("milestone", "accepted_at", "milestone", "id"),
    "became_billable": ("billing_event", "billable_at", "billing_event", "id"),
    "dispute_opened": ("dispute", "created_at", "dispute", "id"),
    "dispute_resolved": ("dispute", "resolved_at", "dispute", "id"),
    "forecast_taken": ("forecast", "taken_at", "forecast", "id"),
}
# kind of approval → the events of its asking, its refusal and its consent
DECIDED = {
    "contract": ("contract", ("handoff_submitted", "contract_data_rejected", "contract_data_checked")),
    "budget": ("project", ("budget_submitted", "budget_rejected", "budget_approved")),
}
CARDS = {
    "timesheet_submitted": "submitted_at",
    "timesheet_rejected": "rejected_at",
    "timesheet_corrected": "corrected_at",
    "timesheet_approved": "approved_at",
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def moments(state: State) -> pl.DataFrame:
    """One row an event: `type`, `object`, `at`, in order."""
    told = [_events(state, name) for name in MOMENTS]
    told += [_rows(state["timecard"], name, timesheet_logged_id(), pl.col(at)) for name, at in CARDS.items()]
    told += [*_decisions(state), *_hours(state["timecard"])]
    return pl.concat(told).sort("type", "object", "at")


def _events(state: State, name: str) -> pl.DataFrame:
    table, moment, kind, number = MOMENTS[name]
    return _rows(state[table], name, logged_id(kind, number), pl.col(moment))


def _decisions(state: State) -> Iterator[pl.DataFrame]:
    for kind, (object_type, names) in DECIDED.items():
        asked = state["approval"].filter(pl.col("kind") == kind)
        name = logged_id(object_type, "object_id")
        yield _rows(asked, names[0], name, pl.col("asked_at"))
        for answer, event_type in ((False, names[1]), (True, names[2])):
            yield _rows(asked.filter(pl.col("approved") == answer), event_type, name, pl.col("decided_at"))


def _hours(cards: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Hours are logged on a day, which stands at noon."""
    for place, day in enumerate(DAYS):
        noon = (pl.col("week_end") - timedelta(days=6 - place)).cast(pl.Datetime("us", "UTC")) + timedelta(hours=12)
        yield _rows(cards.filter(pl.col(day) > 0), "time_logged", timesheet_logged_id(), noon)


def _rows(table: pl.DataFrame, name: str, thing: pl.Expr, at: pl.Expr) -> pl.DataFrame:
    return table.select(type=pl.lit(name), object=thing, at=at).drop_nulls()
