"""The condition under which a row with slices may be shown: what its viewer may see, narrowed to what is asked for."""

from collections.abc import Collection, Sequence

from core.access import Viewer
from core.database import Database
from core.errors import NotFound
from core.sql import quoted
from eventlog.filters.condition import Bindings
from metrics.cut import Only
from metrics.stored import place_of

NOTHING = "false"
WITHOUT_BUSINESS = (
    "This log holds no contracts, projects, time or invoices, so nothing is told of them. Connect the systems that the "
    "firm runs on in firm.toml, and run `tracework pull`."
)


def narrowed(
    viewer: Viewer, only: Sequence[Only], slices: Collection[str], table: str = ""
) -> tuple[str, dict[str, object]]:
    """SQL for it, and the values it binds. By a limit that rows do not have, nothing is seen."""
    bindings = Bindings()
    conditions = ["true"]
    for name, allowed in viewer.scopes.items():
        conditions.append(_one_of(bindings, name, sorted(allowed), table) if name in slices else NOTHING)
    for each in only:
        if each.slice not in slices:
            conditions.append(NOTHING)
            continue
        there = _one_of(bindings, each.slice, list(each.values), table)
        conditions.append(f"{there} is not true" if each.is_not else there)
    return " and ".join(conditions), bindings.values


def where_facts_are(database: Database, statement: str) -> str:
    """A statement over `fact.*`, for the database that has the facts: a viewer with limits has their log elsewhere.

    NotFound of a log that holds nothing of the business, such as an imported one.
    """
    if not database.value("select count(*) from duckdb_tables() where schema_name = 'fact' and table_name = 'span'"):
        raise NotFound(WITHOUT_BUSINESS)
    return statement.replace("fact.", f"{place_of(database)}fact.")


def _one_of(bindings: Bindings, name: str, values: list[str], table: str) -> str:
    column = f"{table}.{quoted(name)}" if table else quoted(name)
    return f"list_contains({bindings.bind(values)}::varchar[], {column})"
