"""The walk from the baseline's margin to the forecast's, in causes worked by hand that add up."""

from __future__ import annotations

import pytest

from core.access import Viewer
from core.sql import load
from eventlog.reading import EventLog
from metrics.margin_walk import Walk, margin_walk
from metrics.projects import project_named
from tests.metrics.people import PERSON, PROJECT, add_booking, add_sheet, log_time, with_person, with_project
from tests.metrics.tiny_log import TinyLog

TAKEN = "2026-02-23 09:00"


def a_project(revenue: float, cost: float, cost_to_date: float = 0.0, **said: object) -> TinyLog:
    """100 hours asked for, at £100 and a cost of £60 an hour; of whoever costs £70, 20 hours worked and 90 planned."""
    log = with_person(TinyLog("2026-03-01"), cost_rate=70)
    with_project(log, baseline_revenue=10_000, baseline_cost=6_000, **said)
    log.thing("resource_request", "psa:request", role="Adviser", grade="Consultant", hours=100, wanted_on="2026-02-02")
    log.link("psa:request", "for", PROJECT)
    add_booking(log, "psa:booking", {"2026-02-02": 40, "2026-02-23": 45, "2026-03-02": 45}, bill_rate=90)
    sheet = add_sheet(log)
    for day in ("2026-02-02", "2026-02-03"):
        log.event(
            "time_logged", f"{day} 12:00", sheet, f"on:{PROJECT}", "by:psa:booking",
            timecard="one", hours=10, billable=True,
        )  # fmt: skip
    log.say(
        PROJECT, TAKEN, forecast_revenue=revenue, forecast_cost=cost, revenue_to_date=1_800, cost_to_date=cost_to_date
    )
    return log


def seen_by(tiny: TinyLog) -> EventLog:
    """The log with its facts and no exceptions."""
    log = tiny.seen_by(Viewer.owner())
    log.database.run(load("metrics.rules", "_table.sql").replace("{table}", "exception"))
    return log


def walk(log: TinyLog) -> Walk:
    seen = seen_by(log)
    found = margin_walk(seen, project_named(seen, "P-1"))
    assert found is not None
    assert sum(cause.amount for cause in found.causes) + found.unexplained.amount == pytest.approx(found.change)
    return found


def causes(log: TinyLog) -> dict[str, float]:
    return {cause.name: cause.amount / 100 for cause in walk(log).causes}


def test_a_fixed_price_earns_nothing_for_more_hours():
    """Ten more hours cost £600; 20 hours at £10 more cost £200; £100 of the £900 less is not explained."""
    log = a_project(10_000, 6_900, 1_400, billing_type="fixed_price")
    assert causes(log) == {"Hours": -600, "Grade mix": -200}
    assert (walk(log).change, walk(log).unexplained.amount) == (-90_000, -10_000)


def test_hours_that_are_billed_earn():
    """Ten more hours earn £40 each; 20 billed at £90 instead of £100 lose £200."""
    assert causes(a_project(10_800, 6_800, 1_400)) == {"Hours": 400, "Grade mix": -200, "Rate": -200}


def test_hours_that_are_not_billable_lose_their_rate():
    """Two more hours are worked: 12 above those asked for, 22 at £10 more; they do not earn £200, the others £200."""
    log = a_project(10_000, 6_900, 1_540)
    log.event(
        "time_logged", "2026-02-05 12:00", f"salesforce:{PERSON}/2026-02-08", f"on:{PROJECT}", "by:psa:booking",
        timecard="one", hours=2, billable=False,
    )  # fmt: skip
    assert causes(log) == {"Hours": 480, "Rate": -400, "Grade mix": -220}


def test_billable_hours_without_a_rate_tell_nothing_of_rates():
    log = a_project(10_000, 6_900, 1_400)
    log_time(log, f"salesforce:{PERSON}/2026-02-08", "one", "2026-02-04", 5)
    assert "Rate" not in causes(log)


def test_subcontractors_are_told_apart():
    log = a_project(10_000, 6_900, 1_400, billing_type="fixed_price")
    log.say(PERSON, "1970-01-02", subcontractor=True)
    assert causes(log) == {"Hours": -600, "Subcontractors": -200}


def test_expenses_count_as_far_as_the_forecast_has_them():
    """£300 spent; time cost £1,400, the forecast says £1,550 to date: £150 of it are in there."""
    log = a_project(10_000, 6_900, 1_550, billing_type="fixed_price")
    log.thing("expense_line", "concur:1", amount=300, currency="GBP", billable=False, spent_on="2026-02-04")
    log.link("concur:1", "on", PROJECT)
    assert causes(log)["Expenses"] == -150


def test_additions_count_as_far_as_the_forecast_has_them():
    log = a_project(11_000, 6_600, 1_400, billing_type="fixed_price")
    log.thing("contract", "salesforce:contract", amount=10_000, currency="GBP")
    log.thing("contract", "salesforce:more", amount=2_500, currency="GBP")
    log.link(PROJECT, "under", "salesforce:contract")
    log.link("salesforce:more", "amends", "salesforce:contract")
    log.event("contract_signed", "2026-02-10", "salesforce:more")
    assert causes(log).get("Scope") == 1_000


def of_requests_for_a_part(*figures: float, **said: object) -> TinyLog:
    """At the card's £80 for an adviser 100 hours are worth £8,000, not the baseline's £10,000."""
    log = a_project(*figures, **said)
    log.thing("contract", "salesforce:contract", amount=10_000, currency="GBP")
    log.link(PROJECT, "under", "salesforce:contract")
    log.thing("rate", "psa:rate", kind="contract", grade="Consultant", rate=80, currency="GBP")
    log.link("psa:rate", "of", "salesforce:contract")
    return log


def test_without_the_baselines_hours_a_fixed_price_is_told_by_what_is_done():
    """£1,800 of £10,000 are earned: 18% of £6,000 are £1,080, £1,400 were spent; for £4,920 to come £5,500."""
    log = of_requests_for_a_part(10_000, 6_900, 1_400, billing_type="fixed_price")
    assert causes(log) == pytest.approx({"Cost so far": -320, "Cost still expected": -580})
    assert walk(log).unexplained.amount == pytest.approx(0, abs=1e-6)


def test_expenses_are_told_apart_from_what_the_work_that_is_done_has_cost():
    """Of £1,550 spent £150 were no time: £1,400 for £1,080 as before; for £4,920 to come £5,350."""
    log = of_requests_for_a_part(10_000, 6_900, 1_550, billing_type="fixed_price")
    log.thing("expense_line", "concur:1", amount=150, currency="GBP", billable=False, spent_on="2026-02-02")
    log.link("concur:1", "on", PROJECT)
    assert causes(log) == pytest.approx({"Cost so far": -320, "Cost still expected": -430, "Expenses": -150})
    assert walk(log).unexplained.amount == pytest.approx(0, abs=1e-6)


def test_revenue_of_a_fixed_price_that_nothing_tells_of_stays_unexplained():
    log = of_requests_for_a_part(9_500, 6_900, 1_400, billing_type="fixed_price")
    rest = walk(log).unexplained
    assert (rest.revenue, rest.cost) == (pytest.approx(-50_000), pytest.approx(0, abs=1e-6))


def test_without_the_baselines_hours_billed_work_is_told_by_its_amount():
    """Work for £4,500 is 75% of £6,000: £2,500 less revenue, £1,500 less cost; £7,200 for it are £300 too little."""
    log = of_requests_for_a_part(7_200, 4_500, 1_400)
    assert causes(log) == pytest.approx({"Amount of work": -1_000, "Revenue for cost": -300})
    assert walk(log).unexplained.amount == pytest.approx(0, abs=1e-6)


def test_without_a_forecast_there_is_no_walk():
    log = with_project(TinyLog("2026-03-01"), baseline_revenue=10_000, baseline_cost=6_000)
    seen = seen_by(log)
    assert margin_walk(seen, project_named(seen, "P-1")) is None
