"""Failed sign-ins: after a few of one name or one address the next try has to wait, longer every time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select, update

from core.accounts.tables import attempt_table
from core.audit.writing import Audited
from core.state import State

FREE = {"name": 5, "address": 30}
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=30)
FORGOTTEN_AFTER = timedelta(hours=24)


def locked_for(state: State, name: str, address: str) -> timedelta | None:
    """How long this name, or this address, still has to wait; None where it need not."""
    now = datetime.now(UTC)
    query = select(attempt_table.c.locked_until).where(attempt_table.c.subject.in_(_subjects(name, address).values()))
    with state.reading() as connection:
        waits = [until - now for until in connection.scalars(query) if until and until > now]
    return max(waits, default=None)


def note_failure(work: Audited, name: str, address: str) -> None:
    """Count a failed try, and lock where there were too many; that is written down."""
    now = datetime.now(UTC)
    for kind, subject in _subjects(name, address).items():
        mine = attempt_table.c.subject == subject
        row = work.connection.execute(select(attempt_table).where(mine)).first()
        failures = row.failures + 1 if row and now - row.last < FORGOTTEN_AFTER else 1
        over = failures - FREE[kind]
        wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None
        values = {"failures": failures, "last": now, "locked_until": now + wait if wait else None}
        if row:
            work.connection.execute(update(attempt_table).where(mine).values(**values))
        else:
            work.connection.execute(insert(attempt_table).values(subject=subject, **values))
        if wait:
            work.tell("sign-in locked", ("sign-in", subject), None, {"failures": failures, "seconds": wait.seconds})


def forget(work: Audited, name: str) -> None:
    """A name that has signed in begins anew. Its address does not: it may have tried many names."""
    work.connection.execute(delete(attempt_table).where(attempt_table.c.subject == f"name {name.casefold()[:100]}"))


def _subjects(name: str, address: str) -> dict[str, str]:
    return {"name": f"name {name.casefold()[:100]}", "address": f"address {address[:100]}"}
