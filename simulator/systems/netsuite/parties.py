"""Whom the ERP knows: employees, customers and their jobs, which is what NetSuite calls projects."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from simulator.object_ids import salesforce_id
from simulator.systems.netsuite.account import Account, currency_id, flag, local

DUPLICATE = 900_000_000
KEYED_AGAIN = timedelta(days=9)


def employees(account: Account) -> pl.DataFrame:
    """The people of these entities, and who else has posted time to their projects."""
    there = account.posted_time["resource_id"].unique()
    own = pl.col("entity_id").is_in(account.entities["id"].implode()) | pl.col("id").is_in(there.implode())
    return (
        account.state["resource"]
        .filter(own)
        .select(
            "id",
            entityid="name",
            email="email",
            subsidiary="entity_id",
            title="role",
            isjobresource=flag(pl.col("is_delivery")),
            isinactive=flag((pl.col("left_on") <= account.state.as_of.date()).fill_null(False)),
            supervisor="manager_id",
            hiredate="hired_on",
            lastmodifieddate=local("created_at"),
        )
    )


def customers(account: Account) -> pl.DataFrame:
    """Clients once they are validated; a client that somebody keyed in again stands there twice."""
    clients = served(account)
    known = clients.with_columns(
        externalid=salesforce_id("client", "id"),
        companyname=pl.col("name"),
        entityid=pl.lit("CUST") + pl.col("id").cast(pl.String),
    )
    again = duplicated(account).with_columns(
        id=pl.col("id") + DUPLICATE,
        externalid=pl.lit(None, dtype=pl.String),
        companyname=_misspelt(pl.col("name")),
        entityid=pl.lit("CUST") + pl.col("id").cast(pl.String) + "-1",
        since_at=pl.col("since_at") + KEYED_AGAIN,
    )
    again = again.filter(pl.col("since_at") <= account.state.as_of)
    return pl.concat([known, again], how="diagonal").select(
        "id",
        "entityid",
        "companyname",
        "externalid",
        vatregnumber="tax_number",
        subsidiary="entity_id",
        category="industry",
        defaulttaxcountry="country",
        isinactive=pl.lit("F"),
        datecreated=local("since_at"),
        lastmodifieddate=local("since_at"),
    )


def served(account: Account) -> pl.DataFrame:
    """The validated clients of these entities, and who else is billed or worked for here, each since when."""
    uses = pl.concat(
        [
            account.invoices.select("client_id", used_at="created_at"),
            account.projects.select("client_id", used_at="erp_created_at"),
        ]
    )
    first = uses.group_by("client_id").agg(pl.col("used_at").min())
    own = pl.col("entity_id").is_in(account.entities["id"].implode())
    known = account.state["client"].filter(pl.col("validated_at").is_not_null())
    return (
        known.join(first, left_on="id", right_on="client_id", how="left", maintain_order="left")
        .with_columns(
            since_at=pl.when(own).then("validated_at").otherwise(pl.max_horizontal("validated_at", "used_at"))
        )
        .filter(own | pl.col("used_at").is_not_null())
    )


def duplicated(account: Account) -> pl.DataFrame:
    """The clients that the account has twice."""
    if "client_duplicated" not in account.state.record_troubles:
        return served(account).clear()
    return served(account).filter("duplicated")


def _misspelt(name: pl.Expr) -> pl.Expr:
    """A company's name as a second clerk writes it."""
    return name.str.replace(r" (GmbH|Ltd|Inc|LLC|AG|plc|Group)\.?$", "").str.replace(r" (&|and|und) ", " + ") + " Co."


def jobs(account: Account) -> pl.DataFrame:
    changed = pl.max_horizontal("erp_created_at", "closed_at", "cancelled_at")
    practices = account.state["practice"].select(practice_id="id", practice="name")
    rows = account.projects.join(practices, on="practice_id", how="left", maintain_order="left")
    return rows.select(
        "id",
        entityid="code",
        companyname="name",
        externalid=salesforce_id("project", "id"),
        customer="client_id",
        subsidiary="entity_id",
        currency=currency_id(),
        jobbillingtype="billing_type",
        entitystatus=pl.when(pl.col("cancelled_at").is_not_null())
        .then(pl.lit("Cancelled"))
        .when(pl.col("closed_at").is_not_null())
        .then(pl.lit("Closed"))
        .otherwise(pl.lit("In Progress")),
        startdate="starts_on",
        projectedenddate="ends_on",
        projectmanager="manager_id",
        custentity_contract=pl.col("contract_id").cast(pl.String).str.zfill(8),
        custentity_practice="practice",
        custentity_service_line="service_line",
        datecreated=local("erp_created_at"),
        lastmodifieddate=local(changed),
    )
