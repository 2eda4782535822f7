"""The processes of a log, two at a time, each on a connection of its own.

They write to nothing in common, and many of their statements are small or sorted, and leave a core idle.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from core.database import Database
from eventlog.process_declaration import ProcessDeclaration

AT_ONCE = 2

Made = TypeVar("Made")


def side_by_side(
    database: Database, processes: Sequence[ProcessDeclaration], make: Callable[[Database, ProcessDeclaration], Made]
) -> Iterator[tuple[ProcessDeclaration, Made]]:
    """Each process with what `make` gives of it, in their order. `make` sees no temporary table of `database`'s."""
    name = str(database.value("select current_database()"))

    def made(process: ProcessDeclaration) -> tuple[ProcessDeclaration, Made]:
        with database.cursor([name]) as own:
            return process, make(own, process)

    with ThreadPoolExecutor(AT_ONCE, "process") as pool:
        yield from pool.map(made, processes)
