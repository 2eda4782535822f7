"""The papers of the library agree with the firm's contracts, and the same firm has the same papers."""

from __future__ import annotations

import random

import polars as pl
import pytest

from simulator.documents.signed import WORDINGS, agreed, content
from simulator.documents.wordings import german_contract
from simulator.life.simulate import small_firm
from simulator.state import State
from tests.ingest.signed_library import library_firm


@pytest.mark.parametrize("name", ["signed.pdf", "signed.docx"])
def test_the_same_firm_has_the_same_papers(name: str):
    assert content(library_firm(), 1, name) == content(library_firm(), 1, name)
    assert content(library_firm(), 1, name) != content(library_firm(), 2, name)


def test_what_is_agreed_is_what_the_record_says():
    state = small_firm()
    for contract in state["contract"].iter_rows(named=True):
        terms, country = agreed(state, contract["id"])
        assert country in WORDINGS
        assert (terms.amount * 100, terms.currency, terms.billing_type, terms.payment_days) == (
            contract["value_cents"], contract["currency"], contract["billing_type"], contract["payment_terms_days"],
        )  # fmt: skip
        assert contract["name"].startswith(terms.title.partition(" (amendment")[0])
        assert dict(terms.rates) == {
            grade: cents // 100
            for _, grade, cents in state["contract_rate"].filter(pl.col("contract_id") == contract["id"])
            .select("contract_id", "grade", "cents_per_hour").rows()
        }  # fmt: skip


def _ordering(*, number: str | None, waits: bool) -> State:
    """The library's firm, where the client gives order numbers."""
    firm = library_firm()
    waiting = {"object_type": "contract", "object_id": 1, "handoff": "client_purchase_order", "cause": "external"}
    return State(
        firm.as_of,
        {
            **firm.tables,
            "client": firm["client"].with_columns(requires_po=True),
            "contract": firm["contract"].with_columns(po_number=pl.lit(number, pl.String)),
            "wait": pl.DataFrame([waiting] if waits else [], schema=firm["wait"].schema),
        },
        firm.record_troubles,
    )


def test_the_paper_has_the_order_number_unless_the_client_gave_it_later():
    assert agreed(_ordering(number="PO-7", waits=False), 1)[0].po_number == "PO-7"
    assert agreed(_ordering(number="PO-7", waits=True), 1)[0].po_number is None
    left_off = agreed(_ordering(number=None, waits=False), 1)[0].po_number
    assert left_off == agreed(_ordering(number=None, waits=False), 1)[0].po_number
    assert left_off is not None
    assert left_off.startswith("PO-")
    assert agreed(library_firm(), 1)[0].po_number is None


def test_a_paper_is_worded_as_its_country_does():
    firm = library_firm()
    german = State(
        firm.as_of, {**firm.tables, "legal_entity": firm["legal_entity"].with_columns(country=pl.lit("DE"))},
        firm.record_troubles,
    )  # fmt: skip
    terms, country = agreed(german, 1)
    assert country == "DE"
    assert "Auftraggeber" in str(german_contract.written(terms, random.Random(1)))
    assert content(german, 1, "a.pdf") != content(firm, 1, "a.pdf")
