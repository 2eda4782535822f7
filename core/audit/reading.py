"""Reading the audit: the entries that meet a question, and whether the chain still holds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, func, or_, select

from core.audit.anchor import anchors
from core.audit.entry import FIRST, Entry, seal
from core.audit.table import audit_table
from core.state import State

READ_AT_ONCE = 10_000


@dataclass(frozen=True)
class Wanted:
    """Which entries: the newest `most` of those that meet all that is said. `words` occur in act, subject or who."""

    since: datetime | None = None
    who: str = ""
    act: str = ""
    words: str = ""
    most: int = 200


@dataclass(frozen=True)
class Verified:
    """How many entries there are, how many of them an anchor confirms, and the first that is not as it was."""

    entries: int
    anchored: int
    fault: str | None


def entries(state: State, wanted: Wanted = Wanted()) -> list[Entry]:
    """The entries, the newest first."""
    query = select(audit_table).where(*_conditions(wanted)).order_by(audit_table.c.number.desc()).limit(wanted.most)
    with state.reading() as connection:
        return [_entry(row) for row in connection.execute(query)]


def acts(state: State) -> list[str]:
    """Every act that was written down so far."""
    with state.reading() as connection:
        return list(connection.scalars(select(audit_table.c.act).distinct().order_by(audit_table.c.act)))


def verified(state: State) -> Verified:
    """Walk the whole chain and hold it against the anchors."""
    # what was anchored first holds: a chain that was cut and grown again has a second anchor of the same number
    by_number = {anchor.number: anchor.hash for anchor in reversed(anchors(state.workspace))}
    number, previous, confirmed = 0, FIRST, 0
    with state.reading() as connection:
        rows = connection.execution_options(yield_per=READ_AT_ONCE).execute(
            select(audit_table).order_by(audit_table.c.number)
        )
        for row in rows:
            entry = _entry(row)
            if fault := _fault(entry, number, previous, by_number):
                return Verified(number, confirmed, fault)
            number, previous = entry.number, entry.hash
            confirmed = number if number in by_number else confirmed
    last = max(by_number, default=0)
    if last > number:
        missing = f"entry {number + 1} is" if last == number + 1 else f"entries {number + 1} to {last} are"
        return Verified(number, confirmed, f"{missing} missing at the end: an anchor says that there were {last}.")
    return Verified(number, confirmed, None)


def _fault(entry: Entry, number: int, previous: str, known: dict[int, str]) -> str | None:
    if entry.number != number + 1:
        return f"entry {number + 1} is missing: after entry {number} comes {entry.number}."
    told = f"entry {entry.number} ({entry.who}: {entry.act}, {entry.at:%Y-%m-%d %H:%M} UTC)"
    if seal(entry) != entry.hash:
        return f"{told} was altered: it does not have the hash that it was sealed with."
    if entry.previous_hash != previous:
        return f"{told} does not follow entry {number}: the chain was broken between them."
    if known.get(entry.number, entry.hash) != entry.hash:
        return f"{told} is not the one that was anchored: the audit was written anew from there, or earlier."
    return None


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = audit_table.c
    found: list[ColumnElement[bool]] = []
    if wanted.since:
        found.append(columns.at >= wanted.since)
    if wanted.who:
        found.append(columns.who == wanted.who)
    if wanted.act:
        found.append(columns.act == wanted.act)
    if wanted.words:
        about = (columns.act, columns.who, columns.subject_type, columns.subject_id)
        found.append(or_(*(func.lower(column).contains(wanted.words.lower(), autoescape=True) for column in about)))
    return found


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    return Entry(**row._mapping)
