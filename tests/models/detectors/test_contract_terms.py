"""A signed document against the record of its contract: what differs is told, what agrees is not."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.access import Viewer
from core.workspace import create_workspace
from eventlog.reading import EventLog
from metrics.shares import nothing_kept
from models.detectors.contract_terms import DETECTOR
from simulator.documents.blocks import Paragraph, Table
from simulator.documents.files import as_docx
from tests.metrics.tiny_log import TinyLog

NOW = datetime(2026, 4, 1)
SIGNED = (
    "Statement of work between Northlight and Acme Rail plc for Roll-out, wave 2. The fixed fee is £90,000. "
    "Invoices are payable within 45 days. Purchase order number: PO-7654321."
)


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    """Two contracts of one client; of the documents the library files one under the first, one under an amendment."""
    tiny = TinyLog("2026-04-01")
    tiny.thing(
        "contract", "crm:1", name="Roll-out, wave 2, Acme Rail plc", client="Acme Rail plc", entity="london",
        billing_type="fixed_price", amount="80000", currency="GBP", payment_terms_days="45",
    )  # fmt: skip
    tiny.thing("contract", "crm:2", name="Audit, Acme Rail plc", client="Acme Rail plc", entity="london")
    tiny.thing("contract", "crm:3", name="Roll-out, wave 2, Acme Rail plc (amendment 1)", client="Acme Rail plc")
    tiny.link("crm:3", "amends", "crm:1")
    for document, contract in (("files:A.1", "crm:1"), ("files:B", "crm:3")):
        tiny.thing("document", document)
        tiny.link(document, "evidence_for", contract)
    database = tiny.facts()
    nothing_kept(database)
    return EventLog(create_workspace(tmp_path / "firm"), 1, {"processes": []}, Viewer.owner(), database)


def put(log: EventLog, text: str, name: str = "sow.docx", at: datetime = NOW - timedelta(days=1)) -> None:
    folder = log.workspace.contracts
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(
        as_docx("Contract", [Paragraph(text), Table((("Role", "Rate per hour"), ("Analyst", "£120")))])
    )
    moment = at.replace(tzinfo=UTC).timestamp()
    os.utime(folder / name, (moment, moment))


def test_what_differs_is_told_with_its_place_and_what_it_is_worth(log: EventLog):
    put(log, SIGNED)
    (found,) = DETECTOR.score(log, DETECTOR.fit(log, NOW), NOW)
    assert (found.subject_id, found.money, found.currency, found.place.entity) == ("crm:1", 10_000, "GBP", "london")
    said = [reason.text.partition(" (“")[0] for reason in found.reasons]
    assert sorted(said) == [
        "Contract value: the document says 90,000 GBP on paragraph 2, the record 80,000 GBP",
        "Purchase order number: the document says PO-7654321 on paragraph 2, and nothing is on record",
    ]
    assert 0.9 < found.chance < 1
    assert found.suggestion.action == "confirm_terms"


def test_what_agrees_or_is_about_no_one_contract_is_not_told(log: EventLog):
    put(log, SIGNED.replace("£90,000", "£80,000").replace(" Purchase order number: PO-7654321.", ""))
    put(log, SIGNED.replace("Acme Rail", "Another firm"), "other.docx")
    put(log, "Roll-out, wave 2 and Audit for Acme Rail plc. The fixed fee is £1,000.", "both.docx")
    (log.workspace.contracts / "broken.pdf").write_bytes(b"%PDF-1.7")
    assert DETECTOR.score(log, {}, NOW) == []


def test_a_fetched_document_is_of_the_contract_that_its_library_files_it_under(log: EventLog):
    put(log, SIGNED.replace("Acme Rail plc", "our client"), "files/A%2E1/sow.docx")
    put(log, SIGNED, "files/B/amendment.docx")
    (found,) = DETECTOR.score(log, {}, NOW)
    assert (found.subject_id, found.summary.partition(". ")[0]) == ("crm:1", "Read from sow.docx")
    assert {reason.evidence for reason in found.reasons} == {("crm:1", "files:A.1")}


def test_a_document_that_came_later_was_not_known(log: EventLog):
    put(log, SIGNED, at=NOW + timedelta(days=1))
    assert DETECTOR.score(log, {}, NOW) == []


def test_no_folder_no_suspicion(log: EventLog):
    assert DETECTOR.score(log, {}, NOW) == []
