"""How many of the invoices sent were right at first: not rejected, not adjusted, not credited, not issued again."""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.places import sent_invoices
from simulator.books.shares import Measure, shaped, share_of


def measures(firm: Firm) -> list[Measure]:
    refused = firm["approval"].filter(pl.col("kind") == "invoice_review", ~pl.col("approved"))["object_id"]
    again = firm["invoice"]["reissue_of_id"].drop_nulls()
    wrong = pl.col("rejected_at").is_not_null() | pl.col("adjusted_at").is_not_null()
    for found in (refused, firm["credit_memo"]["invoice_id"], again):
        wrong |= pl.col("id").is_in(found.implode())
    rows = sent_invoices(firm).with_columns(
        at=pl.col("sent_at"), numerator=~wrong * pl.col("part_of_one"), denominator=pl.col("part_of_one")
    )
    return [share_of("value", shaped(firm, rows))]
