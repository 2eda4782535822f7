"""What Salesforce and its PSA have written of a firm: ids, statuses, stamps and histories, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from simulator.life.simulate import small_firm
from simulator.systems.salesforce import records
from tests.simulator.hand_made_deals import hand_made_deals
from tests.simulator.hand_made_firm import at


@pytest.fixture(scope="module")
def tables():
    return records(hand_made_deals()).tables


def column(table, *names):
    return table.sort("Id").select(*names).rows()


def test_a_deal_is_where_its_last_step_took_it(tables):
    deals = column(tables["Opportunity"], "Id", "StageName", "IsWon", "IsClosed", "SystemModstamp")
    assert deals == [
        ("006000000000001", "Closed Won", True, True, at(1)),
        ("006000000000002", "Closed Lost", False, True, at(5)),
        ("006000000000003", "Qualification", False, False, at(20)),
    ]


def test_the_stages_of_a_deal_and_when_each_was_left(tables):
    stages = tables["OpportunityHistory"].filter(pl.col("OpportunityId") == "006000000000001").sort("CreatedDate")
    assert stages.select("StageName", "CreatedDate", "SystemModstamp").rows() == [
        ("Prospecting", at(1, month=2), at(3, month=2)),
        ("Qualification", at(3, month=2), at(10, month=2)),
        ("Proposal/Price Quote", at(10, month=2), at(12, month=2)),
        ("Negotiation/Review", at(12, month=2), at(1)),
        ("Closed Won", at(1), at(1)),
    ]
    lost = tables["OpportunityFieldHistory"].filter(pl.col("OpportunityId") == "006000000000002")
    assert lost.select("OldValue", "NewValue").rows() == [
        ("Prospecting", "Qualification"),
        ("Qualification", "Closed Lost"),
    ]


def test_a_contract_is_signed_on_the_day_of_its_entity(tables):
    first, second = column(tables["Contract"], "Status", "CompanySignedDate", "ActivatedDate", "Amends__c", "Cap__c")
    assert first == ("Activated", date(2026, 3, 1), at(1, 23, 30), None, None)
    assert second == ("Draft", None, None, "800000000000001", None)
    filled = tables["ContractHistory"].filter(pl.col("Field") != "Status").sort("Field")
    assert filled.select("Field", "OldValue", "NewValue", "CreatedDate").rows() == [
        ("PO_Number__c", None, "P1", at(6)),
        ("Service_Code__c", None, "DATA", at(6)),
        ("Tax_Code__c", None, "US", at(6)),
    ]


def test_a_milestone_reached_before_dawn_is_of_the_evening_before_in_new_york(tables):
    (milestone,) = column(tables["pse__Milestone__c"], "pse__Status__c", "pse__Actual_Date__c", "Accepted_Date__c")
    assert milestone == ("Accepted", date(2026, 3, 26), date(2026, 3, 28))


def test_approvals_are_asked_and_decided_in_steps(tables):
    steps = tables["ProcessInstanceStep"].join(
        tables["ProcessInstance"].select(ProcessInstanceId="Id", target="TargetObjectId"), on="ProcessInstanceId"
    )
    of_card = steps.filter(pl.col("target") == "a04000000000001").sort("CreatedDate", "Id")
    assert of_card.select("StepStatus", "ActorId", "CreatedDate").rows() == [
        ("Started", "005000000000001", at(16)),
        ("Rejected", "005000000000004", at(17)),
        ("Started", "005000000000001", at(18)),
        ("Approved", "005000000000004", at(19)),
    ]
    assert tables["ProcessInstance"].filter(pl.col("Status") == "Pending").height == 1
    assert set(steps["StepNodeId"]) == set(tables["ProcessNode"]["Id"])


def test_a_timecard_and_its_corrections(tables):
    cards = column(tables["pse__Timecard_Header__c"], "pse__Status__c", "pse__Project__c", "pse__Friday_Hours__c")
    assert cards == [
        ("Approved", "a01000000000001", pytest.approx(1 / 3)),
        ("Submitted", None, pytest.approx(1 / 3)),
        ("Approved", "a01000000000001", pytest.approx(1 / 3)),
    ]
    told = tables["pse__Timecard_Header__History"].filter(pl.col("ParentId") == "a04000000000001")
    assert told.select("OldValue", "NewValue", "CreatedById").rows() == [
        ("Saved", "Submitted", "005000000000002"),
        ("Submitted", "Rejected", "005000000000004"),
        ("Rejected", "Submitted", "005000000000002"),
        ("Submitted", "Approved", "005000000000004"),
    ]
    splits = column(tables["pse__Timecard__c"], "pse__Start_Date__c", "pse__End_Date__c", "pse__Billing_Event__c")
    assert splits[2] == (date(2026, 3, 9), date(2026, 3, 15), "a06000000000002")


def test_nothing_of_a_project_is_in_the_psa_before_its_shell():
    early = records(hand_made_deals().cut(at(4, 8))).tables
    for name in ("pse__Proj__c", "pse__Milestone__c", "pse__Billing_Event__c", "pse__Budget__c", "Project_Forecast__c"):
        assert early[name].is_empty(), name


def test_people_have_their_numbers_and_subcontractors_none(tables):
    numbers = column(tables["Contact"], "Employee_Number__c", "Is_Subcontractor__c")
    assert numbers[1] == ("E00002", False)
    assert numbers[4] == (None, True)


def test_every_reference_is_to_a_record_that_is_there(tables):
    ids = {name: set(table["Id"]) for name, table in tables.items()}
    for name, column_name, target in [
        ("pse__Proj__c", "Contract__c", "Contract"),
        ("pse__Assignment__c", "pse__Resource_Request__c", "pse__Resource_Request__c"),
        ("pse__Timecard_Header__c", "pse__Project__c", "pse__Proj__c"),
        ("pse__Billing_Event_Item__c", "pse__Timecard__c", "pse__Timecard__c"),
        ("ProcessInstance", "ProcessDefinitionId", "ProcessDefinition"),
        ("Contact", "pse__Region__c", "pse__Region__c"),
    ]:
        assert set(tables[name][column_name].drop_nulls()) <= ids[target], (name, column_name)


def test_ids_are_unique_and_stay_as_time_passes(tables):
    early = records(hand_made_deals().cut(at(18, 10))).tables
    for name, table in tables.items():
        assert table["Id"].is_unique().all(), name
        assert set(early[name]["Id"]) <= set(table["Id"]), name


def test_what_is_planted_wrong_is_listed_and_nothing_else_changes(tables):
    spoiled = records(hand_made_deals("inconsistent_records"))
    keys = {(wrong.stream, wrong.key) for wrong in spoiled.planted}
    assert len(keys) == len(spoiled.planted) == 16
    assert {wrong.reason for wrong in spoiled.planted} == {
        "unreadable", "missing", "unknown_reference", "unknown_master_data", "contradicting_times",
    }  # fmt: skip
    for name, table in spoiled.tables.items():
        good = table.filter(~pl.col("Id").is_in([key for stream, key in keys if stream == name]))
        assert good.equals(tables[name]), name


def test_histories_that_are_off_are_empty(tables):
    off = records(hand_made_deals("history_off")).tables
    assert {name for name, table in off.items() if table.is_empty() and not tables[name].is_empty()} == {
        name for name in tables if name.endswith("History")
    }


@pytest.mark.parametrize("before", [datetime(2025, 11, 7, 15, tzinfo=UTC), datetime(2026, 2, 2, 9, 30, tzinfo=UTC)])
def test_what_changed_since_is_told_by_its_stamp(before):
    """Reading by stamp misses nothing: whatever is not as it was has been touched since."""
    firm = small_firm(troubles="all")
    early, late = records(firm.cut(before)).tables, records(firm).tables
    for name, table in late.items():
        stamp = "SystemModstamp" if "SystemModstamp" in table.columns and "History" not in name else "CreatedDate"
        content = [column for column in table.columns if "Modifi" not in column and column != "SystemModstamp"]
        same = table.join(early[name], on=content, how="semi", nulls_equal=True)
        other = table.join(same, on="Id", how="anti")
        assert other.filter(pl.col(stamp) <= before).is_empty(), name


def test_money_is_written_with_cents_and_no_more():
    rates = records(small_firm()).tables["Contract_Rate__c"]
    assert len(rates)
    for name, kind in rates.schema.items():
        if kind == pl.Float64:
            assert rates.filter(pl.col(name).cast(pl.String).str.contains(r"\.\d{3,}")).is_empty(), name


def test_hours_are_written_without_a_floats_noise():
    written = records(small_firm()).tables
    for name in ("pse__Assignment__c", "pse__Est_Vs_Actuals__c", "pse__Timecard_Header__c", "pse__Timecard__c"):
        assert len(written[name])
        for column, kind in written[name].schema.items():
            if kind == pl.Float64:
                assert not written[name][column].cast(pl.String).str.contains(r"\.\d{7,}").any(), (name, column)
