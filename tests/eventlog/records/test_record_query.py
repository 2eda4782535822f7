"""Numbers of types are given once, however many connections come upon a new type at the same time."""

from concurrent.futures import ThreadPoolExecutor

from core.database import Database, open_memory
from eventlog.records.record_query import type_number

NAMES = [f"type {number}" for number in range(40)]


def test_connections_side_by_side_give_one_number():
    with open_memory() as database:
        database.run("create table object_type (type_no integer, name varchar)")

        def numbers(_: int) -> list[int]:
            own: Database
            with database.cursor() as own:
                return [type_number(own, "object_type", name) for name in NAMES]

        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(numbers, range(4)))
        assert found[1:] == found[:-1]
        assert sorted(found[0]) == list(range(len(NAMES)))
        assert dict(database.rows("select name, type_no from object_type")) == dict(zip(NAMES, found[0], strict=True))
