"""Each planted trouble shows where it is planted, is told in the truth, and leaves the rest of the firm as it is."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from simulator.codes import RETIRED
from simulator.life.simulate import simulate, small_firm
from simulator.life.troubles import BEGINS, FAULTS, NAMES, OF_RECORDS, Troubles
from simulator.state import COLUMNS, State

PEOPLE = 90
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What of a firm each trouble may change first; every table before it in the order of the stages stays the same.
EARLY = ("practice", "exchange_rate", "standard_rate", "leave", "opportunity")


@cache
def firm(troubles: str) -> State:
    return simulate(4, PEOPLE, Troubles.named(troubles))


def told(trouble: str) -> pl.DataFrame:
    return firm("all")["trouble"].filter(pl.col("trouble") == trouble)


def entity(name: str) -> int:
    return {"new_york": 1, "london": 2, "munich": 3}[name]


def median_hours(rows: pl.DataFrame, start: str, end: str) -> float:
    value = rows.select((pl.col(end) - pl.col(start)).dt.total_seconds().median() / 3600).item()
    assert value is not None
    return float(value)


def test_names_are_read_and_unknown_ones_refused_with_the_list():
    assert Troubles.named("all").on == frozenset(NAMES) - FAULTS
    assert Troubles.named("none").on == frozenset()
    assert Troubles.named("late_timesheets,scope_creep").on == {"late_timesheets", "scope_creep"}
    with pytest.raises(ValueError, match=r"no trouble called late_shirts.*late_timesheets"):
        Troubles.named("late_shirts")


def test_without_troubles_nothing_is_planted():
    none = firm("none")
    assert none["trouble"].is_empty()
    assert none.record_troubles == frozenset()
    assert none["legal_entity"]["acquired"].sum() == 0
    assert none["client"]["duplicated"].sum() == 0


def test_every_trouble_that_happens_is_told():
    found = set(firm("all")["trouble"]["trouble"])
    assert found == set(BEGINS) - {"inconsistent_records", *FAULTS}
    assert firm("all").record_troubles == OF_RECORDS - FAULTS


# of the faults of a road one is enough: nothing that happens knows of them
@pytest.mark.parametrize("trouble", sorted(set(NAMES) - {"acquired_firm", "history_late", "history_stopped"}))
def test_a_trouble_alone_leaves_what_comes_before_it_as_it_is(trouble: str):
    one, none = small_firm(1, trouble), small_firm(1, "none")
    for name in EARLY:
        if trouble != "skills_shortage":  # it makes one deal larger
            assert one[name].equals(none[name]), name
    told_of = set(one["trouble"]["trouble"])
    assert told_of <= {trouble}
    changed = [name for name in COLUMNS if not one[name].equals(none[name])]
    assert bool(changed) == bool(told_of), f"{trouble} changes {changed} and tells {told_of}"


@pytest.mark.parametrize(
    ("trouble", "table"),
    [
        ("time_on_closed_projects", "timesheet"), ("time_outside_assignment", "timesheet"),
        ("expense_padding", "expense_report"), ("expense_duplicates", "expense_report"),
        ("expense_splits", "expense_report"), ("unposted_hours", "timesheet"), ("double_booked_role", "assignment"),
    ],
)  # fmt: skip
def test_little_is_planted_of_time_and_expense(trouble: str, table: str):
    assert 1 <= len(told(trouble)) <= max(4, 0.02 * len(firm("all")[table]))


def test_the_slow_approver_of_munich_takes_longer():
    contracts = firm("all")["contract"].select(pl.col("id").alias("object_id"), "entity_id")
    asked = firm("all")["approval"].filter(pl.col("kind") == "contract").join(contracts, on="object_id")
    row = told("slow_contract_approver").row(0, named=True)
    late = pl.col("asked_at").dt.date() >= row["since_on"]
    munich = pl.col("entity_id") == entity("munich")
    assert set(asked.filter(munich)["approver_id"]) == {row["subject_id"]}
    slow, before, others = (
        median_hours(asked.filter(which), "asked_at", "decided_at")
        for which in (munich & late, munich & ~late, ~munich & late)
    )
    assert slow > 1.8 * before
    assert slow > 1.8 * others


def test_incomplete_contracts_lack_a_term_or_got_it_late():
    rows = told("incomplete_contract_metadata")
    contracts = firm("all")["contract"].filter(pl.col("id").is_in(rows["subject_id"].implode()))
    assert set(contracts["entity_id"]) == {entity("london")}
    lacking = pl.any_horizontal(pl.col("tax_code", "service_code", "rate_card", "completed_at").is_null())
    late = pl.col("completed_at") > pl.col("signed_at")
    without_number = pl.col("po_number").is_null()
    assert contracts.filter(~(lacking | late | without_number)).is_empty()


def test_late_kickoffs_are_weeks_late():
    rows = told("late_kickoff")
    projects = firm("all")["project"].with_columns(
        late=(pl.col("kickoff_at").dt.date() - pl.col("kickoff_planned_on")).dt.total_days()
    )
    hit = projects.filter(pl.col("id").is_in(rows["subject_id"].implode()))
    assert set(hit["practice_id"]) == {4}
    assert hit["late"].drop_nulls().min() >= 13
    assert hit["late"].median() > projects["late"].median() + 10


def test_double_bookings_are_over_the_week_and_all_others_within():
    weeks = firm("all")["assignment_week"].join(
        firm("all")["assignment"].select(pl.col("id").alias("assignment_id"), "resource_id"), on="assignment_id"
    )
    booked = weeks.group_by("resource_id", "week_end").agg(pl.col("minutes").sum(), pl.col("assignment_id"))
    sheets = firm("all")["timesheet"].select("resource_id", "week_end", "capacity_minutes")
    over = booked.join(sheets, on=["resource_id", "week_end"]).filter(pl.col("minutes") > pl.col("capacity_minutes"))
    planted = set(told("double_booked_role")["subject_id"])
    assert len(over)
    assert all(planted & set(ids) for ids in over["assignment_id"].to_list())


def test_the_large_start_asks_for_many_of_one_skill():
    number = told("skills_shortage")["subject_id"].item()
    asked = firm("all")["resource_request"].filter(pl.col("project_id") == number)
    assert asked.filter(pl.col("skill") == "SAP S/4HANA").height >= 5
    assert asked["withdrawn_at"].drop_nulls().len() > 0


def test_one_practice_submits_late():
    people = firm("all")["resource"].select(pl.col("id").alias("resource_id"), "practice_id")
    sheets = firm("all")["timesheet"].join(people, on="resource_id").drop_nulls("submitted_at")
    row = told("late_timesheets").row(0, named=True)
    lag = (pl.col("submitted_at").dt.date() - pl.col("week_end")).dt.total_days()
    hit = (pl.col("practice_id") == row["subject_id"]) & (pl.col("week_end") >= row["since_on"])
    late, usual = (sheets.filter(which).select(lag.mean()).item() for which in (hit, ~hit))
    assert late > usual + 1.5


def test_time_on_closed_projects_is_after_they_were_closed():
    cards = firm("all")["timecard"].join(
        firm("all")["project"].select(pl.col("id").alias("project_id"), "closed_at"), on="project_id"
    )
    monday = pl.col("week_end") - pl.duration(days=6)
    late = cards.filter(monday > pl.col("closed_at").dt.date())
    assert set(late["timesheet_id"]) >= set(told("time_on_closed_projects")["subject_id"])
    assert small_firm(1, "none")["timecard"].join(
        small_firm(1, "none")["project"].select(pl.col("id").alias("project_id"), "closed_at"), on="project_id"
    ).filter(monday > pl.col("closed_at").dt.date()).is_empty()  # fmt: skip


def test_time_outside_an_assignment_has_none():
    outside = firm("all")["timecard"].filter(pl.col("project_id").is_not_null() & pl.col("assignment_id").is_null())
    # a sheet is told of once it is handed in
    assert set(outside.drop_nulls("submitted_at")["timesheet_id"]) == set(told("time_outside_assignment")["subject_id"])
    none = firm("none")["timecard"]
    assert none.filter(pl.col("project_id").is_not_null() & pl.col("assignment_id").is_null()).is_empty()


def test_duplicated_receipts_are_there_twice_and_split_ones_side_by_side():
    lines = firm("all")["expense_line"].join(
        firm("all")["expense_report"].select(pl.col("id").alias("expense_report_id"), "resource_id"),
        on="expense_report_id",
    )
    same = ["resource_id", "merchant", "spent_on", "amount_cents", "category"]
    twice = lines.filter(pl.struct(same).is_duplicated() & (pl.col("expense_report_id").n_unique().over(same) > 1))
    assert set(told("expense_duplicates")["subject_id"]) <= set(twice["expense_report_id"])
    side = ["expense_report_id", "merchant", "spent_on", "category"]
    split = lines.filter(pl.struct(side).is_duplicated())
    assert set(told("expense_splits")["subject_id"]) <= set(split["expense_report_id"])


def test_rates_off_the_card_are_off_the_card_and_no_others():
    rates = firm("all")["contract_rate"].select("contract_id", "cents_per_hour")
    booked = (
        firm("all")["assignment"]
        .join(firm("all")["project"].select(pl.col("id").alias("project_id"), "contract_id"), on="project_id")
        .join(
            rates,
            left_on=["contract_id", "bill_cents_per_hour"],
            right_on=["contract_id", "cents_per_hour"],
            how="anti",
        )
    )
    assert set(told("rate_off_card")["subject_id"]) == set(booked.filter(pl.col("withdrawn_at").is_null())["id"])


def test_unposted_hours_are_posted_weeks_later_or_not_at_all():
    hit = firm("all")["timecard"].filter(pl.col("timesheet_id").is_in(told("unposted_hours")["subject_id"].implode()))
    minutes = pl.sum_horizontal(DAYS)
    part = pl.col("posted_minutes") < minutes
    late = pl.col("posted_at") - pl.col("approved_at") > pl.duration(days=10)
    wrong = hit.filter(pl.col("posted_at").is_null() | late | part)
    assert set(wrong["timesheet_id"]) == set(told("unposted_hours")["subject_id"])
    none = firm("none")["timecard"]
    assert none.filter(pl.col("posted_minutes") < minutes).is_empty()


def test_a_forgotten_milestone_has_no_billing_event():
    for troubles in ("all", "none"):
        state = firm(troubles)
        billed = state["billing_event"]["milestone_id"].drop_nulls()
        missing = set(state["milestone"]["id"]) - set(billed)
        assert missing == set(state["trouble"].filter(pl.col("trouble") == "unbilled_milestone")["subject_id"])


def test_london_sends_drafts_back_and_its_client_disputes():
    invoices = firm("all")["invoice"].with_columns(back=pl.col("rejected_at").is_not_null())
    since = told("invoice_rework")["since_on"].item()
    hit = (pl.col("entity_id") == entity("london")) & (pl.col("created_at").dt.date() >= since)
    assert invoices.filter(hit)["back"].mean() > 2.5 * invoices.filter(~hit)["back"].mean()
    row = told("disputing_client").row(0, named=True)
    sent = invoices.filter(pl.col("sent_at").dt.date() >= row["since_on"])
    disputed = sent.with_columns(disputed=pl.col("id").is_in(firm("all")["dispute"]["invoice_id"].implode()))
    mine = pl.col("client_id") == row["subject_id"]
    assert disputed.filter(mine)["disputed"].mean() > 0.2 > 0.1 > disputed.filter(~mine)["disputed"].mean()


def test_bills_of_subcontractors_do_not_match():
    hit = firm("all")["vendor_invoice"].filter(
        pl.col("id").is_in(told("subcontractor_mismatch")["subject_id"].implode())
    )
    assert len(hit)
    assert hit["mismatched_at"].null_count() == 0


def test_contracts_left_lying_are_handed_over_weeks_later():
    rows = told("contract_left_lying").select(pl.col("subject_id").alias("object_id"), "since_on", "entity_id")
    first = firm("all")["approval"].filter(pl.col("kind") == "contract", pl.col("round") == 1)
    waited = rows.join(first, on="object_id").select(
        (pl.col("asked_at").dt.date() - pl.col("since_on")).dt.total_days()
    )
    assert set(rows["entity_id"]) == {entity("new_york")}
    # the last one lies there still
    assert len(waited) >= len(rows) - 1 > 0
    assert waited.to_series().min() >= 18


def test_retired_codes_stand_in_contracts_and_nowhere_else():
    def named(state: State) -> set[int]:
        old = pl.any_horizontal(pl.col("service_code", "tax_code").str.starts_with(RETIRED))
        return set(state["contract"].filter(pl.col("amends_id").is_null(), old)["id"])

    assert named(firm("all")) == set(told("retired_codes")["subject_id"]) != set()
    assert named(firm("none")) == set()


def test_whoever_overworks_does_so_for_months():
    (row,) = told("overwork").rows(named=True)
    cards = firm("all")["timecard"].filter(
        pl.col("resource_id") == row["subject_id"],
        pl.col("week_end") > row["since_on"],
        pl.col("week_end") <= row["detectable_on"],
    )
    weekly = cards.group_by("week_end").agg((pl.sum_horizontal(pl.col(day) for day in DAYS).sum() / 60).alias("hours"))
    assert len(weekly) > 15
    assert weekly["hours"].mean() > 46


def test_backdated_acceptances_come_before_the_milestone():
    hit = firm("all")["milestone"].filter(pl.col("accepted_at") < pl.col("reached_at"))
    assert set(hit["id"]) == set(told("acceptance_backdated")["subject_id"]) != set()


def test_invoices_by_hand_bill_no_event():
    lines = firm("all")["invoice_line"].filter(pl.col("billing_event_id").is_null())
    sent = firm("all")["invoice"].drop_nulls("sent_at")["id"]
    assert set(lines["invoice_id"]) & set(sent) == set(told("invoices_by_hand")["subject_id"]) != set()
    assert firm("none")["invoice_line"]["billing_event_id"].null_count() == 0


def test_order_numbers_stand_on_every_invoice_but_those_that_are_told():
    asking = firm("all")["client"].filter("requires_po").select(pl.col("id").alias("client_id"))
    bare = (
        firm("all")["invoice"].drop_nulls("sent_at").join(asking, on="client_id").filter(pl.col("po_number").is_null())
    )
    assert set(bare["id"]) == set(told("order_number_left_off")["subject_id"]) != set()


def test_mistyped_amounts_are_too_low():
    rows = told("mistyped_amounts").select(pl.col("subject_id").alias("billing_event_id"))
    first = firm("all")["invoice"].filter(pl.col("reissue_of_id").is_null()).select(pl.col("id").alias("invoice_id"))
    lines = firm("all")["invoice_line"].join(first, on="invoice_id")
    billed = lines.group_by("billing_event_id").agg(pl.col("amount_cents").sum().alias("billed"))
    events = firm("all")["billing_event"].select(pl.col("id").alias("billing_event_id"), "amount_cents")
    found = rows.join(billed, on="billing_event_id").join(events, on="billing_event_id")
    assert len(found) == len(rows) > 0
    assert (found["billed"] < found["amount_cents"]).all()


def test_scope_creep_costs_more_than_planned():
    rows = told("scope_creep")
    assert rows["cents"].min() > 0
    projects = firm("all")["project"].filter(pl.col("id").is_in(rows["subject_id"].implode()))
    assert set(projects["practice_id"]) == {2}
    assert set(projects["billing_type"]) <= {"milestone", "fixed_price"}


def test_the_close_of_new_york_takes_longer_and_has_more_items():
    closes = firm("all")["period_close"].with_columns(
        days=(pl.col("closed_at") - pl.col("created_at")).dt.total_days(),
        hit=pl.col("id").is_in(told("close_delay")["subject_id"].implode()),
    )
    items = firm("all")["reconciling_item"].group_by("period_close_id").len()
    closes = closes.join(items, left_on="id", right_on="period_close_id")
    assert closes.filter("hit")["days"].median() > closes.filter(~pl.col("hit"))["days"].median() + 4
    assert closes.filter("hit")["len"].median() > 2 * closes.filter(~pl.col("hit"))["len"].median()


def test_since_the_change_london_makes_the_shell_first():
    since = told("process_change")["since_on"].item()
    projects = firm("all")["project"].drop_nulls(["shell_created_at", "erp_created_at"])
    first = projects.with_columns(first=pl.col("shell_created_at") < pl.col("erp_created_at"))
    hit = (pl.col("entity_id") == entity("london")) & (pl.col("created_at").dt.date() >= since)
    assert first.filter(hit)["first"].all()
    assert not first.filter(~hit)["first"].any()


def test_the_acquired_firm_joins_with_its_own_people_clients_and_deals():
    with_it, without = firm("acquired_firm"), firm("none")
    new = with_it["legal_entity"].row(3, named=True)
    assert (new["name"], new["acquired"], new["currency"]) == ("Northlight Advisory Group Leeds", True, "GBP")
    joined = new["joined_at"]
    for name in ("client", "opportunity", "contract", "project"):
        mine = with_it[name].filter(pl.col("entity_id") == 4)
        assert len(mine), name
        assert mine["created_at"].min() >= joined, name
    for name in ("opportunity", "timesheet", "invoice"):
        old = with_it[name].filter(pl.col("entity_id") < 4)
        assert abs(len(old) - len(without[name])) <= 0.05 * len(without[name]), name
    sold = ["name", "created_at", "won_at", "amount_cents"]
    assert (
        with_it["opportunity"].filter(pl.col("entity_id") < 4).select(sold).equals(without["opportunity"].select(sold))
    )
