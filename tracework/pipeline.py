"""The data's way in: land a file, build a generation from all that is landed."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.calendars import calendar
from core.errors import MemoryShort
from core.progress import Progress, silent
from core.settings import firm_settings
from core.workspace import Workspace, writing
from eventlog.build import build_generation
from eventlog.exchange.flat_mapping import FlatMapping
from eventlog.landed import landed_runs
from ingest.imports import ImportChoices, Landed, land_file
from ingest.landing import landed_for_nothing


@dataclass(frozen=True)
class Imported:
    """A file that is now part of the published event log."""

    landed: Landed
    generation: int


def import_file(
    workspace: Workspace,
    path: Path,
    choices: ImportChoices,
    mapping: FlatMapping | None = None,
    progress: Progress = silent,
) -> Imported:
    """Land `path` and publish a generation with it. If the build refuses it, the load is dropped too."""
    with writing(workspace):
        landed = land_file(workspace, path, choices, mapping, _part(progress, 0.0, 0.5))
        with landed_for_nothing(workspace, landed.source, landed.run):
            generation = _build(workspace, _part(progress, 0.5, 1.0))
    return Imported(landed, generation)


def build(workspace: Workspace, progress: Progress = silent) -> int:
    """Publish a new generation from everything that is landed."""
    with writing(workspace):
        return _build(workspace, progress)


def _build(workspace: Workspace, progress: Progress) -> int:
    runs = landed_runs(workspace)
    settings, find = firm_settings(workspace), partial(calendar, workspace=workspace)
    modest = settings.modest_builder(sum(run.rows for run in runs))
    try:
        return build_generation(workspace, runs, find, modest, progress)
    except MemoryShort:
        # unusually large records: once more with all that a build may take
        return build_generation(workspace, runs, find, settings.builder, progress)


def _part(progress: Progress, first: float, last: float) -> Progress:
    """The progress of one part of the work, as that of the whole."""

    def told(share: float | None, words: str) -> None:
        progress(None if share is None else first + (last - first) * share, words)

    return told
