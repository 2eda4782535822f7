"""How many records of each load stand behind what a viewer with a limited scope sees."""

from core.access import Viewer
from core.database import Database
from eventlog.scoped.visible import SCOPE

Load = tuple[str, str]


def records_seen(database: Database, viewer: Viewer) -> dict[Load, int] | None:
    """By source and run, the records behind the visible rows; None for who sees all of them."""
    if not viewer.scopes:
        return None
    rows = database.rows(
        f"select source.name, landed_run.run, count(*) from {SCOPE}.visible_record join landed_run using (run_no) "
        "join source using (source_no) where row is not null group by all"
    )
    return {(source, run): records for source, run, records in rows}
