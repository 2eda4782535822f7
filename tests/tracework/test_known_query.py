"""What an address of the API does not know in its query is refused there, with the nearest name."""

import httpx
import pytest

from tests.tracework.test_api import api, rows

__all__ = ["api", "rows"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/indicators?perod=2025", "knows no parameter 'perod'. The nearest is 'period'"),
        ("/indicators/utilization?perod=2025", "The nearest is 'period'"),
        ("/indicators/utilization/records?measure=value&mots=3", "The nearest is 'most'"),
        ("/indicators?knownon=2025-01-31", "The nearest is 'known_on'"),
        ("/processes/orders/map?were=has", "The nearest is 'where'"),
        ("/processes/orders/cases?limt=1&of=2", "The nearest is 'limit'"),
        ("/processes/orders/cases?limt=1&of=2", "knows no parameter 'of'"),
        ("/reports/utilization?fromat=pdf", "The nearest is 'format'"),
        ("/findings?status=open", "The nearest is 'state'"),
        ("/processes?limit=3", "takes no parameters, so 'limit' means nothing here"),
        ("/reports/utilization?form=pdf", "The nearest is 'format'"),
        ("/processes/orders/variants?top=5&top=9", "takes top once"),
    ],
)
def test_what_is_not_known_is_named_beside_the_nearest(api: httpx.Client, path: str, words: str):
    answer = api.get(path)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Wrong use"
    assert words in answer.json()["detail"]


def test_a_change_with_an_unknown_parameter_is_not_made(api: httpx.Client):
    answer = api.post("/detect?dry=true")
    assert answer.status_code == 400
    assert "'dry' means nothing here" in answer.json()["detail"]
    assert api.get("/jobs").json() == []


def test_every_address_refuses_a_parameter_it_does_not_know(api: httpx.Client):
    paths = api.get("/openapi.json").json()["paths"]
    assert len(paths) > 30
    for path, verbs in paths.items():
        address = path.removeprefix("/api/v1").replace("{", "").replace("}", "")
        for verb in verbs:
            answer = api.request(verb, address, params={"no_such_parameter": "1"})
            assert answer.status_code == 400, f"{verb} {path}: {answer.text}"
            assert "no_such_parameter" in answer.text, f"{verb} {path}: {answer.text}"
