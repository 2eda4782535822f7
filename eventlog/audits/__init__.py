"""Audits: queries that must return no rows before a generation is published; with {process}, one run per process.

{last_event} and {last_object} stand for the greatest numbers there are.
"""

from importlib.resources import files

from core.database import Database
from core.errors import AuditFailed
from core.sql import load, quoted

LAST = """
select
    (select greatest(coalesce(max(event_no), 0), (select max(event_no) from event_object)) from event),
    (select greatest(coalesce(max(object_no), 0), (select max(object_no) from event_object)) from object)
"""


def audit(database: Database, processes: list[str]) -> None:
    """Raise AuditFailed, naming the audit and the first rows it found, unless every audit returns none."""
    last_event, last_object = database.row(LAST)
    names = sorted(entry.name for entry in files("eventlog.audits").iterdir() if entry.name.endswith(".sql"))
    for name in names:
        text = load("eventlog.audits", name)
        text = text.replace("{last_event}", str(last_event)).replace("{last_object}", str(last_object))
        if "{process}" in text:
            for process in processes:
                _check(database, f"{name} of {process}", text.replace("{process}", quoted(process)))
        else:
            _check(database, name, text)


def _check(database: Database, name: str, statement: str) -> None:
    found = database.rows(statement)
    if found:
        raise AuditFailed(
            f"The new generation contradicts itself and was not published: the audit {name} found {found[:5]}. "
            "The generation before it is untouched. Please report this with the file that was loaded."
        )
