"""A real Prefect server runs the handoff: verified in the flow before it acts, once, and it says what came of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.orchestration.new_contracts import sign_contract
from tests.orchestration.servers import PrefectServer
from tests.orchestration.signed_messages import Reports, handoff_of, signed
from tests.orchestration.written import EVERYTHING, NOTHING, Written
from tracework.demo_systems import Systems

SELLER = "005000000000028"


@pytest.fixture
def contract(systems: Systems) -> str:
    return sign_contract(systems.served["salesforce"], 3, SELLER)


def test_a_contract_is_handed_over_by_one_run_however_often_it_is_told(
    prefect: PrefectServer, systems: Systems, told: Reports, contract: str
):
    message = signed(handoff_of(contract))
    run = prefect.start(message.parameters, message.id)
    assert prefect.start(message.parameters, message.id) == run
    assert prefect.ended(run) == "COMPLETED"
    begun, ended = told.new()
    assert (begun["type"], begun["data"]["result"]) == ("tracework.action.receipt", "running")
    assert (ended["type"], ended["data"]["result"]) == ("tracework.action.outcome", "succeeded")
    written = Written(systems, contract)
    assert written.counts() == EVERYTHING
    assert {each["id"] for each in ended["data"]["records"]} == written.ids()


def test_what_tracework_did_not_sign_does_nothing(
    prefect: PrefectServer, systems: Systems, told: Reports, contract: str
):
    right = signed(handoff_of(contract))
    forged = replace(right, body=right.body.replace(b"F-1", b"F-2"))
    assert prefect.ended(prefect.start(forged.parameters, forged.id)) == "FAILED"
    assert Written(systems, contract).counts() == NOTHING
    assert told.new() == []
