"""The CRM: users, accounts, deals, contracts with their rates, and cases that clients open over an invoice."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from simulator.state import MOMENT, State
from simulator.systems.salesforce.writing import (
    employee_number,
    local_day,
    money,
    own_id,
    recorded,
    ref,
    status,
    user,
)  # fmt: skip

STAGES = {
    "qualified_at": "Qualification",
    "proposal_at": "Proposal/Price Quote",
    "negotiation_at": "Negotiation/Review",
    "won_at": "Closed Won",
    "lost_at": "Closed Lost",
}
FIRST_STAGE = "Prospecting"
CONTRACT_STATUS = {"signed_at": "Activated", "cancelled_at": "Cancelled"}
TERMS = {
    "PO_Number__c": "po_number",
    "Tax_Code__c": "tax_code",
    "Service_Code__c": "service_code",
    "Rate_Card__c": "rate_card",
}


def crm(state: State) -> dict[str, pl.DataFrame]:
    """The CRM's objects."""
    return {
        "User": _users(state),
        "Account": _accounts(state),
        "Opportunity": _opportunities(state),
        "Contract": _contracts(state),
        "Contract_Rate__c": _rates(state),
        "Case": _cases(state),
    }


def entities(state: State) -> pl.DataFrame:
    """Of each legal entity: how records name it, its time zone and its region."""
    return state["legal_entity"].select(entity_id="id", entity="slug", zone="zone", region="region")


def people(state: State) -> pl.DataFrame:
    """People, with when what is known of them last changed, and since when they are gone."""
    changed = state["resource_change"].group_by("resource_id").agg(pl.col("changed_at").max())
    gone = (pl.col("left_on").cast(MOMENT) + timedelta(days=1)).alias("gone_at")
    rows = state["resource"].join(changed, left_on="id", right_on="resource_id", how="left", maintain_order="left")
    return rows.with_columns(pl.when(gone <= state.as_of).then(gone).alias("gone_at"))


def _users(state: State) -> pl.DataFrame:
    fields = {
        "Id": ref("user", "id"),
        "Username": pl.col("email"),
        "Email": pl.col("email"),
        "Name": pl.col("name"),
        "EmployeeNumber": employee_number(),
        "Title": pl.col("role"),
        "IsActive": pl.col("gone_at").is_null(),
    }
    return recorded(people(state), fields, touched=["changed_at", "gone_at"])


def _accounts(state: State) -> pl.DataFrame:
    rows = state["client"].join(entities(state), on="entity_id", how="left")
    fields = {
        "Id": ref("client", "id"),
        "Name": pl.col("name"),
        "ParentId": ref("client", "parent_id"),
        "Industry": pl.col("industry"),
        "BillingCountry": pl.col("country"),
        "VAT_Number__c": pl.col("tax_number"),
        "Requires_PO__c": pl.col("requires_po"),
        "Legal_Entity__c": pl.col("entity"),
        "OwnerId": user("owner_id"),
    }
    return recorded(rows, fields, by=user("owner_id"))


def _opportunities(state: State) -> pl.DataFrame:
    rows = state["opportunity"].join(entities(state), on="entity_id", how="left")
    rows = rows.join(state["practice"].select(practice_id="id", practice="name"), on="practice_id", how="left")
    stage = status(FIRST_STAGE, STAGES)
    decided = pl.max_horizontal("won_at", "lost_at")
    fields = {
        "Id": ref("opportunity", "id"),
        "Name": pl.col("name"),
        "AccountId": ref("client", "client_id"),
        "StageName": stage,
        "Amount": money("amount_cents"),
        "CurrencyIsoCode": pl.col("currency"),
        "CloseDate": pl.coalesce(decided.dt.date(), pl.col("close_on")),
        "IsClosed": decided.is_not_null(),
        "IsWon": pl.col("won_at").is_not_null(),
        "LastStageChangeDate": pl.max_horizontal(*STAGES),
        "Practice__c": pl.col("practice"),
        "Legal_Entity__c": pl.col("entity"),
        "OwnerId": user("owner_id"),
    }
    return recorded(rows, fields, by=user("owner_id"), touched=list(STAGES))


def _contracts(state: State) -> pl.DataFrame:
    rows = state["contract"].join(entities(state), on="entity_id", how="left")
    zones = state["legal_entity"]["zone"].unique().to_list()
    fields = {
        "Id": ref("contract", "id"),
        "ContractNumber": pl.col("id").cast(pl.String).str.zfill(8),
        "Name": pl.col("name"),
        "AccountId": ref("client", "client_id"),
        "Opportunity__c": ref("opportunity", "opportunity_id"),
        "Amends__c": ref("contract", "amends_id"),
        "Status": status("Draft", CONTRACT_STATUS),
        "CompanySignedDate": local_day("signed_at", zones),
        "ActivatedDate": pl.col("signed_at"),
        "Cancelled_Date__c": pl.col("cancelled_at"),
        "Terms_Complete_Date__c": pl.col("completed_at"),
        "Billing_Type__c": pl.col("billing_type"),
        "Contract_Value__c": money("value_cents"),
        "Cap__c": money("cap_cents"),
        "CurrencyIsoCode": pl.col("currency"),
        "Payment_Terms__c": pl.col("payment_terms_days").cast(pl.String),  # a picklist
        "Requires_Acceptance__c": pl.col("requires_acceptance"),
        **{field: pl.col(column) for field, column in TERMS.items()},
        "Legal_Entity__c": pl.col("entity"),
        "OwnerId": user("owner_id"),
    }
    return recorded(rows, fields, by=user("owner_id"), touched=[*CONTRACT_STATUS, "completed_at"])


def _rates(state: State) -> pl.DataFrame:
    contracts = state["contract"].select("created_at", "currency", "owner_id", contract_id="id")
    rows = state["contract_rate"].join(contracts, on="contract_id")
    fields = {
        "Id": own_id("a10"),
        "Contract__c": ref("contract", "contract_id"),
        "Grade__c": pl.col("grade"),
        "Hourly_Rate__c": money("cents_per_hour"),
        "CurrencyIsoCode": pl.col("currency"),
    }
    return recorded(rows, fields, by=user("owner_id"))


def _cases(state: State) -> pl.DataFrame:
    invoices = state["invoice"].select("client_id", "number", "currency", invoice_id="id")
    rows = state["dispute"].join(invoices, on="invoice_id")
    solved = pl.when(pl.col("credited")).then(pl.lit("Credited")).otherwise(pl.lit("Withdrawn"))
    fields = {
        "Id": ref("dispute", "id"),
        "CaseNumber": pl.col("id").cast(pl.String).str.zfill(8),
        "AccountId": ref("client", "client_id"),
        "Type": pl.lit("Billing dispute"),
        "Subject": pl.lit("Invoice ") + pl.col("number") + pl.lit(" is contested"),
        "Origin": pl.lit("Email"),
        "Reason": pl.col("reason"),
        "Invoice_Number__c": pl.col("number"),
        "Disputed_Amount__c": money("amount_cents"),
        "CurrencyIsoCode": pl.col("currency"),
        "Status": status("New", {"resolved_at": "Closed"}),
        "IsClosed": pl.col("resolved_at").is_not_null(),
        "ClosedDate": pl.col("resolved_at"),
        "Resolution__c": pl.when(pl.col("resolved_at").is_not_null()).then(solved),
    }
    return recorded(rows, fields, touched=["resolved_at"])
