"""Opportunities on their way: where one stands, and when people were wanted for those before it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from models.staffing.load import Cell
from models.staffing.pipeline import NOT_SOON, STEPS, Prospect, learned_starts, learned_teams, starts
from models.staffing.requests import Request

DAY = timedelta(days=1)
MONDAY = datetime(2026, 1, 5)
UNTIL = datetime(2026, 6, 1)


def prospect(number: int, won_at: datetime | None = MONDAY, asked_at: datetime | None = None) -> Prospect:
    reached = (MONDAY - 14 * DAY, None, None, None, won_at, None)
    wanted = date(2026, 2, 2) if asked_at else None
    return Prospect(number, f"crm:{number}", None, "london", "Design", reached, None, asked_at, wanted)


def test_an_opportunity_stands_at_its_last_step_until_people_are_asked_for():
    each = prospect(1, asked_at=MONDAY + 10 * DAY)
    assert each.stands(MONDAY - 15 * DAY) is None
    assert each.stands(MONDAY - 1 * DAY) == (0, 1)
    assert each.stands(MONDAY + 9 * DAY) == (STEPS.index("won"), 1)
    assert each.stands(MONDAY + 10 * DAY) is None


def test_one_that_ended_stands_nowhere():
    each = prospect(1)
    ended = Prospect(*[getattr(each, name) for name in ("number", "id", "name", "entity", "practice", "reached")],
                     MONDAY + DAY, None, None)  # fmt: skip
    assert ended.stands(MONDAY) is not None
    assert ended.stands(MONDAY + DAY) is None


def test_starts_are_the_shares_of_past_weeks():
    """Three were won on 5 January and wanted from 2 February, four weeks on; one stood there and came to nothing.

    On 5 January four stood there, a week later again: three for which it was three weeks then. The one stood there 14
    weeks in all, so of 20 weeks at the step 3 led to work in four weeks, 3 in three and 14 to none; five times those
    shares lean on the four of the first week.
    """
    known = [*(prospect(n, asked_at=MONDAY + 10 * DAY) for n in range(3)), prospect(3)]
    won = starts(learned_starts(known, UNTIL), (STEPS.index("won"), 0))
    assert won[[3, 4, NOT_SOON]].tolist() == pytest.approx([0.75 / 9, 3.75 / 9, 4.5 / 9], abs=1e-4)


def test_what_came_after_the_end_of_learning_is_not_learnt():
    """Asked for only in September: by June it had come to nothing."""
    known = [prospect(n, asked_at=datetime(2026, 9, 1)) for n in range(3)]
    assert starts(learned_starts(known, UNTIL), (STEPS.index("won"), 0))[NOT_SOON] == 1


def test_where_nothing_is_learnt_nothing_is_expected():
    assert learned_starts([], UNTIL) == {}
    assert starts({}, (0, 0))[NOT_SOON] == 1


def test_teams_are_what_past_opportunities_came_to_need():
    """Two people half of their time for four weeks: 160 hours each."""
    asked = [
        Request(f"psa:{n}{role}", Cell(role, "london"), 4_800, MONDAY, None, MONDAY.date(), (MONDAY + 21 * DAY).date(),
                None, n)
        for n in range(5) for role in ("Architect", "Tester")
    ]  # fmt: skip
    known = [prospect(n) for n in range(6)]
    teams = learned_teams(known, asked, UNTIL)
    assert teams == {"": [{"Architect": 0.5, "Tester": 0.5}] * 5, "Design": [{"Architect": 0.5, "Tester": 0.5}] * 5}
    assert learned_teams(known, asked[:4], UNTIL) == {}
