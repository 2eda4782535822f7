"""Pulled again: what did not change adds nothing, what changed changes exactly its events, what is gone is gone."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import pytest

from core.workspace import Workspace
from tests.real_erp.firm_log import FirmLog, LoggedEvent, by_database, by_rpc, new_workspace, pulled
from tests.real_erp.tryton_server import TrytonServer


@dataclass
class Firm:
    """A workspace that has read a server which this test may change."""

    server: TrytonServer
    workspace: Workspace

    def call(self, method: str, *parameters: Any) -> Any:
        return self.server.call(f"model.{method}", *parameters)

    def new_opportunity(self) -> str:
        """An opportunity that is begun and qualified."""
        (party,) = self.call("party.party.create", [{"name": "One more client"}])
        (employee,) = self.call("company.employee.search", [], 0, 1, [["id", "ASC"]])
        values = {"party": party, "employee": employee, "company": 1, "currency": 1, "conversion_probability": 0.5}
        (new,) = self.call("sale.opportunity.create", [values])
        self.call("sale.opportunity.opportunity", [new])
        return f"sale.opportunity,{new}"

    def difference(self) -> tuple[set[LoggedEvent], set[LoggedEvent]]:
        """The events that a further pull takes away, and those that it adds."""
        before = set(FirmLog(self.workspace).events())
        time.sleep(1.1)  # until the clock of the source, told in whole seconds, is past what was done
        pulled(self.workspace)
        after = set(FirmLog(self.workspace).events())
        return before - after, after - before


@pytest.fixture(scope="module", params=["rpc", "database"])
def firm(request: pytest.FixtureRequest, changing: TrytonServer, tmp_path_factory: pytest.TempPathFactory) -> Firm:
    folder = tmp_path_factory.mktemp(request.param)
    table = by_rpc(changing, folder) if request.param == "rpc" else by_database(folder, f"sqlite:///{changing.sqlite}")
    workspace = new_workspace(folder, table)
    pulled(workspace)
    return Firm(changing, workspace)


def test_a_second_pull_adds_nothing(firm: Firm):
    generation = firm.workspace.current_generation()
    again = pulled(firm.workspace)
    assert [each.run for each in again.pulled] == [None]
    assert firm.workspace.current_generation() == generation


def test_what_was_done_in_between_changes_exactly_its_events(firm: Firm):
    """A time entry is halved, another deleted, an opportunity begun and qualified."""
    halved, deleted = firm.call("timesheet.line.search", [["invoice_line", "=", None]], 0, 2, [["id", "ASC"]])
    (before,) = firm.call("timesheet.line.read", [halved], ["duration"])
    seconds = before["duration"]["seconds"]
    firm.call("timesheet.line.write", [halved], {"duration": {"__class__": "timedelta", "seconds": seconds / 2}})
    firm.call("timesheet.line.delete", [deleted])
    opportunity = firm.new_opportunity()
    gone, come = firm.difference()

    longer, dropped = sorted(gone, key=lambda event: event.id not in {each.id for each in come})
    (shorter,) = (event for event in come if event.id == longer.id)
    assert replace(shorter, attributes=longer.attributes) == longer
    assert dict(longer.attributes)["hours"] == str(seconds / 3600)
    assert dict(shorter.attributes)["hours"] == str(seconds / 7200)
    assert dropped.type == "time_logged"
    new = come - {shorter}
    assert {event.type for event in new} == {"opportunity_created", "opportunity_qualified"}
    assert len(new) == 2
    assert all(opportunity in event.objects for event in new)
