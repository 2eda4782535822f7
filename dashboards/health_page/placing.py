"""Of which legal entity a record that is set apart is: by the things it names, in the columns that its stream's
declarations read them from. Of what became nothing in the log nothing else tells."""

import re
from collections.abc import Iterator

from core.errors import TraceworkError
from core.sql import load
from core.workspace import Workspace
from eventlog.record_mapping import RecordMapping
from ingest.source_settings import configured_sources

NAMES_A_COLUMN = re.compile(r"""(?:'(?P<before>[^']*)' \|\| )?r\.(?:(?P<plain>\w+)|"(?P<quoted>[^"\\]+)")""")
NOTHING = {"source": "", "stream": "", "type": "", "before": "", "path": "$"}
"""So that the list has its type where no source declares anything."""


def with_places(name: str) -> str:
    """A statement of the page with what it says of entities and of the chosen objects put in."""
    here = "dashboards.health_page"
    text = load(here, name)
    for part in ("place", "mine"):
        text = text.replace(f"{{{part}}}", load(here, f"{part}.sql"))
    return text


def mentions(workspace: Workspace) -> list[dict[str, str]]:
    """Where records of each stream name things: the column as a path into the JSON record, the type, and what stands
    before the value in the thing's id. Only columns that are the id; settings with mistakes say nothing here."""
    try:
        sources = configured_sources(workspace)
    except TraceworkError:
        return [NOTHING]
    found = {
        (name, *each): None for name, source in sources.items() for each in _of(source.declared.yields)
    }  # in their order, each once
    return [NOTHING, *(dict(zip(NOTHING, each, strict=True)) for each in found)]


def _of(declared: RecordMapping) -> Iterator[tuple[str, str, str, str]]:
    named = [(each.stream, each.type, each.id) for each in declared.objects]
    named += [(each.stream, role.type, role.id) for each in declared.links for role in (each.source, each.target)]
    named += [(each.stream, role.type, role.id) for each in declared.events for role in each.objects]
    for stream, object_type, expression in named:
        if column := NAMES_A_COLUMN.fullmatch(expression):
            yield stream, object_type, column["before"] or "", f'$."{column["plain"] or column["quoted"]}"'
