"""Which reports were due and what became of them. Each is claimed in a transaction before it is sent, so that no two
processes send it; what ends between the claim and its outcome is never sent again, and told as not known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, func, insert, select, update

from core.state import State
from reports.tables import run_table, schedule_table

LEASE = timedelta(minutes=15)
"""After so long without an outcome a run counts as broken off."""

TRIES, PAUSE = 6, timedelta(minutes=10)
UNKNOWN = (
    "Tracework was ended while it sent this, so nobody knows whether it arrived. It is not sent again by itself: "
    "render it with `tracework report` where it is missing."
)


@dataclass(frozen=True)
class Run:
    """A report that was due for a recipient. `state` is started, sent, waiting (to be tried again), failed, unknown."""

    schedule: str
    recipient: str
    due_at: datetime
    skipped: int
    state: str
    words: str
    tries: int
    started: datetime
    finished: datetime | None


def known_until(state: State, schedule: str, recipient: str, now: datetime) -> datetime:
    """The latest time that was due, or when the schedule was first seen, which is now for a new one."""
    latest = select(func.max(run_table.c.due_at)).where(_of(run_table, schedule, recipient))
    since = select(schedule_table.c.since).where(_of(schedule_table, schedule, recipient))
    with state.writing() as connection:
        first = connection.scalar(since)
        if first is None:
            row = {"schedule": schedule, "recipient": recipient, "since": now}
            connection.execute(insert(schedule_table).values(**row))
            first = now
        found = connection.scalar(latest)
    return max(first, found) if found else first


def claim(state: State, schedule: str, recipient: str, due: tuple[datetime, int], now: datetime) -> bool:
    """Take a time that is due; False where another process has it. `due` is the time and how many it passes over."""
    due_at, skipped = due
    key = {"schedule": schedule, "recipient": recipient, "due_at": due_at}
    with state.writing() as connection:
        taken = select(run_table.c.state).where(*(run_table.c[name] == value for name, value in key.items()))
        if connection.execute(taken).first():
            return False
        values = {**key, "skipped": skipped, "state": "started", "words": "", "tries": 1, "started": now}
        connection.execute(insert(run_table).values(**values))
    return True


def claim_again(state: State, run: Run, now: datetime) -> bool:
    """Take a run that waits to be tried again; False where another process has it."""
    wanted = (*_exactly(run), run_table.c.state == "waiting", run_table.c.tries == run.tries)
    values = {"state": "started", "tries": run.tries + 1, "started": now, "finished": None}
    with state.writing() as connection:
        return connection.execute(update(run_table).where(*wanted).values(**values)).rowcount == 1


def conclude(state: State, run: Run, outcome: str, words: str, now: datetime) -> None:
    """Write down what became of a run that this process has claimed."""
    with state.writing() as connection:
        values = {"state": outcome, "words": words, "finished": now}
        connection.execute(update(run_table).where(*_exactly(run)).values(**values))


def find_broken_off(state: State, now: datetime) -> None:
    """Call unknown what was begun long ago and has no outcome."""
    wanted = (run_table.c.state == "started", run_table.c.started < now - LEASE)
    with state.writing() as connection:
        values = {"state": "unknown", "words": UNKNOWN, "finished": now}
        connection.execute(update(run_table).where(*wanted).values(**values))


def to_try_again(state: State, now: datetime) -> list[Run]:
    """What waits after a failure that may pass, the earliest first."""
    wanted = (run_table.c.state == "waiting", run_table.c.finished <= now - PAUSE)
    query = select(run_table).where(*wanted).order_by(run_table.c.due_at, run_table.c.recipient)
    with state.reading() as connection:
        return [Run(**row) for row in connection.execute(query).mappings()]


def the_run(state: State, schedule: str, recipient: str, due_at: datetime) -> Run:
    """The run of that time, which must be there."""
    query = select(run_table).where(_of(run_table, schedule, recipient), run_table.c.due_at == due_at)
    with state.reading() as connection:
        return Run(**connection.execute(query).mappings().one())


def latest(state: State, schedule: str) -> list[Run]:
    """The latest run of a schedule for each that it was ever due for."""
    due = select(run_table.c.recipient, func.max(run_table.c.due_at).label("due_at"))
    last = due.where(run_table.c.schedule == schedule).group_by(run_table.c.recipient).subquery()
    same = (run_table.c.recipient == last.c.recipient) & (run_table.c.due_at == last.c.due_at)
    query = select(run_table).join(last, same).where(run_table.c.schedule == schedule).order_by(run_table.c.recipient)
    with state.reading() as connection:
        return [Run(**row) for row in connection.execute(query).mappings()]


def recent(state: State, most: int | None = 50) -> list[Run]:
    """The latest runs, the newest first."""
    query = select(run_table).order_by(run_table.c.due_at.desc(), run_table.c.schedule, run_table.c.recipient)
    with state.reading() as connection:
        return [Run(**row) for row in connection.execute(query.limit(most)).mappings()]


def _of(table: Table, schedule: str, recipient: str) -> ColumnElement[bool]:
    return (table.c.schedule == schedule) & (table.c.recipient == recipient)


def _exactly(run: Run) -> tuple[ColumnElement[bool], ...]:
    return (_of(run_table, run.schedule, run.recipient), run_table.c.due_at == run.due_at)
