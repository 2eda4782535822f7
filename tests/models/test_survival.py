"""How long exceptions stood, the chance that they still will, and how well it was told: by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models.survival import Survival, learned_stays, measured_stays

FIRST = datetime(2026, 1, 5)


def test_the_share_that_stays_is_kaplan_meier_drawn_to_the_rule():
    """Four stood 3, 10, 10 and 20 days (the last still open). Looks a week apart that are known: of the first one, at
    day 0, which ended; of the others at 0 and 7 (two ended after 7) and, of the last, at 0 and 7: 4 stayed of 7."""
    survival = Survival({"stood": {"r": [[3, 1], [10, 1], [10, 1], [20, 0]]}})
    usual = (4 + 4 * 0.5) / (7 + 4)
    of_rule = (4 + 4 * usual) / (7 + 4)
    assert survival.usual == pytest.approx(usual)
    assert survival.of_rule("r") == pytest.approx(of_rule)
    # older than 5 days are three, of whom a third is left after day 12
    assert survival.chance("r", 5) == pytest.approx((1 / 3 * 3 + 4 * of_rule) / (3 + 4))
    assert survival.chance("unheard of", 5) == pytest.approx(usual)


def test_what_is_learnt_are_days_open_as_known_then():
    spans = [
        ("late", FIRST, FIRST + timedelta(days=3)),
        ("late", FIRST, None),
        ("late", FIRST + timedelta(hours=12), FIRST + timedelta(days=30)),
        ("lost", FIRST, FIRST + timedelta(days=10)),
    ]
    learned = learned_stays(spans, FIRST + timedelta(days=10))
    assert learned == {"stood": {"late": [[3.0, 1.0], [10.0, 0.0], [9.5, 0.0]], "lost": [[10.0, 1.0]]}}


def test_the_chance_is_held_against_what_stayed():
    """Fifteen told 0.9 of which all stayed, five told 0.1 of which none did; against 0.7 for all."""
    between = (FIRST, FIRST + timedelta(days=7))
    told = [(0.9, 1.0)] * 15 + [(0.1, 0.0)] * 5
    measured = measured_stays(told, 0.7, "the usual share", between)
    assert measured is not None
    assert measured.value == pytest.approx(0.01)
    assert measured.naive == pytest.approx((15 * 0.09 + 5 * 0.49) / 20)
    assert (measured.n, measured.since, measured.until) == (20, *between)
    assert measured_stays(told[:19], 0.7, "the usual share", between) is None
