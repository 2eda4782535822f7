"""Declarations: the shipped ones speak the domain's words, and all mistakes of a workspace's own are told together."""

from datetime import date

import pytest

from core.calendars import calendar
from core.errors import BadSettings
from core.words import event_types, object_types, slices
from core.workspace import create_workspace
from eventlog.process_declaration import declared_processes
from eventlog.process_path import Path, Stop, read_path

SHIPPED = declared_processes()


@pytest.fixture
def workspace(tmp_path):
    workspace = create_workspace(tmp_path / "firm")
    workspace.processes.mkdir()
    return workspace


def test_the_processes_of_a_firm_and_the_one_of_what_is_done_here():
    assert {name: process.object_type for name, process in SHIPPED.items()} == {
        "sales_to_project": "contract",
        "staffing": "resource_request",
        "time_capture": "timesheet",
        "expense_approval": "expense_report",
        "procurement": "purchase_order",
        "milestone_billing": "billing_event",
        "period_close": "period_close",
        "project_to_cash": "project",
        "finding_handling": "finding",
    }


@pytest.mark.parametrize("process", SHIPPED.values(), ids=SHIPPED)
def test_a_shipped_process_speaks_the_words_of_the_domain(process):
    assert set(process.event_types) <= event_types().keys()
    assert process.milestones[0] in process.event_types
    stops = [stop.type for path in process.paths for stop in path.stops]
    described = [by.end if isinstance(by, Path) else by for by in process.described_by]
    assert {process.object_type, *stops, *described} <= object_types().keys()
    assert process.calendar_by.attribute in slices()
    assert (process.owner != "", process.version != "", process.since is not None) == (True, True, True)
    assert all(calendar(name) for name in process.calendars)
    assert process.service_levels


def test_a_path_is_read_stop_by_stop():
    assert read_path("contract > project[under]>workspace: workspace_requested, workspace_provisioned") == Path(
        "contract",
        (Stop("project", "under"), Stop("workspace")),
        ("workspace_requested", "workspace_provisioned"),
    )
    assert read_path("a>b[]").stops == (Stop("b", ""),)
    assert read_path("a>b: c, d since e") == Path("a", (Stop("b"),), ("c", "d"), "e")


@pytest.mark.parametrize(
    "text", ["contract", "contract>", ">project", "a[x]>b", "a>b:", "a>b: c since ", "a>b[c", "a>b>>c"]
)
def test_a_path_that_leads_nowhere_is_refused(text):
    with pytest.raises(ValueError, match=r"'"):
        read_path(text)


def test_all_mistakes_of_a_file_are_told_together(workspace):
    (workspace.processes / "mine.toml").write_text(
        """
object_type = "order"
colour = "blue"
event_types = ["made", "sent", "paid", "sent"]
via = ["bill>order", "order>bill[", "order>bill: burnt"]
milestones = ["sent", "made"]
[[service_levels]]
name = "Quick"
from = "made"
to = "gone"
hours = -2
"""
    )
    with pytest.raises(BadSettings) as told:
        declared_processes(workspace)
    for part in ("mine.toml", "title", "colour", "twice: sent", "starts at bill", "'bill['", "hours"):
        assert part in str(told.value)


def test_milestones_and_levels_are_events_of_the_process_in_the_order_of_work(workspace):
    (workspace.processes / "mine.toml").write_text(
        """
title = "Mine"
object_type = "order"
event_types = ["made", "sent", "paid"]
via = ["order>bill: burnt"]
milestones = ["sent", "made"]
[[service_levels]]
name = "Quick"
from = "made"
to = "gone"
hours = 2
"""
    )
    with pytest.raises(BadSettings) as told:
        declared_processes(workspace)
    for part in ("event_types: burnt", "event_types: gone", "in the order that event_types has"):
        assert part in str(told.value)


def test_a_workspaces_own_process_adds_or_replaces(workspace):
    text = 'title = "Ours"\nobject_type = "timesheet"\nversion = "2"\nsince = 2026-04-01\n'
    (workspace.processes / "time_capture.toml").write_text(text)
    (workspace.processes / "another.toml").write_text(text)
    found = declared_processes(workspace)
    assert found.keys() == SHIPPED.keys() | {"another"}
    assert (found["time_capture"].title, found["time_capture"].since) == ("Ours", date(2026, 4, 1))
    assert SHIPPED["time_capture"].title == "Time capture"
