"""The pretend firm makes business sense: order, rework, open work, and queues that are real."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from simulator.firm import EXTRACTED
from simulator.run import simulate
from simulator.world import Record, World


@pytest.fixture(scope="module")
def world() -> World:
    return simulate(11, 120, 300)


@pytest.fixture(scope="module")
def histories(world: World) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(world.records, key=lambda record: record.moment):
        found[record.matter.key].append(record)
    return found


def first(history: list[Record], event: str) -> Record | None:
    return next((record for record in history if record.event == event), None)


def test_the_size_is_that_of_some_hundred_projects(world: World):
    assert 15_000 <= len(world.records) <= 30_000
    assert len({record.matter.project.code for record in world.records}) == 300


def test_what_must_precede_precedes(histories: dict[str, list[Record]]):
    chains = [
        ["Opportunity created", "Contract signed", "Handoff submitted", "Contract data checked",
         "Client validated in ERP", "Project created in ERP", "Project shell created in PSA", "Budget approved",
         "Kickoff held"],
        ["Billable event", "Timesheets complete", "Time and expense complete", "Billing ready", "Invoice drafted",
         "Invoice reviewed", "Invoice sent", "Payment received"],
        ["Invoice sent", "Invoice disputed", "Dispute resolved", "Payment received"],
    ]  # fmt: skip
    for history in histories.values():
        for chain in chains:
            moments = [record.moment for event in chain if (record := first(history, event))]
            assert moments == sorted(moments)


def test_no_billing_before_the_kickoff(histories: dict[str, list[Record]]):
    for history in histories.values():
        begun = history[0]
        if begun.matter.billing_event:
            kickoff = first(histories[begun.matter.project.code], "Kickoff held")
            assert kickoff is not None
            assert kickoff.moment < begun.moment


def test_a_matter_never_has_two_events_in_one_minute(histories: dict[str, list[Record]]):
    for history in histories.values():
        assert len({record.moment for record in history}) == len(history)


def test_money_adds_up_to_the_contract(histories: dict[str, list[Record]]):
    billed: Counter[str] = Counter()
    worth, closed = {}, set()
    for history in histories.values():
        matter = history[0].matter
        worth[matter.project.code] = matter.project.value
        billed[matter.project.code] += matter.amount or 0
        if first(history, "Project closed"):
            closed.add(matter.project.code)
    assert len(closed) > 50
    assert all(abs(billed[code] - worth[code]) < 0.1 for code in closed)


def test_some_work_returns_and_some_is_still_open(world: World, histories: dict[str, list[Record]]):
    events = Counter(record.event for record in world.records)
    assert 0.08 < events["Contract data rejected"] / events["Contract data checked"] < 0.35
    assert 0.08 < events["Draft adjusted"] / events["Invoice drafted"] < 0.25
    assert 0.02 < events["Invoice disputed"] / events["Invoice sent"] < 0.10
    still_open = [h for key, h in histories.items() if "-B" in key and h[-1].event != "Payment received"]
    assert len(still_open) > 50
    assert max(record.moment for record in world.records) < EXTRACTED


def test_the_truth_has_waits_of_every_cause(world: World):
    causes = Counter(wait.cause for wait in world.waits)
    assert causes["in the queue"] > 500
    assert causes["approved in batches"] > 300
    assert all(wait.end >= wait.start for wait in world.waits)


def test_month_end_presses(world: World):
    """Billing drafts wait longer in the days after a month's end, when everything becomes billable at once."""
    waits = [wait for wait in world.waits if wait.handoff == "Billing clerk" and wait.cause == "in the queue"]
    early = [wait for wait in waits if (wait.start + timedelta(days=1)).day <= 12]
    assert len(early) / len(waits) > 0.5


@pytest.mark.parametrize(("people", "projects"), [(1, 1), (3, 12), (400, 900)])
def test_firms_of_any_size_run(people: int, projects: int):
    small = simulate(2, people, projects)
    assert len({record.matter.project.code for record in small.records}) == projects
