"""Airflow's own: how it is entered, and a run that is there already."""

from __future__ import annotations

import json

import pytest

from actions.channel import Outcome
from actions.channels.airflow import CHANNEL, Settings
from core.secret import Secret
from tests.actions.channels.sent import message, sent
from tests.actions.receiver import Reply, receiver


def test_a_run_that_is_there_has_arrived():
    with receiver(lambda _: Reply(409, body=b'{"detail": "DAGRun already exists"}')) as there:
        verdict = sent(CHANNEL, Settings(url=there.url, dag="a/b", token=Secret.of("tok_1")), message())
    assert (verdict.outcome, verdict.status) == (Outcome.DELIVERED, 409)
    assert there.requests[0].path == "/api/v2/dags/a%2Fb/dagRuns"
    assert json.loads(there.requests[0].body)["logical_date"] is None


@pytest.mark.parametrize("reply", [Reply(401), Reply(503), Reply(201, body=b"<html>"), Reply(200, body=b'{"a": 1}')])
def test_without_a_token_it_is_tried_again(reply: Reply):
    settings = {"dag": "handoff", "user": "tracework", "password": Secret.of("pass-word")}
    with receiver(lambda _: reply) as there:
        verdict = sent(CHANNEL, Settings(url=there.url, **settings), message())
    assert (verdict.outcome, len(there.requests)) == (Outcome.AGAIN, 1)


def test_it_must_be_entered_somehow():
    with pytest.raises(ValueError, match="a token, or a user and a password"):
        Settings(url="https://airflow.example", dag="handoff", user="tracework")
