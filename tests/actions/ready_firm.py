"""A state with channels, policies and findings, for tests of what is done about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from actions.drafts.told import Teller
from actions.drafts.writing import Text
from core.access import Viewer
from core.state import State
from metrics.projects import Project
from models.detector import Declaration
from models.findings.finding import Finding
from models.findings.raising import Look, raise_findings
from models.findings.seen import Seen
from tests.actions.firm_channels import webhook, write_channels
from tests.actions.made_findings import NOON, finding

HANDOFF = """
title = "Start the handoff"
owner = "process_owner"
version = 1
since = 2026-01-01
{more}
[when]
kinds = ["contract_without_project"]
[act]
action = "start_handoff"
channel = "orchestration"
"""
MUNICH: Mapping[int, str] = MappingProxyType({})
ASKING = """
[approval]
role = "approver"
expires_after = "2 d"
escalate = [{ after = "1 d", role = "process_owner" }]
channel = "asking"
"""


def ready(state: State, url: str = "https://flows.example/in") -> State:
    """With two channels, and no policy yet."""
    write_channels(state.workspace, {"orchestration": webhook(url), "asking": webhook("https://chat.example")})
    (state.workspace.root / "policies").mkdir(exist_ok=True)
    return state


def write_policy(state: State, name: str = "handoff", more: str = "", parts: str = ASKING) -> None:
    text = HANDOFF.replace("{more}", more) + parts
    (state.workspace.root / "policies" / f"{name}.toml").write_text(text)


def suspect(
    state: State, *numbers: int, at: datetime = NOON, entities: Mapping[int, str] = MUNICH,
    named: Mapping[str, str] = MappingProxyType({}), **said: object,
) -> None:  # fmt: skip
    """Have a detector suspect exactly these contracts at that moment, each of Munich if no entity is told for it.
    `named` are people in what it says, with their pseudonyms."""
    suspected(state, [finding(number, entity=entities.get(number, "munich"), **said) for number in numbers], at, named)


def suspected(
    state: State, found: Sequence[Finding], at: datetime, named: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Have a detector suspect exactly what these findings are of at that moment."""
    rule = Declaration("rule_exception", "contract_without_project", "Rules", "?", "process_owner", 1, "rules", "none")
    look = Look(rule, 1, at.replace(tzinfo=None), audit_share=0.0)
    # the lowest score is raised first, so that F-1 is about the first contract
    scored = [(replace(each.suspicion, score=float(each.number)), each.base_money) for each in found]
    raise_findings(state, look, [Seen(*each, named) for each in scored])


def as_role(role: str, **scope: Any) -> Viewer:
    return Viewer(f"some {role}", frozenset({role}), **scope)


def progress() -> Text:
    """The text about a project for its client, with three numbers."""
    project = Project(
        7, "psa:7", "P-7", "Lean plant", "Acme", "munich", "ops", "Mia", "milestone", "EUR", None, None, None, None,
        None, None, None, 0.0, None, 0, 0.0, None,
    )  # fmt: skip
    teller = Teller("/project?project=P-7", "EUR")
    some, whole = teller.count("milestones reached", 2), teller.count("milestones in all", 5)
    teller.tell(f"{some} of {whole} milestones are reached.")
    teller.tell(f"{teller.money('invoiced so far', -123450)} is invoiced.")
    return Text("client", "Lean plant: progress at 3 Mar 2026", tuple(teller.sentences), project, 4)
