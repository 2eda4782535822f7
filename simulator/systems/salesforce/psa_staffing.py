"""The PSA's staffing: people as contacts, demands for roles, candidates, bookings and their planned hours by week."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from simulator.state import State
from simulator.systems.salesforce.crm import people
from simulator.systems.salesforce.psa_projects import practice_id, region_ids, shells
from simulator.systems.salesforce.writing import (
    EXTERNAL_KEY,
    HISTORY,
    Step,
    employee_number,
    history,
    hours,
    money,
    own_id,
    recorded,
    ref,
    status,
    user,
)

REQUEST = {"booked_at": "Assigned", "withdrawn_at": "Cancelled"}
ASSIGNMENT = {"started_at": "Started", "withdrawn_at": "Cancelled"}


def psa_staffing(state: State) -> dict[str, pl.DataFrame]:
    """People, demands and bookings."""
    return {
        "Contact": _contacts(state),
        "Absence__c": _absences(state),
        "pse__Rate_Card__c": _rate_cards(state),
        "pse__Resource_Request__c": _requests(state),
        "pse__Suggested_Resource__c": _candidates(state),
        "pse__Assignment__c": _assignments(state),
        "pse__Est_Vs_Actuals__c": _planned(state),
    }


def staffing_histories(state: State) -> dict[str, pl.DataFrame]:
    """The tracked grades of people, and statuses of requests and assignments."""
    asked = [Step(moment, "pse__Status__c", word) for moment, word in REQUEST.items()]
    booked = [Step(moment, "pse__Status__c", word) for moment, word in ASSIGNMENT.items()]
    return {
        "ContactHistory": _grades(state),
        "pse__Resource_Request__History": history(
            _with_booking(state), ref("resource_request", "id"), asked, {"pse__Status__c": "Ready to Staff"}
        ),
        "pse__Assignment__History": history(
            state["assignment"], ref("assignment", "id"), booked, {"pse__Status__c": "Scheduled"}
        ),
    }


def _contacts(state: State) -> pl.DataFrame:
    currencies = state["legal_entity"].select("currency", entity_id="id")
    rows = people(state).join(region_ids(state), on="entity_id", how="left").join(currencies, on="entity_id")
    fields = {
        "Id": ref("contact", "id"),
        "Name": pl.col("name"),
        "Email": pl.col("email"),
        "Title": pl.col("role"),
        "pse__Is_Resource__c": pl.lit(True),
        "pse__Is_Resource_Active__c": pl.col("gone_at").is_null(),
        "pse__Salesforce_User__c": ref("user", "id"),
        "pse__Practice__c": practice_id(),
        "pse__Region__c": pl.col("region_id"),
        "pse__Resource_Role__c": pl.col("role"),
        "Grade__c": pl.col("grade"),
        "Skills__c": pl.col("skills"),
        "Legal_Entity__c": pl.col("entity"),
        "Is_Subcontractor__c": pl.col("is_subcontractor"),
        "Employee_Number__c": employee_number(),
        "Weekly_Hours__c": hours("weekly_minutes"),
        "Cost_Rate__c": money("cost_cents_per_hour"),
        "CurrencyIsoCode": pl.col("currency"),
        "pse__Start_Date__c": pl.col("hired_on"),
        "pse__Last_Date__c": pl.col("left_on"),
    }
    return recorded(rows, fields, touched=["changed_at", "gone_at"])


def _grades(state: State) -> pl.DataFrame:
    """What people rose from and to."""
    rows = state["resource_change"].filter(pl.col("field") == "grade")
    told = history(
        rows, ref("contact", "resource_id"), [Step("changed_at", "Grade__c", pl.col("new"))], {"Grade__c": None},
        parent_column="ContactId",
    )  # fmt: skip
    before = rows.select(Id=own_id(HISTORY, pl.col("id") * 16), OldValue="old")
    return told.drop("OldValue").join(before, on="Id", how="left", maintain_order="left").select(told.columns)


def _absences(state: State) -> pl.DataFrame:
    """When subcontractors are away, an object of the firm's own: HR does not know them."""
    outside = state["resource"].filter("is_subcontractor").select(resource_id="id")
    rows = state["leave"].join(outside, on="resource_id", how="semi")
    fields = {
        "Id": own_id("a20"),
        "Resource__c": ref("contact", "resource_id"),
        "Kind__c": pl.col("kind"),
        "Start__c": pl.col("from_on"),
        "End__c": pl.col("to_on"),
        "Approved_Date__c": pl.col("approved_at"),
    }
    return recorded(rows, fields, created="requested_at", touched=["approved_at"])


def _rate_cards(state: State) -> pl.DataFrame:
    """The house's rates: one record for an entity, a grade and the time until the next rates."""
    rows = state["standard_rate"].join(region_ids(state), on="entity_id", how="left")
    currencies = state["legal_entity"].select("currency", entity_id="id")
    rows = rows.join(currencies, on="entity_id").sort("entity_id", "grade", "from_on")
    following = pl.col("from_on").shift(-1).over("entity_id", "grade")
    fields = {
        "Id": own_id("a21"),
        "Name": pl.format("{} {}", pl.col("grade"), pl.col("from_on").dt.year()),
        "Grade__c": pl.col("grade"),
        "Legal_Entity__c": pl.col("entity"),
        "pse__Region__c": pl.col("region_id"),
        "pse__Role__c": pl.lit(None, pl.String),
        "pse__Suggested_Bill_Rate__c": money("cents_per_hour"),
        "pse__Average_Cost_Rate__c": pl.lit(None, pl.Float64),
        "pse__Start_Date__c": pl.col("from_on"),
        "pse__End_Date__c": following - timedelta(days=1),
        "CurrencyIsoCode": pl.col("currency"),
    }
    return recorded(rows.sort("id"), fields)


def _with_booking(state: State) -> pl.DataFrame:
    first = state["assignment"].group_by("resource_request_id").agg(booked_at=pl.col("created_at").min())
    return state["resource_request"].join(first, left_on="id", right_on="resource_request_id", how="left")


def _requests(state: State) -> pl.DataFrame:
    rows = _with_booking(state).join(shells(state), on="project_id", how="left")
    fields = {
        "Id": ref("resource_request", "id"),
        "pse__Project__c": pl.col("shown_project"),
        "pse__Resource_Role__c": pl.col("role"),
        "Grade__c": pl.col("grade"),
        "pse__Primary_Skill_Certification__c": pl.col("skill"),
        "Region__c": pl.col("region"),
        "pse__SOW_Hours__c": hours("minutes"),
        "pse__Start_Date__c": pl.col("wanted_on"),
        "pse__Status__c": status("Ready to Staff", REQUEST),
        "Withdrawn_Date__c": pl.col("withdrawn_at"),
        "OwnerId": user("requested_by_id"),
        **EXTERNAL_KEY,
    }
    touched = [*REQUEST, "shell_created_at"]
    return recorded(rows, fields, by=user("requested_by_id"), touched=touched)


def _candidates(state: State) -> pl.DataFrame:
    fields = {
        "Id": own_id("a14"),
        "pse__Resource_Request__c": ref("resource_request", "resource_request_id"),
        "pse__Resource__c": ref("contact", "resource_id"),
        "Status__c": status("Proposed", {"rejected_at": "Rejected"}),
        "Rejected_Date__c": pl.col("rejected_at"),
    }
    return recorded(state["candidate"], fields, touched=["rejected_at"])


def _assignments(state: State) -> pl.DataFrame:
    planned = state["assignment_week"].group_by("assignment_id").agg(pl.col("minutes").sum())
    rows = state["assignment"].join(planned, left_on="id", right_on="assignment_id", how="left")
    rows = rows.join(shells(state), on="project_id", how="left")
    fields = {
        "Id": ref("assignment", "id"),
        "pse__Project__c": pl.col("shown_project"),
        "pse__Resource__c": ref("contact", "resource_id"),
        "pse__Resource_Request__c": ref("resource_request", "resource_request_id"),
        "pse__Bill_Rate__c": money("bill_cents_per_hour"),
        "CurrencyIsoCode": pl.col("project_currency"),
        "pse__Start_Date__c": pl.col("starts_on"),
        "pse__End_Date__c": pl.col("ends_on"),
        "pse__Planned_Hours__c": hours("minutes"),
        "pse__Status__c": status("Scheduled", ASSIGNMENT),
        "Started_Date__c": pl.col("started_at"),
        "Withdrawn_Date__c": pl.col("withdrawn_at"),
    }
    return recorded(rows, fields, touched=[*ASSIGNMENT, "shell_created_at"])


def _planned(state: State) -> pl.DataFrame:
    bookings = state["assignment"].select("project_id", "resource_id", "created_at", assignment_id="id")
    rows = state["assignment_week"].join(bookings, on="assignment_id")
    fields = {
        "Id": own_id("a15"),
        "pse__Assignment__c": ref("assignment", "assignment_id"),
        "pse__Resource__c": ref("contact", "resource_id"),
        "pse__Start_Date__c": pl.col("week_end") - timedelta(days=6),
        "pse__End_Date__c": pl.col("week_end"),
        "pse__Estimated_Hours__c": hours("minutes"),
    }
    return recorded(rows, fields)
