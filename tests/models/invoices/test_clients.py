"""The share of each client, drawn to the usual, and one beside the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.detectors.likely_dispute import DISPUTED
from models.invoices.chance import learn
from models.invoices.clients import beside_others, shares
from tests.models.invoices.made_invoices import START, a_year

END = START + timedelta(days=300)


def test_a_share_is_drawn_to_the_usual_as_firmly_as_was_learnt():
    year = a_year()
    lessons = learn(year, DISPUTED, END)
    assert lessons is not None
    found = shares(year, DISPUTED, lessons, END)
    assert len(found) == 10
    assert found["Bad & Co"] == pytest.approx((13 + lessons.strength * lessons.usual) / (20 + lessons.strength))


def test_only_what_was_known_by_then_counts():
    year = a_year()
    lessons = learn(year, DISPUTED, END)
    assert lessons is not None
    assert shares(year, DISPUTED, lessons, START) == {}


def test_one_stands_beside_the_others():
    of_clients = {"A": 0.5, "B": 0.1, "C": 0.2}
    peers = beside_others("A", of_clients, "share of invoices disputed")
    assert peers is not None
    assert (peers.own, peers.values, peers.title) == (0.5, (0.1, 0.2), "2 other clients")
    assert beside_others("D", of_clients, "share") is None
    assert beside_others("A", {"A": 0.5, "B": 0.1}, "share") is None
