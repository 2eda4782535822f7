"""Approval processes: an instance for every asking, with a step for the asking and one for the decision."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from simulator.state import State
from simulator.systems.salesforce.writing import own_id, recorded, ref, user

# kind → number of the process definition, the object's id by prefix, the definition's name
PROCESSES = {
    "contract": (1, "contract", "Contract_Data_Check"),
    "budget": (2, "budget", "Budget_Approval"),
    "timesheet": (3, "timecard", "Timecard_Approval"),
}
OBJECTS = {"contract": "Contract", "budget": "pse__Budget__c", "timesheet": "pse__Timecard_Header__c"}


def approvals(state: State) -> dict[str, pl.DataFrame]:
    """The processes of this system, what was asked of them and what was decided."""
    asked = state["approval"].filter(pl.col("kind").is_in(list(PROCESSES)))
    return {
        "ProcessDefinition": _definitions(),
        "ProcessNode": _nodes(asked),
        "ProcessInstance": _instances(asked),
        "ProcessInstanceStep": _steps(asked),
    }


def _definitions() -> pl.DataFrame:
    rows = pl.DataFrame(
        [(number, name, OBJECTS[kind]) for kind, (number, _, name) in PROCESSES.items()],
        schema={"id": pl.Int64, "name": pl.String, "object": pl.String}, orient="row",
    )  # fmt: skip
    fields = {
        "Id": own_id("04a"),
        "DeveloperName": pl.col("name"),
        "Name": pl.col("name").str.replace_all("_", " "),
        "Type": pl.lit("Approval"),
        "TableEnumOrId": pl.col("object"),
    }
    return recorded(rows, fields)


def _nodes(asked: pl.DataFrame) -> pl.DataFrame:
    """The steps that processes are made of: who, by role, is to decide."""
    rows = asked.select("kind", "approver_role").unique().sort("kind", "approver_role")
    fields = {
        "Id": _node(),
        "ProcessDefinitionId": _by_kind(lambda number, _: own_id("04a", pl.lit(number))),
        "DeveloperName": pl.col("approver_role"),
        "Name": pl.lit("Decision of the ") + pl.col("approver_role"),
    }
    return recorded(rows, fields)


def _node() -> pl.Expr:
    """The id of a node is made of process and role, so that it does not depend on what was asked so far."""
    role = pl.col("approver_role").str.to_lowercase().str.replace_all("[^a-z]", "")
    return _by_kind(lambda number, _: pl.lit(f"04b{number}") + role.str.slice(0, 11).str.pad_end(11, "0"))


def _by_kind(expression: Callable[[int, str], pl.Expr]) -> pl.Expr:
    """What holds for the kind of approval in each row."""
    chosen: pl.Expr = pl.lit(None, pl.String)
    for kind, (number, prefix, _) in PROCESSES.items():
        chosen = pl.when(pl.col("kind") == kind).then(expression(number, prefix)).otherwise(chosen)
    return chosen


def _instances(asked: pl.DataFrame) -> pl.DataFrame:
    decided = pl.col("approved").replace_strict({True: "Approved", False: "Rejected"}, default="Pending")
    fields = {
        "Id": own_id("04g"),
        "ProcessDefinitionId": _by_kind(lambda number, _: own_id("04a", pl.lit(number))),
        "TargetObjectId": _by_kind(lambda _, prefix: ref(prefix, "object_id")),
        "Status": decided,
        "SubmittedById": user("asked_by_id"),
        "CompletedDate": pl.col("decided_at"),
        "LastActorId": pl.when(pl.col("decided_at").is_not_null())
        .then(user("approver_id"))
        .otherwise(user("asked_by_id")),
    }
    return recorded(asked, fields, created="asked_at", by=user("asked_by_id"), touched=["decided_at"])


def _steps(asked: pl.DataFrame) -> pl.DataFrame:
    started = asked.select(
        at="asked_at", number=pl.col("id") * 2, instance=own_id("04g"), word=pl.lit("Started"),
        actor=user("asked_by_id"), waits_for=user("approver_id"), node=_node(),
    )  # fmt: skip
    decided = asked.filter(pl.col("decided_at").is_not_null()).select(
        at="decided_at", number=pl.col("id") * 2 + 1, instance=own_id("04g"),
        word=pl.col("approved").replace_strict({True: "Approved", False: "Rejected"}, return_dtype=pl.String),
        actor=user("approver_id"), waits_for=user("approver_id"), node=_node(),
    )  # fmt: skip
    fields = {
        "Id": own_id("04h", pl.col("number")),
        "ProcessInstanceId": pl.col("instance"),
        "StepStatus": pl.col("word"),
        "ActorId": pl.col("actor"),
        "OriginalActorId": pl.col("waits_for"),
        "StepNodeId": pl.col("node"),
    }
    return recorded(pl.concat([started, decided]).sort("at", "number"), fields, created="at", by=pl.col("actor"))
