"""A desk serves in the order of arrival, one matter a person, and on its days only."""

from datetime import UTC, datetime

from simulator.chance import dice
from simulator.desks import Desk
from simulator.working_time import LONDON

MONDAY = datetime(2026, 2, 9, 10, 0, tzinfo=UTC)


def desk(people: list[str], weekdays: str = "01234") -> Desk:
    return Desk("Clerk", LONDON, people, hours=2.0, notices=1.0, weekdays=frozenset(map(int, weekdays)))


def test_the_second_waits_for_the_first():
    one = desk(["Ada"])
    first, second = one.handle(MONDAY, dice(1, "a")), one.handle(MONDAY, dice(1, "b"))
    assert first.began == MONDAY
    assert second.began == first.done
    assert second.cause == "in the queue"


def test_two_people_take_two_matters_at_once():
    two = desk(["Ada", "Bo"])
    first, second = two.handle(MONDAY, dice(1, "a")), two.handle(MONDAY, dice(1, "b"))
    assert {first.by, second.by} == {"Ada", "Bo"}
    assert first.began == second.began == MONDAY


def test_a_desk_that_decides_on_thursdays_begins_on_thursday():
    handled = desk(["Ada"], weekdays="3").handle(MONDAY, dice(1, "a"))
    assert handled.began == datetime(2026, 2, 12, 9, 0, tzinfo=UTC)
    assert handled.cause == "approved in batches"
