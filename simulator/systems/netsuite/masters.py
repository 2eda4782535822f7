"""Master data of the ERP: subsidiaries, currencies and their rates, service items, tax codes."""

from __future__ import annotations

import polars as pl

from simulator.codes import current
from simulator.systems.netsuite.account import CURRENCIES, Account, currency_id

FIXED_ITEMS = {"EXPENSE": "Rebilled expenses", "SUBCONTRACT": "Rebilled supplier invoices", "SERVICE": "Services"}


def subsidiaries(account: Account) -> pl.DataFrame:
    return account.entities.select(
        "id",
        "name",
        externalid="slug",
        country="country",
        currency=currency_id(),
        custrecord_region="region",
        custrecord_zone="zone",
        isinactive=pl.lit("F"),
    )


def currencies() -> pl.DataFrame:
    return pl.DataFrame({"id": list(CURRENCIES.values()), "symbol": list(CURRENCIES), "name": list(CURRENCIES)})


def currency_rates(account: Account) -> pl.DataFrame:
    """One row a day and a currency: what one unit is worth in dollars."""
    return (
        account.state["exchange_rate"]
        .with_columns(number=currency_id())
        .filter(pl.col("number").is_not_null())
        .select(
            id=pl.col("rated_on").dt.strftime("%Y%m%d").cast(pl.Int64) * 10 + pl.col("number"),
            basecurrency=pl.lit(CURRENCIES["USD"], dtype=pl.Int64),
            transactioncurrency="number",
            exchangerate=pl.col("usd").cast(pl.String),
            effectivedate="rated_on",
        )
    )


def items(account: Account) -> pl.DataFrame:
    """What can be billed: the service codes that contracts name, and three that every account has."""
    named = account.state["contract"].select(current("service_code"))["service_code"]
    codes = named.drop_nulls().unique().sort().to_list()
    names = {**FIXED_ITEMS, **{code: f"Service {code}" for code in codes if code not in FIXED_ITEMS}}
    return pl.DataFrame(
        {"id": list(names), "itemid": list(names), "displayname": list(names.values())},
        schema={"id": pl.String, "itemid": pl.String, "displayname": pl.String},
    ).with_columns(itemtype=pl.lit("Service"), isinactive=pl.lit("F"))


def tax_items(account: Account) -> pl.DataFrame:
    codes = account.state["legal_entity"]["tax_code"].drop_nulls().unique().sort()
    return pl.DataFrame({"id": codes, "itemid": codes}).with_columns(isinactive=pl.lit("F"))
