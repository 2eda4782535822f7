"""Camunda's own: whom a message is for, and one that the broker has already."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.channel import Outcome
from actions.channels.camunda import CHANNEL, Settings
from tests.actions.channels.sent import message, sent
from tests.actions.receiver import Reply, receiver


@pytest.mark.parametrize(("own", "key"), [({}, "F-17"), ({"correlate": "nothing", "tenant": "emea"}, None)])
def test_a_message_goes_to_whom_it_is_for(own: dict[str, Any], key: str | None):
    with receiver(lambda _: Reply(200)) as there:
        sent(CHANNEL, Settings(url=there.url, **own), message())
    told = json.loads(there.requests[0].body)
    assert (told.get("correlationKey"), told.get("tenantId")) == (key, own.get("tenant"))
    assert "authorization" not in there.requests[0].headers


def test_one_that_the_broker_has_already_has_arrived():
    with receiver(lambda _: Reply(409)) as there:
        assert sent(CHANNEL, Settings(url=there.url), message()).outcome is Outcome.DELIVERED


def test_a_token_needs_a_client():
    with pytest.raises(ValueError, match="client_id and a client_secret"):
        Settings(url="https://camunda.example", token_url="https://login.example/oauth/token")
