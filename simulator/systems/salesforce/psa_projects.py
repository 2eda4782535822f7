"""The PSA's projects: practices and regions, projects with budgets, milestones and forecasts."""

from __future__ import annotations

import polars as pl

from simulator.state import State
from simulator.systems.salesforce.crm import entities
from simulator.systems.salesforce.writing import (
    EXTERNAL_KEY,
    Step,
    history,
    local_day,
    money,
    own_id,
    recorded,
    ref,
    status,
    user,
)  # fmt: skip

STAGE = {"kickoff_at": "In Progress", "closed_at": "Completed", "cancelled_at": "Cancelled"}
MILESTONE = {"reached_at": "Completed", "accepted_at": "Accepted"}


def psa_projects(state: State) -> dict[str, pl.DataFrame]:
    """Projects and what belongs to them."""
    return {
        "pse__Practice__c": _practices(state),
        "pse__Region__c": regions(state),
        "pse__Proj__c": _projects(state),
        "pse__Budget__c": _budgets(state),
        "pse__Milestone__c": _milestones(state),
        "Project_Forecast__c": _project_forecasts(state),
        "Forecast_Snapshot__c": _forecasts(state),
    }


def project_histories(state: State) -> dict[str, pl.DataFrame]:
    """The tracked fields of projects and milestones."""
    stages = [Step(moment, "pse__Stage__c", word, "manager_id") for moment, word in STAGE.items()]
    met = [Step(moment, "pse__Status__c", word) for moment, word in MILESTONE.items()]
    return {
        "pse__Proj__History": history(in_psa(state), ref("project", "id"), stages, {"pse__Stage__c": "Planned"}),
        "pse__Milestone__History": history(
            state["milestone"].join(shells(state), on="project_id"),
            ref("milestone", "id"),
            met,
            {"pse__Status__c": "Planned"},
        ),
    }


def in_psa(state: State) -> pl.DataFrame:
    """The projects that have their shell."""
    return state["project"].filter(pl.col("shell_created_at").is_not_null())


def shells(state: State) -> pl.DataFrame:
    """Since when a project is there for others to refer to, and how; to be joined by `project_id`."""
    return in_psa(state).select(
        "shell_created_at",
        "manager_id",
        project_id="id",
        shown_project=ref("project", "id"),
        project_currency="currency",
        project_entity_id="entity_id",
    )


def regions(state: State) -> pl.DataFrame:
    """The regions that entities belong to, numbered by the first entity of each."""
    rows = state["legal_entity"].group_by("region").agg(pl.col("id").min()).sort("id")
    return recorded(rows, {"Id": own_id("a12"), "Name": pl.col("region")})


def practice_id(column: str = "practice_id") -> pl.Expr:
    return own_id("a11", pl.col(column))


def region_ids(state: State) -> pl.DataFrame:
    """Of each legal entity, its region's record."""
    return entities(state).join(
        regions(state).select(region_id="Id", region="Name"), on="region", how="left", maintain_order="left"
    )


def _practices(state: State) -> pl.DataFrame:
    return recorded(state["practice"], {"Id": practice_id("id"), "Name": pl.col("name")})


def _projects(state: State) -> pl.DataFrame:
    rows = in_psa(state).join(region_ids(state), on="entity_id", how="left")
    deals = state["contract"].select("opportunity_id", contract_id="id")
    rows = rows.join(deals, on="contract_id", how="left")
    ended = pl.coalesce("closed_at", "cancelled_at")
    fields = {
        "Id": ref("project", "id"),
        "Name": pl.col("name"),
        "pse__Project_ID__c": pl.col("code"),
        "pse__Account__c": ref("client", "client_id"),
        "pse__Opportunity__c": ref("opportunity", "opportunity_id"),
        "Contract__c": ref("contract", "contract_id"),
        "pse__Project_Manager__c": ref("contact", "manager_id"),
        "pse__Practice__c": practice_id(),
        "pse__Region__c": pl.col("region_id"),
        "Legal_Entity__c": pl.col("entity"),
        "Service_Line__c": pl.col("service_line"),
        "pse__Billing_Type__c": pl.col("billing_type"),
        "CurrencyIsoCode": pl.col("currency"),
        "Baseline_Revenue__c": money("baseline_revenue_cents"),
        "Baseline_Cost__c": money("baseline_cost_cents"),
        "pse__Start_Date__c": pl.col("starts_on"),
        "pse__End_Date__c": pl.col("ends_on"),
        "Kickoff_Planned__c": pl.col("kickoff_planned_on"),
        "pse__Stage__c": status("Planned", STAGE),
        "pse__Is_Active__c": ended.is_null(),
        "pse__Is_Billable__c": pl.lit(True),
        "pse__Closed_for_Time_Entry__c": ended.is_not_null(),
        "Closed_Date__c": pl.col("closed_at"),
        "Cancelled_Date__c": pl.col("cancelled_at"),
        "OwnerId": user("manager_id"),
    }
    return recorded(rows, fields, created="shell_created_at", by=user("manager_id"), touched=list(STAGE))


def _budgets(state: State) -> pl.DataFrame:
    """A budget is entered as its approval is first asked for."""
    asked = state["approval"].filter(pl.col("kind") == "budget").sort("round")
    asked = asked.group_by(project_id="object_id", maintain_order=True).agg(
        asked_at=pl.col("asked_at").first(),
        asked_by_id=pl.col("asked_by_id").first(),
        again_at=pl.max_horizontal(pl.col("asked_at").max(), pl.col("decided_at").max()),
        approved=pl.col("approved").last(),
    )
    rows = in_psa(state).drop("created_at").join(asked, left_on="id", right_on="project_id")
    word = pl.col("approved").replace_strict({True: "Approved", False: "Rejected"}, default="Open")
    fields = {
        "Id": ref("budget", "id"),
        "Name": pl.lit("Budget of ") + pl.col("name"),
        "pse__Project__c": ref("project", "id"),
        "pse__Type__c": pl.lit("Customer Purchase Order"),
        "pse__Amount__c": money("baseline_revenue_cents"),
        "Cost_Amount__c": money("baseline_cost_cents"),
        "CurrencyIsoCode": pl.col("currency"),
        "pse__Status__c": word,
        "pse__Approved__c": pl.col("approved").fill_null(value=False),
        **EXTERNAL_KEY,
    }
    return recorded(rows, fields, created="asked_at", by=user("asked_by_id"), touched=["again_at"])


def _milestones(state: State) -> pl.DataFrame:
    rows = state["milestone"].join(shells(state), on="project_id")
    rows = rows.join(entities(state), left_on="project_entity_id", right_on="entity_id", how="left")
    rows = rows.with_columns(created_at=pl.max_horizontal("created_at", "shell_created_at"))
    zones = state["legal_entity"]["zone"].unique().to_list()
    fields = {
        "Id": ref("milestone", "id"),
        "Name": pl.col("name"),
        "pse__Project__c": pl.col("shown_project"),
        "pse__Milestone_Amount__c": money("amount_cents"),
        "CurrencyIsoCode": pl.col("project_currency"),
        "pse__Target_Date__c": pl.col("planned_on"),
        "pse__Actual_Date__c": local_day("reached_at", zones),
        "Accepted_Date__c": local_day("accepted_at", zones),
        "pse__Status__c": status("Planned", MILESTONE),
        "pse__Approved__c": pl.col("accepted_at").is_not_null(),
        **EXTERNAL_KEY,
    }
    return recorded(rows, fields, by=user("manager_id"), touched=list(MILESTONE))


def _project_forecasts(state: State) -> pl.DataFrame:
    rows = state["project_forecast"].join(shells(state), on="project_id")
    fields = {
        "Id": own_id("a13"),
        "Project__c": pl.col("shown_project"),
        "Taken__c": pl.col("taken_at"),
        "Revenue__c": money("revenue_cents"),
        "Cost__c": money("cost_cents"),
        "Revenue_To_Date__c": money("revenue_to_date_cents"),
        "Cost_To_Date__c": money("cost_to_date_cents"),
        "CurrencyIsoCode": pl.col("project_currency"),
    }
    return recorded(rows, fields, created="taken_at", by=user("manager_id"))


def _forecasts(state: State) -> pl.DataFrame:
    rows = state["forecast"].join(entities(state), on="entity_id", how="left")
    fields = {
        "Id": ref("forecast", "id"),
        "Legal_Entity__c": pl.col("entity"),
        "Taken__c": pl.col("taken_at"),
        "Month__c": pl.col("month").cast(pl.String),  # typed in by whoever takes the forecast
        "Revenue__c": money("revenue_cents"),
        "Utilization__c": pl.col("utilization"),
        "Margin__c": money("margin_cents"),
        "CurrencyIsoCode": pl.col("currency"),
    }
    return recorded(rows, fields, created="taken_at")
