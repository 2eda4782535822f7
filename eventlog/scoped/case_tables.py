"""The case tables of one process for a viewer: a smaller process that is whole in itself, so nothing of the other cases
shows, neither in a count nor in the rank of a variant nor in the name of an activity."""

from core.access import Viewer
from core.database import Database
from core.sql import literal, load, quoted
from eventlog.scoped.people import shown_columns
from eventlog.scoped.visible import WHOLE, limited, whole

TABLES = ("activity", "case", "case_slice", "process", "slice", "step", "variant", "variant_edge")


def limit_case_tables(database: Database, process: str, viewer: Viewer) -> None:
    """Make the process anew from the cases that the viewer may see. Case numbers stay as they are."""
    text = load("eventlog.scoped", "case_tables.sql").replace("{whole}", f"{WHOLE}.{quoted(process)}")
    pieces = {
        "{process}": quoted(process),
        "{visible}": _predicate(database, process, viewer),
        "{case}": shown_columns(database, viewer, (process, "case"), {"variant_no": "seen.variant_no"}),
        "{slices}": shown_columns(database, viewer, (process, "case_slice")),
    }
    for place, piece in pieces.items():
        text = text.replace(place, piece)
    database.run(text)
    _count_values(database, process)


def show_case_tables(database: Database, process: str, viewer: Viewer) -> None:
    """Show the process whole, with names of people hidden."""
    database.run(f"create schema {quoted(process)}")
    for table in TABLES:
        columns = shown_columns(database, viewer, (process, table)) if table in ("case", "case_slice") else "*"
        database.run(f"create view {limited(process, table)} as select {columns} from {whole(process, table)}")


def _predicate(database: Database, process: str, viewer: Viewer) -> str:
    """The visible cases: those that carry one of the viewer's names for each attribute that is limited."""
    known = set(database.column(f"select name from {whole(process, 'slice')}"))
    tests = []
    for attribute, names in viewer.scopes.items():
        if attribute not in known or not names:
            return "false"
        tests.append(f"{quoted(attribute)}::varchar in ({', '.join(map(literal, sorted(names)))})")
    return " and ".join(tests)


def _count_values(database: Database, process: str) -> None:
    """How many values each attribute has among the visible cases; what none of them has is left out."""
    names = database.column(f"select name from {whole(process, 'slice')}")
    if not names:
        return
    counts = ", ".join(f"count(distinct {quoted(name)})" for name in names)
    found = database.row(f"select {counts} from {limited(process, 'case_slice')}")
    database.run(
        f"update {limited(process, 'slice')} set distinct_values = given.n from "
        "(select unnest($names::varchar[]) as name, unnest($counts::bigint[]) as n) as given "
        "where slice.name = given.name",
        names=names,
        counts=list(found),
    )
    database.run(f"delete from {limited(process, 'slice')} where distinct_values = 0")
