"""From the columns of the stages to the tables of the state."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from simulator.life.approvals import KIND_NAMES, KINDS
from simulator.life.life import Life
from simulator.life.offices import FIRM
from simulator.life.rows import DAY, NEVER, Rows, table, together
from simulator.life.staff import PRACTICES
from simulator.life.waits import explain
from simulator.state import COLUMNS

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Columns of other names, or of the row of something instead of its id.
ROWS_OF = {
    "assignment_week": {"assignment_id": "assignment"},
    "expense_line": {"expense_report_id": "report", "project_id": "project", "billing_event_id": "event"},
    "vendor_invoice": {"project_id": "project", "billing_event_id": "event"},
    "purchase_order": {"project_id": "project"},
    "timecard": {
        "timesheet_id": "sheet", "resource_id": "person", "project_id": "project", "assignment_id": "assignment",
        "billing_event_id": "event",
    },
}  # fmt: skip


def tables(life: Life) -> dict[str, pl.DataFrame]:
    """Every table of the state, in its order."""
    made = {"legal_entity": _entities(life), "practice": Rows(name=np.array(PRACTICES, object))}
    found: dict[str, pl.DataFrame] = {}
    for name in COLUMNS:
        if name == "wait":
            found[name] = explain(life)
        elif name == "approval":
            found[name] = _approvals(life)
        else:
            found[name] = table(name, made.get(name) or life[name], **_more(life, name))
    return found


def _more(life: Life, name: str) -> dict[str, Any]:
    rows = life.rows.get(name)
    more: dict[str, Any] = {
        column: rows.columns[of] + 1 for column, of in ROWS_OF.get(name, {}).items() if rows is not None
    }
    if name == "timecard" and rows is not None:
        more |= {day: rows.minutes[:, number] for number, day in enumerate(WEEKDAYS)}
    if name == "billing_event" and rows is not None:
        monthly = np.isin(rows.kind_no, (0, 3))
        more |= {"period_start": np.where(monthly, rows.from_on, 0), "period_end": np.where(monthly, rows.until_on, 0)}
    if name == "expense_report" and rows is not None:
        more["currency"] = np.array([office.currency for office in life.offices], object)[rows.office]
    if name == "expense_line" and rows is not None:
        more["currency"] = np.array([office.currency for office in life.offices], object)[rows.office]
    return more


def _entities(life: Life) -> Rows:
    offices = life.offices
    joined = [life.joined(number) * DAY or NEVER for number in range(len(offices))]
    return Rows(
        name=np.array([f"{FIRM} {office.name}" for office in offices], object),
        slug=np.array([office.slug for office in offices], object),
        joined_at=np.array(joined), acquired=np.array([office.acquired for office in offices]),
        **{
            name: np.array([getattr(office, name) for office in offices], object)
            for name in ("region", "country", "currency", "zone", "tax_code")
        },
    )  # fmt: skip


def _approvals(life: Life) -> pl.DataFrame:
    asked = together(*life.approvals)
    order = np.lexsort((asked.round, asked.object_id, asked.kind_no, asked.asked_at))
    asked = asked.pick(order)
    types = np.array([KINDS[kind][0] for kind in KIND_NAMES], object)
    roles = life["resource"].role[asked.approver_id - 1]
    return table(
        "approval", asked, kind=np.array(KIND_NAMES, object)[asked.kind_no], object_type=types[asked.kind_no],
        approver_role=roles,
    )  # fmt: skip
