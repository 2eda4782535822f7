"""Each rule finds what was planted for it; those about what must never be find nothing in a firm without troubles."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import open_log
from simulator.life.truth import troubles
from simulator.object_ids import logged_id
from tests.road.roads import Road
from tracework.pipeline import build

FOUND_BY = {
    "time_on_closed_projects": "time_on_closed_project",
    "time_outside_assignment": "time_outside_assignment",
    "rate_off_card": "rate_off_card",
    "unbilled_milestone": "milestone_without_billing_event",
    "subcontractor_mismatch": "vendor_invoice_mismatch",
    "client_duplicated": "client_twice_in_erp",
    "close_delay": "period_closed",
    "contract_left_lying": "contract_without_project",
    "overwork": "working_time_limit",
    "acceptance_backdated": "contradicting_times",
    "order_number_left_off": "order_number_missing",
    "invoices_by_hand": "invoice_without_billing_event",
}
"""The rule that finds each trouble's things by name."""

NEVER_RIGHT = (
    "client_missing_in_erp", "client_twice_in_erp", "contract_without_project", "contradicting_times",
    "entity_unknown", "hours_differ", "hours_not_posted", "invoice_without_billing_event",
    "milestone_without_billing_event", "order_number_missing", "project_without_terms", "purchase_without_approval",
    "rate_off_card", "service_code_unknown", "tax_code_unknown", "tax_number_differs", "time_on_closed_project",
    "time_outside_assignment", "working_time_limit",
)  # fmt: skip
"""Rules about what must never be. The others find what every firm has: refusals, disputes, promises not kept."""

ENTITY = "lnodon"

NEVER_A_GAP = ("amount_differs", "client_twice_in_erp", "hours_differ", "tax_number_differs")


def found(road: Road, rule: str, table: str = "exception") -> set[str]:
    return set(road.log.database.column(f"select object_id from fact.{table} where rule = $rule", rule=rule))


def planted(road: Road, trouble: str) -> set[str]:
    """The things of a trouble that can be known by now."""
    rows = troubles(road.state).filter(
        pl.col("trouble") == trouble, pl.col("detectable_from") <= road.state.as_of.date()
    )
    return set(rows["subject_id"].drop_nulls())


@pytest.mark.parametrize("trouble", FOUND_BY)
def test_what_was_planted_is_found(troubled: Road, trouble: str):
    assert planted(troubled, trouble) <= found(troubled, FOUND_BY[trouble])


def test_most_of_it_was_planted_in_this_firm(troubled: Road):
    assert sum(bool(planted(troubled, trouble)) for trouble in FOUND_BY) >= 9


def test_a_code_that_master_data_has_no_more_is_found(troubled: Road):
    things = planted(troubled, "retired_codes")
    assert things
    assert things == found(troubled, "service_code_unknown") | found(troubled, "tax_code_unknown")


def test_an_entity_that_no_master_data_knows_is_found(calm: Road, tmp_path: Path):
    """Somebody has keyed in a legal entity wrongly, in the contracts that the CRM hands out."""
    workspace = Workspace(shutil.copytree(calm.workspace.root, tmp_path / "firm"))
    (path,) = workspace.landing.glob("salesforce/*/Contract.parquet")
    contracts = pq.read_table(path).sort_by("Id")
    wrong = contracts["Id"][0].as_py()
    named = [ENTITY if each["Id"] == wrong else each["Legal_Entity__c"] for each in contracts.to_pylist()]
    place = contracts.column_names.index("Legal_Entity__c")
    pq.write_table(contracts.set_column(place, "Legal_Entity__c", pa.array(named, pa.string())), path)
    build(workspace)
    with open_log(workspace, Viewer.owner()) as log:
        things = log.database.rows("select object_id, part from fact.exception where rule = 'entity_unknown'")
    assert things == [(f"salesforce:{wrong}", ENTITY)]


def test_an_amount_that_was_keyed_in_wrongly_is_a_gap(troubled: Road):
    things = planted(troubled, "mistyped_amounts")
    assert things
    assert things == found(troubled, "amount_differs", "gap")


def test_a_contract_that_lacks_terms_of_ours_is_found_by_its_project(troubled: Road):
    """What lacks the client's order number alone has its terms."""
    contracts = troubled.state["contract"].filter(
        pl.any_horizontal(pl.col("tax_code", "service_code", "rate_card").is_null())
    )
    lacking = set(contracts.select(logged_id("contract"))["literal"])
    under = troubled.log.database.rows(
        "select project.object_id, contract.object_id from fact.project as project "
        "join fact.contract as contract on contract.thing_no = project.contract_no where project.cancelled_at is null"
    )
    assert {project for project, contract in under if contract in lacking} == found(troubled, "project_without_terms")


def test_hours_that_are_not_posted_are_a_gap_before_their_time_is_up(troubled: Road):
    things = planted(troubled, "unposted_hours")
    assert things
    assert things <= found(troubled, "hours_not_posted", "gap")


@pytest.mark.parametrize("rule", NEVER_RIGHT)
def test_a_firm_without_troubles_has_none_of_it(calm: Road, rule: str):
    assert found(calm, rule) == set()


@pytest.mark.parametrize("rule", NEVER_A_GAP)
def test_in_a_firm_without_troubles_systems_agree_on_it(calm: Road, rule: str):
    assert found(calm, rule, "gap") == set()


def test_a_client_that_disputes_is_found_by_its_disputes(troubled: Road):
    (client,) = troubles(troubled.state).filter(pl.col("trouble") == "disputing_client")["subject_id"]
    disputed = troubled.log.database.column(
        "select client.object_id from fact.exception as exception join fact.client as client using (client) "
        "where exception.rule = 'invoice_disputed' group by client.object_id order by count(*) desc"
    )
    assert disputed[0] == client
