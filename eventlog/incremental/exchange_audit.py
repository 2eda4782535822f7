"""The audits of a whole build, asked of what was exchanged alone: no event twice, no relation to nothing."""

from core.database import Database
from core.errors import AuditFailed
from core.sql import load


def audit_exchange(database: Database, first: int) -> None:
    """Raise AuditFailed with the first rows that contradict, unless there are none; what is new has event numbers
    from `first` on."""
    found = database.rows(load("eventlog.incremental", "exchange_audit.sql"), first=first)
    if found:
        raise AuditFailed(
            f"The new generation contradicts itself and was not published: {found[:5]}. The generation before it is "
            "untouched. Please report this with the load that was read, and run `tracework build` to build it whole."
        )
