"""The whole way: contracts signed without a project are found, approved and sent; flows do the work; the next pull sees
it, the findings are settled, the indicator moves, the page of effects counts it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from actions.approvals.action import Action, ActionState
from actions.approvals.reading import actions
from actions.delivery.sender import Sender
from actions.effect.measuring import effects
from actions.outbox.reading import deliveries
from actions.outbox.replaying import replay
from actions.policies.looking import look
from core.access import Viewer
from core.audit.writing import audited
from core.state import State as Kept
from core.state import open_state
from core.workspace import Workspace, open_workspace
from eventlog.reading import open_log
from models.detecting import detect
from models.findings.finding import Finding, FindingState
from models.findings.reading import findings
from simulator.interfaces.vendors import vendors_of
from simulator.state import State
from tests.orchestration.new_contracts import APPROVALS, OBJECTS, TERMS, sign_contract, signed_in
from tests.orchestration.servers import PrefectServer
from tests.orchestration.signed_messages import REPORTING, SENDING
from tests.orchestration.written import EVERYTHING, Written
from tests.served_orders import serving
from tracework.demo_systems import Systems, point_at
from tracework.pipeline import pull

OWNER, SELLER = Viewer.owner(), "005000000000028"
TOO_LATE, FOLLOWED = timedelta(days=21), timedelta(days=15)
PATIENCE_S = 90
POLICY = """
title = "Start the handoff by {channel}"
owner = "process_owner"
version = 1
since = 2026-01-01
[when]
kinds = ["contract_without_project"]
clients = {clients}
[approval]
role = "approver"
expires_after = "2 d"
[act]
action = "start_handoff"
channel = "{channel}"
"""
SET_UP = {
    "project_created_in_erp", "project_shell_created", "budget_submitted", "budget_approved", "workspace_provisioned",
    "resource_requested",
}  # fmt: skip


@dataclass
class Firm:
    """A firm's workspace over its systems, and the state of what is found and done in it."""

    workspace: Workspace
    systems: Systems
    kept: Kept

    def look(self, later: timedelta) -> None:
        """Pull what is there so much later, build, and run the detector of broken rules."""
        for served in self.systems.served.values():
            served.shown.set_clock(served.shown.now() + later)
        pulled = pull(self.workspace)
        assert pulled.failed == {}
        with open_log(self.workspace, OWNER) as log:
            detect(self.kept, log, ["rule_exception"])

    def finding(self, contract: str) -> Finding:
        found = [each for each in findings(self.kept, OWNER) if each.suspicion.subject_id == f"salesforce:{contract}"]
        (one,) = [each for each in found if each.kind == "contract_without_project"]
        return one

    def action(self, contract: str) -> Action:
        number = self.finding(contract).number
        (one,) = [each for each in actions(self.kept, OWNER) if number in [part.finding for part in each.about]]
        return one

    def ended(self, contract: str, *before: ActionState) -> Action:
        """The action once it is no longer in one of the states before."""
        until = time.monotonic() + PATIENCE_S
        while (found := self.action(contract)).state in before and time.monotonic() < until:
            time.sleep(0.2)
        return found


@pytest.fixture
def at(
    pretend_firm: Path, systems: Systems, firm: State, prefect: PrefectServer, node_red: str, tmp_path: Path
) -> Iterator[Firm]:
    """The firm, with Prefect and Node-RED as channels."""
    shutil.copytree(pretend_firm, tmp_path / "firm")
    workspace = open_workspace(tmp_path / "firm")
    point_at(workspace, systems, vendors_of(firm), "A firm")
    for name, key in (("sending", SENDING), ("reporting", REPORTING)):
        (workspace.root / "secrets" / name).write_text(key)
    keys = 'keys = {file = "secrets/sending"}\nreceipt_keys = {file = "secrets/reporting"}'
    hosts = [address.split("/")[2] for address in (prefect.api, node_red)]
    with workspace.settings_file.open("a") as file:
        file.write(f"[delivery]\ninternal_hosts = {json.dumps(hosts)}\n")
        file.write(f'[channels.prefect]\nkind = "prefect"\nurl = "{prefect.api}"\n{keys}\n')
        file.write(f'deployment = "{prefect.deployment}"\n')
        file.write(f'[channels.node_red]\nkind = "webhook"\nurl = "{node_red}/handoff"\n{keys}\n')
    with open_state(workspace) as kept:
        yield Firm(workspace, systems, kept)


def of_clients(at: Firm, channel: str, *clients: str) -> None:
    folder = at.workspace.root / "policies"
    folder.mkdir(exist_ok=True)
    text = POLICY.format(channel=channel, clients=json.dumps(clients))
    (folder / f"handoff_by_{channel}.toml").write_text(text)


def client_name(systems: Systems, number: int) -> str:
    accounts = systems.served["salesforce"].shown.tables["Account"]
    (name,) = accounts.filter(accounts["Id"] == f"001{number:012d}")["Name"]
    return str(name)


def approve_budget(systems: Systems, contract: str) -> None:
    """As the partner whom the budget waits for."""
    (asked,) = Written(systems, contract).askings
    with signed_in(systems.served["salesforce"], asked["OriginalActorId"]) as desk:
        (budget,) = Written(systems, contract).of_shell("pse__Budget__c")
        request = {"actionType": "Approve", "contextId": budget["Id"]}
        desk.post(APPROVALS, json={"requests": [request]}).raise_for_status()


def log_of_project(workspace: Workspace, contract: str) -> tuple[set[str], int, list[tuple[bool]]]:
    """What happened to the contract's project, how many milestones it has, and whether its set-up is still open, by the
    indicator."""
    named = {"contract": f"salesforce:{contract}"}
    with open_log(workspace, OWNER) as log:
        projects = (
            "select project.thing_no from fact.project as project join fact.contract as contract "
            "on contract.thing_no = project.contract_no where contract.object_id = $contract"
        )
        happened = log.database.rows(
            f"select distinct event_type from fact.happened where thing_no in ({projects})", **named
        )
        milestones = log.database.rows(f"select count(*) from fact.milestone where project_no in ({projects})", **named)
        setup = log.database.rows(
            "select is_open from indicator.sales_to_project_setup_time "
            "where measure = 'value' and object_id = $contract",
            **named,
        )
    return {row[0] for row in happened}, milestones[0][0], setup


def found_and_approved(at: Firm, contract: str, tracework: str) -> None:
    assert log_of_project(at.workspace, contract) == (set(), 0, [(True,)])
    waiting = at.action(contract)
    assert (waiting.state, waiting.action) == (ActionState.WAITING, "start_handoff")
    place = f"{tracework}/api/v1/actions/{waiting.id}/answer"
    httpx.post(place, json={"answer": "approve"}, timeout=30, trust_env=False).raise_for_status()


def sent_again(at: Firm, contract: str, now: datetime) -> None:
    number = sent(at, contract)
    with audited(at.kept, "somebody") as work:
        replay(work, number, now)
    Sender(at.kept).send_due()
    sent(at, contract)


def sent(at: Firm, contract: str) -> int:
    """The number of the delivery, once it is sent: the server's own sender may be at it."""
    until, message = time.monotonic() + PATIENCE_S, at.action(contract).message
    while True:
        with at.kept.reading() as connection:
            (found,) = deliveries(connection, message_id=message)
        if found.state == "sent":
            return found.id
        assert time.monotonic() < until, found
        time.sleep(0.2)


def done_and_reported(at: Firm, contract: str) -> None:
    done = at.ended(contract, ActionState.APPROVED, ActionState.FAILED)
    assert (done.state, done.words) == (ActionState.SUCCEEDED, "The project is set up; its budget waits for approval.")
    assert at.finding(contract).state is FindingState.SETTLED
    assert Written(at.systems, contract).counts() == EVERYTHING


def counted_on_the_page(browser: Browser, tracework: str, done: dict[str, tuple[int, int]]) -> None:
    """The page of effects says of each policy how many of its findings were solved, as a person reads it."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    try:
        page.goto(f"{tracework}/effects")
        for policy, (solved, followed) in done.items():
            card = page.locator(".model-card", has_text=policy)
            expect(card).to_contain_text(f"{solved} of {followed} solved", timeout=60_000)
    finally:
        page.close()


def test_a_signed_contract_without_a_project_gets_one(
    at: Firm, systems: Systems, prefect: PrefectServer, port: int, browser: Browser
):
    salesforce, now = systems.served["salesforce"], datetime.now(UTC)
    by_prefect, by_node_red = (sign_contract(salesforce, client, SELLER) for client in (3, 6))
    incomplete = sign_contract(salesforce, 6, SELLER, Tax_Code__c=None)
    contracts = by_prefect, by_node_red, incomplete
    of_clients(at, "prefect", client_name(systems, 3))
    of_clients(at, "node_red", client_name(systems, 6))
    at.look(TOO_LATE)
    look(at.kept, now)
    with serving(at.workspace, port) as tracework:
        for contract in contracts:
            found_and_approved(at, contract, tracework)
        Sender(at.kept).send_due()
        failed = at.ended(incomplete, ActionState.APPROVED)
        assert (failed.state, failed.words) == (ActionState.FAILED, "the contract has no Tax_Code__c")
        assert at.finding(incomplete).state is FindingState.OPEN
        with signed_in(salesforce, SELLER) as desk:
            desk.patch(f"{OBJECTS}/Contract/{incomplete}", json=TERMS).raise_for_status()
        sent_again(at, incomplete, now)
        done_and_reported(at, by_prefect)
        sent_again(at, by_prefect, now)
        assert [run["idempotency_key"] for run in prefect.runs()].count(at.action(by_prefect).message) == 1
        for contract in contracts:
            done_and_reported(at, contract)
            approve_budget(systems, contract)
    at.look(FOLLOWED)
    for contract in contracts:
        happened, milestones, setup = log_of_project(at.workspace, contract)
        assert (happened >= SET_UP, milestones, setup) == (True, 3, [(False,)])
        assert at.finding(contract).state is FindingState.SETTLED
    measured = {each.policy: (each.with_action.solved, each.with_action.followed) for each in effects(at.kept, OWNER)}
    assert measured == {"handoff_by_prefect": (1, 1), "handoff_by_node_red": (2, 2)}
    with serving(at.workspace) as tracework:
        counted_on_the_page(browser, tracework, measured)
