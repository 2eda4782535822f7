"""Queues solved in whole columns against a plain loop, and the truth of waits against a look at every minute."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from simulator.life.desks import PERSON, Desks
from simulator.life.life import Life
from simulator.life.offices import DAYS, LONDON, MUNICH, NEW_YORK, works
from simulator.life.rows import DAY, NEVER, Rows
from simulator.life.simulate import small_firm
from simulator.life.troubles import Troubles
from simulator.life.waits import explain
from simulator.life.working_axis import WorkingTime
from simulator.state import State

OFFICES = (NEW_YORK, LONDON, MUNICH)
START = int(datetime(2024, 5, 6, tzinfo=UTC).timestamp())


def desks() -> Desks:
    office = np.arange(6) % 3
    on = np.stack([works(place) for place in OFFICES])[office] & (np.random.default_rng(3).random((6, DAYS)) > 0.05)
    return Desks(WorkingTime(on, office, OFFICES))


def jobs(seed: int, count: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    throw = np.random.default_rng(seed)
    return throw.integers(0, 6, count), START + throw.integers(0, 40 * 86400, count), throw.integers(60, 9000, count)


def test_first_come_is_first_served_as_a_plain_loop_does_it():
    busy = desks()
    who, ready, work = jobs(1)
    begun, done = busy.serve(who, ready, work)
    free: dict[int, int] = defaultdict(int)
    position = busy.time.position(who, ready)
    for job in np.lexsort((np.arange(len(who)), ready, position)):
        person = int(who[job])
        start = max(int(position[job]), free[person])
        free[person] = start + int(work[job])
        one = np.array([person])
        assert begun[job] == busy.time.begin(one, np.array([start]))[0]
        assert done[job] == busy.time.done(one, np.array([free[person]]))[0]


def test_later_stages_get_what_earlier_ones_leave_second_by_second():
    busy = desks()
    taken: dict[int, set[int]] = defaultdict(set)
    for stage in range(3):
        who, ready, work = jobs(stage, 120)
        work = work // 60 * 60
        ready = ready // 60 * 60
        begun, done = busy.serve(who, ready, work)
        position = busy.time.position(who, ready) // 60
        for job in np.lexsort((np.arange(len(who)), ready, position)):
            mine, minute, left = taken[int(who[job])], int(position[job]), int(work[job]) // 60
            spent = []
            while left:
                if minute not in mine:
                    spent.append(minute)
                    left -= 1
                minute += 1
            mine.update(spent)
            one = np.array([who[job]])
            assert begun[job] == busy.time.begin(one, np.array([spent[0] * 60]))[0]
            assert done[job] == busy.time.done(one, np.array([spent[-1] * 60 + 60]))[0]
    pieces = busy.busy()
    assert (pieces.start[1:] >= pieces.end[:-1]).all()
    assert (pieces.start >> PERSON == pieces.who).all()
    assert int((pieces.end - pieces.start).sum()) == sum(map(len, taken.values())) * 60


def test_what_is_never_ready_is_never_done():
    begun, done = desks().serve(np.array([0]), np.array([NEVER]), np.array([600]))
    assert begun[0] == done[0] == NEVER


def test_each_minute_of_a_wait_has_the_first_cause_that_holds():
    life = Life(1, 60, Troubles.named("none"), START // DAY, START + 90 * DAY)
    life.desks = desks()
    time, asked, worked = life.desks.time, [], []
    for stage in range(2):
        who, enabled, work = (
            column[:60] // 60 * 60 if column.max() > 9 else column[:60] for column in jobs(stage + 20)
        )
        last = enabled + np.where(np.arange(60) % 3 == 0, 5 * 3600, 0)
        begun, _ = life.desks.serve(who, last, work, enabled=last)
        life.note_waits(
            "invoice_draft",
            Rows(object_id=np.arange(60) + 100 * stage, who=who + 1, enabled=enabled, last=last, taken=begun),
        )
        asked += list(zip(np.arange(60) + 100 * stage, who, enabled, last, begun, strict=True))
    life.busy = life.desks.busy()
    for person, start, end, enabled in zip(
        life.busy.who, life.busy.start, life.busy.end, life.busy.enabled, strict=True
    ):
        worked.append((person, start & ((1 << PERSON) - 1), end & ((1 << PERSON) - 1), enabled))
    told = defaultdict(list)
    for row in explain(life).iter_rows(named=True):
        told[row["object_id"]].append((row["from_at"].timestamp(), row["to_at"].timestamp(), row["cause"]))
    for number, who, enabled, last, taken in asked[::3]:
        for moment in range(int(enabled) + 30, int(taken), 420):
            one, at = np.array([who]), np.array([moment])
            position = int(time.position(one, at)[0])
            there = time.next_open(one, at)[0] == moment
            on = [since for person, start, end, since in worked if person == who and start <= position < end]
            if moment < last:
                cause = "batching"
            elif not there:
                cause = "unavailability"
            elif on:
                cause = "prioritization" if on[0] > enabled else "contention"
            else:
                cause = "external"
            assert [c for start, end, c in told[number] if start <= moment < end] == [cause], (number, moment)


@pytest.fixture(scope="module", params=[(1, "none"), (3, "all")], ids=str)
def firm(request: pytest.FixtureRequest) -> State:
    return small_firm(*request.param)


def test_the_causes_of_a_wait_cover_it_from_end_to_end(firm: State):
    waits = firm["wait"].sort("handoff", "object_id", "from_at")
    assert waits.filter(pl.col("to_at") <= pl.col("from_at")).is_empty()
    last = pl.col("to_at").shift(1).over("handoff", "object_id")
    again = waits.with_columns(
        last.alias("last"), pl.col("cause").shift(1).over("handoff", "object_id").alias("before")
    )
    again = again.filter(pl.col("before").is_not_null())
    assert again.filter(pl.col("last").is_null() | (pl.col("from_at") < pl.col("last"))).is_empty()
    touching = again.filter(pl.col("from_at") == pl.col("last"))
    assert touching.filter(pl.col("cause") == pl.col("before")).is_empty()


def test_a_wait_for_approval_begins_when_it_is_asked_and_ends_before_the_decision(firm: State):
    waits = firm["wait"].filter(pl.col("handoff") == "timesheet_approval")
    first = waits.group_by("object_id").agg(pl.col("from_at").min(), pl.col("to_at").max())
    asked = (
        firm["approval"]
        .filter(pl.col("kind") == "timesheet")
        .group_by("object_id")
        .agg(pl.col("asked_at").min(), pl.col("decided_at").max(), pl.col("decided_at").null_count().alias("open"))
    )
    both = first.join(asked, on="object_id")
    assert len(both) == len(first)
    assert both.filter(pl.col("from_at") != pl.col("asked_at")).is_empty()
    assert both.filter((pl.col("open") == 0) & (pl.col("to_at") > pl.col("decided_at"))).is_empty()


def test_nobody_is_unavailable_while_at_work(firm: State):
    """The person is off: no working hour of the office's calendar without leave lies in such a stretch."""
    stretches = firm["wait"].filter((pl.col("cause") == "unavailability") & (pl.col("handoff") == "budget_approval"))
    asked = firm["approval"].filter(pl.col("kind") == "budget").group_by("object_id").agg(pl.col("approver_id").first())
    people = firm["resource"].select(pl.col("id").alias("approver_id"), "entity_id")
    rows = stretches.drop_nulls("to_at").join(asked, on="object_id").join(people, on="approver_id")
    leave = defaultdict(set)
    for row in firm["leave"].iter_rows(named=True):
        leave[row["resource_id"]] |= {
            row["from_on"].toordinal() + n for n in range((row["to_on"] - row["from_on"]).days + 1)
        }
    time = WorkingTime(np.stack([works(place) for place in OFFICES]), np.arange(3), OFFICES)
    assert len(rows)
    for row in rows.filter(pl.col("entity_id") <= 3).iter_rows(named=True):
        middle = int((row["from_at"].timestamp() + row["to_at"].timestamp()) / 2)
        office = np.array([row["entity_id"] - 1])
        at_work = time.next_open(office, np.array([middle]))[0] == middle
        away = datetime.fromtimestamp(middle, UTC).date().toordinal() in leave[row["approver_id"]]
        assert away or not at_work
