"""The list of cases, in every order and by pages, and a case's timeline with its attributes."""

import pytest

from core.errors import NotFound, WrongUse
from eventlog.filters import parse, select
from mining.cases import SORTS, cases, timeline
from tests.generated_logs import process_log, random_cases
from tests.mining.plain_counts import MICROSECOND

CASES = random_cases(71, 60)
BY_ID = {case.id: case for case in CASES}


@pytest.fixture(scope="module")
def process():
    with process_log(CASES) as log:
        yield log


def test_pages_together_are_the_list(process):
    selection = select(process)
    pages = [row for offset in range(0, 80, 20) for row in cases(process, selection, "-duration", 20, offset)]
    assert [row.duration_us for row in pages] == sorted((row.duration_us for row in pages), reverse=True)
    assert {row.id: row.duration_us / 1e6 for row in pages} == {case.id: case.seconds for case in CASES}
    assert all(row.attributes == BY_ID[row.id].attributes for row in pages)
    assert all(row.steps == len(BY_ID[row.id].events) for row in pages)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order(process, sort):
    rows = cases(process, select(process), sort, 100)
    assert sorted(row.id for row in rows) == sorted(BY_ID)
    turned = cases(process, select(process), f"-{sort}", 100)
    field = {"business": "business_us", "duration": "duration_us", "start": "start_us", "end": "end_us", "case": "id"}
    values = [getattr(row, field.get(sort, sort)) for row in rows]
    assert values == [getattr(row, field.get(sort, sort)) for row in turned][::-1]
    if sort != "business":
        assert values == sorted(values)


def test_order_by_an_attribute(process):
    rows = cases(process, select(process, parse("case.region = EMEA")), "-case.amount", 100)
    amounts = [row.attributes["amount"] for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert {row.attributes["region"] for row in rows} == {"EMEA"}


def test_an_unknown_order_is_refused(process):
    with pytest.raises(WrongUse, match="Choose duration, business"):
        cases(process, select(process), "size")
    with pytest.raises(WrongUse, match='The nearest: "amount"'):
        cases(process, select(process), "case.amont")


def test_a_timeline_has_every_step_in_order(process):
    case = max(CASES, key=lambda case: len(case.events))
    found = timeline(process, select(process), case.id)
    assert [step.activity for step in found.steps] == list(case.trace)
    assert [step.resource for step in found.steps] == [event.resource for event in case.events]
    assert [step.attributes for step in found.steps] == [event.attributes for event in case.events]
    assert [step.system for step in found.steps] == [event.system for event in case.events]
    first = sum(len(each.events) for each in CASES[: CASES.index(case)])
    assert [step.row for step in found.steps] == list(range(first, first + len(case.events)))
    waits = [(b.at - a.at) // MICROSECOND for a, b in zip(case.events, case.events[1:], strict=False)]
    assert [step.wait_us for step in found.steps] == [*waits, None]
    assert {value.name: value.value for value in found.attributes} == {k: str(v) for k, v in case.attributes.items()}
    assert {value.since_us for value in found.attributes} == {None}


def test_a_case_outside_the_choice_is_not_shown(process):
    case = next(case for case in CASES if case.attributes["region"] == "AMER")
    with pytest.raises(NotFound, match=rf'no case "{case.id}" among the \d+ chosen cases'):
        timeline(process, select(process, parse("case.region = EMEA")), case.id)
