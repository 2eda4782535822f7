"""People booked for more than a full week, by hand: Ada works 40 hours and is booked for 24 and 32."""

from __future__ import annotations

import pytest

from core.access import Viewer
from eventlog.reading import EventLog
from models.staffing.double_booked import learned_stays, overbooked, suspicions
from tests.metrics.tiny_log import TinyLog, at

# a Wednesday; Ada's two bookings meet in the week of 23 March
MOMENT = at("2026-03-11 12:00")


@pytest.fixture
def tiny() -> TinyLog:
    log = TinyLog("2026-05-01 12:00")
    log.event("contract_signed", "2026-01-05", log.thing("contract", "crm:1"))
    log.thing("resource", "ada", name="Ada", role="Architect", entity="london", practice="Design", weekly_hours=40,
              keeps_time=True)  # fmt: skip
    for number, since, hours in ((1, "2026-03-02", 24), (2, "2026-03-09", 32)):
        log.thing("project", f"psa:p{number}", project=f"P-{number}", entity="london", client="Acme", currency="GBP")
        log.thing("assignment", f"psa:{number}", since, bill_rate=100, currency="GBP")
        log.say(f"psa:{number}", "2026-03-23", planned_hours=hours)
        log.link(f"psa:{number}", "of", "ada")
        log.link(f"psa:{number}", "on", f"psa:p{number}")
    return log


def seen(tiny: TinyLog) -> EventLog:
    return tiny.seen_by(Viewer.owner())


def test_a_week_with_more_than_a_full_one_is_found(tiny: TinyLog):
    (((ada,), before),) = [overbooked(seen(tiny), [MOMENT, at("2026-03-06")], 1, 4)]
    assert (ada.ahead, ada.person, ada.booked, ada.able, ada.over) == (2, "ada", 56 * 60, 40 * 60, 16)
    assert [each["id"] for each in ada.bookings] == ["psa:2", "psa:1"]
    assert before == []


def test_one_that_is_withdrawn_or_whose_project_is_cancelled_is_not(tiny: TinyLog):
    tiny.say("psa:p1", "1970-01-01", cancelled_at="2026-03-10 00:00:00")
    assert overbooked(seen(tiny), [MOMENT], 1, 4) == [[]]


def test_it_is_told_of_the_booking_that_came_last(tiny: TinyLog):
    (told,) = suspicions(seen(tiny), 0.9, MOMENT)
    assert (told.subject_type, told.subject_id, told.chance) == ("assignment", "psa:2", 0.9)
    assert (told.money, told.currency) == (1_600, "GBP")
    assert told.title == "Architect in London is booked twice: 56 h in the week of 23 March"
    assert [reason.evidence for reason in told.reasons] == [("psa:2",), ("psa:1",)]
    assert "Ada" not in told.title + told.summary


def test_how_often_it_stays_is_learnt(tiny: TinyLog):
    """Seen on 9 March for the week of 23 March, which was over on the 30th: it had stayed, once of once."""
    weeks = [at(f"2026-03-{day:02d}") for day in (2, 9, 16, 23, 30)]
    assert learned_stays(seen(tiny), weeks) == round((1 + 1.8) / 3, 4)
    tiny.say("psa:2", "1970-01-01", withdrawn_at="2026-03-20 00:00:00")
    assert learned_stays(seen(tiny), weeks) == round(1.8 / 3, 4)
    assert learned_stays(seen(tiny), []) == 0.9
