"""What the firm's Salesforce holds: the CRM, and Certinia PSA's objects beside it.

All legal entities use it; an acquired one from the day it joined, when its records were brought over (so its ERP stays
its own and its deals, projects and timecards are here).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from simulator.state import State
from simulator.systems.records import SystemRecords
from simulator.systems.salesforce.approvals import approvals
from simulator.systems.salesforce.crm import crm
from simulator.systems.salesforce.crm_histories import crm_histories
from simulator.systems.salesforce.planted import planted
from simulator.systems.salesforce.psa_billing import psa_billing
from simulator.systems.salesforce.psa_projects import project_histories, psa_projects
from simulator.systems.salesforce.psa_staffing import psa_staffing, staffing_histories
from simulator.systems.salesforce.psa_time import psa_time, time_histories

TURNED_AFTER = timedelta(days=60)
"""So long after the first timecard tracking is turned on, or off, where that is planted."""


def records(state: State) -> SystemRecords:
    """Every object's records as the state has them, and what is planted wrong among them."""
    tables: dict[str, pl.DataFrame] = {
        **crm(state),
        **psa_projects(state),
        **psa_staffing(state),
        **psa_time(state),
        **psa_billing(state),
        **approvals(state),
    }
    histories = {
        **crm_histories(state),
        **project_histories(state),
        **staffing_histories(state),
        **time_histories(state),
    }
    tables |= {name: _tracked(state, table) for name, table in histories.items()}
    if "inconsistent_records" in state.record_troubles:
        return planted(tables)
    return SystemRecords(tables)


def _tracked(state: State, history: pl.DataFrame) -> pl.DataFrame:
    """What is kept of a history: all, or nothing; or, from the day on which tracking was turned on or off, one side."""
    if "history_off" in state.record_troubles:
        return history.clear()
    turned = state["timecard"]["submitted_at"].min()
    if isinstance(turned, datetime) and "history_late" in state.record_troubles:
        return history.filter(pl.col("CreatedDate") >= turned + TURNED_AFTER)
    if isinstance(turned, datetime) and "history_stopped" in state.record_troubles:
        return history.filter(pl.col("CreatedDate") < turned + TURNED_AFTER)
    return history
