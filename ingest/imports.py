"""Import a file: find out what it is, read it, and land it as a run of a source."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from core.calendars import calendar
from core.errors import BadInput, WrongUse
from core.progress import Progress, silent
from core.workspace import Workspace
from eventlog.exchange import ocel_json, ocel_sqlite, ocel_xml, xes
from eventlog.exchange.flat_file import FlatInspection, inspect, land
from eventlog.exchange.flat_mapping import FlatMapping
from eventlog.landed import landed_runs
from eventlog.process_declaration import declared_processes, slug, titled
from ingest.file_format import file_format
from ingest.landing import RunFolder

FLAT = ("csv", "parquet")
OCEL = {"ocel_sqlite": ocel_sqlite.read, "ocel_json": ocel_json.read, "ocel_xml": ocel_xml.read}


@dataclass(frozen=True)
class ImportChoices:
    """What the user said about a file; everything else is guessed and shown."""

    process: str | None = None
    source: str | None = None
    calendar: str | None = None
    classifier: str | None = None
    pair_lifecycle: bool = False
    mapping: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Landed:
    """A run that was landed."""

    source: str
    run: str
    process: str


def inspect_flat_file(workspace: Workspace | None, path: Path, choices: ImportChoices) -> FlatInspection | None:
    """What a CSV or Parquet file seems to hold, with what was confirmed last time; None for the other formats."""
    if file_format(path) not in FLAT:
        return None
    process = process_name(path, choices)
    previous = _previous_mapping(workspace, choices.source or slug(_stem(path)), process) if workspace else None
    return inspect(path, previous, choices.mapping)


def process_name(path: Path, choices: ImportChoices) -> str:
    """The process a file is imported for: as said, or named after the file."""
    return slug(choices.process or _stem(path))


def land_file(
    workspace: Workspace,
    path: Path,
    choices: ImportChoices,
    mapping: FlatMapping | None = None,
    progress: Progress = silent,
) -> Landed:
    """Land a file as a run. `mapping` is the confirmed one of a flat file. The caller holds the workspace's lock."""
    if choices.calendar:
        calendar(choices.calendar, workspace)
    kind = file_format(path)
    source = slug(choices.source or choices.process or _stem(path))
    with RunFolder(workspace, source) as run:
        described = _described(workspace, path, choices, kind)
        if kind in FLAT:
            described |= _land_flat(path, mapping, run, progress)
        else:
            described |= _land_log(path, kind, choices, described, run, progress)
        number = run.commit(described)
    # the build that follows needs the memory that reading took
    pa.default_memory_pool().release_unused()
    return Landed(source, number, described["process"])


def _land_flat(path: Path, mapping: FlatMapping | None, run: RunFolder, progress: Progress) -> dict[str, Any]:
    if mapping is None or mapping.unanswered:
        raise WrongUse(f"{path} needs its columns mapped before it can be imported: case, activity and time.")
    land(path, mapping, run.folder, progress)
    return {"kind": "flat", "flat_cases": True, "mapping": mapping.model_dump(mode="json")}


def _land_log(
    path: Path, kind: str, choices: ImportChoices, described: Mapping[str, Any], run: RunFolder, progress: Progress
) -> dict[str, Any]:
    if kind == "xes":
        xes.read(path, run, progress, classifier=choices.classifier, zone=_zone(choices.mapping))
        return {"kind": "log", "flat_cases": True}
    OCEL[kind](path, run, progress, zone=_zone(choices.mapping))
    return {"kind": "log", "flat_cases": False, **_perspectives(path, choices, run)}


def _perspectives(path: Path, choices: ImportChoices, run: RunFolder) -> dict[str, Any]:
    """The object types of an object-centric file; the one that most events touch leads unless a process was named."""
    run.close_streams()
    ranked = _types_by_events(run.folder)
    if not ranked:
        raise BadInput(f"{path} holds no objects, so there is nothing that could be a case. Export it with them.")
    by_slug = {slug(name): name for name in ranked}
    if choices.process and slug(choices.process) not in by_slug:
        types = ", ".join(ranked)
        raise WrongUse(f"{path} has no object type {choices.process!r}. It has: {types}. Choose one as --process.")
    leading = by_slug[slug(choices.process)] if choices.process else ranked[0]
    return {"process": slug(leading), "title": titled(leading), "object_type": leading, "object_types": ranked}


def _types_by_events(folder: Path) -> list[str]:
    if not (folder / "objects.parquet").exists():
        return []
    objects = pq.read_table(folder / "objects.parquet", columns=["id", "type"])
    counted = Counter(dict.fromkeys(objects["type"].unique().to_pylist(), 0))
    if (folder / "event_object.parquet").exists():
        touched = pq.read_table(folder / "event_object.parquet", columns=["object"])
        joined = touched.join(objects, keys="object", right_keys="id", join_type="inner")
        counted.update({item["values"]: item["counts"] for item in joined["type"].value_counts().to_pylist()})
    return sorted(counted, key=lambda name: (-counted[name], name))


def _described(workspace: Workspace, path: Path, choices: ImportChoices, kind: str) -> dict[str, Any]:
    process = process_name(path, choices)
    declared = declared_processes(workspace).get(process)
    return {
        "file": {"name": path.name, "bytes": path.stat().st_size, "sha256": _sha256(path), "format": kind},
        "process": process,
        "title": declared.title if declared else titled(choices.process or _stem(path)),
        "object_type": declared.object_type if declared else process,
        "system": choices.source or _stem(path),
        "calendar": choices.calendar,
        "pair_lifecycle": choices.pair_lifecycle,
    }


def _previous_mapping(workspace: Workspace, source: str, process: str) -> FlatMapping | None:
    """The mapping that was confirmed for the newest load of the same source or process."""
    runs = [run for run in landed_runs(workspace) if run.kind == "flat" and run.process == process]
    alike = [run for run in runs if run.source == source] or runs
    newest = max(alike, key=lambda run: str(run.manifest["landed_at"]), default=None)
    return FlatMapping.model_validate(newest.manifest["mapping"]) if newest else None


def _zone(items: Sequence[str]) -> str | None:
    return FlatMapping().override([item for item in items if item.startswith("zone=")]).zone


def _stem(path: Path) -> str:
    name = path.name
    for ending in (
        ".gz",
        ".xes",
        ".csv",
        ".parquet",
        ".pq",
        ".sqlite",
        ".jsonocel",
        ".xmlocel",
        ".json",
        ".xml",
        ".txt",
        ".tsv",
    ):
        name = name.removesuffix(ending)
    return name or path.name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
