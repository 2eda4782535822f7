"""The paper of each contract, as the library keeps it: the terms that were agreed, worded as firms of its country do.

The record may lack an order number that the paper has: it was left off when the contract was typed in. Where the client
had yet to give one, the paper has none.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Mapping
from typing import Any

import polars as pl

from simulator.documents.files import STYLES, as_docx, as_pdf
from simulator.documents.terms import Terms
from simulator.state import State

WORDINGS = {
    "US": ("american_sow", "manhattan_letter", "order_form"),
    "GB": ("british_letter", "british_call_off", "defined_terms"),
    "DE": ("german_contract", "werkvertrag", "beratungsauftrag"),
}


def content(state: State, number: int, name: str) -> bytes:
    """The file called `name` of a contract; the same state gives the same bytes."""
    terms, country = agreed(state, number)
    chance = random.Random(f"paper {number}")
    wording = importlib.import_module(f"simulator.documents.wordings.{chance.choice(WORDINGS[country])}")
    blocks = wording.written(terms, chance)
    if name.endswith(".pdf"):
        return as_pdf(terms.title, blocks, chance.randrange(len(STYLES)))
    return as_docx(terms.title, blocks)


def agreed(state: State, number: int) -> tuple[Terms, str]:
    """What the two sides agreed on, and the country whose habits the paper follows."""
    contract = _row(state, "contract", number)
    client, entity = _row(state, "client", contract["client_id"]), _row(state, "legal_entity", contract["entity_id"])
    rates = state["contract_rate"].filter(pl.col("contract_id") == number).sort("cents_per_hour")
    terms = Terms(
        title=contract["name"].replace(f", {client['name']}", ""),
        client=client["name"],
        supplier=entity["name"],
        signed_on=(contract["signed_at"] or contract["created_at"]).date(),
        billing_type=contract["billing_type"],
        amount=contract["value_cents"] // 100,
        currency=contract["currency"],
        cap=contract["cap_cents"] // 100 if contract["cap_cents"] else None,
        rates=tuple((grade, cents // 100) for grade, cents in rates.select("grade", "cents_per_hour").rows()),
        po_number=_order_number(state, contract, client),
        payment_days=contract["payment_terms_days"],
    )
    return terms, entity["country"]


def _order_number(state: State, contract: Mapping[str, Any], client: Mapping[str, Any]) -> str | None:
    """A number that came after the signature is not on the paper."""
    waited_for = (
        (pl.col("handoff") == "client_purchase_order")
        & (pl.col("object_type") == "contract")
        & (pl.col("object_id") == contract["id"])
    )
    if not client["requires_po"] or not state["wait"].filter(waited_for).is_empty():
        return None
    known: str | None = contract["po_number"]
    chance = random.Random(f"order {contract['id']}")
    return known or f"PO-{chance.randrange(1_000_000, 10_000_000)}"


def _row(state: State, table: str, number: int) -> dict[str, Any]:
    return state[table].row(by_predicate=pl.col("id") == number, named=True)
