"""A real Node-RED does the handoff: only of what is signed, once, and it says what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from actions.signatures import new_key
from tests.orchestration.new_contracts import OBJECTS, TERMS, sign_contract, signed_in
from tests.orchestration.signed_messages import Reports, Signed, handoff_of, signed
from tests.orchestration.written import EVERYTHING, NOTHING, Written
from tracework.demo_systems import Systems

SELLER = "005000000000028"


def post(url: str, message: Signed) -> httpx.Response:
    return httpx.post(f"{url}/handoff", content=message.body, headers=message.headers, timeout=60, trust_env=False)


@pytest.fixture
def contract(systems: Systems) -> str:
    return sign_contract(systems.served["salesforce"], 3, SELLER)


def test_a_contract_is_handed_over_once_however_often_it_is_told(
    node_red: str, systems: Systems, told: Reports, contract: str
):
    message = signed(handoff_of(contract))
    assert post(node_red, message).status_code == 200
    begun, ended = told.new()
    assert (begun["type"], begun["data"]["result"]) == ("tracework.action.receipt", "running")
    assert (ended["type"], ended["data"]["result"]) == ("tracework.action.outcome", "succeeded")
    written = Written(systems, contract)
    assert written.counts() == EVERYTHING
    assert {each["id"] for each in ended["data"]["records"]} == written.ids()
    assert post(node_red, message).text == "done before"
    assert told.new() == []
    assert post(node_red, signed(handoff_of(contract))).status_code == 200
    assert written.counts() == EVERYTHING


def test_what_it_writes_is_what_the_contract_says(node_red: str, systems: Systems, told: Reports, contract: str):
    post(node_red, signed(handoff_of(contract)))
    written = Written(systems, contract)
    (job,), (shell,), (budget,) = written.jobs, written.shells, written.of_shell("pse__Budget__c")
    assert (job["entityid"], job["customer"], job["subsidiary"]) == (shell["pse__Project_ID__c"], 3, 1)
    assert (shell["Baseline_Revenue__c"], shell["Legal_Entity__c"]) == (100_000.0, "new_york")
    assert (budget["pse__Amount__c"], budget["pse__Status__c"]) == (100_000.0, "Open")
    amounts = [row["pse__Milestone_Amount__c"] for row in written.of_shell("pse__Milestone__c")]
    assert amounts == [30_000.0, 40_000.0, 30_000.0]
    wanted = {(row["pse__Resource_Role__c"], row["Region__c"]) for row in written.of_shell("pse__Resource_Request__c")}
    assert wanted == {("Solution Architect", "Americas"), ("Software Engineer", "Americas")}


def test_what_the_contract_lacks_is_reported_and_done_once_it_is_there(node_red: str, systems: Systems, told: Reports):
    contract = sign_contract(systems.served["salesforce"], 3, SELLER, Tax_Code__c=None, Service_Code__c=None)
    message = signed(handoff_of(contract))
    assert post(node_red, message).status_code == 200
    _, ended = told.new()
    assert (ended["data"]["result"], ended["data"]["words"]) == (
        "failed", "the contract has no Tax_Code__c; the contract has no Service_Code__c",
    )  # fmt: skip
    assert Written(systems, contract).counts() == NOTHING
    with signed_in(systems.served["salesforce"], SELLER) as desk:
        desk.patch(f"{OBJECTS}/Contract/{contract}", json=TERMS).raise_for_status()
    assert post(node_red, message).status_code == 200
    assert [each["data"]["result"] for each in told.new()] == ["running", "succeeded"]
    assert Written(systems, contract).counts() == EVERYTHING


@pytest.mark.parametrize("wrong", ["altered", "another key", "stale", "without headers", "another id"])
def test_what_is_not_signed_now_by_tracework_is_refused(
    wrong: str, node_red: str, systems: Systems, told: Reports, contract: str
):
    right = signed(handoff_of(contract))
    messages = {
        "altered": replace(right, body=right.body.replace(b"F-1", b"F-2")),
        "another key": signed(handoff_of(contract), new_key()),
        "stale": signed(handoff_of(contract), at=datetime.now(UTC) - timedelta(minutes=6)),
        "without headers": replace(right, headers={}),
        "another id": replace(right, headers={**right.headers, "webhook-id": "msg_other"}),
    }
    assert post(node_red, messages[wrong]).status_code == 401
    assert Written(systems, contract).counts() == NOTHING
    assert told.new() == []


def test_a_busy_system_is_asked_again(node_red: str, systems: Systems, told: Reports, contract: str):
    with fault(systems, "throttled", path="pse__Milestone__c", times=2, seconds=0):
        assert post(node_red, signed(handoff_of(contract))).status_code == 200
    assert Written(systems, contract).counts() == EVERYTHING
    assert [each["data"]["result"] for each in told.new()] == ["running", "succeeded"]


def test_of_a_system_that_stays_busy_nothing_is_reported_and_the_message_is_wanted_again(
    node_red: str, systems: Systems, told: Reports, contract: str
):
    message = signed(handoff_of(contract))
    with fault(systems, "unavailable", path="pse__Budget__c", times=99, seconds=0):
        assert post(node_red, message).status_code == 503
    assert [each["type"] for each in told.new()] == ["tracework.action.receipt"]
    half = Written(systems, contract).counts()
    assert (half["shells"], half["Budget"]) == (1, 0)
    assert post(node_red, message).status_code == 200
    assert Written(systems, contract).counts() == EVERYTHING


@contextmanager
def fault(systems: Systems, kind: str, **details: object) -> Iterator[None]:
    """A fault of Salesforce while a block runs."""
    faults = systems.served["salesforce"].faults
    faults.plan(kind, **details)
    try:
        yield
    finally:
        faults.clear()
