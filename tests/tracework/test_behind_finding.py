"""What a finding names as the next command can be run, whatever the finding is about."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from core.state import open_state
from core.workspace import open_workspace
from models.detector import Place, Reason
from tests.models.findings.suspected import raised, suspicion
from tests.tracework.command_line import tracework
from tests.tracework.sold_invoices import sold_invoices
from tracework.commands.behind_finding import behind

ODD = suspicion("crm:1")
HARBOR = Place(client='Harbor "H" & Finch')
WITHOUT = (Reason("off its target", 0.4),)


@pytest.mark.parametrize(
    ("kind", "subject", "place", "command"),
    [
        ("timesheet", "psa:3/2025-07-13", Place(), "lineage psa:3/2025-07-13"),
        ("firm", "firm", Place(), "indicators"),
        ("practice", "Data & AI", Place(practice="Data & AI"), "indicators --where 'practice = \"Data & AI\"'"),
        ("legal_entity", "erp:2", Place(entity="new_york"), "indicators --where 'entity = new_york'"),
        ("client", "crm:9", HARBOR, 'indicators --where \'client = "Harbor ""H"" & Finch"\''),
        ("process", "staffing/new_york", Place(), "map staffing --where 'case.entity = new_york'"),
        ("process", "staffing", Place(), "map staffing"),
    ],
)
def test_each_subject_is_opened_by_a_command_that_knows_it(kind: str, subject: str, place: Place, command: str):
    told = replace(ODD, subject_type=kind, subject_id=subject, place=place, reasons=WITHOUT)
    assert f"{behind(told)} ".startswith(f"tracework {command} shows ")


def test_a_part_of_the_firm_with_evidence_is_opened_by_it():
    told = replace(ODD, subject_type="legal_entity", reasons=(Reason("sent back", 0.4, ("erp:7591", "erp:7601")),))
    assert behind(told) == "tracework lineage erp:7591 shows the first record behind it"


def test_of_a_role_the_command_line_has_nothing():
    assert behind(replace(ODD, subject_type="role", subject_id="leeds/Cloud Engineer")) is None


def test_the_command_that_a_finding_of_the_firm_names_works(tmp_path: Path):
    firm = sold_invoices(tmp_path)
    with open_state(open_workspace(firm)) as state:
        raised(state, replace(ODD, subject_type="firm", subject_id="firm", place=Place(), reasons=WITHOUT))
    told = tracework("findings", "F-1", "-w", firm).err
    first, second = (line.removeprefix("Next:").strip() for line in told.splitlines())
    assert first == f"tracework indicators -w {firm} shows the figures behind it."
    assert tracework(*shlex.split(first.partition(" shows ")[0])[1:]).code == 0
    assert second == f"tracework act propose -w {firm} F-1 asks for what is suggested."
