"""Expense reports that hold what was not paid so: written by hand, and the pretend firm's at two moments."""

from __future__ import annotations

import json
from datetime import datetime
from math import log as log_of

import polars as pl
import pytest

from core.access import Viewer
from models.detector import Suspicion
from models.detectors.unusual_expense import ASIDE, DETECTOR
from models.known_then import complete_until
from models.unusual.expense_doubles import AGAIN
from models.unusual.expense_line import compared, read_lines
from models.unusual.expense_splits import SPLIT
from simulator.life.truth import troubles
from tests.metrics.people import with_person
from tests.metrics.tiny_log import TinyLog
from tests.models.expenses import add_report
from tests.models.two_clocks import whole

MOMENT = datetime(2026, 3, 1, 12)
OTHER = "bamboohr:2"


@pytest.fixture
def tiny() -> TinyLog:
    return with_person(with_person(TinyLog("2026-03-01 12:00")), OTHER)


def suspected(log: TinyLog, until: datetime = MOMENT) -> list[Suspicion]:
    seen = log.seen_by(Viewer.owner())
    return DETECTOR.score(seen, DETECTOR.fit(seen, until), MOMENT)


def test_a_plain_report_is_not_suspicious(tiny: TinyLog):
    add_report(tiny, "plain", "2026-01-15 10:00", {"amount": 23.45}, {"amount": 31.2, "merchant": "Corner Deli"})
    assert suspected(tiny) == []


def test_a_receipt_in_a_second_report(tiny: TinyLog):
    same = {"amount": 23.45, "spent_on": "2026-01-12"}
    first = add_report(tiny, "first", "2026-01-15 10:00", same, {"amount": 8.2})
    again = add_report(tiny, "again", "2026-02-15 10:00", same, {"amount": 11.7})
    (found,) = suspected(tiny)
    assert (found.subject_type, found.subject_id) == ("expense_report", again)
    assert found.title == "Person bamboohr:1, GBP 35.15 of expenses: a receipt handed in twice"
    assert found.reasons[0].text == (
        f"Meals at The Anchor for GBP 23.45 on 12 Jan 2026 stands in {first} too, handed in on 15 Jan 2026"
    )
    assert found.reasons[0].evidence == (f"{again}/0", f"{first}/0", first)
    assert found.chance == pytest.approx(AGAIN["other_report"])
    assert (found.money, found.currency, found.since) == (23.45, "GBP", datetime(2026, 2, 15, 10))
    assert found.place.entity == "london"
    assert found.suggestion.text == "Ask Person bamboohr:1 for the receipts, before it is approved."


def test_what_has_a_fixed_price_counts_for_less(tiny: TinyLog):
    fare = {"amount": 4.5, "category": "Parking"}
    for day in range(1, 28):
        add_report(tiny, f"day {day}", f"2026-01-{day:02} 10:00", fare, person=OTHER)
    add_report(tiny, "one", "2026-02-03 10:00", fare)
    add_report(tiny, "two", "2026-02-03 11:00", fare)
    assert suspected(tiny) == []


def test_two_people_and_the_same_receipt(tiny: TinyLog):
    same = {"amount": 23.45, "spent_on": "2026-01-12"}
    add_report(tiny, "first", "2026-01-15 10:00", same)
    add_report(tiny, "again", "2026-01-16 10:00", same, person=OTHER)
    (found,) = suspected(tiny)
    assert found.chance == pytest.approx(AGAIN["other_person"])
    assert "stands in concur:first of Person bamboohr:1 too" in found.reasons[0].text


def test_a_sum_in_pieces_under_the_limit_and_what_adds_to_it(tiny: TinyLog):
    # the limit for meals is 75; in a past of 200 reports none looked like it
    report = add_report(tiny, "split", "2026-02-10 10:00", {"amount": 41.3}, {"amount": 38.9, "receipt": False})
    log = tiny.seen_by(Viewer.owner())
    learned = {"lines": 600, "shares": {"over": 0.0, "receipt": 0.0, "split": 0.0}, "tail": {"cut": 2.0, "scale": 0.5}}
    (found,) = DETECTOR.score(log, learned, MOMENT)
    assert found.subject_id == report
    assert found.chance == pytest.approx(1 - (1 - SPLIT) * (1 - ASIDE["receipt"]))
    assert found.money == 80.2
    assert "stands as GBP 41.30 and GBP 38.90, together GBP 80.20; the limit for one is GBP 75.00" in found.summary
    assert found.reasons[1].text == "Meals at The Anchor for GBP 38.90 has no receipt"


def test_a_sum_in_pieces_of_two_reports_is_told_of_the_later_one(tiny: TinyLog):
    first = add_report(tiny, "first", "2026-02-10 10:00", {"amount": 41.3})
    later = add_report(tiny, "later", "2026-02-17 10:00", {"amount": 38.9, "spent_on": "2026-02-10"})
    log = tiny.seen_by(Viewer.owner())
    learned = {"lines": 600, "shares": {"over": 0.0, "receipt": 0.0, "split": 0.0}, "tail": {"cut": 2.0, "scale": 0.5}}
    (found,) = DETECTOR.score(log, learned, MOMENT)
    assert found.subject_id == later
    assert set(found.reasons[0].evidence) == {f"{first}/0", f"{later}/0"}
    assert found.money == 38.9


def test_a_sum_far_above_those_of_peers(tiny: TinyLog):
    for number in range(5):
        add_report(tiny, f"plain {number}", f"2026-01-0{number + 1} 10:00", {"amount": 20 + number}, person=OTHER)
    add_report(tiny, "dear", "2026-02-10 10:00", {"amount": 481.13})
    log = tiny.seen_by(Viewer.owner())
    learned = {"lines": 600, "shares": {"over": 0.0, "receipt": 0.0, "split": 0.0}, "tail": {"cut": 2.0, "scale": 0.5}}
    (found,) = DETECTOR.score(log, learned, MOMENT)
    assert found.subject_id == "concur:dear"
    assert found.reasons[0].text.startswith("Meals at The Anchor for GBP 481.13, 21.4 times what peers pay; about one")
    assert found.reasons[1].text == "Meals at The Anchor for GBP 481.13 is over the limit of GBP 75.00"
    assert found.money == pytest.approx(481.13 - 481.13 / 21.38, abs=0.05)
    assert found.peers is not None
    assert (found.peers.own, found.peers.values) == (481.13, (20, 21, 22, 23, 24))


def test_a_sum_that_one_in_a_thousand_passes_is_no_suspicion(tiny: TinyLog):
    for number in range(5):
        add_report(tiny, f"plain {number}", f"2026-01-0{number + 1} 10:00", {"amount": 20 + number}, person=OTHER)
    add_report(tiny, "dear", "2026-02-10 10:00", {"amount": 61.13})
    log = tiny.seen_by(Viewer.owner())
    learned = {"lines": 600, "shares": {"over": 0.0, "receipt": 0.0, "split": 0.0}, "tail": {"cut": 2.0, "scale": 0.5}}
    (off,) = (each for each in compared(read_lines(log)).off if each > 1)
    assert DETECTOR.score(log, learned | {"tail": {"cut": off - 0.5 * log_of(50), "scale": 0.5}}, MOMENT) == []
    assert DETECTOR.score(log, learned | {"tail": {"cut": off - 0.5 * log_of(50_000), "scale": 0.5}}, MOMENT)


def test_sums_that_are_higher_and_rounder_since_a_day(tiny: TinyLog):
    for number in range(20):
        add_report(
            tiny, f"plain {number}", f"2026-01-{number + 1:02} 10:00", {"amount": 27.13 + number / 3}, person=OTHER
        )
    for day, amount in enumerate((50, 60, 55, 45, 65), 1):
        add_report(tiny, f"padded {day}", f"2026-02-0{day} 10:00", {"amount": amount})
    found = suspected(tiny)
    assert {one.subject_id for one in found} == {f"concur:padded {day}" for day in range(1, 6)}
    assert "5 expenses of Person bamboohr:1 are" in found[0].summary
    assert "5 are round" in found[0].summary
    assert found[0].title.endswith("sums above those of peers, and round")
    # the first may stand before it began
    assert found[-1].subject_id == "concur:padded 1"
    assert found[-1].chance < found[-2].chance


def test_what_is_not_handed_in_is_not_looked_at(tiny: TinyLog):
    same = {"amount": 23.45, "spent_on": "2026-01-12"}
    add_report(tiny, "first", "2026-01-15 10:00", same)
    add_report(tiny, "again", "2026-03-15 10:00", same)
    log = tiny.seen_by(Viewer.owner())
    assert DETECTOR.score(log, DETECTOR.fit(log, datetime(2026, 2, 1)), datetime(2026, 2, 20)) == []


def test_a_log_without_expenses_is_no_error(tiny: TinyLog):
    log = tiny.seen_by(Viewer.owner())
    assert DETECTOR.fit(log, MOMENT) == {}
    assert DETECTOR.score(log, {}, MOMENT) == []


def test_what_is_planted_in_the_pretend_firm_is_found():
    """At its end, learnt from all of it, so that nothing has to be made anew."""
    firm = whole()
    end = complete_until(firm.log)
    assert end is not None
    learned = DETECTOR.fit(firm.log, end)
    assert json.loads(json.dumps(learned)) == learned
    found = {each.subject_id: each for each in DETECTOR.score(firm.log, learned, end)}
    planted = troubles(firm.state).filter(pl.col("trouble").str.starts_with("expense_"))
    assert len(planted) > 2
    kept = planted.filter(pl.col("subject_id").is_in(list(found)))
    assert len(kept) >= len(planted) / 2
    for each in found.values():
        assert sum(reason.points or 0 for reason in each.reasons) == pytest.approx(each.chance - each.usual)
