"""Shares of a whole: those that make it up are a plan of payments, others are not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.contract_terms.document import Place, document_of
from models.contract_terms.shares import parts_of_a_whole, shares_in


def place_of(*texts: str) -> str | None:
    found = parts_of_a_whole(document_of([(text, Place(paragraph=n)) for n, text in enumerate(texts, start=1)]))
    return found.text if found else None


def test_shares_are_read_as_percentages_fractions_and_words():
    assert shares_in("20 % at first, 1/4 later, two fifths then and the balance at the end") == [
        Fraction(1, 5), Fraction(1, 4), Fraction(2, 5), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "We invoice 30% when the plan, 45% when the build and 25% when the whole is accepted.",
        "A quarter is due at sign-off, the balance at the end.",
        "Nach jeder Abnahme kann je ein Drittel verlangt werden.",
    ],
)
def test_shares_of_a_sentence_make_up_a_whole(text: str):
    assert place_of("Fees", text) == text


def test_shares_of_rows_make_up_a_whole():
    assert place_of("Stage | Part", "Plan | 40%", "Build | 60%") == "Plan | 40%"


@pytest.mark.parametrize(
    "text",
    [
        "VAT is 23%; interest is 8% a year.",
        "Travel is shared half and half.",
        "The rest of the work follows.",
        "Dated 3/10 2025, clause 4/5.",
    ],
)
def test_other_shares_make_up_none(text: str):
    assert place_of(text) is None
