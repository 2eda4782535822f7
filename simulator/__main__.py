"""`python -m simulator --seed 1 --out DIR` writes the pretend firm's three histories, and the truth beside them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from simulator.run import simulate, write_firm
from simulator.troubles import NAMES, Troubles


def main(arguments: list[str] | None = None) -> int:
    """Read the options, run the firm, write its files; says on standard error what came of it."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A pretend firm and its records.")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes (default 1)")
    parser.add_argument("--people", type=int, default=120, help="how many consultants work there (default 120)")
    parser.add_argument("--projects", type=int, default=300, help="how many projects it wins (default 300)")
    parser.add_argument(
        "--troubles", default="all", help=f"which troubles are planted: all, none or some of {', '.join(NAMES)}"
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to write into")
    options = parser.parse_args(arguments)
    if options.people < 1 or options.projects < 1:
        parser.error("a firm needs at least one person and one project")
    try:
        troubles = Troubles.named(options.troubles)
    except ValueError as error:
        parser.error(str(error))
    rows = write_firm(simulate(options.seed, options.people, options.projects, troubles), options.out)
    told = ", ".join(f"{number:,} rows in {system}.csv" for system, number in rows.items())
    print(f"{told}; the truth is in {options.out / 'truth'}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
