"""The HTTP API on a real server: its figures equal plain counting, its errors are problem objects in our words."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import httpx
import pytest

from tests.served_orders import Row, cases_with_move, imported, moves, orders, serving, traces


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return orders(120, seed=11)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> Iterator[httpx.Client]:
    workspace = imported(tmp_path_factory.mktemp("api") / "firm", rows)
    with serving(workspace) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=30) as client:
        yield client


def test_processes(api: httpx.Client, rows: list[Row]):
    (process,) = api.get("/processes").json()
    assert process["name"] == "orders"
    assert (process["cases"], process["events"]) == (len(traces(rows)), len(rows))
    assert process["business"] is True


def test_the_map_is_what_plain_counting_gives(api: httpx.Client, rows: list[Row]):
    found = api.get("/processes/orders/map").json()
    assert {(edge["from"], edge["to"]): edge["count"] for edge in found["edges"]} == dict(moves(rows))
    assert found["start"] == Counter(steps[0] for steps in traces(rows).values())
    assert found["end"] == Counter(steps[-1] for steps in traces(rows).values())
    waits: dict[tuple[str, str], list[float]] = {}
    by_order: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.at):
        by_order.setdefault(row.order, []).append(row)
    for steps in by_order.values():
        for first, second in pairwise(steps):
            waits.setdefault((first.step, second.step), []).append((second.at - first.at).total_seconds())
    for edge in found["edges"]:
        seconds = waits[edge["from"], edge["to"]]
        assert edge["mean_s"] == pytest.approx(sum(seconds) / len(seconds), abs=1e-6)


def test_variants(api: httpx.Client, rows: list[Row]):
    found = api.get("/processes/orders/variants", params={"top": 1000}).json()
    counted = Counter(tuple(steps) for steps in traces(rows).values())
    assert found["variants"] == len(counted)
    assert {tuple(each["activities"]): each["cases"] for each in found["top"]} == dict(counted)


def test_cases_come_in_pages_without_gap_or_double(api: httpx.Client, rows: list[Row]):
    seen: list[str] = []
    for offset in range(0, 130, 25):
        page = api.get("/processes/orders/cases", params={"limit": 25, "offset": offset, "sort": "case"}).json()
        assert page["cases"] == len(traces(rows))
        seen += [case["id"] for case in page["page"]]
    assert seen == sorted(traces(rows))


def test_a_filter_chooses_the_same_cases_everywhere(api: httpx.Client, rows: list[Row]):
    where = 'directly ("Goods packed", "Invoice sent")'
    expected = cases_with_move(rows, "Goods packed", "Invoice sent")
    query = {"where": where}
    assert api.get("/processes/orders/cases", params=query).json()["cases"] == expected
    assert api.get("/processes/orders/map", params=query).json()["cases"] == expected
    assert api.get("/processes/orders/graph", params=query).json()["cases"] == expected
    assert api.get("/processes/orders/variants", params=query).json()["cases"] == expected


def test_a_timeline_names_its_records(api: httpx.Client, rows: list[Row]):
    order, steps = next(iter(traces(rows).items()))
    found = api.get(f"/processes/orders/cases/{order}").json()
    assert [step["activity"] for step in found["steps"]] == steps
    assert {step["run"] for step in found["steps"]} == {"000001"}
    places = [step["row"] for step in found["steps"]]
    assert [rows[place].step for place in places] == steps


def test_bottlenecks_share_out_all_waiting(api: httpx.Client):
    found = api.get("/processes/orders/bottlenecks", params={"top": 1000}).json()
    assert sum(each["share"] for each in found) == pytest.approx(1)
    assert [each["share"] for each in found] == sorted((each["share"] for each in found), reverse=True)


def test_the_graph_keeps_to_the_activities_asked_for(api: httpx.Client):
    graph = api.get("/processes/orders/graph", params={"activities": 3}).json()
    assert len(graph["nodes"]) == 3
    assert graph["hidden"]["activities"] == graph["activities_total"] - 3


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/processes/sales/map", 404, "There is no process 'sales'"),
        ("/processes/orders/cases/O-9999", 404, 'There is no case "O-9999"'),
        ("/processes/orders/map?where=has", 400, "cannot be read"),
        ('/processes/orders/map?where=has "Nothing"', 400, "which this process does not have"),
        ("/processes/orders/cases?sort=colour", 400, "cannot be sorted"),
        ("/processes/orders/cases?limit=0", 400, "limit"),
        ("/processes/orders/bottlenecks?by=moon", 400, "found moon"),
        ("/jobs/77", 404, "There is no job 77"),
        ("/jobs/x", 400, "number"),
        ("/nothing", 404, "There is nothing at /api/v1/nothing"),
    ],
)
def test_errors_say_what_was_found(api: httpx.Client, path: str, status: int, words: str):
    answer = api.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert words in answer.json()["detail"]


def test_an_empty_workspace_is_healthy_and_says_that_it_is_empty(tmp_path_factory: pytest.TempPathFactory):
    from core.workspace import create_workspace

    with serving(create_workspace(tmp_path_factory.mktemp("none") / "firm")) as address:
        assert httpx.get(f"{address}/api/v1/health").json() == {"status": "ok", "generation": None}
        answer = httpx.get(f"{address}/api/v1/processes")
        assert answer.status_code == 404
        assert "holds no event log yet" in answer.json()["detail"]


def test_reports_are_listed_and_one_that_is_not_there_is_a_problem(api: httpx.Client):
    assert [each["name"] for each in api.get("/reports").json()] == [
        "month_end_finance", "utilization", "weekly_operations",
    ]  # fmt: skip
    for path, told in (
        ("/reports/nothing", "There is no report"),
        ("/reports/utilization?format=docx", "written as"),
        ("/reports/utilization", "this log holds none of them"),
    ):
        answer = api.get(path)
        assert answer.status_code == 404
        assert told in answer.json()["detail"]
