"""Which things rules must look at after a change: those of which another thing may follow now, and what they rest on.

The ways go along the relations that rules follow, backwards from what changed to what may follow, then forwards to all
that it rests on. They may lead to too many things, and never to too few.
"""

from collections.abc import Sequence

from core.database import Database
from core.sql import literal, load

PARTS = ("timesheet", "expense_report", "milestone", "vendor_invoice")
OF_BILLING = ("of", "gathers", "for", "passes_on")
PAYING = ("payment", "credit_memo")
GONE = "type is null"


def find_touched(database: Database, horizon_before: str) -> None:
    """Make `fresh_thing`, `seen_event`, `subject`, `subject_week` and `subject_person`, and `touched`, from the tables
    of what changed; `horizon_before` is SQL for when the log was complete before."""
    _run(database, "touched.sql")
    _find_billing(database)
    _find_invoices(database)
    _run(database, "touched_weeks.sql", before=horizon_before)
    _hop(database, "sheet_of_person", "select person_no as thing_no from subject_person", ("of",), ("timesheet",), True)
    _run(database, "near_weeks.sql")
    _run(database, "touched_things.sql")


def _find_billing(database: Database) -> None:
    contracts = f"{_touched(('contract',), ('description', 'identity'))} or {GONE}"
    _hop(database, "project_of_touched", contracts, ("under",), ("project",), back=True)
    projects = f"select thing_no from project_of_touched union {_touched(('project',), ('under', 'identity'))}"
    parts = f"{_touched(PARTS, ('event', 'identity'))} or {GONE}"
    _hop(database, "billing_of_touched", f"{projects} union {parts}", OF_BILLING, ("billing_event",), back=True)
    database.run(
        "create or replace temp table subject_of_billing as select thing_no from billing_of_touched union "
        "select thing_no from touched where type = 'billing_event'"
    )
    found = "select thing_no from subject_of_billing"
    _hop(database, "part", found, OF_BILLING, (*PARTS, "project"), back=False)
    _hop(database, "agreed_contract", "select thing_no from part", ("under",), ("contract",), back=False)


def _find_invoices(database: Database) -> None:
    touched = "select thing_no from touched where type in ('payment', 'credit_memo') or type is null"
    _hop(database, "invoice_of_touched", touched, ("settles", "corrects"), ("invoice",), back=False)
    database.run(
        "create or replace temp table subject_invoice as select thing_no from invoice_of_touched union "
        "select thing_no from touched where type = 'invoice'"
    )
    found = "select thing_no from subject_invoice"
    _hop(database, "paying", found, ("settles", "corrects"), PAYING, back=True)
    # what settles several invoices settles none: all of them must be seen
    _hop(database, "also_paid", "select thing_no from paying", ("settles", "corrects"), ("invoice",), back=False)


def _touched(types: Sequence[str], what: Sequence[str]) -> str:
    return f"select thing_no from touched where type in ({_listed(types)}) and what in ({_listed(what)})"


def _hop(
    database: Database, met: str, frontier: str, qualifiers: Sequence[str], types: Sequence[str], back: bool
) -> None:
    here, there = ("to_object_no", "from_object_no") if back else ("from_object_no", "to_object_no")
    _run(
        database, "hop.sql", met=met, frontier=frontier, qualifiers=_listed(qualifiers), types=_listed(types),
        here=here, there=there,
    )  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(literal, names))


def _run(database: Database, file: str, **pieces: str) -> None:
    text = load("eventlog.derived", file)
    for name, piece in pieces.items():
        text = text.replace("{" + name + "}", piece)
    database.run(text)
