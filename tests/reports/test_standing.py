"""What one may know of schedules: all of what one sees, else what is sent to oneself; names only where one may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.access import Viewer
from core.state import State, open_state
from core.workspace import create_workspace
from reports import runs
from reports.standing import sent_lately, standings

SETTINGS = """
[reports.munich]
report = "utilization"
entity = "munich"
at = "Monday 07:00"
recipients = ["ann", "lee"]
folder = "sent"

[reports.whole]
report = "month_end_finance"
at = "first working day 07:00"
recipients = ["lee", "zoe"]

[reports.never]
report = "weekly_operations"
at = "0 7 30 2 *"
folder = "sent"
"""
NOW = datetime(2026, 4, 8, 12, tzinfo=UTC)
DUE = {"munich": datetime(2026, 4, 6, 5, tzinfo=UTC), "whole": datetime(2026, 4, 1, 7, tzinfo=UTC)}


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    workspace = create_workspace(tmp_path / "firm")
    workspace.settings_file.write_text(SETTINGS, encoding="utf-8")
    with open_state(workspace) as found:
        for schedule, recipient, outcome in (
            ("munich", "ann", "sent"), ("munich", "folder sent", "failed"), ("whole", "lee", "sent"),
            ("gone", "zoe", "sent"),
        ):  # fmt: skip
            due = DUE.get(schedule, DUE["whole"])
            assert runs.claim(found, schedule, recipient, (due, 0), NOW)
            run = runs.the_run(found, schedule, recipient, due)
            runs.conclude(found, run, outcome, f"Told of {recipient}.", NOW)
        yield found


def viewer(name: str, *, names: bool = True, **scopes: frozenset[str]) -> Viewer:
    return Viewer(name, frozenset({"controller"}), may_see_names=names, **scopes)


def known(state: State, who: Viewer) -> dict[str, tuple[str, ...]]:
    return {each.schedule.name: each.recipients for each in standings(state, who, NOW)}


def test_who_sees_all_sees_every_schedule_the_next_first(state: State):
    found = standings(state, Viewer.owner(), NOW)
    assert [each.schedule.name for each in found] == ["munich", "whole", "never"]
    # Monday at seven in Munich is five by universal time; the 1st of May is no holiday to a report of no entity
    assert [each.next_due for each in found] == [
        datetime(2026, 4, 13, 5, tzinfo=UTC), datetime(2026, 5, 1, 7, tzinfo=UTC), None,
    ]  # fmt: skip
    assert [each.last_due for each in found] == [DUE["munich"], DUE["whole"], None]
    assert {run.recipient: run.state for run in found[0].last} == {"ann": "sent", "folder sent": "failed"}
    assert [run.schedule for run in sent_lately(state, Viewer.owner(), 10)] == ["munich", "munich", "gone", "whole"]
    assert len(sent_lately(state, Viewer.owner(), 1)) == 1


def test_of_an_entity_one_knows_what_is_told_of_it_and_what_is_sent_to_oneself(state: State):
    ann = viewer("ann", entities=frozenset({"munich"}))
    assert known(state, ann) == {"munich": ("ann", "lee", "folder sent")}
    assert {run.recipient for run in sent_lately(state, ann, 10)} == {"ann", "folder sent"}
    lee = viewer("lee", entities=frozenset({"london"}))
    assert known(state, lee) == {"munich": ("lee",), "whole": ("lee",)}
    assert [run.schedule for run in sent_lately(state, lee, 10)] == ["whole"]
    # who sees one client of Munich does not see what is told of all of Munich
    assert known(state, viewer("kim", entities=frozenset({"munich"}), clients=frozenset({"Acme"}))) == {}


def test_where_names_are_hidden_no_name_or_address_is_told(state: State):
    zoe = viewer("zoe", names=False)
    assert known(state, zoe)["munich"] == ("a reader", "a reader", "folder sent")
    assert known(state, zoe)["whole"] == ("a reader", "zoe")
    assert {(run.recipient, run.words) for run in sent_lately(state, zoe, 10)} == {
        ("a reader", ""), ("folder sent", "Told of folder sent."), ("zoe", "Told of zoe."),
    }  # fmt: skip
