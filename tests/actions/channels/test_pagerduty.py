"""PagerDuty's own: one alert a subject, from raised to resolved."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.channels.pagerduty import CHANNEL, LONGEST_KEY, Settings
from actions.message import Phase, Severity
from core.secret import Secret
from tests.actions.channels.sent import message

SETTINGS = Settings(routing_key=Secret.of("R0UT1NG"))


def event(**told: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CHANNEL.content(message(**told), SETTINGS).body)
    return found


@pytest.mark.parametrize(
    ("phase", "action"),
    [(Phase.RAISED, "trigger"), (Phase.ACKNOWLEDGED, "acknowledge"), (Phase.RESOLVED, "resolve")],
)
def test_each_phase_is_an_action_on_the_same_alert(phase: Phase, action: str):
    told = event(phase=phase)
    assert (told["event_action"], told["dedup_key"]) == (action, "F-17")
    assert ("payload" in told) is (phase is Phase.RAISED)


def test_details_that_are_more_than_it_takes_are_sent_thin():
    full = Settings(routing_key=Secret.of("R0UT1NG"), payload="full")
    for size, is_whole in ((1_000, True), (600_000, False)):
        told = message(facts={"findings": ["x" * size]})
        body = CHANNEL.content(told, full).body
        assert len(body) < 512_000
        assert ("findings" in json.loads(body)["payload"]["custom_details"]) is is_whole


def test_a_subject_that_is_too_long_has_a_fingerprint_of_its_own():
    keys = {event(subject=subject)["dedup_key"] for subject in ("a" * 300, "a" * 299 + "b")}
    assert len(keys) == 2
    assert all(len(key) <= LONGEST_KEY for key in keys)


def test_the_severity_is_one_that_it_knows():
    assert {event(severity=each)["payload"]["severity"] for each in Severity} == {
        "critical",
        "error",
        "warning",
        "info",
    }
