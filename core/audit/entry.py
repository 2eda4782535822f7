"""One entry of the audit, and the seal that ties it to the entry before."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
"""What stands for the hash before the first entry."""


@dataclass(frozen=True)
class Told:
    """What is to be written down: an act on a subject, and the subject before and after, where that can be said."""

    act: str
    subject_type: str
    subject_id: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Entry:
    """An entry as it is kept; `before` and `after` are canonical JSON."""

    number: int
    at: datetime
    who: str
    act: str
    subject_type: str
    subject_id: str
    before: str | None
    after: str | None
    previous_hash: str
    hash: str


def canonical(value: Any) -> str:
    """The one way to write a value as JSON, so that equal values have equal hashes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def sealed(number: int, who: str, told: Told, previous_hash: str) -> Entry:
    """The entry of that number, as of now."""
    before, after = (None if value is None else canonical(value) for value in (told.before, told.after))
    about = (told.act, told.subject_type, told.subject_id, before, after, previous_hash)
    open_entry = Entry(number, datetime.now(UTC), who, *about, hash="")
    return Entry(number, open_entry.at, who, *about, hash=seal(open_entry))


def seal(entry: Entry) -> str:
    """The SHA-256 of all an entry says, which includes the hash of the entry before."""
    said = {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "act": entry.act,
        "subject": [entry.subject_type, entry.subject_id],
        "before": entry.before,
        "after": entry.after,
        "previous_hash": entry.previous_hash,
    }
    return hashlib.sha256(canonical(said).encode()).hexdigest()
