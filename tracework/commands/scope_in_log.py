"""What a scope names that the log does not have: a grant mistyped shows nothing, and nobody would know why."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from core.access import Viewer
from core.sql import quoted
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log


def not_in_log(place: Workspace, scope: Mapping[str, Sequence[str]]) -> list[str]:
    """A sentence for each name of a scope that no case has, with the nearest; none where nothing is built yet."""
    if not scope or place.current_generation() is None:
        return []
    with open_log(place, Viewer.owner()) as log:
        there = {attribute: _values(log, attribute) for attribute in scope}
    return [
        _sentence(attribute, name, there[attribute])
        for attribute, names in scope.items()
        for name in names
        if name not in there[attribute]
    ]


def _values(log: EventLog, attribute: str) -> list[str]:
    found: set[str] = set()
    for name in log.processes():
        process = log.process(name)
        if attribute in {each.name for each in process.slices}:
            column = quoted(attribute)
            values = f"select distinct {column}::varchar from case_slice where {column} is not null"
            found.update(process.database.column(values))
    return sorted(found)


def _sentence(attribute: str, name: str, there: Sequence[str]) -> str:
    near = get_close_matches(name, there, n=1)
    meant = f' The nearest is "{near[0]}".' if near else ""
    return f'No case in the log has the {attribute} "{name}", so it shows nothing until one has.{meant}'
