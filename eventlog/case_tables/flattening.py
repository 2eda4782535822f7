"""One process being flattened: what every step of the building asks of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.calendars import Calendar
from core.database import Database
from core.sql import load, quoted
from eventlog.process_declaration import ProcessDeclaration


@dataclass(frozen=True)
class Flattening:
    """`sources_vary`: more than one run feeds the log, so ties in time need the source and its own order."""

    database: Database
    process: ProcessDeclaration
    calendars: Sequence[Calendar]
    sources_vary: bool

    @property
    def schema(self) -> str:
        return quoted(self.process.name)

    @property
    def calendar_names(self) -> str:
        return ", ".join(calendar.name for calendar in self.calendars)

    @property
    def paired(self) -> bool:
        return self.process.pair_lifecycle

    @property
    def end(self) -> str:
        """SQL for when a piece of work of `member` ends."""
        return "ts + coalesce(busy_us, 0)" if self.paired else "ts"

    def run(self, file: str, **pieces: str) -> None:
        """Run one of this folder's statement files with its pieces put in."""
        self.database.run(filled(file, process=self.schema, **pieces))

    def count(self, what: str) -> int:
        """A whole number from the database, 0 for none."""
        return int(self.database.value(f"select coalesce(({what}), 0)"))


def filled(file: str, **pieces: str) -> str:
    """The text of one of this folder's statement files with its pieces put in."""
    text = load("eventlog.case_tables", file)
    for name, piece in pieces.items():
        text = text.replace("{" + name + "}", piece)
    return text


def width(numbers: int) -> str:
    """The narrowest unsigned integer type that can count so many things."""
    for name, limit in (("utinyint", 2**8), ("usmallint", 2**16)):
        if numbers < limit:
            return name
    return "uinteger"
