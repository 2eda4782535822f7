"""The planted troubles show, where they were planted and only there, and the truth names them."""

import csv
from pathlib import Path
from statistics import median

import pytest

from simulator.run import simulate, write_firm
from simulator.troubles import DISPUTING_CLIENT, LATE_PRACTICE, NAMES, Troubles
from simulator.world import World


def hours_between(world: World, start: str, end: str, slice_of: object) -> dict[str, float]:
    """Median working hours from an event to the next event of a kind, by a slice of the project."""
    began: dict[str, object] = {}
    found: dict[str, list[float]] = {}
    for record in sorted(world.records, key=lambda record: record.moment):
        project = record.matter.project
        if record.event == start:
            began[record.matter.key] = record.moment
        elif record.event == end and record.matter.key in began:
            worked = project.entity.office.worked_between(began.pop(record.matter.key), record.moment)
            found.setdefault(slice_of(project), []).append(worked)
    return {name: median(values) for name, values in found.items()}


def disputed_shares(world: World) -> dict[str, float]:
    sent: dict[str, int] = {}
    disputed: dict[str, int] = {}
    for record in world.records:
        for event, counted in (("Invoice sent", sent), ("Invoice disputed", disputed)):
            if record.event == event:
                name = record.matter.project.client.name
                counted[name] = counted.get(name, 0) + 1
    return {name: disputed.get(name, 0) / number for name, number in sent.items() if number >= 10}


@pytest.fixture(scope="module")
def troubled() -> World:
    return simulate(3, 120, 300)


@pytest.fixture(scope="module")
def untroubled() -> World:
    return simulate(3, 120, 300, Troubles.named("none"))


def test_the_slow_contract_approver_shows_in_munich_only(troubled: World, untroubled: World):
    def checks(world: World) -> dict[str, float]:
        return hours_between(world, "Handoff submitted", "Contract data checked", lambda project: project.entity.name)

    slow, normal = checks(troubled), checks(untroubled)
    assert slow["Munich"] > 2 * max(slow["London"], slow["New York"])
    assert normal["Munich"] < 1.5 * max(normal["London"], normal["New York"])


def test_late_time_shows_in_its_practice_only(troubled: World, untroubled: World):
    def capture(world: World) -> dict[str, float]:
        return hours_between(world, "Billable event", "Timesheets complete", lambda project: project.practice)

    late, normal = capture(troubled), capture(untroubled)
    others = [hours for practice, hours in late.items() if practice != LATE_PRACTICE]
    assert late[LATE_PRACTICE] > 1.8 * max(others)
    assert normal[LATE_PRACTICE] < 1.4 * median(normal.values())


def test_the_disputing_client_disputes(troubled: World, untroubled: World):
    shares = disputed_shares(troubled)
    assert shares[DISPUTING_CLIENT] > 0.3
    assert max(share for client, share in shares.items() if client != DISPUTING_CLIENT) < 0.3
    assert disputed_shares(untroubled)[DISPUTING_CLIENT] < 0.2


def test_the_truth_names_what_was_planted_and_nothing_else(troubled: World, untroubled: World, tmp_path: Path):
    write_firm(troubled, tmp_path / "with")
    write_firm(untroubled, tmp_path / "without")
    with (tmp_path / "with/truth/troubles.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["trouble"] for row in rows] == list(NAMES)
    assert all(row["since"] < row["detectable_from"] and float(row["money"]) > 0 for row in rows)
    assert (tmp_path / "without/truth/troubles.csv").read_text(encoding="utf-8").count("\n") == 1


def test_one_trouble_can_be_planted_alone():
    assert Troubles.named("late_time") == Troubles(slow_contract_approver=False, disputing_client=False)
