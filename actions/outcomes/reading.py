"""What was reported of actions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from actions.outcomes.tables import outcome_table


@dataclass(frozen=True)
class Outcome:
    """One report on an action, as it was taken in."""

    action: int
    kind: str
    at: datetime
    result: str
    words: str
    source: str
    message: str


def outcomes_of(connection: Connection, number: int) -> list[Outcome]:
    """The reports on an action, the first first."""
    columns = [outcome_table.c[name] for name in Outcome.__dataclass_fields__]
    query = select(*columns).where(outcome_table.c.action == number).order_by(outcome_table.c.number)
    return [Outcome(**row) for row in connection.execute(query).mappings()]
