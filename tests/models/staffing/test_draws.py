"""The coming weeks drawn: what is certain comes in every draw, what has a chance in that share of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from models.staffing.draws import DRAWS, Ahead, Outlook, chances, outlook
from models.staffing.load import Cell, Grid
from models.staffing.pipeline import NOT_SOON, WEEKS, Prospect
from models.staffing.requests import Booking, Request

MOMENT = datetime(2026, 3, 11, 12)
MONDAY = datetime(2026, 3, 9)
ARCHITECT, TESTER = Cell("Architect", "london"), Cell("Tester", "london")
NOISE = (0.0, 0.1)


def ahead(soon: float = 0.25, on_others: float = 0.0) -> Ahead:
    """A won opportunity needs an architect and half a tester, from two weeks on with the chance given."""
    shares = [0.0] * (NOT_SOON + 1)
    shares[2], shares[NOT_SOON] = soon, 1 - soon
    teams = {"": [{"Architect": 1.0, "Tester": 0.5}]}
    return Ahead({"won": shares}, teams, (on_others, on_others), [0.1] * 53, 0.0)


def seen(asked: list[Request], known: list[Prospect], learned: Ahead) -> Outlook:
    """Two architects, one of them booked."""
    whole = np.ones((1, WEEKS))
    grid = Grid((ARCHITECT,), 2 * whole, 2 * whole, 2 * whole, whole, 0 * whole, 0 * whole)
    return outlook(grid, asked, known, learned, MOMENT)


def request(bookings: tuple[Booking, ...] = ()) -> Request:
    """One person for two weeks from 23 March: 80 hours."""
    first = (MONDAY + timedelta(weeks=2)).date()
    return Request(
        "psa:1", ARCHITECT, 4_800, MONDAY, None, first, first + timedelta(weeks=1), None, None, bookings=bookings
    )  # fmt: skip


def won() -> Prospect:
    return Prospect(1, "crm:1", None, "london", None, (*[None] * 4, MONDAY, None), None, None, None)


def test_usual_leave_is_taken_off_and_roles_that_work_needs_are_there():
    told = seen([], [], ahead())
    assert told.cells == (ARCHITECT, TESTER)
    assert told.able[0].tolist() == pytest.approx([1.8] * WEEKS)
    assert told.gap[0, 0].tolist() == pytest.approx([-0.8] * WEEKS)


def test_an_open_request_falls_to_the_role_in_its_weeks():
    told = seen([request()], [], ahead())
    assert told.open[:, 0, :3].tolist() == [[0, 1, 1]] * DRAWS
    assert told.open[:, 0, 3:].max() == 0


def test_what_is_booked_of_it_does_not():
    half = (Booking(2_400, MONDAY, None, False),)
    assert seen([request(half)], [], ahead()).open[0, 0, 1] == 0.5


def test_others_take_it_as_often_as_they_did():
    told = seen([request()], [], ahead(on_others=0.4))
    assert told.open[:, 0, 1].mean() == pytest.approx(0.6, abs=0.07)


def test_an_opportunity_becomes_work_as_often_as_they_did():
    told = seen([], [won()], ahead(soon=0.25))
    assert told.pipeline[:, :, 0].max() == 0
    assert told.pipeline[:, 0, 1].mean() == pytest.approx(0.25, abs=0.07)
    assert (told.pipeline[:, 1, :] * 2).tolist() == told.pipeline[:, 0, :].tolist()


def test_the_chance_is_even_where_just_the_size_is_short():
    """0.9 can work and 1.4 are booked: half a person is short, give or take."""
    flat, none = np.full((1, WEEKS), 0.9), np.zeros((DRAWS, 1, WEEKS))
    told = Outlook((ARCHITECT,), flat, flat, flat + 0.5, 0 * flat, none, none)
    assert chances(told, 0.5, NOISE)[0].tolist() == pytest.approx([0.5] * WEEKS)


def test_each_part_that_is_told_of_adds_to_the_chance():
    told = seen([request()], [won()], ahead())
    ways = [chances(told, 0.15, NOISE, parts)[0, 1] for parts in ((), ("open",), ("open", "pipeline"))]
    assert 0 < ways[0] < 0.01 < ways[1] < ways[2] < 1


def test_the_same_draws_come_twice():
    once, again = (seen([request()], [won()], ahead(on_others=0.5)) for _ in range(2))
    assert np.array_equal(once.gap, again.gap)
