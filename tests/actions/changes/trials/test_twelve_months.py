"""The last twelve months that are over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actions.changes.trials.twelve_months import names_of_months, twelve_months
from core.database import Database, open_memory
from core.errors import NotFound


@pytest.fixture
def database() -> Iterator[Database]:
    with open_memory() as opened:
        opened.run(
            "create schema fact; create table fact.span (as_of timestamp, first_day date); "
            "create schema indicator; create table indicator.declared (name varchar)"
        )
        yield opened


@pytest.mark.parametrize(
    ("last", "period"),
    [
        ("2026-04-15 06:10:00", "2025-04..2026-03"),
        ("2026-04-30 12:00:00", "2025-05..2026-04"),
        ("2026-04-29 23:59:00", "2025-04..2026-03"),
        ("2026-01-01 00:00:00", "2025-01..2025-12"),
    ],
)
def test_a_month_is_over_on_its_last_day(database: Database, last: str, period: str):
    database.run(f"insert into fact.span values ('{last}', '2020-01-01')")
    found = twelve_months(database)
    assert found.slug == period
    names = names_of_months(found)
    assert (len(names), names[0], names[-1]) == (12, *period.split(".."))


def test_an_empty_log_has_no_past(database: Database):
    database.run("insert into fact.span values (null, null)")
    with pytest.raises(NotFound, match="holds no event"):
        twelve_months(database)
