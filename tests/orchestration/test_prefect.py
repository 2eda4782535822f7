"""A real Prefect server runs the handoff only of what Tracework signed; `test_handoff` has what it then does."""

from __future__ import annotations

from dataclasses import replace

from tests.orchestration.new_contracts import sign_contract
from tests.orchestration.servers import PrefectServer
from tests.orchestration.signed_messages import Reports, handoff_of, signed
from tests.orchestration.written import NOTHING, Written
from tracework.demo_systems import Systems

SELLER = "005000000000028"


def test_what_tracework_did_not_sign_does_nothing(prefect: PrefectServer, systems: Systems, told: Reports):
    contract = sign_contract(systems.served["salesforce"], 3, SELLER)
    right = signed(handoff_of(contract))
    forged = replace(right, body=right.body.replace(b"F-1", b"F-2"))
    run = prefect.start(forged.parameters, forged.id)
    assert prefect.start(forged.parameters, forged.id) == run
    assert prefect.ended(run) == "FAILED"
    assert Written(systems, contract).counts() == NOTHING
    assert told.new() == []
