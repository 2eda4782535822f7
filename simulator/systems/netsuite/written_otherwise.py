"""Clients of the group that the acquired firm knows too, under names as its own clerks write them.

Neither the CRM's number nor a tax number says that they are the same: only the names are alike. No invoice and no
project of the acquired firm is of them, so whoever leaves them apart counts no money wrongly.
"""

from __future__ import annotations

import polars as pl

from simulator.systems.netsuite.account import Account, local
from simulator.systems.records import Planted, SystemRecords

WRITTEN_OTHERWISE = 800_000_000
MOST = 2
OTHER_WORDS = {"Services": "Svcs", "Authority": "Authorities", "Insurance": "Insurances", "Spedition": "Speditions"}


def with_written_otherwise(records: SystemRecords, account: Account) -> SystemRecords:
    """The records, and those clients too where the trouble `inconsistent_records` is on."""
    if "inconsistent_records" not in account.state.record_troubles:
        return records
    clients = _known_under_other_names(account)
    customers = records.tables["customer"]
    more = clients.select(
        pl.col("id") + WRITTEN_OTHERWISE,
        entityid=pl.lit("LDS") + pl.col("id").cast(pl.String),
        companyname=_in_other_words(pl.col("name")),
        externalid=pl.lit(None, dtype=pl.String),
        vatregnumber=pl.lit(None, dtype=pl.String),
        subsidiary="own_entity",
        category="industry",
        defaulttaxcountry="country",
        isinactive=pl.lit("F"),
        datecreated=local("since_at"),
        lastmodifieddate=local("since_at"),
    )
    planted = [Planted(account.source, "customer", str(number), "written_otherwise") for number in more["id"]]
    tables = {**records.tables, "customer": pl.concat([customers, more.cast(customers.schema)])}
    return SystemRecords(tables, [*records.planted, *planted])


def _known_under_other_names(account: Account) -> pl.DataFrame:
    """The first clients of the same country that the group had when the firm came to it, with `since_at`."""
    own = account.own("client").filter(pl.col("validated_at").is_not_null())
    joined = own["validated_at"].min()
    clients = account.state["client"].with_columns(
        since_at=pl.lit(joined, dtype=pl.Datetime("us", "UTC")), own_entity=pl.lit(own["entity_id"].min(), pl.Int64)
    )
    others = clients.filter(
        pl.col("entity_id") != pl.col("own_entity"),
        pl.col("country").is_in(own["country"].unique().implode()),
        pl.col("validated_at") < pl.col("since_at"),
        pl.col("name").str.contains(f"({'|'.join(OTHER_WORDS)})"),
    )
    return others.sort("id").head(MOST)


def _in_other_words(name: pl.Expr) -> pl.Expr:
    for word, other in OTHER_WORDS.items():
        name = name.str.replace_all(word, other, literal=True)
    return name
