"""`python -m simulator --seed 1 --out DIR` writes the records of the pretend firm, the truth, and its books."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from simulator.books import write_books
from simulator.interfaces.vendors import vendors_of
from simulator.life.identities import identities
from simulator.life.simulate import AS_OF, SINCE, simulate
from simulator.life.troubles import NAMES, Troubles
from simulator.life.truth import write_truth
from simulator.systems.records import SystemRecords


def main(arguments: list[str] | None = None) -> int:
    """Read the options, run the firm, write its files; says on standard error what came of it."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A pretend firm and its records.")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes (default 1)")
    parser.add_argument("--people", type=int, default=120, help="how many deliver projects there (default 120)")
    parser.add_argument("--months", type=int, help="how many months back it begins (default: in January 2024)")
    parser.add_argument(
        "--troubles", default="all", help=f"which troubles are planted: all, none or some of {', '.join(NAMES)}"
    )
    parser.add_argument(
        "--no-books", action="store_true", help="leave out the books, which take longest in a large firm"
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to write into")
    options = parser.parse_args(arguments)
    if options.people < 1 or (options.months is not None and not 1 <= options.months <= 36):
        parser.error("a firm needs at least one person, and one to 36 months")
    try:
        troubles = Troubles.named(options.troubles)
    except ValueError as error:
        parser.error(str(error))
    since = SINCE if options.months is None else months_before(AS_OF.date(), options.months)
    state = simulate(options.seed, options.people, troubles, since=since)
    recorded = {source: vendor.records(state) for source, vendor in vendors_of(state).items()}
    rows = write_systems(recorded, options.out / "systems")
    planted = [one for records in recorded.values() for one in records.planted]
    write_truth(state, options.out / "truth", identities(state, recorded), planted)
    if not options.no_books:
        write_books(state, options.out / "books")
    told = ", ".join(f"{number:,} rows of {system}" for system, number in rows.items())
    print(f"{told}; the truth is in {options.out / 'truth'}", file=sys.stderr)
    return 0


def months_before(day: date, months: int) -> date:
    """The first of the month so many months before a day."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def write_systems(recorded: Mapping[str, SystemRecords], folder: Path) -> dict[str, int]:
    """Every table of every system as Parquet; gives the rows of each system."""
    for source, records in recorded.items():
        (folder / source).mkdir(parents=True, exist_ok=True)
        for name, table in records.tables.items():
            table.write_parquet(folder / source / f"{name}.parquet", compression="zstd")
    return {source: sum(len(table) for table in records.tables.values()) for source, records in recorded.items()}


if __name__ == "__main__":
    sys.exit(main())
