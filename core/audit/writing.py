"""Writing to the audit: in the transaction of the change itself, and with an anchor outside the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, text

from core.audit.anchor import add_anchor
from core.audit.entry import FIRST, Entry, Told, sealed
from core.audit.table import audit_table
from core.state import State


@dataclass(frozen=True)
class Audited:
    """A transaction on the state whose changes are written down by `tell`."""

    connection: Connection
    who: str
    entries: list[Entry]

    def tell(self, act: str, subject: tuple[str, str], before: Any = None, after: Any = None) -> None:
        """Write down one act on a subject, which is its type and its id."""
        self.entries.append(append(self.connection, self.who, Told(act, *subject, before, after)))


@contextmanager
def audited(state: State, who: str) -> Iterator[Audited]:
    """Change the state and write down what was changed: both are kept, or neither."""
    with state.writing() as connection:
        work = Audited(connection, who, [])
        yield work
    if work.entries:
        add_anchor(state.workspace, work.entries[-1])


def append(connection: Connection, who: str, told: Told) -> Entry:
    """Add an entry within a writing transaction."""
    if connection.dialect.name == "postgresql":
        # the next number is nobody else's until this transaction ends; on SQLite every writer is alone
        connection.execute(text("lock table audit_entry in share row exclusive mode"))
    last = connection.execute(
        select(audit_table.c.number, audit_table.c.hash).order_by(audit_table.c.number.desc()).limit(1)
    ).first()
    entry = sealed(last.number + 1 if last else 1, who, told, last.hash if last else FIRST)
    connection.execute(insert(audit_table).values(**asdict(entry)))
    return entry


def write_down(state: State, who: str, told: Told) -> None:
    """Write down an act whose change is not in the state database: it has been done."""
    with audited(state, who) as work:
        work.tell(told.act, (told.subject_type, told.subject_id), told.before, told.after)
