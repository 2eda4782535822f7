"""Power Automate's own: the event comes as plain JSON, signed besides."""

from __future__ import annotations

import json

import pytest

from actions.channels.power_automate import CHANNEL, Settings
from actions.egress.web import TargetRefused
from core.secret import Secret
from tests.actions.channels.sent import message, sent
from tests.actions.receiver import receiver


def test_the_trigger_gets_json_and_a_signature():
    with receiver() as there:
        sent(CHANNEL, Settings(url=Secret.of(f"{there.url}/invoke?sig=abcd")), message())
    request = there.requests[0]
    assert request.headers["content-type"] == "application/json"
    assert request.headers["webhook-signature"].startswith("v1,")
    assert json.loads(request.body)["subject"] == "F-17"


def test_a_secret_that_is_no_address_is_refused_unseen():
    with pytest.raises(TargetRefused) as told:
        sent(CHANNEL, Settings(url=Secret.of("not an address")), message())
    assert "not an address" not in str(told.value)
