"""What policies remember, read from the state database and written back within the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, text, update

from actions.approvals.action import SENT
from actions.approvals.tables import action_finding_table, action_table
from actions.policies.grouping import Waiting
from actions.policies.history import Acted, ByPerson, History, Key, Phase, Silence, Standing, Subject
from actions.policies.precedence import Conflict
from actions.policies.tables import conflict_table, silence_table, standing_table

HELD_OUT, WAITING = "held_out", "waiting"


def only_one_looks(connection: Connection) -> None:
    """Two looks at once would each propose the same; on SQLite every writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("lock table policy_standing in share row exclusive mode"))


def remembered(connection: Connection, since: datetime, moment: datetime) -> History:
    """The standings, what was done after `since` or waits still, and the silences that hold at the moment."""
    rows = connection.execute(select(standing_table)).mappings()
    standings = {standing.key: standing for standing in map(_standing, rows)}
    return History(
        standings, _acted(connection, since), tuple(silences(connection, moment)), _by_people(connection, since)
    )


def silences(connection: Connection, moment: datetime) -> list[Silence]:
    """Those that hold at the moment or will, the first to end first."""
    query = select(silence_table).where(silence_table.c.until > moment)
    rows = connection.execute(query.order_by(silence_table.c.until, silence_table.c.number)).mappings()
    return [Silence(**row) for row in rows]


def keep_standings(
    connection: Connection, before: dict[Key, Standing], after: dict[Key, Standing], waiting: Iterable[Waiting]
) -> None:
    """Write what has changed."""
    waits = {each.due.standing.key: (each.why, each.until) for each in waiting}
    for key in before.keys() - after.keys():
        connection.execute(delete(standing_table).where(_is(key)))
    known = {_key_of(row): row for row in connection.execute(select(standing_table)).mappings()}
    for key, standing in after.items():
        why, until = waits.get(key, (None, None))
        values = _values(standing) | {"waits_for": why, "waits_until": until}
        if key not in known:
            connection.execute(insert(standing_table).values(**values))
        elif any(known[key][name] != value for name, value in values.items()):
            connection.execute(update(standing_table).where(_is(key)).values(**values))


def keep_conflicts(connection: Connection, conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Write conflicts down, each once while it lasts; returns the new ones."""
    table = conflict_table.c
    new = []
    for each in conflicts:
        same = (
            (table.winner == each.winner) & (table.loser == each.loser) & (table.finding == each.finding)
            & (table.subject_type == each.subject.type) & (table.subject_id == each.subject.id)
        )  # fmt: skip
        if connection.execute(update(conflict_table).where(same).values(last_at=each.at, why=each.why)).rowcount == 0:
            new.append(each)
            values = {"winner": each.winner, "loser": each.loser, "finding": each.finding, "why": each.why}
            about = {"subject_type": each.subject.type, "subject_id": each.subject.id}
            connection.execute(insert(conflict_table).values(**values, **about, first_at=each.at, last_at=each.at))
    return new


def _acted(connection: Connection, since: datetime) -> tuple[Acted, ...]:
    action, part = action_table.c, action_finding_table.c
    query = (
        select(action.number, action.policy, action.proposed_at, action.grouped, action.state, part.subject_type,
               part.subject_id)
        .join_from(action_table, action_finding_table)
        .where(action.policy != "", (action.proposed_at > since) | (action.state == WAITING))
        .order_by(action.proposed_at, action.number)
    )  # fmt: skip
    found: dict[int, Acted] = {}
    for row in connection.execute(query):
        subject = frozenset({Subject(row.subject_type, row.subject_id)})
        if known := found.get(row.number):
            subject |= known.subjects
        held, waits = row.state == HELD_OUT, row.state == WAITING
        found[row.number] = Acted(row.policy, row.proposed_at, row.grouped, subject, held, waits)
    return tuple(found.values())


def _by_people(connection: Connection, since: datetime) -> dict[tuple[str, Subject], ByPerson]:
    """What people proposed that waits still, or was sent and proposed after `since`."""
    action, part = action_table.c, action_finding_table.c
    counts = (action.state == WAITING) | (action.state.in_(SENT) & (action.proposed_at > since))
    query = (
        select(action.number, action.action, action.proposed_at, action.state, part.subject_type, part.subject_id)
        .join_from(action_table, action_finding_table)
        .where(action.policy == "", counts)
        .order_by(action.number)
    )
    return {
        (row.action, Subject(row.subject_type, row.subject_id)): ByPerson(
            row.number, row.proposed_at, row.state == WAITING
        )
        for row in connection.execute(query)
    }


def _standing(row: RowMapping) -> Standing:
    policy, kind, subject = _key_of(row)
    times = (row["since"], row["active_since"], row["acted_at"])
    return Standing(policy, kind, subject, row["finding"], Phase(row["phase"]), *times, row["held_out"])


def _key_of(row: RowMapping) -> Key:
    return row["policy"], row["kind"], Subject(row["subject_type"], row["subject_id"])


def _values(standing: Standing) -> dict[str, object]:
    return {
        "policy": standing.policy, "kind": standing.kind, "subject_type": standing.subject.type,
        "subject_id": standing.subject.id, "finding": standing.finding, "phase": standing.phase.value,
        "since": standing.since, "active_since": standing.active_since, "acted_at": standing.acted_at,
        "held_out": standing.held_out,
    }  # fmt: skip


def _is(key: Key) -> ColumnElement[bool]:
    table = standing_table.c
    policy, kind, subject = key
    return (
        (table.policy == policy) & (table.kind == kind) & (table.subject_type == subject.type)
        & (table.subject_id == subject.id)
    )  # fmt: skip
