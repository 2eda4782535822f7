"""Things of a log made two at a time, each on a connection of its own: its processes, what is new of its sources.

They write to nothing in common but in turn, and many of their statements are small or sorted, and leave a core idle.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from core.database import Database

AT_ONCE = 2

Thing = TypeVar("Thing")
Made = TypeVar("Made")


def side_by_side(
    database: Database, things: Sequence[Thing], make: Callable[[Database, Thing], Made]
) -> Iterator[tuple[Thing, Made]]:
    """Each thing with what `make` gives of it, in their order. `make` sees no temporary table of `database`'s."""
    name = str(database.value("select current_database()"))

    def made(thing: Thing) -> tuple[Thing, Made]:
        with database.cursor([name]) as own:
            return thing, make(own, thing)

    with ThreadPoolExecutor(AT_ONCE, "beside") as pool:
        yield from pool.map(made, things)
