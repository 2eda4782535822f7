"""The indicators of a pretend firm: making all shares, telling all of them, and each measure by each slice it has.

Each function makes ready, in a folder with the workspace `firm`, what it then measures: `shares_made` writes into its
current generation, the others read it. Where a file `indicators` lies in the folder, only those it names are told by
slices. By hand, on what `benchmarks.firm_build` built, or any other workspace:
python -m benchmarks.indicators WORKSPACE [--log-worked SECONDS] [--write]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.comparisons import Aim
from benchmarks.direct_sums import told_otherwise
from benchmarks.measured import ROOT
from core.access import Viewer
from core.calendars import calendar
from core.database import Limits, open_writer
from core.metric_settings import MetricSettings
from core.sql import quoted
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.making import make_indicators
from metrics.rollup import totals
from metrics.shares import SLICES
from metrics.stored import stored_indicators

Answer = dict[str, list[float]]
MOST_OF_A_BUILD = 0.3
AIMS = {"shares_made": Aim(megabytes=4000), "all_totals": Aim(seconds=5), "each_by_a_slice": Aim(seconds=0.3)}
LIMITS = Limits("3500MiB", 2)
WARM_RUNS, NEAR_THE_AIM = 3, 0.1


def shares_made(folder: Path) -> Callable[[], Answer]:
    """Facts, exceptions and every share, into the current generation."""
    workspace = Workspace(folder / "firm")
    number = workspace.current_generation()
    assert number is not None

    def make() -> Answer:
        before = time.process_time()
        with open_writer(workspace.generation_file(number), LIMITS, workspace.temporary) as database:
            make_indicators(database, workspace, calendar, MetricSettings.model_validate({}))
            names = database.column("select name from indicator.declared")
            rows = sum(database.value(f"select count(*) from indicator.{quoted(name)}") for name in names)
        return {"indicators": [len(names)], "shares": [rows], "cpu_seconds": [time.process_time() - before]}

    return make


def all_totals(folder: Path) -> Callable[[], Answer]:
    """Every measure of every indicator, by a process that starts for it."""
    program = "from benchmarks.indicators import tell_all; import sys; tell_all(sys.argv[1])"
    command = [sys.executable, "-c", program, str(folder / "firm")]

    def tell() -> Answer:
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return {"totals": [int(told.splitlines()[-1])]}

    return tell


def tell_all(workspace: str) -> None:
    """Print how many totals the indicators of a workspace have over all time."""
    with open_log(Workspace(Path(workspace)), Viewer.owner()) as log:
        print(sum(len(totals(log, name)) for name in stored_indicators(log)))


def each_by_a_slice(folder: Path) -> Callable[[], Answer]:
    """The seconds that each measure takes by each slice it has, on a log that is open and was asked the same before."""
    some = folder / "indicators"
    only = frozenset(some.read_text().split()) if some.exists() else None
    return partial(_seconds_by_slice, open_log(Workspace(folder / "firm"), Viewer.owner()), only)


def _seconds_by_slice(log: EventLog, only: frozenset[str] | None) -> Answer:
    return {
        f"{indicator.name}, {measure.name} by {name}": [
            _warm(partial(totals, log, indicator, Cut((name,), measures=(measure.name,))))
        ]
        for indicator, measure, slices in measures(log)
        if only is None or indicator.name in only
        for name in slices
    }


def checked(folder: Path) -> Callable[[], Answer]:
    """What is told otherwise than by plain sums over what the statements give: a key for each difference."""

    def check() -> Answer:
        with open_log(Workspace(folder / "firm"), Viewer.owner()) as log:
            return {difference: [0] for of in measures(log) for difference in told_otherwise(log, *of)}

    return check


def measures(log: EventLog) -> Iterator[tuple[Indicator, Measure, list[str]]]:
    """Each measure of each indicator that has shares, with the slices that any of them has; of those that are told by
    one computation, as formulas of other vendors, the first."""
    there = ", ".join(f"bool_or({name} is not null)" for name in SLICES)
    for indicator in stored_indicators(log).values():
        shares = f"indicator.{quoted(indicator.name)}"
        rows = log.database.rows(f"select measure, {there} from {shares} group by measure")
        found = {measure: [name for name, has in zip(SLICES, of, strict=True) if has] for measure, *of in rows}
        apart = {(each.shares, each.aggregate, each.below): each for each in reversed(indicator.measures)}
        yield from ((indicator, each, found[each.shares]) for each in apart.values() if each.shares in found)


def _warm(tell: Callable[[], object]) -> float:
    """What is far from the aim at its second time is not asked again."""
    tell()
    seconds: list[float] = []
    while not seconds or (max(seconds) > NEAR_THE_AIM and len(seconds) < WARM_RUNS):
        started = time.perf_counter()
        tell()
        seconds.append(time.perf_counter() - started)
    return median(seconds)


def main() -> None:
    """All on a workspace, each in a process of its own; it is written into."""
    from benchmarks.indicator_rows import KIND, TITLE, indicator_rows
    from benchmarks.results_table import RESULTS, machine, table, written

    parser = argparse.ArgumentParser(prog="python -m benchmarks.indicators", description=main.__doc__)
    parser.add_argument("workspace", type=Path, help="a workspace whose log is built")
    parser.add_argument("--log-worked", type=float, help="the processor's seconds that its log took to build")
    parser.add_argument("--write", action="store_true", help="keep the table in RESULTS.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "firm").symlink_to(asked.workspace.resolve())
        with open_log(Workspace(folder / "firm"), Viewer.owner()) as log:
            events = log.database.value("select count(*) from event")
        text = table(TITLE, indicator_rows(folder, f"a firm, {events / 1e6:.3g} million", asked.log_worked), machine())
    print(text)
    if asked.write:
        written(RESULTS, KIND, text)


if __name__ == "__main__":
    main()
