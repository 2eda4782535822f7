"""Approvals and expense reports, worked out on paper; and counted one by one over the simulated firm."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulator.life.simulate import small_firm
from tests.simulator.books.tiny_firm import LONDON, NEW_YORK, at, book_of, card, day, tiny_firm


def asking(number: int, kind: str, thing: str, object_id: int, round_: int, asked: str, **more: Any) -> dict[str, Any]:
    decided = more.pop("decided", None)
    approved = more.pop("approved", True) if decided else None
    return {"id": number, "kind": kind, "object_type": thing, "object_id": object_id, "round": round_, "asked_by_id": 2,
            "asked_at": at(asked, NEW_YORK), "decided_at": decided and at(decided, NEW_YORK), "approved": approved,
            "approver_role": "Partner", **more}  # fmt: skip


ENDS = ("asked_at", "decided_at")
REPORT = {"id": 1, "resource_id": 2, "entity_id": 1, "name": "R", "currency": "USD",
          "created_at": at("2026-03-02 14:00"), "submitted_at": at("2026-03-02 10:00", NEW_YORK)}  # fmt: skip


def spent(number: int, report: int, project: int, cents: int) -> dict[str, Any]:
    return {"id": number, "expense_report_id": report, "project_id": project, "category": "C", "merchant": "M",
            "spent_on": day("2026-02-20"), "amount_cents": cents, "currency": "USD", "billable": True, "receipt": True,
            "created_at": at("2026-03-02 14:00")}  # fmt: skip


def test_every_asking_counts_whichever_way_it_is_decided():
    state = tiny_firm(
        "2026-03-06 22:00",
        timesheet=[],
        timecard=[card(1, 2, 1, "2026-03-01"), card(2, 2, None, "2026-03-01", timesheet_id=1)],
        expense_report=[REPORT],
        expense_line=[spent(1, 1, 1, 500), spent(2, 1, 2, 900)],
        approval=[
            # Monday 10:00 to Tuesday 10:00 is 8 hours, refused; asked again from Tuesday 16:00 to Wednesday 11:00: 3
            asking(1, "timesheet", "timecard", 1, 1, "2026-03-02 10:00", decided="2026-03-03 10:00", approved=False),
            asking(2, "timesheet", "timecard", 1, 2, "2026-03-03 16:00", decided="2026-03-04 11:00"),
            asking(3, "timesheet", "timecard", 2, 1, "2026-03-06 12:00"),  # open for 5 hours, as it is 17:00 now
            asking(4, "expense_manager", "expense_report", 1, 1, "2026-03-02 10:00", decided="2026-03-02 12:00"),
        ],
    )  # fmt: skip
    rows = book_of(state, "approval_cycle_time")
    assert rows["2026-03", "median"]["n"] == 4
    assert rows["2026-03", "median"]["value"] == 3  # 2 hours, then 3: half of the four are left
    assert rows["2026-03", "p90"]["value"] == 8
    of_time = rows["2026-03", "median", "kind=timesheet"]
    assert (of_time["value"], of_time["open"]) == (8, 1)
    assert rows["2026-03", "median", "kind=expense_manager", "approver_role=Partner"]["value"] == 2
    # the report belongs to the project with the most of it; the part of no project to the practice of its person
    assert rows["2026-03", "median", "project=P-2"]["n"] == 1
    assert rows["2026-03", "median", "practice=Data"]["n"] == 3
    assert rows["2026-03", "median", "entity=new_york"]["n"] == 4


def test_an_expense_report_ends_with_the_last_approval_of_finance():
    reports = [REPORT, {**REPORT, "id": 2, "submitted_at": at("2026-03-05 14:00", LONDON), "entity_id": 2}]
    state = tiny_firm(
        "2026-03-06 17:30",
        expense_report=reports,
        expense_line=[spent(1, 1, 1, 500), spent(2, 2, 2, 900)],
        approval=[
            asking(1, "expense_manager", "expense_report", 1, 1, "2026-03-02 10:00", decided="2026-03-02 11:00"),
            asking(2, "expense_finance", "expense_report", 1, 1, "2026-03-02 11:00", decided="2026-03-03 10:00",
                   approved=False),
            asking(3, "expense_finance", "expense_report", 1, 2, "2026-03-03 10:00", decided="2026-03-03 13:00"),
        ],
    )  # fmt: skip
    rows = book_of(state, "expense_approval_cycle_time")
    assert rows["2026-03", "median", "entity=new_york"]["value"] == 11  # Monday 10:00 to Tuesday 13:00
    assert rows["2026-03", "p90"]["value"] is None  # London's is open, for just as long: what ends comes first
    assert rows["2026-03", "rejections_per_report"]["value"] == 0.5


def test_medians_by_the_clock_of_the_simulated_firm_where_nothing_is_open():
    state = small_firm(3, "all")
    rows = book_of(state, "approval_cycle_time")
    asked = state["approval"].with_columns(month=pl.col("asked_at").dt.strftime("%Y-%m"))
    done = 0
    for (kind, month), some in asked.group_by("kind", "month"):
        row = rows.get((month, "median_elapsed", f"kind={kind}"))
        if (
            row is None or row["open"] or row["n"] != len(some)
        ):  # some were asked for in another month by the local clock
            continue
        hours = sorted((until - since).total_seconds() / 3600 for since, until in some.select(ENDS).rows())
        assert row["value"] == round(hours[(len(hours) - 1) // 2], 6)  # the first that leaves a half
        assert rows[month, "p90_elapsed", f"kind={kind}"]["value"] == round(hours[-(len(hours) // 10) - 1], 6)
        done += 1
    assert done > 10
