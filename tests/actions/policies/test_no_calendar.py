"""Where a policy is quiet by no calendar of the entity, whoever lists or tries policies is told."""

from __future__ import annotations

from typing import Any

import pytest

from actions.policies.no_calendar import entities_with_findings, said_of_no_calendar
from core.access import Viewer
from core.state import State
from tests.actions.made_findings import calendars, policy
from tests.actions.ready_firm import as_role, ready, suspect, write_policy
from tests.tracework.command_line import tracework

WORK = {"outside_business_hours": True}


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ({"quiet": WORK}, "atlantis has no calendar, so there it is quiet by Monday to Friday"),
        ({"quiet": {"hours": ["22:00-07:00"]}}, "atlantis has no calendar"),
        ({"quiet": WORK, "entities": ["munich"]}, ""),
        ({"quiet": WORK, "entities": ["lemuria", "munich", "mu"]}, "lemuria and mu have no calendar"),
        ({"quiet": {**WORK, "calendar": "new_york"}}, ""),
        ({}, ""),
    ],
)
def test_it_names_those_without_one(said: dict[str, Any], begins: str):
    told = said_of_no_calendar(policy(**said), ["atlantis", "munich"], calendars)
    assert told.startswith(begins)
    assert bool(told) is bool(begins)
    assert ("calendars/atlantis.toml" in told) is begins.startswith("atlantis")


def test_the_entities_are_those_of_findings_that_one_may_see(either_state: State):
    ready(either_state)
    suspect(either_state, 1, 2, entities={1: "atlantis"})
    with either_state.reading() as connection:
        assert entities_with_findings(connection, Viewer.owner()) == ["atlantis", "munich"]
        limited = as_role("viewer", entities=frozenset({"munich"}))
        assert entities_with_findings(connection, limited) == ["munich"]


def test_the_command_line_says_it(either_state: State):
    write_policy(ready(either_state), parts="[quiet]\noutside_business_hours = true\n")
    suspect(either_state, 1, entities={1: "atlantis"})
    place = either_state.workspace.root
    if either_state.engine.dialect.name == "sqlite":
        told = tracework("act", "policies", "-w", place)
        assert "handoff: atlantis has no calendar" in told.out
        (found,) = tracework("act", "policies", "--json", "-w", place).json["policies"]
        assert found["caution"].startswith("atlantis has no calendar")
