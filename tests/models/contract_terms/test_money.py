"""Amounts in running text, as written in several countries."""

from __future__ import annotations

import pytest

from models.contract_terms.money import money_in, number

AMOUNTS = {
    "$104,000": (104_000, "USD"), "USD 104,000.00": (104_000, "USD"), "£1,234.50 plus VAT": (1_234.5, "GBP"),
    "104.000,00 €": (104_000, "EUR"), "EUR 104.000,-": (104_000, "EUR"), "EUR 104’000.00": (104_000, "EUR"),
    "104 000 EUR": (104_000, "EUR"), "€96k": (96_000, "EUR"), "TEUR 250": (250_000, "EUR"), "$1.2m": (1_200_000, "USD"),
    "2 Mio. EUR": (2_000_000, "EUR"), "US$ 12": (12, "USD"), "100 euro": (100, "EUR"),
    "one hundred and four thousand five hundred euro": (104_500, "EUR"), "two million pounds sterling": (2e6, "GBP"),
    "ninety-six thousand US dollars ($96,000)": (96_000, "USD"),
}  # fmt: skip


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_read(text: str):
    (money,) = money_in(f"It costs {text}.")
    assert (money.amount, money.currency) == AMOUNTS[text]


@pytest.mark.parametrize("text", ["within 30 days", "Section 4.2", "PO-1234567", "on 31.12.2025"])
def test_other_numbers_are_no_money(text: str):
    assert money_in(text) == []


def test_a_mark_before_three_digits_parts_thousands():
    assert [number(text) for text in ("1.234", "1,234", "1.23", "1,2", "1'234.5")] == [1234, 1234, 1.23, 1.2, 1234.5]
