"""Prefect's own: the flow gets the event byte by byte, and can verify it."""

from __future__ import annotations

import json
from uuid import UUID

from standardwebhooks import Webhook as Reference

from actions.channel import Outcome
from actions.channels.prefect import CHANNEL, Settings
from tests.actions.channels.sent import KEY, message, sent
from tests.actions.receiver import Reply, receiver

DEPLOYMENT = UUID("a9b6c3ff-3f7e-4a51-9f4a-5d1c3c6c1a11")


def test_the_parameters_verify_by_the_reference_library():
    told = message(title="Möller & Söhne")
    with receiver(lambda _: Reply(201)) as there:
        assert sent(CHANNEL, Settings(url=f"{there.url}/api", deployment=DEPLOYMENT), told).outcome is Outcome.DELIVERED
    run = json.loads(there.requests[0].body)
    assert run["idempotency_key"] == told.id
    stamp = int(run["parameters"]["headers"]["webhook-timestamp"])
    signature = Reference(KEY).sign(told.id, told.time, run["parameters"]["body"])
    assert stamp == int(told.time.timestamp())
    assert signature == run["parameters"]["headers"]["webhook-signature"]


def test_a_server_without_a_key_is_asked_without_one():
    with receiver(lambda _: Reply(200)) as there:
        sent(CHANNEL, Settings(url=f"{there.url}/api/", deployment=DEPLOYMENT), message())
    assert "authorization" not in there.requests[0].headers
    assert there.requests[0].path == f"/api/deployments/{DEPLOYMENT}/create_flow_run"
