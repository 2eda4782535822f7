"""The log of a pretend firm built whole, then again after a week: seconds, memory, and what share the second took.

Each function makes ready, in a folder, what it then measures: `measure("firm_build", "whole_build", folder, 1)`, then
`measure("firm_build", "build_on_a_week", folder, 1)`. The file `people` in the folder says how many the firm has; 4,700
make ten million events. The two systems that have nearly all records are landed as a pull would land them; the third,
whose records are nested, is pulled.
By hand: python -m benchmarks.firm_build [PEOPLE]
"""

import json
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.comparisons import Aim
from core.calendars import calendar
from core.database import Limits
from core.workspace import Workspace, create_workspace
from eventlog.build import Manner, build_generation
from eventlog.generations import manifest_of
from eventlog.incremental.build import build_on
from eventlog.incremental.reasons import why_whole
from eventlog.landed import landed_runs
from eventlog.records.declared_source import DeclaredSource
from ingest.connectors import connector
from ingest.record_text import text_table
from simulator.interfaces.serving import serve
from simulator.interfaces.vendors import vendors_of
from simulator.life.simulate import simulate
from simulator.life.troubles import Troubles
from simulator.state import State
from tracework.demo_systems import Systems, point_at
from tracework.pipeline import pull

Answer = dict[str, list[float]]
AIMS = {"whole_build": Aim(seconds=90, megabytes=4000), "build_on_a_week": Aim(seconds=9, megabytes=4000)}
# their tables have the columns that their connectors read; the others nest them
AS_TABLES = {"salesforce": "UTC", "netsuite": "America/Los_Angeles"}
PULLED = "bamboohr"
SYSTEMS = AS_TABLES | {PULLED: "UTC"}
LIMITS = Limits("3GiB", 2)
ROW_GROUP = 100_000
WEEK = timedelta(days=7)


def firm_landed(folder: Path) -> Callable[[], Answer]:
    """Simulate the firm and land its records, the last week apart: what the builds below read."""
    workspace = create_workspace(folder / "firm")
    people = int((folder / "people").read_text())
    state = simulate(7, people, Troubles.named("none"))
    before = state.as_of - WEEK
    past = _tables(state.cut(before))
    for source, tables in past.items():
        _land(workspace, source, tables, before)
    for source, tables in _tables(state).items():
        changed = {name: _changed(table, past[source][name]) for name, table in tables.items()}
        _land(Workspace(folder / "week"), source, changed, state.as_of)
    _pull(folder, state, {"firm": before, "week": state.as_of})
    return dict


def whole_build(folder: Path) -> Callable[[], Answer]:
    """Build everything but the last week."""
    return partial(_build, Workspace(folder / "firm"))


def build_on_a_week(folder: Path) -> Callable[[], Answer]:
    """Land the last week and build on what `whole_build` published."""
    workspace = Workspace(folder / "firm")
    for run in (folder / "week" / "landing").glob("*/000001"):
        shutil.copytree(run, workspace.landing / run.parent.name / "000002")
    return partial(_build, workspace)


def _build(workspace: Workspace) -> Answer:
    runs, sources = landed_runs(workspace), declared_sources()
    whole = why_whole(workspace, runs, sources) is not None
    build = build_generation if whole else build_on
    before = _worked()
    number = build(workspace, runs, calendar, Manner(LIMITS), sources=sources)
    worked = _worked() - before
    manifest = manifest_of(workspace, number)
    records = sum(run.rows for run in runs)
    return {
        "whole": [whole], "records": [records], "events": [manifest["events"]], "objects": [manifest["objects"]],
        "cpu_seconds": [worked],
    }  # fmt: skip


def _worked() -> float:
    """The processor's seconds that this process has used: on a busy machine these compare, and the clock's do not."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def declared_sources() -> dict[str, DeclaredSource]:
    """The systems whose records are landed, as a build needs them."""
    found = {}
    for name, zone in SYSTEMS.items():
        kind = connector(name)
        source = kind.source(kind.settings_model.model_construct())
        found[name] = DeclaredSource(name, name, source.title, source.streams, source.yields, zone)
    return found


def _tables(state: State) -> dict[str, Mapping[str, pl.DataFrame]]:
    vendors = vendors_of(state)
    return {name: vendors[name].records(state).tables for name in AS_TABLES}


def _pull(folder: Path, state: State, moments: Mapping[str, datetime]) -> None:
    """Pull the system whose records are nested at each of these moments, for the workspace of that name."""
    vendor, workspace = vendors_of(state)[PULLED], create_workspace(folder / "pulled")
    with serve(vendor, state) as served:
        systems = Systems({PULLED: served})
        point_at(workspace, systems, {PULLED: vendor}, "A firm")
        for name, moment in moments.items():
            systems.set_clock(moment)
            done = pull(workspace, build=False)
            if done.failed:
                raise RuntimeError(f"{PULLED} could not be pulled: {done.failed[PULLED]}")
            run = max((workspace.landing / PULLED).iterdir())
            shutil.copytree(run, folder / name / "landing" / PULLED / "000001")


def _changed(now: pl.DataFrame, past: pl.DataFrame) -> pl.DataFrame:
    """The records that are new, or say something else than before."""
    return now.join(past, on=now.columns, how="anti", nulls_equal=True)


def _land(workspace: Workspace, source: str, tables: Mapping[str, pl.DataFrame], as_of: datetime) -> None:
    folder = workspace.landing / source / "000001"
    folder.mkdir(parents=True)
    declared = {stream.name for stream in declared_sources()[source].streams}
    streams = {}
    for name, table in tables.items():
        if name in declared and len(table):
            arrow = table.to_arrow()
            text = text_table(arrow.cast(pa.schema([(f.name, _plain(f.type)) for f in arrow.schema]))).table
            text = text.append_column("_deleted", pa.array([False] * len(text), pa.bool_()))
            pq.write_table(text, folder / f"{name}.parquet", ROW_GROUP, compression="zstd", compression_level=1)
            streams[name] = {"rows": len(table), "sha256": ""}
    manifest = {
        "format": 1, "kind": "records", "connector": source, "landed_at": as_of.isoformat(), "refused": {},
        "as_of": as_of.isoformat(), "streams": streams,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if kind in (pa.large_string(), pa.string_view()) else kind


def main() -> None:
    """Both builds, one after the other, each in a process of its own."""
    from benchmarks.measured import measure

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "people").write_text(sys.argv[1] if len(sys.argv) > 1 else "4700")
        measure("firm_build", "firm_landed", folder, 1)
        seconds, worked = [], []
        for function in ("whole_build", "build_on_a_week"):
            done = measure("firm_build", function, folder, 1)
            seconds.append(done.median)
            worked += done.answer["cpu_seconds"]
            print(f"{function}: {done.median:.1f} s, {done.peak_mb:,.0f} MB, {done.answer}", flush=True)
        share, work = seconds[1] / seconds[0], worked[1] / worked[0]
        print(f"the week took {share:.1%} of the whole build, and {work:.1%} of its work")


if __name__ == "__main__":
    main()
