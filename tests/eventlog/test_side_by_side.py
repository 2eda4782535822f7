"""Processes made side by side are what they are one after another, and an error of one is the error of all."""

from functools import partial

import pytest

from core.calendars import calendar
from core.database import open_memory, open_writer
from eventlog.case_tables.build import build_case_tables
from eventlog.content_hash import step_parts
from eventlog.process_declaration import ProcessDeclaration
from eventlog.side_by_side import side_by_side
from tests.eventlog.object_log import random_object_log, tables_of

WAYS = (
    (),
    ("order>bill",),
    ("order>bill[of]>payment",),
    ("order>client[for]: sent, paid",),
    ("order>bill", "order>client"),
)
PROCESSES = [
    ProcessDeclaration(name=f"p{number}", title=f"P {number}", object_type="order", via=via, calendar="london")
    for number, via in enumerate(WAYS)
]
build = partial(build_case_tables, calendars=calendar, sources_vary=True)


def test_the_case_tables_are_those_of_a_build_one_after_another(tmp_path):
    log = random_object_log(3)
    alone = tables_of(log, open_memory())
    for process in PROCESSES:
        build(alone, process)
    with open_writer(tmp_path / "log.duckdb") as database:
        tables_of(log, database)
        made = [process.name for process, _ in side_by_side(database, PROCESSES, build)]
        assert made == [process.name for process in PROCESSES]
        for name in made:
            parts = step_parts(database, name)
            assert parts == step_parts(alone, name)
            assert next(iter(parts.values()))[0]


def test_what_fails_of_one_process_is_told(tmp_path):
    def fail(database, process):
        if process.name == "p1":
            raise ValueError(f"no cases of {process.name}")
        return database.value("select 1")

    with open_writer(tmp_path / "log.duckdb") as database:
        found = side_by_side(database, PROCESSES, fail)
        assert next(found) == (PROCESSES[0], 1)
        with pytest.raises(ValueError, match="no cases of p1"):
            next(found)
