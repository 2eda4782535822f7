"""The firm's books: what a flawless clerk makes of the state. Every indicator's true value by month and slice.

`books/<indicator>.csv` holds the values and `books/shares/<indicator>.parquet` what each object adds. A row without a
period is of all time (of a stock: the last month's end); one without by1 is of the whole firm. The measure without a
name of its own is `value`; a further duration puts its name before median, p90, median_elapsed and p90_elapsed. Hours,
units of money, points; shares run from 0 to 1. Money is in the currency of the slice where that only ever has one (an
entity, a project), else in dollars at the day of each share. Rounded once, half to even: money to cents, else to six
digits. `n` counts objects, each once for each time it is asked about; a thing of several projects is in each of them.
Practice, client and so on are those of a thing's project; of a person's hours the practice is the person's. Stocks have
a share at each month's end that is past; cancelled things leave flows altogether, and stocks from then on.
"""

from __future__ import annotations

from pathlib import Path

from simulator.books.catalogue import INDICATORS
from simulator.books.firm import Firm
from simulator.books.rollup import book
from simulator.books.shares import told
from simulator.state import State


def write_books(state: State, folder: Path) -> None:
    """A file for each indicator, and beside it one with its shares."""
    (folder / "shares").mkdir(parents=True, exist_ok=True)
    firm = Firm(state)
    for name, measures_of in INDICATORS.items():
        measures = measures_of(firm)
        told(measures).write_parquet(folder / "shares" / f"{name}.parquet", compression="zstd")
        book(measures).write_csv(folder / f"{name}.csv")
