"""How far a history reaches: late, ended, missing, without a field; and what is no proof of any of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.workspace import Workspace
from eventlog.landed import landed_runs
from metrics import history_reach
from metrics.lost_histories import lost_histories
from metrics.lost_words import Lost
from tests.eventlog.records.pulled_runs import Pull, Records, land
from tests.eventlog.records.small_crm import CRM, DEAL, HISTORY, deal, history

DEALS = replace(DEAL, cursor="Modified")
CHANGES = replace(HISTORY, cursor="At", references={"DealId": "Deal"})
DATED = replace(CRM, streams=(DEALS, CHANGES))
FIRST = datetime(2026, 1, 1, 9, tzinfo=UTC)
DAYS = 100
Kept = Callable[[int], bool]


def day(number: float) -> datetime:
    return FIRST + timedelta(days=number)


def text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def deals(changed: Kept = lambda number: True) -> list[dict[str, str | None]]:
    """One a day; those that change are won five days later."""
    return [
        deal(number, Created=text(day(number)), Modified=text(day(number + (5 if changed(number) else 0))))
        for number in range(DAYS)
    ]


def told(kept: Kept) -> list[dict[str, str | None]]:
    """What is kept of their history."""
    return [history(number, "Won", text(day(number + 5)), f"D{number}") for number in range(DAYS) if kept(number)]


def lost_of(root: Path, *pulls: Records) -> list[Lost]:
    workspace = Workspace(root)
    for number, records in enumerate(pulls):
        land(workspace, Pull("crm", records, day=number))
    return lost_histories({"crm": DATED}, landed_runs(workspace))


def reached(root: Path, kept: Kept) -> set[tuple[datetime | None, datetime | None]]:
    return {(each.since, each.until) for each in lost_of(root, {"Deal": deals(), "DealHistory": told(kept)})}


def naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def test_one_that_is_kept_all_the_time_lacks_nothing(tmp_path: Path):
    assert reached(tmp_path, lambda number: True) == set()


@pytest.mark.parametrize("sample", [history_reach.SAMPLE, 60])
def test_one_that_began_late_lacks_what_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: int):
    monkeypatch.setattr(history_reach, "SAMPLE", sample)
    (found,) = reached(tmp_path, lambda number: number >= 40)
    assert found[1] is None
    assert naive(day(45)) <= found[0] <= naive(day(48))


def test_one_that_ended_lacks_what_came_since(tmp_path: Path):
    assert reached(tmp_path, lambda number: number < 60) == {(None, naive(day(64)))}


def test_one_of_a_time_in_between_lacks_both(tmp_path: Path):
    assert reached(tmp_path, lambda number: 30 <= number < 70) == {(naive(day(35)), naive(day(74)))}


@pytest.mark.parametrize(
    "kept",
    [
        # two weeks are no silence
        lambda number: number >= 13,
        # nor is what is not thrice its longest pause
        lambda number: number >= 40 and not 60 <= number < 75,
        # it tells of few changes: those before may have been others
        lambda number: number >= 20 and number % 12 == 0,
        # too little to know it by
        lambda number: 40 <= number < 58,
    ],
)
def test_what_may_be_by_chance_is_not_said(tmp_path: Path, kept: Kept):
    assert reached(tmp_path, kept) == set()


def test_changes_soon_after_they_came_to_be_are_none(tmp_path: Path):
    made = [{**each, "Modified": text(day(number) + timedelta(minutes=30))} for number, each in enumerate(deals())]
    kept = {"Deal": [*made[:40], *deals()[40:]], "DealHistory": told(lambda number: number >= 40)}
    assert lost_of(tmp_path, kept) == []


@pytest.mark.parametrize(("every", "lost"), [(4, True), (6, False)])
def test_an_empty_one_is_missing_where_a_fifth_of_its_records_changed(tmp_path: Path, every: int, lost: bool):
    found = lost_of(tmp_path, {"Deal": deals(lambda number: number % every == 0), "DealHistory": []})
    assert {each.name for each in found} == ({"opportunity.stage", "opportunity_won"} if lost else set())


@pytest.mark.parametrize(("changes", "lost"), [(5, True), (4, False)])
def test_a_field_that_changed_between_pulls_and_is_in_no_history_is_not_tracked(
    tmp_path: Path, changes: int, lost: bool
):
    amounts = [{**each, "Field": "Amount"} for each in told(lambda number: True)]
    later = [{**each, "Stage": "Won"} for each in deals()[:changes]]
    found = lost_of(tmp_path, {"Deal": deals(), "DealHistory": amounts}, {"Deal": [*later, *deals()[50:60]]})
    won, stage = ("opportunity_won", "opportunity.stage")
    assert {(each.name, each.field) for each in found} == ({(won, "Stage"), (stage, "Stage")} if lost else set())


def test_what_a_system_has_no_more_has_not_changed(tmp_path: Path):
    amounts = [{**each, "Field": "Amount"} for each in told(lambda number: True)]
    workspace = Workspace(tmp_path)
    land(workspace, Pull("crm", {"Deal": deals(), "DealHistory": amounts}))
    gone = {"Deal": [{"Id": f"D{number}", "Stage": None} for number in range(9)]}
    land(workspace, Pull("crm", {"Deal": deals()[20:30]}, day=1, deleted=gone))
    assert lost_histories({"crm": DATED}, landed_runs(workspace)) == []


def test_a_field_that_occurs_is_tracked(tmp_path: Path):
    fields = [{**each, "Field": "Amount"} for each in told(lambda number: number > 3)]
    later = [{**each, "Stage": "Won"} for each in deals()[:9]]
    stages = told(lambda number: number == 3)
    assert lost_of(tmp_path, {"Deal": deals(), "DealHistory": [*fields, *stages]}, {"Deal": later}) == []
