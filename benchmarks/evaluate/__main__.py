"""python -m benchmarks.evaluate [NAME ...]: runs the evaluations, all or those named, and writes docs/models.md."""

import argparse
import sys
import time

from benchmarks.measured import ROOT
from benchmarks.models_page import told, written
from benchmarks.section import DataMissing
from core.registry import found, module

PLACE = "benchmarks.evaluate"
PAGE = ROOT / "docs" / "models.md"


def main() -> int:
    """0 when each ran; 1 when one failed or had not its data: its section then stays as it was."""
    known = found(PLACE)
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluate", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all, or some of: {', '.join(known)}")
    parser.add_argument("--dry", action="store_true", help="only print; docs/models.md stays as it is")
    choices = parser.parse_args()
    if unknown := [name for name in choices.names if name not in known]:
        parser.error(f"There is no evaluation {', '.join(unknown)}. There are: {', '.join(known) or 'none'}.")
    return max((_ran(name, kept=not choices.dry) for name in choices.names or known), default=0)


def _ran(name: str, kept: bool) -> int:
    print(f"{name} ...", file=sys.stderr)
    started = time.process_time()
    try:
        section = module(PLACE, name).evaluate()
    except DataMissing as missing:
        print(f"{name}: {missing}", file=sys.stderr)
        return 1
    text = told(section, name, time.process_time() - started)
    print(text)
    if kept:
        written(PAGE, name, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
