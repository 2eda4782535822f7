"""The data's way in: land a file, pull sources, build a generation from all that is landed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.calendars import Calendar, calendar
from core.database import Database, telling_of_a_bad_statement
from core.errors import BadInput, BadSettings, MemoryShort, MissingPart, Refused, SourceFailed
from core.metric_settings import MetricSettings
from core.progress import Progress, part_of, silent
from core.settings import firm_settings
from core.workspace import Workspace, writing
from eventlog.build import Manner, build_generation
from eventlog.exchange.flat_mapping import FlatMapping
from eventlog.generations import FORMAT, manifest_of
from eventlog.incremental.build import build_on
from eventlog.incremental.reasons import why_whole
from eventlog.landed import LandedRun, landed_runs, run_hashes
from eventlog.records.declared_source import DeclaredSource
from ingest.imports import ImportChoices, Landed, land_file
from ingest.landing import landed_for_nothing
from ingest.pull import naming_source, pull_and_note
from ingest.source import Pulled
from ingest.source_settings import configured_source, configured_sources
from metrics.history import keep_history
from metrics.lost_histories import lost_histories
from metrics.lost_words import Lost
from metrics.making import make_indicators
from metrics.setting_mistakes import refuse_setting_mistakes
from tracework.own_records import land_own_records

FAILURES_OF_A_SOURCE = (SourceFailed, Refused, BadSettings, BadInput, MissingPart)


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
        landed = land_file(workspace, path, choices, mapping, part_of(progress, 0.0, 0.5))
        with landed_for_nothing(workspace, landed.source, landed.run):
            generation = _build(workspace, part_of(progress, 0.5, 1.0))
    return Imported(landed, generation)


@dataclass(frozen=True)
class PulledSources:
    """What a pull of several sources came to: those that were read, and why the others could not be."""

    pulled: tuple[Pulled, ...]
    failed: Mapping[str, str]
    generation: int | None


def pull(
    workspace: Workspace, names: Sequence[str] = (), *, build: bool = True, progress: Progress = silent
) -> PulledSources:
    """Pull the named sources, or all; publish a generation if something is landed that is in none: the pull before may
    have been killed on the way. One that fails stops no other."""
    with writing(workspace):
        sources = configured_sources(workspace)
        chosen = [configured_source(workspace, name) for name in names or sources]
        pulled, failed = [], {}
        for number, source in enumerate(chosen):
            part = part_of(progress, 0.5 * number / len(chosen), 0.5 * (number + 1) / len(chosen))
            try:
                pulled.append(pull_and_note(workspace, source, part))
            except FAILURES_OF_A_SOURCE as error:
                failed[source.name] = naming_source(error, source.name)
        pulled += filter(None, [land_own_records(workspace)])
        generation = _build(workspace, part_of(progress, 0.5, 1.0)) if build and not is_built(workspace) else None
    return PulledSources(tuple(pulled), failed, generation)


def is_built(workspace: Workspace) -> bool:
    """Whether the current generation can be read and was made of just what is landed now; of nothing, none is made."""
    number, runs = workspace.current_generation(), landed_runs(workspace)
    if number is None:
        return not runs
    manifest = manifest_of(workspace, number)
    return bool(manifest["format"] == FORMAT and manifest["inputs"] == run_hashes(runs))


def build(workspace: Workspace, progress: Progress = silent) -> int:
    """Publish a new generation from everything that is landed, and what was done here till now."""
    with writing(workspace):
        land_own_records(workspace)
        return _build(workspace, progress)


def _build(workspace: Workspace, progress: Progress) -> int:
    runs = landed_runs(workspace)
    # before the rest of the settings, because it tells the mistakes of the whole file
    sources = {name: source.for_the_build() for name, source in configured_sources(workspace).items()}
    refuse_setting_mistakes(workspace)
    settings, find = firm_settings(workspace), partial(calendar, workspace=workspace)
    modest = settings.modest_builder(sum(run.rows for run in runs))
    lost = lost_histories(sources, runs)
    further = partial(_measure, workspace=workspace, calendars=find, settings=settings.metrics, lost=lost)
    whole, modestly = Manner(settings.builder, progress, further), Manner(modest, progress, further)
    with _telling_of_own_tables(workspace):
        return _published(workspace, runs, find, (whole, modestly), sources, progress)


@contextmanager
def _telling_of_own_tables(workspace: Workspace) -> Iterator[None]:
    """Inside, what the database has against an expression is most likely against one that the firm wrote, of a value
    that it does not take: what its columns do not allow was told before."""
    own = [f"[sources.{name}]" for name, source in configured_sources(workspace).items() if source.has_own_tables]
    if not own:
        yield
        return
    words = f"What the tables of {' or '.join(own)} declare (try_cast and try_strptime leave out what is no such value)"
    with telling_of_a_bad_statement(words):
        yield


def _published(
    workspace: Workspace,
    runs: list[LandedRun],
    find: Callable[[str], Calendar],
    manners: tuple[Manner, Manner],
    sources: Mapping[str, DeclaredSource],
    progress: Progress,
) -> int:
    whole, modestly = manners
    reason = why_whole(workspace, runs, sources)
    if reason is None:
        try:
            return build_on(workspace, runs, find, whole, sources)
        except MemoryShort:
            reason = "going on from the generation before needs more memory than it may take"
    progress(None, f"Building everything anew, because {reason}")
    try:
        return build_generation(workspace, runs, find, modestly, sources)
    except MemoryShort:
        # unusually large records: once more with all that a build may take
        return build_generation(workspace, runs, find, whole, sources)


def _measure(
    database: Database,
    workspace: Workspace,
    calendars: Callable[[str], Calendar],
    settings: MetricSettings,
    lost: Sequence[Lost],
) -> None:
    """What a build makes beside the log: the indicators, and what they tell now for later."""
    make_indicators(database, workspace, calendars, settings, lost)
    keep_history(database, workspace, settings)
