"""Faults of what an answer says: pages that come again, records twice, in another order, of other columns or types."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import orjson
import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse

from simulator.interfaces.altered_answers import NEW_COLUMN, altered, with_count
from tests.ingest.small_server import SmallServer

ROWS = [{"id": 1, "hours": 7}, {"id": 2, "hours": None}, {"id": 3, "hours": 5}]
CSV = b'"Id","Hours"\n"1","7"\n"2",""\n'


@pytest.fixture
def server():
    app = FastAPI()

    @app.get("/rows")
    def rows(page: int) -> dict[str, object]:
        return {"rows": [{"id": f"{page}.{number}"} for number in (1, 2)], "next": page + 1}

    @app.post("/rows")
    def asked_by_body() -> list[dict[str, int]]:
        return [{"id": 1}, {"id": 2}]

    @app.get("/none")
    def none() -> PlainTextResponse:
        return PlainTextResponse("nothing", 404)

    with SmallServer(app) as running:
        yield running


def asked(server, path):
    return httpx.get(f"{server.url}/{path}", trust_env=False)


def ids(server, page):
    return [row["id"] for row in asked(server, f"rows?page={page}").json()["rows"]]


def test_records_are_found_where_they_are():
    assert altered("reordered", b'{"a":{"rows":[{"id":1},{"id":2}],"n":[1,2]}}', "") == (
        b'{"a":{"rows":[{"id":2},{"id":1}],"n":[1,2]}}'
    )
    assert altered("new_column", b'{"id":1}', "") == f'{{"id":1,"{NEW_COLUMN}":"new"}}'.encode()
    assert altered("duplicated", b"[]", "") == b"[]"


def test_one_value_is_words():
    told = orjson.loads(altered("changed_type", orjson.dumps({"rows": ROWS[1:]}), "hours"))
    assert told["rows"] == [ROWS[1], {"id": 3, "hours": "about 5"}]


def test_bulk_results_are_altered_with_their_count():
    assert altered("duplicated", CSV, "").splitlines() == [CSV.splitlines()[n] for n in (0, 1, 1, 2, 2)]
    assert altered("changed_type", CSV, "Hours").splitlines()[1] == b'"1","about 7"'
    assert with_count("duplicated", [(b"Sforce-NumberOfRecords", b"2"), (b"x", b"y")]) == [
        (b"Sforce-NumberOfRecords", b"4"), (b"x", b"y"),
    ]  # fmt: skip


def test_the_page_before_comes_again(server):
    server.faults.plan("repeated", path="rows", after=1, times=2)
    assert [ids(server, page) for page in (1, 2, 3, 3)] == [["1.1", "1.2"]] * 3 + [["3.1", "3.2"]]


def test_an_answer_that_comes_late_is_not_the_page_before(server):
    slow = server.faults.plan("slow", path="rows", seconds=0.5)
    with ThreadPoolExecutor() as pool:
        late = pool.submit(ids, server, 1)
        while not slow.seen:
            time.sleep(0.01)
        server.faults.clear()
        server.faults.plan("repeated", path="rows", after=1)
        assert ids(server, 2) == ["2.1", "2.2"]
        assert late.result() == ["1.1", "1.2"]
    assert ids(server, 3) == ["2.1", "2.2"]


def test_a_fault_may_be_meant_for_what_is_asked(server):
    fault = server.faults.plan("duplicated", path="rows", asked="page=2|only this", times=9)
    assert (ids(server, 1), ids(server, 2)) == (["1.1", "1.2"], ["2.1", "2.1", "2.2", "2.2"])
    for words, count in (("only this", 4), ("only that", 2)):
        answer = httpx.post(f"{server.url}/rows", content=words.encode(), trust_env=False)
        assert len(answer.json()) == count
    assert fault.seen == 2


def test_an_error_stays_as_it_is(server):
    server.faults.plan("duplicated", path="none")
    assert asked(server, "none").text == "nothing"
