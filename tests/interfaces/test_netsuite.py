"""NetSuite's interface, asked as any client would: sign-in, queries with their limits and quirks, records, errors."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from simulator.interfaces import netsuite
from simulator.interfaces.netsuite import queries, suiteql
from simulator.interfaces.netsuite.sign_in import ASSERTION_TYPE, TOKEN_PATH
from simulator.interfaces.serving import Served, serve
from tests.simulator.hand_made_ledger import hand_made_ledger

SECRETS = netsuite.SECRETS


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(netsuite, hand_made_ledger()) as running:
        yield running


@pytest.fixture(scope="module")
def token(served) -> str:
    return asked_for_token(served, statement(served)).json()["access_token"]


def part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def statement(served: Served, kid: str = SECRETS["certificate_id"], **claims: Any) -> str:
    """A signed statement, made by hand as RFC 7515 says; `claims` take the place of the right ones."""
    import json

    now = int(served.shown.now().timestamp())
    right = {"iss": SECRETS["client_id"], "scope": ["rest_webservices"], "aud": served.url + TOKEN_PATH, "iat": now}
    told = {**right, "exp": now + 600, **claims}
    text = part(json.dumps({"alg": "ES256", "typ": "JWT", "kid": kid}).encode()) + "." + part(json.dumps(told).encode())
    key = serialization.load_pem_private_key(SECRETS["private_key"].encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{text}.{part(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def asked_for_token(served: Served, assertion: str, **form: str) -> httpx.Response:
    right = {
        "grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion,
    }  # fmt: skip
    return httpx.post(served.url + TOKEN_PATH, data={**right, **form})


def ask(served: Served, token: str, query: str, **params: int) -> httpx.Response:
    headers = {"authorization": f"Bearer {token}", "prefer": "transient"}
    return httpx.post(served.url + queries.PATH, json={"q": query}, params=params, headers=headers)


def items(served: Served, token: str, query: str) -> list[dict[str, str]]:
    answer = ask(served, token, query)
    assert answer.status_code == 200, answer.text
    return [{name: value for name, value in row.items() if name != "links"} for row in answer.json()["items"]]


def detail(answer: httpx.Response) -> tuple[int, str, str]:
    (one,) = answer.json()["o:errorDetails"]
    return answer.status_code, one["o:errorCode"], one["detail"]


def test_a_signed_statement_gives_a_token(served):
    granted = asked_for_token(served, statement(served)).json()
    assert (granted["token_type"], granted["expires_in"]) == ("bearer", "3600")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kid": "another"}, {"iss": "somebody"}, {"aud": "https://elsewhere.example/token"}, {"exp": 1_000},
        {"iat": 1_000_000_000, "exp": 4_000_000_000},
    ],
    ids=["kid", "iss", "aud", "past", "too long"],
)  # fmt: skip
def test_a_statement_that_is_not_right_gives_none(served, wrong):
    answer = asked_for_token(served, statement(served, **wrong))
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


def test_a_statement_that_was_changed_gives_none(served):
    head, claims, signature = statement(served).split(".")
    forged = part(base64.urlsafe_b64decode(claims + "==").replace(b"rest", b"REST"))
    assert asked_for_token(served, f"{head}.{forged}.{signature}").status_code == 401
    assert asked_for_token(served, statement(served), grant_type="password").json() == {
        "error": "unsupported_grant_type"
    }


def signed_by_token(served: Served, secret: str = SECRETS["token_secret"]) -> str:
    """The header of OAuth 1.0, made by hand as RFC 5849 says."""
    oauth = {
        "oauth_consumer_key": SECRETS["consumer_key"], "oauth_token": SECRETS["token_id"], "oauth_nonce": "n1",
        "oauth_timestamp": str(int(time.time())), "oauth_signature_method": "HMAC-SHA256", "oauth_version": "1.0",
    }  # fmt: skip
    told = "&".join(f"{k}={quote(v, safe='')}" for k, v in sorted({**oauth, "limit": "5"}.items()))
    text = "&".join(quote(piece, safe="") for piece in ("POST", served.url + queries.PATH, told))
    key = f"{SECRETS['consumer_secret']}&{secret}".encode()
    signature = base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()
    parts = {"realm": SECRETS["account"], **oauth, "oauth_signature": quote(signature, safe="")}
    return "OAuth " + ", ".join(f'{name}="{value}"' for name, value in parts.items())


def test_token_based_authentication_is_taken_too(served):
    for secret, status in ((SECRETS["token_secret"], 200), ("wrong", 401)):
        headers = {"authorization": signed_by_token(served, secret), "prefer": "transient"}
        body = {"q": "SELECT id FROM subsidiary"}
        answer = httpx.post(served.url + queries.PATH, params={"limit": 5}, json=body, headers=headers)
        assert answer.status_code == status


def test_who_is_not_signed_in_is_told_so(served):
    assert detail(ask(served, "made up", "SELECT id FROM job"))[:2] == (401, "INVALID_LOGIN")


def test_values_are_text_and_what_is_empty_is_not_there(served, token):
    rows = items(served, token, "SELECT id, memo, foreigntotal, trandate, createddate FROM transaction WHERE id = 11")
    # a time without TO_CHAR is a day, in the account's format
    assert rows == [{"id": "11", "foreigntotal": "1190.6", "trandate": "4/2/2026", "createddate": "4/2/2026"}]


def test_times_are_the_accounts_own(served, token):
    query = """SELECT TO_CHAR(t.createddate, 'YYYY-MM-DD"T"HH24:MI:SS') AS iso,
        TO_CHAR(t.createddate, 'MM/DD/YYYY HH12:MI:SS am') AS usual FROM timebill t WHERE t.id = 1"""
    assert items(served, token, query) == [{"iso": "2026-03-08T03:30:00", "usual": "03/08/2026 03:30:00 AM"}]


def test_queries_join_filter_and_order(served, token):
    query = """
        Select T.TranID, c.companyname AS client, BUILTIN.DF(t.currency) AS currency, c.companyname || ' It''s' AS both,
            NVL(t.memo, 'none') AS memo
        FROM Transaction t JOIN customer c ON c.id = t.entity
        WHERE t.type = 'CustInvc' AND t.createddate >= TO_DATE('2026-04-02 00:00:00', 'YYYY-MM-DD HH24:MI:SS')
            AND t.createddate < SYSDATE
        ORDER BY t.id DESC
    """
    first, *rest = items(served, token, query)
    assert first == {
        "tranid": "INV-4", "client": "Client 1 & Sons Ltd", "currency": "USD", "both": "Client 1 & Sons Ltd It's",
        "memo": "none",
    }  # fmt: skip
    assert [row["tranid"] for row in rest] == ["INV-2", "INV-1"]
    (count,) = items(served, token, "SELECT COUNT(*) AS n, MAX(id) AS last FROM systemnote")
    assert count == {"n": "19", "last": "1202603303"}


def test_pages(served, token):
    answer = ask(served, token, "SELECT id FROM systemnote ORDER BY id", limit=8, offset=8).json()
    assert (answer["count"], answer["offset"], answer["totalResults"], answer["hasMore"]) == (8, 8, 19, True)
    following = next(link["href"] for link in answer["links"] if link["rel"] == "next")
    assert following == f"{served.url}{queries.PATH}?limit=8&offset=16"
    last = ask(served, token, "SELECT id FROM systemnote ORDER BY id", limit=8, offset=16).json()
    assert (last["count"], last["hasMore"]) == (3, False)


@pytest.mark.parametrize("page", [{"limit": 0}, {"limit": 1001}, {"limit": 10, "offset": 5}])
def test_pages_that_are_refused(served, token, page):
    assert detail(ask(served, token, "SELECT id FROM job", **page))[:2] == (400, "INVALID_PARAMETER")


def test_a_query_gives_no_more_than_its_cap(served, token, monkeypatch):
    monkeypatch.setattr(suiteql, "MOST_ROWS", 5)
    answer = ask(served, token, "SELECT id AS capped FROM systemnote").json()
    assert (answer["totalResults"], answer["hasMore"]) == (5, False)


def test_the_header_prefer_is_asked_for(served, token):
    answer = httpx.post(
        served.url + queries.PATH, json={"q": "SELECT id FROM job"}, headers={"authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 400
    assert "Prefer" in detail(answer)[2]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT id FROM nothing", "Record 'nothing' was not found"),
        ("SELECT wrong FROM job", "Field 'wrong' was not found"),
        ("SELECT j.wrong FROM job j", "Field 'wrong' was not found"),
        ("SELECT id FROM job WHERE", "Invalid search query"),
        ("SELECT id FROM job WHERE datecreated > TO_DATE('x', 'YYYY-MM-DD')", "not of the format"),
    ],
)
def test_what_is_wrong_with_a_query(served, token, query, words):
    status, code, told = detail(ask(served, token, query))
    assert (status, code) == (400, "INVALID_PARAMETER")
    assert words in told


def test_too_many_at_once(served, token, monkeypatch):
    monkeypatch.setattr(queries, "MOST_AT_ONCE", 0)
    assert detail(ask(served, token, "SELECT id FROM job"))[:2] == (429, "CONCURRENCY_LIMIT_EXCEEDED")


def test_without_the_permission_a_role_sees_its_own_changes_alone(served, token):
    set_to = f"{served.url}/_simulator/permissions"
    httpx.post(set_to, json={"systemnote": False})
    assert items(served, token, "SELECT id FROM systemnote") == []
    httpx.post(set_to, json={"systemnote": True})
    assert len(items(served, token, "SELECT id FROM systemnote")) == 19


WRITTEN = "job/800000000"


def test_a_job_as_a_record(token):
    """Created, read, changed, deleted; each is seen by queries, and by the notes and deletions that tell of it."""
    with serve(netsuite, hand_made_ledger()) as own:
        token = asked_for_token(own, statement(own)).json()["access_token"]
        service = httpx.Client(
            base_url=f"{own.url}/services/rest/record/v1/", headers={"authorization": f"Bearer {token}"}
        )
        new = {
            "companyName": "Project X", "externalId": "a01X", "customer": {"id": "1"}, "subsidiary": {"id": "1"},
            "startDate": "2026-12-01",
        }  # fmt: skip
        made = service.post("job", json=new)
        assert (made.status_code, made.headers["location"]) == (204, f"{own.url}/services/rest/record/v1/{WRITTEN}")
        read = service.get("job/eid:a01X").json()
        assert (read["customer"], read["startDate"]) == ({"id": "1"}, "2026-12-01")
        assert service.get("job/1").json()["dateCreated"] == "2026-01-22T09:00:07Z"
        assert detail(service.post("job", json=new))[1] == "DUP_ENTITY"
        assert detail(service.post("job", json={"companyName": "Y"}))[:2] == (400, "USER_ERROR")
        for wrong in ({"colour": "red"}, {"startDate": "soon"}, {"customer": {"id": "x"}}):
            assert detail(service.post("job", json=wrong))[1] == "INVALID_CONTENT"
        assert detail(service.post("job", json={**new, "customer": {"id": "99"}}))[1] == "INVALID_KEY_OR_REF"
        assert read["entityStatus"] == "In Progress"
        assert service.patch(WRITTEN, json={"entityStatus": "Closed"}).status_code == 204
        (note,) = items(own, token, "SELECT field, newvalue, context FROM systemnote WHERE record = 'job'")
        assert note == {"field": "ENTITYSTATUS", "newvalue": "Closed", "context": "RST"}
        assert service.delete(WRITTEN).status_code == 204
        assert detail(service.get(WRITTEN))[:2] == (404, "NONEXISTENT_ID")
        (gone,) = items(own, token, "SELECT recordid, scriptid FROM deletedrecord")
        assert gone == {"recordid": WRITTEN[4:], "scriptid": "job"}
        assert service.get("job").json()["items"] == [{"id": "1"}, {"id": "2"}]


def test_an_upsert_makes_one_job_however_often():
    with serve(netsuite, hand_made_ledger()) as own:
        token = asked_for_token(own, statement(own)).json()["access_token"]
        service = httpx.Client(
            base_url=f"{own.url}/services/rest/record/v1/", headers={"authorization": f"Bearer {token}"}
        )
        new = {
            "entityId": "P-0900", "companyName": "Harbour", "customer": {"id": "1"}, "subsidiary": {"id": "1"},
            "custentity_contract": "00000007", "jobBillingType": "milestone",
        }  # fmt: skip
        first, again = (service.put("job/eid:TW-7", json=new) for _ in range(2))
        assert (first.status_code, again.status_code) == (204, 204)
        assert first.headers["location"] == again.headers["location"]
        assert items(own, token, "SELECT id FROM systemnote WHERE record = 'job'") == []
        service.put("job/eid:TW-7", json={"companyName": "Harbour 2"})
        (job,) = items(own, token, "SELECT companyname, custentity_contract FROM job WHERE externalid = 'TW-7'")
        assert job == {"companyname": "Harbour 2", "custentity_contract": "00000007"}
        (note,) = items(own, token, "SELECT field, oldvalue FROM systemnote WHERE record = 'job'")
        assert note == {"field": "COMPANYNAME", "oldvalue": "Harbour"}
        assert detail(service.put("job/1", json=new))[1] == "INVALID_ID"


def test_faults_speak_as_netsuite_does(served, token):
    served.faults.plan("throttled", path="suiteql", seconds=3)
    answer = ask(served, token, "SELECT id FROM job")
    assert detail(answer)[:2] == (429, "CONCURRENCY_LIMIT_EXCEEDED")
    assert answer.headers["retry-after"] == "3"


def test_the_same_secrets_in_every_process():
    """A demo that is started again still knows the settings of its workspace."""
    assert hashlib.sha256(SECRETS["private_key"].encode()).hexdigest()[:8] == "de532b63"
