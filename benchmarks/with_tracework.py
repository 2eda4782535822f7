"""What Tracework does: each function opens what it needs and returns the run to be timed, which gives its answer."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import prepared_logs
from benchmarks.prepared_logs import PROCESS, opened
from core.access import Viewer
from core.database import Limits
from core.workspace import create_workspace
from eventlog.filters import parse, select
from eventlog.reading import ProcessLog, open_log
from mining.process_map import ProcessMap, process_map
from mining.rework import rework
from mining.variants import variants

Answer = dict[str, Any]
Run = Callable[[], Answer]

IMPORTED = "measured"
"""No declared process has this name, so all event types of the file are in it."""

FRAME = ("2024-07-01", "2024-09-30")
FOLLOWED = ("Contract reviewed", "Invoice adjusted")
COMMONEST = 10


def exact_map(folder: Path) -> Run:
    process = _process(folder)
    return lambda: _times(process_map(process, select(process)))


def frequency_map(folder: Path) -> Run:
    process = _process(folder)
    return lambda: _counts(process_map(process, select(process), times=False))


def framed_map(folder: Path) -> Run:
    return _filtered_map(folder, f"contained {FRAME[0]}..{FRAME[1]}")


def followed_map(folder: Path) -> Run:
    return _filtered_map(folder, f'eventually ("{FOLLOWED[0]}", "{FOLLOWED[1]}")')


def common_map(folder: Path) -> Run:
    return _filtered_map(folder, f"variant ({', '.join(str(number + 1) for number in range(COMMONEST))})")


def _filtered_map(folder: Path, text: str) -> Run:
    process = _process(folder)
    return lambda: _times(process_map(process, select(process, parse(text))))


def business_map(folder: Path) -> Run:
    process = _process(folder)

    def run() -> Answer:
        drawn = process_map(process, select(process))
        names = process.activities
        return {
            f"{names[move.from_no]} > {names[move.to_no]}": [move.business.mean_us / 1e6]
            for move in drawn.moves
            if move.business
        }

    return run


def common_variants(folder: Path) -> Run:
    return _variant_durations(folder, 20)


def variant_durations(folder: Path) -> Run:
    return _variant_durations(folder, 10**9)


def _variant_durations(folder: Path, top: int) -> Run:
    process = _process(folder)

    def run() -> Answer:
        found = variants(process, select(process), top)
        return {" > ".join(row.activities): [row.cases, row.median_us / 1e6] for row in found.top}

    return run


def variant_counts(folder: Path) -> Run:
    process = _process(folder)

    def run() -> Answer:
        return {" > ".join(row.activities): [row.cases] for row in variants(process, select(process), top=10**9).top}

    return run


def repeated_work(folder: Path) -> Run:
    process = _process(folder)
    return lambda: {row.name: [row.repeating_cases] for row in rework(process, select(process)).activities}


def file_to_map(folder: Path) -> Run:
    """From an event-log file to the drawn map, in a new workspace."""
    from figures.process_map import process_map_svg
    from ingest.imports import ImportChoices
    from mining.map_graph import map_graph
    from tracework.pipeline import import_file

    file = _file(folder)

    def run() -> Answer:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            workspace = create_workspace(Path(place) / "firm")
            import_file(workspace, file, ImportChoices(process=IMPORTED))
            with open_log(workspace, Viewer.owner()) as log, log.process(IMPORTED) as process:
                assert "<svg" in process_map_svg(map_graph(process, select(process)))
                return _times(process_map(process, select(process)))

    return run


def tables_written(folder: Path) -> Run:
    """Not a question: a step of the preparation, in a process of its own as all are."""

    def run() -> Answer:
        prepared_logs.write_tables(folder, int((folder / "events").read_text()))
        return {}

    return run


def build_tables(folder: Path) -> Run:
    return lambda: prepared_logs.build(folder)


def build_tables_in_business_time(folder: Path) -> Run:
    return lambda: prepared_logs.build(folder, calendar_name="utc_weekdays")


def build_tables_large(folder: Path) -> Run:
    return lambda: prepared_logs.build(folder, limits=Limits(memory="7000MiB"))


def parquet_written(folder: Path) -> Run:
    return lambda: {"bytes": [prepared_logs.write_parquet(folder).stat().st_size]}


def log_file_written(folder: Path) -> Run:
    """The log as XES, which is then the file to read."""

    def run() -> Answer:
        path = prepared_logs.write_log_file(folder)
        (folder / "file").write_text(str(path))
        return {"bytes": [path.stat().st_size]}

    return run


def _process(folder: Path) -> ProcessLog:
    return opened(folder).process(PROCESS)


def _file(folder: Path) -> Path:
    return Path((folder / "file").read_text())


def _times(drawn: ProcessMap) -> Answer:
    names = drawn.process.activities
    return {
        f"{names[move.from_no]} > {names[move.to_no]}": [move.elapsed.mean_us / 1e6, move.elapsed.median_us / 1e6]
        for move in drawn.moves
        if move.elapsed
    }


def _counts(drawn: ProcessMap) -> Answer:
    names = drawn.process.activities
    return {f"{names[move.from_no]} > {names[move.to_no]}": [move.count] for move in drawn.moves}
