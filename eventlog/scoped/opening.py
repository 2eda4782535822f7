"""Open a generation for a viewer who sees a part of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.access import Viewer
from core.database import Database, Limits, open_memory
from core.sql import literal, load
from eventlog.scoped.case_tables import limit_case_tables, show_case_tables
from eventlog.scoped.log_tables import show_log_tables
from eventlog.scoped.people import hide_names
from eventlog.scoped.visible import SCOPE, WHOLE, limited, whole

HERE = "eventlog.scoped"


def needs_limits(viewer: Viewer) -> bool:
    return bool(viewer.scopes) or not viewer.may_see_names


def open_limited(file: Path, viewer: Viewer, processes: Sequence[str], limits: Limits, key: str) -> Database:
    """A database in memory that shows the viewer's rows of the generation in `file`. `key` makes the pseudonyms of its
    workspace its own. Spills go beside the workspace's other temporary files."""
    database = open_memory(limits, file.parent.parent / "tmp")
    try:
        database.run(f"attach {literal(file)} as {WHOLE} (read_only)")
        if not viewer.may_see_names:
            hide_names(database, key)
        if viewer.scopes:
            for name in processes:
                limit_case_tables(database, name, viewer)
            _gather_visible(database, viewer, processes)
        else:
            for name in processes:
                show_case_tables(database, name, viewer)
        show_log_tables(database, viewer, processes)
    except BaseException:
        database.close()
        raise
    return database


def limited_manifest(manifest: dict[str, Any], database: Database, viewer: Viewer) -> dict[str, Any]:
    """What the manifest says, with the counts of what the viewer sees, and the processes of which they see a case."""
    if not viewer.scopes:
        return manifest
    seen = [name for name in manifest["processes"] if database.value(f"select count(*) from {limited(name, 'case')}")]
    events = database.value("select count(*) from event")
    last = database.value(load("eventlog", "data_to.sql"))
    counts = {
        "events": events,
        "objects": database.value("select count(*) from object"),
        "activities": database.value("select count(*) from event_type"),
        "quarantined": 0,
    }
    return {**manifest, **counts, "processes": seen, "data_to": last.isoformat() if last else None}


def _gather_visible(database: Database, viewer: Viewer, processes: Sequence[str]) -> None:
    """Collect the numbers of the events, objects and landed records that stand behind the visible cases."""
    steps = [f"select event_no from {limited(name, 'step')}" for name in processes]
    cases = [f"select object_no from {limited(name, 'case')}" for name in processes]
    nothing = "select 0::bigint where false"
    # a thing is elsewhere under all its names, also in systems that do not say where it belongs; and so is what a case
    # is about that the viewer does not see
    foreign = [
        f"select object_no from {WHOLE}.main.canonical where canonical_no in (select canonical_no "
        f"from {WHOLE}.main.object_attribute join {WHOLE}.main.canonical using (object_no) "
        f"where name = {literal(attribute)} and value is not null "
        f"group by canonical_no having not bool_or(value in ({', '.join(map(literal, sorted(names))) or 'null'})))"
        for attribute, names in viewer.scopes.items()
    ]
    foreign += [
        f"select object_no from {WHOLE}.main.canonical where canonical_no in (select object_no from "
        f"{whole(name, 'case')} where case_no not in (select case_no from {limited(name, 'case')}))"
        for name in processes
    ]
    text = load(HERE, "visible.sql").replace("{whole}", WHOLE).replace("{scope}", SCOPE)
    for place, parts in (("{steps}", steps), ("{cases}", cases), ("{foreign}", foreign)):
        text = text.replace(place, " union all ".join(parts) or nothing)
    database.run(text)
