"""The one way to read: a published generation, opened read-only on behalf of a viewer."""

from dataclasses import dataclass, field
from typing import Any, Self

from core.access import Viewer
from core.database import READER, Database, Limits, open_reader
from core.errors import BadInput, NotFound, WorkspaceNewer
from core.pseudonyms import pseudonym_key
from core.sql import quoted
from core.workspace import Workspace
from eventlog.acts.declaration import OWN_TYPES
from eventlog.generations import FORMAT, manifest_of
from eventlog.landed import landed_runs
from eventlog.scoped.opening import limited_manifest, needs_limits, open_limited


@dataclass(frozen=True)
class Slice:
    """An attribute by which cases can be told apart; `type` is text, number or time."""

    name: str
    type: str
    distinct_values: int


@dataclass(frozen=True)
class ProcessLog:
    """One process of a generation. `database` is a cursor whose plain table names are this process's case tables."""

    name: str
    title: str
    object_type: str
    owner: str
    version: str
    calendar: str
    has_business_time: bool
    overlaps: int
    generation: int
    viewer: Viewer
    database: Database
    activities: list[str] = field(repr=False)
    places: list[int] = field(repr=False)
    slices: list[Slice] = field(repr=False)
    cases: int = 0
    events: int = 0
    duplication: float = 1.0
    """How many steps an event makes on average: more than 1 where it belongs to several cases."""

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class EventLog:
    """A generation as its viewer may see it."""

    workspace: Workspace
    generation: int
    manifest: dict[str, Any]
    viewer: Viewer
    database: Database

    def processes(self) -> list[str]:
        """The names of the processes, in alphabetical order."""
        return list(self.manifest["processes"])

    def processes_of_work(self) -> list[str]:
        """Those of the firm's own work: all but what is done here about it."""
        led = {
            name: self.database.value(f"select object_type from {quoted(name)}.process") for name in self.processes()
        }
        return [name for name, object_type in led.items() if object_type not in OWN_TYPES]

    def process(self, name: str) -> ProcessLog:
        """One process by name; NotFound says which there are."""
        if name not in self.processes():
            none = "none that you see a case of" if self.viewer.scopes else "none yet: import a file first"
            there = ", ".join(self.processes()) or none
            raise NotFound(f"There is no process {name!r} in generation {self.generation}. There are: {there}.")
        cursor = self.database.cursor([name, "main"])
        title, object_type, owner, version, calendar, business, overlaps, duplication = cursor.row(
            "select title, object_type, owner, version, calendar, business, overlapping, duplication from process"
        )
        activities = cursor.rows("select name, place from activity order by activity_no")
        slices = cursor.rows("select name, type, distinct_values from slice")
        cases, events = cursor.row('select count(*), coalesce(sum(n), 0)::bigint from "case"')
        return ProcessLog(
            name=name,
            title=title,
            object_type=object_type,
            owner=owner,
            version=version,
            calendar=calendar,
            has_business_time=business,
            overlaps=overlaps,
            generation=self.generation,
            viewer=self.viewer,
            database=cursor,
            activities=[name for name, _ in activities],
            places=[place for _, place in activities],
            slices=[Slice(*row) for row in slices],
            cases=cases,
            events=events,
            duplication=duplication or 1.0,
        )

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_log(workspace: Workspace, viewer: Viewer, generation: int | None = None, limits: Limits = READER) -> EventLog:
    """Open the current generation, or the one asked for, for `viewer`: with their rows only, and their names only."""
    number = generation or workspace.current_generation()
    if number is None:
        built = f"What was loaded is not built: `tracework build -w {workspace.root}` builds it."
        step = built if landed_runs(workspace) else f"Import one with `tracework import FILE -w {workspace.root}`."
        raise NotFound(f"The workspace at {workspace.root} holds no event log yet. {step}")
    manifest = manifest_of(workspace, number)
    _refuse_other_format(manifest["format"], f"Generation {number} of {workspace.root}", workspace)
    file = workspace.generation_file(number)
    if needs_limits(viewer):
        database = open_limited(file, viewer, manifest["processes"], limits, pseudonym_key(workspace))
        manifest = limited_manifest(manifest, database, viewer)
    else:
        database = open_reader(file, limits, workspace.temporary)
    return EventLog(workspace, number, manifest, viewer, database)


def _refuse_other_format(found: int, which: str, workspace: Workspace) -> None:
    if found > FORMAT:
        raise WorkspaceNewer(
            f"{which} has format {found}, and this program reads {FORMAT}. Install the newer Tracework that built it."
        )
    if found < FORMAT:
        raise BadInput(
            f"{which} was built by an older Tracework: it has format {found}, and this program reads {FORMAT}. Nothing "
            f"that was loaded is lost; run `tracework build -w {workspace.root}`."
        )
