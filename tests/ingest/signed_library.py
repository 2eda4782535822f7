"""A library of signed contracts: the hand-made firm's client, three papers and an amendment, in Graph's hands."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulator.state import State, schema
from tests.simulator.hand_made_firm import at, hand_made_firm

PAPERS = {11: (1, "Roll-out signed.pdf"), 12: (2, "Audit signed.docx"), 13: (3, "Audit (amendment 1) signed.docx")}
KEYS = {number: f"01DOC{number:010d}" for number in PAPERS}
OTHERS = {14: (1, "Roll-out SOW.docx", "sow"), 15: (1, "Roll-out notes.txt", "signed_contract")}


def library_firm() -> State:
    """The hand-made firm with contracts whose terms are whole, and with their papers."""
    firm = hand_made_firm()
    contracts = [
        _contract(firm, 1, name="Roll-out, Acme", billing_type="fixed_price", value_cents=8_000_000),
        _contract(firm, 2, name="Audit, Acme", billing_type="retainer", value_cents=2_400_000),
        _contract(firm, 3, name="Audit, Acme (amendment 1)", billing_type="retainer", value_cents=600_000, amends_id=2),
    ]
    papers = [_paper(number, contract, name, "signed_contract") for number, (contract, name) in PAPERS.items()]
    papers += [_paper(number, *rest) for number, rest in OTHERS.items()]
    tables = {
        **firm.tables,
        "contract": pl.DataFrame(contracts, schema=schema("contract")),
        "document": pl.DataFrame(papers, schema=schema("document")),
    }
    return State(firm.as_of, tables, firm.record_troubles)


def _contract(firm: State, number: int, **other: Any) -> dict[str, Any]:
    return {**firm["contract"].row(0, named=True), "id": number, "po_number": None, **other}


def _paper(number: int, contract: int, name: str, kind: str) -> dict[str, Any]:
    return {"id": number, "contract_id": contract, "name": name, "kind": kind, "version": 1, "created_at": at(2)}
