"""One run of the pretend firm: stage after stage, and then the tables of its state."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import numpy as np

from simulator.life import (
    billing,
    clients,
    closes,
    collections,
    contracts,
    deals,
    expenses,
    forecasts,
    invoices,
    leave,
    people,
    purchases,
    setup,
    staffing,
    timesheets,
    worked,
)  # fmt: skip
from simulator.life.approvals import Inboxes
from simulator.life.desks import Desks
from simulator.life.life import Life
from simulator.life.planted import plant
from simulator.life.rows import Rows, day_number, seconds
from simulator.life.tables import tables
from simulator.life.troubles import OF_RECORDS, Planted, Troubles
from simulator.life.working_axis import WorkingTime
from simulator.state import State

SINCE = date(2024, 1, 1)
AS_OF = datetime(2026, 4, 15, 6, 10, tzinfo=UTC)


def simulate(
    seed: int, people: int, troubles: Troubles | None = None, since: date = SINCE, as_of: datetime = AS_OF
) -> State:
    """The firm with about so many delivery people, from `since` until `as_of`; the same seed gives the same firm."""
    chosen = Troubles() if troubles is None else troubles
    life = Life(seed, people, chosen, day_number(since), seconds(as_of))
    live(life)
    return State(as_of, tables(life), chosen.on & OF_RECORDS).cut(as_of)


@cache
def small_firm(seed: int = 1, troubles: str = "none") -> State:
    """A firm of 60 people over eight months, simulated once in a process."""
    return simulate(seed, 60, Troubles.named(troubles), since=date(2025, 8, 18))


def live(life: Life) -> None:
    """All that happens, in the order in which one thing leads to the next."""
    people.hire(life)
    people.promote(life)
    on = leave.take_leave(life, people.working_days(life))
    life.desks = Desks(WorkingTime(on, life["resource"].office, life.offices))
    life.inboxes = Inboxes(life)
    clients.set_rates(life)
    clients.rate_exchange(life)
    clients.know_clients(life)
    deals.find_deals(life)
    deals.describe_deals(life)
    contracts.sign_contracts(life)
    contracts.agree_rates(life)
    setup.set_up_projects(life)
    staffing.staff_projects(life)
    contracts.amend_contracts(life)
    worked.close_projects(life)
    timesheets.keep_time(life)
    expenses.spend(life)
    purchases.buy(life)
    billing.bill(life)
    invoices.invoice(life)
    collections.collect(life)
    closes.close_months(life)
    closes.file_documents(life)
    forecasts.forecast(life)
    life.busy = life.desks.busy()
    life.rows["trouble"] = _as_rows(plant(life))


def _as_rows(found: list[Planted]) -> Rows:
    return Rows(**{name: np.array([getattr(one, name) for one in found]) for name in Planted.__annotations__})
