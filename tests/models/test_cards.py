"""A card says what was learnt, how good it was beside a naive guess, and where not to trust it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core.workspace import create_workspace
from models.cards import card_text, cards, measured_in_words
from models.catalogue import detectors
from models.detector import Measured
from models.saved import Saved
from tests.models.counting_detector import Counting

DAY = datetime(2026, 4, 1)


def measured(value: float, higher: bool) -> Measured:
    return Measured("share right", value, 0.5, "all", higher, 8, DAY, DAY, ((0.2, 0.25, 4), (0.8, 0.75, 4)))


def test_the_card_has_all_that_it_should():
    saved = Saved("counting", 1, 3, DAY, DAY, 7, 1200, {}, "ab" * 32, measured(0.8, higher=True))
    text = card_text(Counting().declaration, saved)
    for words in (
        "# Counting", "It counts.", "1,200 events until 1 Apr 2026 (generation 7)", "`abababababababab…`",
        "share right: 0.8, and 0.5 by guessing all (higher is better; 8 cases", "It does better than the guess.",
        "| 20% | 25% | 4 |", "**Limits**: None.",
    ):  # fmt: skip
        assert words in text


def test_one_that_does_not_beat_the_guess_says_so():
    assert "It does no better" in measured_in_words(measured(0.5, higher=True))
    assert "It does no better" in measured_in_words(measured(0.6, higher=False))
    assert "It does better" in measured_in_words(measured(0.4, higher=False))
    assert "Not measured" in measured_in_words(None)


def test_every_detector_has_one_before_it_has_looked(tmp_path: Path):
    found = cards(create_workspace(tmp_path / "firm"))
    assert [card.declaration.name for card in found] == detectors()
    assert all(card.saved is None for card in found)
