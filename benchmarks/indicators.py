"""The indicators on a pretend firm of ten million events: making all shares, all totals, one indicator by a slice.

Each function makes ready, in a folder with the workspace `firm`, what it then measures: `shares_made` writes into its
current generation, the others read it. By hand, on what `benchmarks.firm_build` built, or any other workspace:
python -m benchmarks.indicators WORKSPACE
"""

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.comparisons import Aim
from core.access import Viewer
from core.calendars import calendar
from core.database import Limits, open_writer
from core.metric_settings import MetricSettings
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log
from metrics.cut import read_cut
from metrics.making import make_indicators
from metrics.rollup import totals
from metrics.stored import stored_indicators

Answer = dict[str, list[float]]
AIMS = {"shares_made": Aim(megabytes=4000), "all_totals": Aim(seconds=5), "one_by_practice": Aim(seconds=0.3)}
LIMITS = Limits("3GiB", 2)


def shares_made(folder: Path) -> Callable[[], Answer]:
    """Facts, exceptions and every share, into the current generation."""
    workspace = Workspace(folder / "firm")
    number = workspace.current_generation()
    assert number is not None

    def make() -> Answer:
        with open_writer(workspace.generation_file(number), LIMITS, workspace.temporary) as database:
            make_indicators(database, workspace, calendar, MetricSettings.model_validate({}))
            names = database.column("select name from indicator.declared")
            rows = sum(database.value(f'select count(*) from indicator."{name}"') for name in names)
        return {"indicators": [len(names)], "shares": [rows]}

    return make


def all_totals(folder: Path) -> Callable[[], Answer]:
    """Every measure of every indicator on the whole, over all time and by month; opening the log included."""

    def tell() -> Answer:
        with open_log(Workspace(folder / "firm"), Viewer.owner()) as log:
            found = [total for grain in (None, "month") for name in stored_indicators(log)
                     for total in totals(log, name, read_cut(grain=grain))]  # fmt: skip
        return {"totals": [len(found)]}

    return tell


def one_by_practice(folder: Path) -> Callable[[], Answer]:
    """The indicator that has most shares, by practice, on a log that is open."""
    log = open_log(Workspace(folder / "firm"), Viewer.owner())
    totals(log, "utilization", read_cut(measures="value"))
    return partial(_by_practice, log)


def _by_practice(log: EventLog) -> Answer:
    return {"totals": [len(totals(log, "utilization", read_cut("practice", measures="value")))]}


def main() -> None:
    """All three on a workspace, each in a process of its own; it is written into."""
    from benchmarks.measured import measure

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "firm").symlink_to(Path(sys.argv[1]).resolve())
        for function, repeats in (("shares_made", 1), ("all_totals", 1), ("one_by_practice", 5)):
            done = measure("indicators", function, folder, repeats)
            told = ", ".join(f"{key} {numbers[0]:,.0f}" for key, numbers in done.answer.items())
            print(f"{function}: {done.median:.2f} s, {done.peak_mb:,.0f} MB, {told}")


if __name__ == "__main__":
    main()
