"""Runs the comparisons one by one, checks that the answers are equal, prints the table and writes RESULTS.md."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.comparisons import NAMES, TRACEWORK, Aim, Comparison, files, kernels, smaller
from benchmarks.indicator_rows import KIND, TITLE, indicator_rows
from benchmarks.measured import ROOT, Measurement, differences, measure
from benchmarks.results_table import RESULTS, Row, machine, table, written
from benchmarks.road import road

FOLDER = ROOT / "build" / "benchmarks"
TITLES = {"files": "From a file", "road": "From systems", KIND: TITLE}
FINES = "Road_Traffic_Fine_Management_Process.xes.gz"
OURS_REPEATED, THEIRS_REPEATED = 5, 3
# reading a large file in Python takes minutes
REPEATS = {"file_to_map": 3, "file_to_map_in_python": 1}


@dataclass(frozen=True)
class Sizes:
    """How many events the generated logs have; `landed`, where the records of a firm of that size lie ready."""

    whole: int
    small: int = 1_000_000
    file: int = 1_600_000
    landed: Path | None = None


def main() -> int:
    """0 when all answers are equal, whatever the speed; 1 when some are not."""
    choices = _arguments()
    sizes = Sizes(choices.events or (100_000_000 if choices.large else 10_000_000))
    if choices.events and not choices.large:
        sizes = Sizes(choices.events, min(choices.events, sizes.small), min(choices.events, sizes.file))
    sizes = replace(sizes, landed=choices.landed)
    one = "large" if choices.large else "files" if choices.files else "road" if choices.road else None
    parts = [one] if one else ["usual", "files", "road"]
    return max(_measured(part, sizes, kept=not choices.events or choices.write) for part in parts)


def _measured(part: str, sizes: Sizes, kept: bool) -> int:
    differ = False
    try:
        for kind, rows in _tables(part, sizes):
            text = table(TITLES.get(kind, f"{_millions(sizes.whole)} events"), rows, machine())
            print(text, flush=True)
            if kept:
                written(RESULTS, kind, text)
            differ = differ or any(row.differences for row in rows)
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
    return int(differ)


def _tables(part: str, sizes: Sizes) -> Iterator[tuple[str, list[Row]]]:
    """The rows of each table of a part, as soon as they are measured."""
    if part == "road":
        yield from from_systems(sizes)
    else:
        yield part, {"usual": usual, "large": large, "files": from_files}[part](sizes)


def usual(sizes: Sizes) -> list[Row]:
    """All engines on logs that all of them hold."""
    whole, small = FOLDER / "whole", FOLDER / "small"
    built = _built(whole, sizes.whole, Aim(seconds=12, megabytes=3000), "build_tables")
    told(measure(TRACEWORK, "parquet_written", whole, 1))
    rows = [built, *_compared(kernels(_named(whole, sizes.whole), large=False), whole)]
    _built(small, sizes.small, Aim(), "build_tables_in_business_time")
    told(measure(TRACEWORK, "parquet_written", small, 1))
    rows += _compared(smaller(_named(small, sizes.small)), small)
    return rows


def large(sizes: Sizes) -> list[Row]:
    """Ours alone, on a log that the others do not hold in this machine's memory."""
    folder = FOLDER / "large"
    built = _built(folder, sizes.whole, Aim(seconds=130, megabytes=8000), "build_tables_large")
    return [built, *_compared(kernels(_named(folder, sizes.whole), large=True), folder)]


def _built(folder: Path, events: int, aim: Aim, function: str) -> Row:
    (folder).mkdir(parents=True, exist_ok=True)
    (folder / "events").write_text(str(events))
    measure(TRACEWORK, "tables_written", folder, 1)
    done = told(measure(TRACEWORK, function, folder, 1))
    comparison = Comparison("Building the case tables", _named(folder, events), {TRACEWORK: function}, aim)
    return Row(comparison, {TRACEWORK: done}, [])


def from_files(sizes: Sizes) -> list[Row]:
    """From a file to a drawn map: a generated one, and a real one where it is at hand."""
    folder, events = FOLDER / "file", sizes.file
    _built(folder, events, Aim(), "build_tables")
    told(measure(TRACEWORK, "log_file_written", folder, 1))
    rows = _compared(files(f"generated, {_millions(events)}", Aim()), folder)
    real = Path(os.environ.get("TRACEWORK_TEST_DATA", "")) / "event_logs" / FINES
    if real.is_file():
        (folder / "file").write_text(str(real.resolve()))
        rows += _compared(files("traffic fines, 0.56 million", Aim(ratio=1, megabytes=500)), folder)
    return rows


def from_systems(sizes: Sizes) -> Iterator[tuple[str, list[Row]]]:
    """From a system's records to the log, and from the log to the indicators."""
    folder = FOLDER / "road"
    rows = road(folder, sizes.whole, sizes.landed)
    yield "road", rows
    built = {function: row.measured[TRACEWORK] for row in rows for function in row.comparison.engines.values()}
    (worked,) = built["whole_build"].answer["cpu_seconds"]
    yield KIND, indicator_rows(folder, f"a firm, {_millions(sizes.whole)}", worked)


def _compared(comparisons: list[Comparison], folder: Path) -> list[Row]:
    rows = []
    for comparison in comparisons:
        print(f"{comparison.title} · {comparison.log}", file=sys.stderr)
        measured: dict[str, Measurement] = {}
        for engine, function in comparison.engines.items():
            repeats = REPEATS.get(function, OURS_REPEATED if engine == TRACEWORK else THEIRS_REPEATED)
            measured[engine] = told(measure(engine, function, folder, repeats), NAMES[engine])
        wrong = [
            f"{comparison.title}, {NAMES[engine]}: {difference}"
            for engine, theirs in measured.items()
            if engine != TRACEWORK and engine not in comparison.unequal
            for difference in differences(measured[TRACEWORK].answer, theirs.answer)
        ]
        rows.append(Row(comparison, measured, wrong))
    return rows


def told(done: Measurement, name: str = "") -> Measurement:
    """Say on standard error what was measured, so that a long run can be followed."""
    if name:
        print(f"  {name}: {done.median:.3f} s, {done.peak_mb:.0f} MB", file=sys.stderr)
    return done


def _named(folder: Path, events: int) -> str:
    return f"generated, {_millions(events)}"


def _millions(events: int) -> str:
    return f"{events / 1e6:g} million"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--large", action="store_true", help="100 million events, Tracework alone")
    parser.add_argument("--files", action="store_true", help="only from a file to a map")
    parser.add_argument("--road", action="store_true", help="only from systems to the log and its indicators")
    parser.add_argument(
        "--landed", type=Path, help="a folder that firm_build.firm_landed filled, instead of a new firm"
    )
    parser.add_argument("--events", type=int, help="another number of events, for a try; RESULTS.md stays as it is")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md also with --events")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
