"""What an action sends: of a large group the first findings, how many there are, and where the rest is read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from actions.approvals.content import MOST_LINES, Wanted, content_of, message_of
from actions.cloud_event import MOST_BYTES, cloud_event
from tests.actions.made_findings import finding


def wanted(number: int, name: str = "crm:C-{}") -> Wanted:
    found = [finding(each, subject_id=name.format(each)) for each in range(1, number + 1)]
    return Wanted("start_handoff", "orchestration", "please", found, json.dumps({"entity": "munich"}), "handoff")


@pytest.mark.parametrize("payload", ["thin", "full"])
@pytest.mark.parametrize("name", ["crm:C-{}", "crm:Projekt für Müller & Söhne {} " + "ü" * 300])
def test_a_large_group_stays_below_what_the_standard_recommends(name: str, payload: str):
    told = message_of(7, content_of(wanted(1000, name)), "orchestration")
    body = cloud_event(told, payload)
    assert len(body) <= MOST_BYTES
    data = json.loads(body)["data"]
    assert data["findings_in_all"] == 1000
    assert data["rest"] == "/api/v1/actions/7"
    assert 5 < len(data["findings"]) < 1000
    assert [each["id"] for each in data["findings"]] == [f"F-{n}" for n in range(1, len(data["findings"]) + 1)]
    # as many as there is room for
    longest = max(len(json.dumps(each)) for each in data["findings"])
    assert sum(len(json.dumps(each)) + 1 for each in data["findings"]) > 16_000 - longest - 2


def test_a_small_group_is_named_whole():
    data = message_of(7, content_of(wanted(30)), "orchestration").data
    assert len(data["findings"]) == 30
    assert not {"findings_in_all", "rest"} & data.keys()


@pytest.mark.parametrize(("number", "told", "more"), [(21, 21, None), (22, 20, 2), (1500, 20, 1480)])
def test_people_read_of_some_and_how_many_more_there_are(number: int, told: int, more: int | None):
    lines = content_of(wanted(number))["text"].splitlines()
    assert lines[0] == "please"
    assert lines[1].startswith("F-1 Contract 1 has no project")
    assert len(lines) == 1 + told + (more is not None)
    if more is not None:
        assert lines[-1] == f"And {more:,} more, which the action shows in Tracework."
        assert told == MOST_LINES


@pytest.mark.parametrize(
    ("grouped", "shared"),
    [
        ({"entity": "new_york"}, " of New York"),
        ({"client": "Acme & Sons", "kind": "likely_dispute"}, " of Acme & Sons, Billing line likely disputed"),
        ({"practice": None}, ""),
    ],
)
def test_what_a_group_has_in_common_is_said_as_people_say_it(grouped: dict[str, str | None], shared: str):
    title = replace(wanted(2), grouped=json.dumps(grouped)).title
    assert title == f"Start the handoff: 2 findings{shared}"
