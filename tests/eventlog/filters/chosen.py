"""A log of some hundred random cases, and which of them a filter text leaves."""

from collections.abc import Callable
from functools import cache

from eventlog.filters import parse, select
from eventlog.reading import ProcessLog
from tests.generated_logs import Case, process_log, random_cases

CASES = random_cases(11, 240)


@cache
def process() -> ProcessLog:
    return process_log(CASES, calendar_name="new_york")


def chosen(text: str, log: ProcessLog | None = None) -> set[str]:
    """The ids of the cases that the filter leaves; the kernels' tables are held against each other on the way."""
    log = log or process()
    selection = select(log, parse(text))
    ids = log.database.column("select object_id from chosen_case")
    assert len(ids) == len(set(ids)) == selection.cases
    assert log.database.value("select count(*) from chosen_step") == selection.events
    assert log.database.value("select coalesce(sum(cases), 0) from chosen_variant") == selection.cases
    moves = "select coalesce(sum(times * cases), 0) from chosen_edge join chosen_variant using (variant_no)"
    assert log.database.value(moves) == selection.events - selection.cases
    return set(ids)


def expected(holds: Callable[[Case], bool]) -> set[str]:
    """The ids of the cases for which it holds, by plain Python."""
    found = {case.id for case in CASES if holds(case)}
    assert 0 < len(found) < len(CASES), "a test that chooses none or all says nothing"
    return found
