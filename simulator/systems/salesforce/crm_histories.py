"""What the CRM keeps of changes: deals by stage, in a table of their own and in tracked fields, and contracts."""

from __future__ import annotations

import polars as pl

from simulator.state import State
from simulator.systems.salesforce.crm import CONTRACT_STATUS, FIRST_STAGE, STAGES, TERMS
from simulator.systems.salesforce.writing import Step, history, money, own_id, ref, user


def crm_histories(state: State) -> dict[str, pl.DataFrame]:
    """OpportunityHistory, and the tracked fields of deals and contracts."""
    deals, parent = state["opportunity"], ref("opportunity", "id")
    steps = [Step(moment, "StageName", stage, "owner_id") for moment, stage in STAGES.items()]
    fields = history(deals, parent, steps, {"StageName": FIRST_STAGE}, parent_column="OpportunityId")
    return {
        "OpportunityHistory": _stages(deals, fields),
        "OpportunityFieldHistory": fields,
        "ContractHistory": _contract_history(state["contract"]),
    }


def _contract_history(contracts: pl.DataFrame) -> pl.DataFrame:
    """Status, and the terms that are often filled in only after the signature."""
    steps = [
        *(Step(moment, "Status", word, "owner_id") for moment, word in CONTRACT_STATUS.items()),
        *(Step("completed_at", field, pl.col(column), "owner_id") for field, column in TERMS.items()),
    ]
    first = {"Status": "Draft", **dict.fromkeys(TERMS)}
    return history(contracts, ref("contract", "id"), steps, first, parent_column="ContractId")


def _stages(deals: pl.DataFrame, fields: pl.DataFrame) -> pl.DataFrame:
    """OpportunityHistory: a row for the first stage and for each one reached; SystemModstamp is when it was left."""
    first = deals.select(
        Id=own_id("008", pl.col("id") * 16 + 15),
        OpportunityId=ref("opportunity", "id"),
        StageName=pl.lit(FIRST_STAGE),
        CreatedById=user("owner_id"),
        CreatedDate="created_at",
    )
    reached = fields.select(
        (pl.lit("008") + pl.col("Id").str.slice(3)).alias("Id"), "OpportunityId", pl.col("NewValue").alias("StageName"),
        "CreatedById", "CreatedDate",
    )  # fmt: skip
    amounts = deals.select(
        OpportunityId=ref("opportunity", "id"), Amount=money("amount_cents"), CloseDate="close_on",
        CurrencyIsoCode="currency",
    )  # fmt: skip
    left = pl.col("CreatedDate").shift(-1).over("OpportunityId", order_by="CreatedDate")
    told = pl.concat([first, reached]).with_columns(SystemModstamp=pl.coalesce(left, "CreatedDate"))
    return told.join(amounts, on="OpportunityId", how="left").with_columns(IsDeleted=pl.lit(False)).sort("CreatedDate")
