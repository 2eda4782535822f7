"""An expense of a report that has been handed in, as it is compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.unusual.robust import Floats, centres, spreads


@dataclass(frozen=True)
class Line:
    """Amounts are in hundredths of the currency in which it was spent."""

    line_id: str
    report_id: str
    begun_at: datetime
    submitted_at: datetime
    finance_approved_at: datetime | None
    reimbursed_at: datetime | None
    person_id: str
    name: str
    entity: str | None
    grade: str | None
    practice: str | None
    project: str | None
    client: str | None
    category: str | None
    merchant: str | None
    amount: int
    currency: str | None
    spent_on: date | None
    has_receipt: bool | None
    allowed: float | None

    @property
    def sum(self) -> str:
        return in_money(self.amount, self.currency)

    @property
    def what(self) -> str:
        """Meals at The Anchor."""
        category = self.category or "An expense"
        return f"{category} at {self.merchant}" if self.merchant else category


def read_lines(log: EventLog) -> list[Line]:
    """All of them, in the order in which they were handed in."""
    statement = where_facts_are(log.database, load("models.unusual", "expense_lines.sql"))
    columns = Line.__dataclass_fields__
    return [Line(**{name: row[name] for name in columns}) for row in log.database.arrow(statement).to_pylist()]


@dataclass(frozen=True)
class Compared:
    """Of each line its amount as a logarithm, what is usual among peers, and how far such amounts stray."""

    amounts: Floats
    usual: Floats
    spread: Floats

    @property
    def off(self) -> Floats:
        """By how many spreads each is above what is usual."""
        off: Floats = (self.amounts - self.usual) / self.spread
        return off


def compared(lines: Sequence[Line]) -> Compared:
    """Against the same category and currency, drawn to the same grade there, and to the same merchant."""
    amounts = np.array([np.log(line.amount) for line in lines], dtype=float)
    wide = [(line.category, line.currency) for line in lines]
    grades = [(line.category, line.currency, line.grade) for line in lines]
    merchants = [(line.category, line.currency, line.merchant) for line in lines]
    usual = centres(amounts, (wide, grades, merchants))
    return Compared(amounts, usual, np.maximum(spreads(amounts - usual, (wide,)), 0.05))


def in_money(hundredths: float, currency: str | None) -> str:
    """An amount as people read it: EUR 45.00."""
    return f"{currency or ''} {hundredths / 100:,.2f}".strip()
