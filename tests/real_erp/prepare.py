"""Make the real Tryton of the tests beforehand, so that no test waits for it: `python -m tests.real_erp.prepare`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.real_erp.environment import ENGAGEMENTS, installed
from tests.real_erp.on_postgresql import seeded_on_postgresql


def main() -> None:
    tryton = installed()
    print(f"Tryton is in {tryton.folder}")
    print(f"seeded on SQLite: {tryton.seeded(ENGAGEMENTS).folder.name}")
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as place:
        Path(place).chmod(0o755)
        print(f"seeded on PostgreSQL: {seeded_on_postgresql(tryton, ENGAGEMENTS, Path(place) / 'pg').folder.name}")


if __name__ == "__main__":
    main()
