"""What was known of a client when an invoice was issued, worked out by hand."""

from __future__ import annotations

import numpy as np

from models.invoices.history import before, strength

NAN = float("nan")
ISSUED = np.array([1.0, 5, 9, 9, 20])
KNOWN = np.array([4.0, 9, 12, NAN, 30])
CAME = np.array([1.0, 0, 1, 1, 1])
CLIENTS = ["a", "a", "a", "b", "a"]


def test_only_outcomes_known_before_the_issue_count():
    found = before(ISSUED, KNOWN, CAME, CLIENTS)
    # what becomes known on the day of the issue is not known at the issue
    assert found.known.tolist() == [0, 1, 1, 0, 3]
    assert found.total.tolist() == [0, 1, 1, 0, 2]


def test_of_the_latest_only():
    found = before(ISSUED, KNOWN, CAME, CLIENTS, last=2)
    assert found.known.tolist() == [0, 1, 1, 0, 2]
    assert found.total.tolist() == [0, 1, 1, 0, 1]


def test_few_are_drawn_to_the_usual():
    found = before(ISSUED, KNOWN, CAME, CLIENTS)
    assert found.drawn(0.2, 2.0).tolist() == [0.2, (1 + 0.4) / 3, (1 + 0.4) / 3, 0.2, (2 + 0.4) / 5]


def test_clients_that_differ_are_drawn_less():
    groups = [str(number // 20) for number in range(200)]
    alike = np.arange(200) % 5 == 0
    apart = np.arange(200) < 40
    assert strength(alike, groups) == 128
    assert strength(apart, groups) == 1
