"""What an indicator or a rule needs to be told: activities that a connected system records, even where none happened.

A log knows an activity when one of its sources declares it. Without it, nothing found is no zero: nobody could know.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from core.database import Database

NAMED: Mapping[str, str] = MappingProxyType(
    {
        "became_billable": "billable events (PSA)",
        "client_validated": "clients in the books (ERP)",
        "contract_signed": "signed contracts (CRM)",
        "dispute_opened": "disputes (CRM)",
        "expense_posted": "posted expenses (ERP)",
        "expense_submitted": "submitted expenses (expense system)",
        "invoice_sent": "invoices (ERP)",
        "kickoff_held": "kickoffs (Microsoft 365)",
        "project_created_in_erp": "projects in the books (ERP)",
        "project_shell_created": "projects (PSA)",
        "resource_booked": "bookings (PSA)",
        "time_logged": "hours worked (PSA)",
        "time_posted": "posted hours (ERP)",
    }
)
"""What to call an activity that something needs, and which kind of system usually tells it."""


def untold(database: Database, needs: Sequence[str], place: str = "") -> list[str]:
    """Those of these activities that no connected system tells. `place` is what stands before the log's tables."""
    if not needs:
        return []
    told = set(database.column(f"select name from {place}event_type"))
    return [name for name in needs if name not in told]


def said_of(missing: Sequence[str]) -> str:
    """The sentence that tells a reader what is not known, and what to connect."""
    named = [NAMED.get(name, name.replace("_", " ")) for name in missing]
    return f"No connected system tells of {' or '.join(named)}."
