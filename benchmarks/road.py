"""The road in, measured: records pulled, a firm's log built from them, and built on with a week's load."""

import shutil
from pathlib import Path

from benchmarks import firm_build, pull_speed
from benchmarks.comparisons import TRACEWORK, Aim, Comparison
from benchmarks.measured import Measurement, measure
from benchmarks.results_table import Row

PEOPLE_PER_MILLION_EVENTS = 470
PULLS = {
    "records_over_http": ("Pull over HTTP, pages of 2,000", "1 million records of 12 columns"),
    "rows_of_postgres": ("Pull from PostgreSQL", "1 million rows of 12 columns"),
}
BUILDS = {
    "whole_build": "Build from the records of a firm",
    "build_on_a_week": "The same, one more week landed",
}


def road(folder: Path, events: int, landed: Path | None = None) -> list[Row]:
    """A pull of a million records each way, then a firm of about so many events built whole and built on.

    `landed`: a folder that `firm_landed` made ready before, which spares simulating the firm; it is copied.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = [_row("pull_speed", name, words, (folder, pull_speed.AIMS[name])) for name, words in PULLS.items()]
    if landed:
        shutil.copytree(landed, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("log", "tmp"))
        for place in ("log", "tmp"):
            (folder / "firm" / place).mkdir()
    else:
        (folder / "people").write_text(str(max(60, round(events / 1e6 * PEOPLE_PER_MILLION_EVENTS))))
        measure("firm_build", "firm_landed", folder, 1)
    for name, title in BUILDS.items():
        rows.append(
            _row("firm_build", name, (title, f"a firm, {events / 1e6:g} million"), (folder, firm_build.AIMS[name]))
        )
    return rows


def _row(module: str, function: str, words: tuple[str, str], where: tuple[Path, Aim]) -> Row:
    folder, aim = where
    done: Measurement = measure(module, function, folder, 1)
    return Row(Comparison(*words, {TRACEWORK: function}, aim), {TRACEWORK: done}, [])
