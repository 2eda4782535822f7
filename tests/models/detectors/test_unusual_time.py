"""Timesheets that cannot be right: weeks written by hand, and the pretend firm's at two moments."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from core.access import Viewer
from eventlog.reading import EventLog
from models.detector import Suspicion
from models.detectors.unusual_time import DETECTOR
from models.known_then import complete_until
from models.unusual.time_rules import CHANCES
from simulator.life.truth import troubles
from tests.metrics.people import PERSON, PROJECT, add_booking, add_sheet, log_time, with_person, with_project
from tests.metrics.tiny_log import TinyLog
from tests.models.two_clocks import whole

AS_OF = "2026-03-01 12:00"
MOMENT = datetime(2026, 3, 1, 12)


@pytest.fixture
def tiny() -> TinyLog:
    """A person booked on a project for February, with a week of five plain days."""
    log = with_project(with_person(TinyLog(AS_OF), cost_rate=80, hired_on="2026-01-05"))
    add_booking(log, "psa:booking", {"2026-02-02": 37.5}, starts_on="2026-02-02", ends_on="2026-02-27")
    return log


def week(log: TinyLog, week_end: str = "2026-02-08", days: tuple[str, ...] = (), hours: float = 7.5) -> str:
    sheet = add_sheet(log, week_end=week_end)
    for day in days or [f"2026-02-0{day}" for day in (2, 3, 4, 5, 6)]:
        log_time(log, sheet, f"card {week_end}", day, hours)
    return sheet


def suspected(log: TinyLog | EventLog) -> list[Suspicion]:
    seen = log.seen_by(Viewer.owner()) if isinstance(log, TinyLog) else log
    return DETECTOR.score(seen, DETECTOR.fit(seen, MOMENT - timedelta(days=60)) or learned_from(seen), MOMENT)


def learned_from(log: EventLog) -> dict[str, object]:
    """As if of a past in which no rule was broken."""
    learned = dict(DETECTOR.fit(log, MOMENT))
    return {**learned, "shares": dict.fromkeys(CHANCES, 0.0)} if learned else {}


def test_a_plain_week_is_not_suspicious(tiny: TinyLog):
    week(tiny)
    assert suspected(tiny) == []


def test_time_on_a_closed_project(tiny: TinyLog):
    sheet = week(tiny)
    tiny.event("project_closed", "2026-02-04 17:00", PROJECT)
    (found,) = suspected(tiny)
    assert (found.subject_type, found.subject_id) == ("timesheet", sheet)
    assert found.title == "Person bamboohr:1, week to 8 Feb 2026: 15 h on P-1 after it was closed"
    assert found.chance == pytest.approx(CHANCES["closed_project"])
    assert "15 h on P-1 on 2 days from 5 Feb 2026, which was closed on 4 Feb 2026" in found.reasons[0].text
    assert found.reasons[0].evidence == (sheet, PROJECT, PERSON)
    # 15 hours at 80
    assert (found.money, found.currency) == (1200, "GBP")
    assert (found.place.entity, found.place.practice, found.place.project) == ("london", "Technology", "P-1")
    assert found.suggestion.action == "ask_for_correction"


def test_time_without_a_booking(tiny: TinyLog):
    with_project(tiny, "salesforce:other", "P-2")
    tiny.thing("assignment", "psa:of another", "2026-01-01")
    with_person(tiny, "bamboohr:2")
    tiny.link("psa:of another", "of", "bamboohr:2")
    tiny.link("psa:of another", "on", "salesforce:other")
    sheet = add_sheet(tiny)
    log_time(tiny, sheet, "card", "2026-02-03", 4, "salesforce:other")
    (found,) = suspected(tiny)
    assert found.title.endswith("4 h on P-2 without a booking")


def test_where_nobody_is_booked_nothing_follows(tiny: TinyLog):
    with_project(tiny, "salesforce:other", "P-2")
    log_time(tiny, add_sheet(tiny), "card", "2026-02-03", 4, "salesforce:other")
    assert suspected(tiny) == []


def test_a_booking_that_was_withdrawn(tiny: TinyLog):
    week(tiny)
    tiny.say("psa:booking", "2026-01-20", withdrawn_at="2026-01-20 10:00:00")
    (found,) = suspected(tiny)
    assert found.title.endswith("37.5 h on P-1 after the booking was withdrawn")


def test_weeks_outside_the_booking(tiny: TinyLog):
    week(tiny, "2026-01-25", ("2026-01-20",))
    (found,) = suspected(tiny)
    assert found.title.endswith("7.5 h on P-1 outside the booked weeks")
    assert "booked only from 2 Feb 2026" in found.reasons[0].text


def test_time_before_employment(tiny: TinyLog):
    week(tiny, "2026-01-04", ("2026-01-02",))
    (found,) = suspected(tiny)
    assert "employment is told from or until 5 Jan 2026" in found.reasons[0].text


def test_leave_and_days_off(tiny: TinyLog):
    tiny.say(PERSON, "2026-02-04 00:00:00", on_leave=True)
    tiny.say(PERSON, "2026-02-04 23:59:59", on_leave=False)
    week(tiny, days=("2026-02-04", "2026-02-07"))
    (found,) = suspected(tiny)
    assert [each.text.split(";")[0] for each in found.reasons] == [
        "7.5 h on P-1 on 4 Feb 2026, a day of leave", "7.5 h on P-1 on 7 Feb 2026, weekend or holiday there",
    ]  # fmt: skip
    assert found.chance == pytest.approx(1 - (1 - CHANCES["on_leave"]) * (1 - CHANCES["day_off"]))


@pytest.mark.parametrize(("planned", "chance"), [(37.5, 0.95), (125.0, 0.7)])
def test_more_than_a_day_holds(tiny: TinyLog, planned: float, chance: float):
    tiny.say("psa:booking", "2026-02-02 00:00:01", planned_hours=planned - 37.5)
    week(tiny, hours=25)
    (found,) = suspected(tiny)
    assert found.chance == pytest.approx(chance)
    assert found.title.startswith("Person bamboohr:1, week to 8 Feb 2026: more than 24 h on a day")


def test_a_rule_that_is_broken_all_the_time_says_little(tiny: TinyLog):
    week(tiny)
    tiny.event("project_closed", "2026-02-04 17:00", PROJECT)
    log = tiny.seen_by(Viewer.owner())
    assert DETECTOR.score(log, DETECTOR.fit(log, MOMENT), MOMENT) == []


def test_what_is_older_than_a_year_is_left(tiny: TinyLog):
    week(tiny, "2025-01-26", ("2025-01-21",))
    assert suspected(tiny) == []


def test_a_log_without_time_is_no_error(tiny: TinyLog):
    log = tiny.seen_by(Viewer.owner())
    assert DETECTOR.fit(log, MOMENT) == {}
    assert DETECTOR.score(log, {}, MOMENT) == []
    log.database.run("drop schema fact cascade")
    assert DETECTOR.fit(log, MOMENT) == {}


def one_week_of_ten(tiny: TinyLog, hours: float) -> list[Suspicion]:
    """Ten people's weeks from November on; in the last, one of them writes so many hours a day."""
    for number in range(10):
        with_person(tiny, f"bamboohr:1{number}", role="Adviser")
        for back in range(12):
            monday = datetime(2026, 2, 2) - timedelta(weeks=back)
            sheet = add_sheet(tiny, f"bamboohr:1{number}", str((monday + timedelta(days=6)).date()))
            for day in range(5):
                amount = hours if (number, back) == (3, 0) else 7 + (number * 7 + back * 3 + day) % 5 / 4
                log_time(tiny, sheet, f"{number} {back}", str((monday + timedelta(days=day)).date()), amount, None)
    log = tiny.seen_by(Viewer.owner())
    return DETECTOR.score(log, DETECTOR.fit(log, datetime(2026, 2, 1)), MOMENT)


def test_a_week_far_from_peers_and_from_ones_own(tiny: TinyLog):
    (found,) = one_week_of_ten(tiny, 14)
    assert found.title == "Person bamboohr:13, week to 8 Feb 2026: A day of 14 h"
    assert {each.text.split(";")[0] for each in found.reasons} == {
        "A day of 14 h", "70 h in the week, 187% of the working week"
    }  # fmt: skip
    assert found.peers is not None
    assert found.peers.own == 14
    assert len(found.peers.values) == 9
    assert max(found.peers.values) < 9
    # nothing on record speaks against it
    assert found.chance < 0.5


def test_weeks_like_those_of_peers_are_not_suspicious(tiny: TinyLog):
    assert one_week_of_ten(tiny, 8) == []


def test_what_is_planted_in_the_pretend_firm_comes_first():
    """At its end, learnt from all of it, so that nothing has to be made anew."""
    firm = whole()
    end = complete_until(firm.log)
    assert end is not None
    found = DETECTOR.score(firm.log, DETECTOR.fit(firm.log, end), end)
    truth = troubles(firm.state).filter(pl.col("trouble").is_in(["time_on_closed_projects", "time_outside_assignment"]))
    planted = set(truth["subject_id"])
    assert len(planted) > 10
    assert planted <= {each.subject_id for each in found}
    first = [each.subject_id for each in found[: len(planted)]]
    assert sum(subject in planted for subject in first) / len(first) > 0.8


def test_how_rare_is_measured_on_what_came_later():
    firm = whole()
    end = complete_until(firm.log)
    assert end is not None
    learned = DETECTOR.fit(firm.log, end)
    measured = DETECTOR.measure(firm.log, learned, end - timedelta(days=120), end)
    assert measured is not None
    assert measured.n > 200
    assert measured.beats_naive
