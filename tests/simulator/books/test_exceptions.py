"""Exceptions: a few on paper, and in the simulated firm those that were planted and no others of their kind."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from simulator.books.firm import Firm
from simulator.books.rules import raised
from simulator.life.simulate import small_firm
from simulator.life.truth import troubles
from simulator.object_ids import timesheet_logged_id
from simulator.systems import netsuite
from tests.simulator.books.tiny_firm import LONDON, NEW_YORK, at, book_of, card, changed, day, tiny_firm

NAME = "exception_volume"
# rule of the books, trouble of the simulation
PLANTED = {
    "client_twice_in_erp": "client_duplicated",
    "rate_off_card": "rate_off_card",
    "time_on_closed_project": "time_on_closed_projects",
    "time_outside_assignment": "time_outside_assignment",
    "hours_not_posted": "unposted_hours",
    "milestone_without_billing_event": "unbilled_milestone",
}


def found(rows: dict[tuple[str | None, ...], dict[str, Any]], rule: str) -> dict[str | None, float]:
    """What was raised of a rule, by month."""
    return {key[0]: row["value"] for key, row in rows.items() if key[1:] == ("count", f"rule={rule}") and key[0]}


def test_raised_when_patience_or_a_promise_ends():
    # London's contract is signed on Monday, 5 January at 14:00. Its 80 hours of work end after 3 hours of that day,
    # nine days of 8 and 5 hours of Monday the 19th; its project comes an hour later.
    projects = [
        {**row, "shell_created_at": at("2026-01-19 15:00", LONDON), "erp_created_at": None}
        for row in changed("project", 2)[1:]
    ]
    state = tiny_firm("2026-03-31 12:00", contract=changed("contract", 2)[1:], project=projects)
    rows = raised(Firm(state)).filter(pl.col("rule") == "contract_without_project")
    assert rows["at"].to_list() == [at("2026-01-19 14:00", LONDON)]
    in_time = [{**row, "erp_created_at": at("2026-01-19 14:00", LONDON)} for row in projects]
    state = tiny_firm("2026-03-31 12:00", contract=changed("contract", 2)[1:], project=in_time)
    assert raised(Firm(state)).filter(pl.col("rule") == "contract_without_project").is_empty()


def test_a_promise_that_ends_with_a_day_ends_at_closing():
    close = {"id": 1, "entity_id": 1, "month": day("2026-02-01"), "created_at": at("2026-03-01 04:59:59")}
    state = tiny_firm("2026-03-31 12:00", period_close=[close])
    rows = raised(Firm(state)).filter(pl.col("rule") == "period_closed")
    assert rows["at"].to_list() == [at("2026-03-11 17:00", NEW_YORK)]  # eight days of eight hours


def test_time_that_should_not_be_and_cases_under_way():
    booking = {"id": 1, "project_id": 1, "resource_id": 2, "bill_cents_per_hour": 9_000, "starts_on": day("2026-01-12"),
               "ends_on": day("2026-12-31"), "created_at": at("2026-01-08 12:00")}  # fmt: skip
    late = {"id": 2, "resource_id": 2, "entity_id": 1, "week_end": day("2026-03-15"), "capacity_minutes": 2400,
            "created_at": at("2026-03-09 12:00"), "submitted_at": at("2026-03-16 15:00")}  # fmt: skip
    state = tiny_firm(
        "2026-04-10 12:00",
        project=changed("project", 1, closed_at=at("2026-03-02 12:00")),
        assignment=[booking],
        contract_rate=[{"id": 1, "contract_id": 1, "grade": "Senior", "cents_per_hour": 10_000}],
        timesheet=[late],
        timecard=[
            card(1, 2, 1, "2026-03-08"),  # closed on that Monday, worked on Monday
            card(2, 2, 1, "2026-03-15", submitted_at=at("2026-03-16 15:00")), card(3, 3, 1, "2026-03-01"),
        ],
    )  # fmt: skip
    rows = book_of(state, NAME)
    assert found(rows, "time_on_closed_project") == {"2026-03": 1}
    assert found(rows, "time_outside_assignment") == {"2026-03": 1}
    assert found(rows, "rate_off_card") == {"2026-01": 1}
    assert rows["2026-03", "count", "kind=conflicting_data"]["value"] == 2
    # under way in March: the sheet, and project P-1 from the opportunity to its time. The other contract and project
    # had their last event in January, and no request, no purchase, no event, no close is there.
    cases = rows["2026-03", "per_100_cases"]["denominator"]
    assert cases == 2
    assert rows["2026-03", "per_100_cases"]["value"] == 100 * rows["2026-03", "count"]["value"] / cases
    assert rows["2026-03", "per_100_cases", "kind=conflicting_data"]["value"] is None
    assert (None, "per_100_cases") not in rows


@pytest.mark.parametrize("seed", [3, 4])
def test_what_was_planted_is_found_and_nothing_of_it_where_nothing_was(seed: int):
    state = small_firm(seed, "all")
    exceptions, truth = raised(Firm(state)), troubles(state)
    open_sheets = state["timesheet"].filter(pl.col("submitted_at").is_null())
    not_handed_in = set(open_sheets.select(timesheet_logged_id().alias("name"))["name"])
    for rule, trouble in PLANTED.items():
        subjects = set(exceptions.filter(pl.col("rule") == rule)["object_id"])
        planted = set(truth.filter(pl.col("trouble") == trouble)["subject_id"])
        if rule in ("hours_not_posted", "milestone_without_billing_event"):  # the newest are not missed yet
            assert subjects <= planted, rule
        else:  # time counts as planted once it is handed in
            assert subjects >= planted, rule
            assert subjects - planted <= not_handed_in, rule
    plain = raised(Firm(small_firm(1, "none")))
    assert plain.filter(pl.col("rule").is_in(list(PLANTED))).is_empty()
    assert plain.filter(pl.col("entity_id").is_null()).is_empty()


def test_tax_numbers_that_contradict_are_those_that_the_truth_lists():
    state = small_firm(3, "all")
    planted = {
        int(one.key) for one in netsuite.records(state).planted
        if one.stream == "customer" and one.reason == "contradicting_systems"
    }  # fmt: skip
    found = raised(Firm(state)).filter(pl.col("rule") == "tax_number_differs")["object_id"]
    assert {int(name[-12:]) for name in found} == planted


def test_rejections_of_the_simulated_firm_are_those_decided_with_no():
    state = small_firm(3, "all")
    rows = book_of(state, NAME)
    assert rows[None, "count", "kind=rejection"]["value"] == pytest.approx((~state["approval"]["approved"]).sum())
    assert rows[None, "count", "kind=dispute"]["value"] == pytest.approx(len(state["dispute"]))
