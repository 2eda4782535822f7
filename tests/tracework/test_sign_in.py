"""Signing in over HTTP: who is let in, what each role may do, and that what is refused is audited."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import httpx
import pytest

from core.accounts import grants, people
from core.audit.reading import Wanted, entries, verified
from core.errors import WrongUse
from core.roles import ROLES, Act
from core.state import State, open_state
from core.workspace import Workspace, create_workspace
from tests.served_orders import serving
from tests.tracework.people import PASSWORD, WHO, bearing, with_accounts
from tests.two_entities import imported
from tracework.server import serve
from tracework.sign_in.page import document
from tracework.sign_in.permits import ACTS
from tracework.sign_in.routes import own_address


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return imported(tmp_path_factory.mktemp("doors"))


@pytest.fixture(scope="module")
def keys(workspace: Workspace) -> dict[str, str]:
    return with_accounts(workspace)


@pytest.fixture(scope="module")
def address(workspace: Workspace, keys: dict[str, str]) -> Iterator[str]:
    with serving(workspace) as found:
        yield found


@pytest.fixture
def web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def state(workspace: Workspace) -> Iterator[State]:
    with open_state(workspace) as opened:
        yield opened


def sign_in(web: httpx.Client, name: str, password: str = PASSWORD, next: str = "/") -> httpx.Response:
    return web.post("/sign-in", data={"name": name, "password": password, "next": next})


def test_nobody_gets_in_without_signing_in(web: httpx.Client):
    asked = web.get("/process?process=orders")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/sign-in?next=%2Fprocess%3Fprocess%3Dorders"
    for path in ("/api/v1/processes", "/api/v1/jobs", "/api/v1/openapi.json", "/_dash-layout", "/_dash-dependencies"):
        answer = web.get(path)
        assert answer.status_code == 401, path
        assert "Sign in" in answer.json()["detail"]
    assert web.post("/_dash-update-component", json={}).status_code == 401
    assert web.post("/api/v1/pulls").status_code == 401
    assert web.get("/assets/10_theme.css").status_code == 200
    assert web.get("/api/v1/health").status_code == 200


def test_the_page_works_without_scripts(web: httpx.Client):
    page = web.get("/sign-in?next=/data").text
    assert "<script" not in page
    assert 'action="/sign-in"' in page
    assert 'value="/data"' in page


def test_signing_in_and_out(web: httpx.Client, state: State):
    answer = sign_in(web, "munich", next="/data")
    assert (answer.status_code, answer.headers["location"]) == (303, "/data")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert [each["cases"] for each in web.get("/api/v1/processes").json()] == [14]
    assert web.get("/data").status_code == 200
    assert web.post("/sign-out").headers["location"] == "/sign-in"
    assert web.get("/api/v1/processes").status_code == 401
    assert {"signed in", "signed out"} <= {entry.act for entry in entries(state, Wanted(who="munich"))}


def test_over_https_the_cookie_is_for_this_host_alone(web: httpx.Client):
    web.headers["X-Forwarded-Proto"] = "https"
    cookie = sign_in(web, "munich").headers["set-cookie"]
    assert cookie.startswith("__Host-tracework_session_")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_a_wrong_password_and_an_unknown_name_look_the_same(web: httpx.Client):
    wrong, unknown = sign_in(web, "auditor", "not this one"), sign_in(web, "ghost", "not this one")
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace("auditor", "ghost") == unknown.text
    assert "do not belong together" in wrong.text


def test_what_somebody_types_stays_text(web: httpx.Client):
    answer = sign_in(web, '"><script>alert(1)</script>', "not this one")
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "javascript:alert(1)", "/a\nb", ""]
)
def test_one_is_sent_on_to_own_pages_only(wanted: str):
    assert own_address(wanted) == "/"
    assert own_address("/process?process=a&where=b") == "/process?process=a&where=b"


def test_another_website_cannot_sign_anybody_in_or_out(web: httpx.Client):
    for path in ("/sign-in", "/sign-out", "/role", "/look-as"):
        answer = web.post(
            path, data={"name": "munich", "password": PASSWORD}, headers={"Origin": "https://evil.example"}
        )
        assert answer.status_code == 403


@pytest.mark.parametrize("header", ["Bearer tw_wrong", "Bearer", "Basic bXVuaWNoOng=", "tw_wrong"])
def test_a_wrong_token_opens_nothing(web: httpx.Client, header: str):
    assert web.get("/api/v1/processes", headers={"Authorization": header}).status_code == 401


def test_a_wrong_cookie_opens_nothing(web: httpx.Client):
    sign_in(web, "munich")
    (name,) = (each for each in web.cookies if "session" in each)
    web.cookies.clear()
    web.cookies.set(name, "x" * 43)
    assert web.get("/api/v1/processes").status_code == 401


REQUESTS = {
    ("POST", "/api/v1/uploads"): "/api/v1/uploads",
    ("DELETE", "/api/v1/uploads"): "/api/v1/uploads/0123456789abcdef",
    ("POST", "/api/v1/imports"): "/api/v1/imports",
    ("POST", "/api/v1/pulls"): "/api/v1/pulls",
    ("POST", "/api/v1/identities"): "/api/v1/identities",
    ("POST", "/api/v1/findings"): "/api/v1/findings/999/verdict",
    ("DELETE", "/api/v1/findings"): "/api/v1/findings/999/verdict",
    ("POST", "/api/v1/detect"): "/api/v1/detect",
    ("GET", "/api/v1/deliveries"): "/api/v1/deliveries/999",
    ("POST", "/api/v1/deliveries"): "/api/v1/deliveries/999/replay",
    ("GET", "/api/v1/channels"): "/api/v1/channels",
    ("POST", "/api/v1/channels"): "/api/v1/channels/none/enable",
    ("POST", "/api/v1/actions"): "/api/v1/actions/999/answer",
    ("POST", "/api/v1/policies"): "/api/v1/policies/back-test",
    ("POST", "/api/v1/silences"): "/api/v1/silences",
    ("DELETE", "/api/v1/silences"): "/api/v1/silences/999",
    ("POST", "/api/v1/changes"): "/api/v1/changes",
    ("POST", "/api/v1/drafts"): "/api/v1/drafts",
    ("GET", "/api/v1/quarantine"): "/api/v1/quarantine/a/1/b/1",
    ("POST", "/api/v1/quarantine"): "/api/v1/quarantine/a/1/b/1",
    ("GET", "/api/v1/jobs"): "/api/v1/jobs",
    ("DELETE", "/api/v1/jobs"): "/api/v1/jobs/999",
    ("GET", "/api/v1/audit"): "/api/v1/audit",
}


@pytest.mark.parametrize("name", WHO)
def test_each_role_does_what_the_table_says_and_nothing_else(
    web: httpx.Client, keys: dict[str, str], state: State, name: str
):
    assert set(REQUESTS) == {(method, start) for method, start, _ in ACTS}
    role, scope = WHO[name]
    web.headers.update(bearing(keys[name]))
    for method, start, act in ACTS:
        # what starts a job is tested where the job is
        if (method, start) in (("POST", "/api/v1/pulls"), ("POST", "/api/v1/detect")) and name == "feeds":
            continue
        answer = web.request(method, REQUESTS[method, start])
        allowed = act in ROLES[role].acts and not (scope and name.startswith("feeds"))
        assert (answer.status_code != 403) == allowed, f"{name} {method} {start} {answer.text}"
        if not allowed:
            assert "\n" not in answer.json()["detail"]
            newest = entries(state, Wanted(who=name))[0]
            assert newest.act == f"refused: {act}"
            assert newest.subject_id == f"{method} {REQUESTS[method, start]}"
    assert verified(state).fault is None


def test_a_changing_address_that_no_rule_names_is_refused(web: httpx.Client, keys: dict[str, str]):
    web.headers.update(bearing(keys["admin"]))
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = web.request(method, "/api/v1/anything")
        assert answer.status_code == 403
        assert "Nobody but the owner" in answer.json()["detail"]


def test_every_changing_address_of_the_api_is_an_act(web: httpx.Client, keys: dict[str, str]):
    paths = web.get("/api/v1/openapi.json", headers=bearing(keys["admin"])).json()["paths"]
    changing = [(m.upper(), path) for path, methods in paths.items() for m in methods if m.upper() != "GET"]
    assert len(changing) >= 7
    for method, path in changing:
        if path.startswith("/api/v1/inbound/"):
            # what comes here is signed, and nobody signs in for it
            continue
        assert any(method == wanted and path.startswith(start) for wanted, start, _ in ACTS), f"{method} {path}"


def test_what_a_role_started_is_audited_under_its_name(web: httpx.Client, keys: dict[str, str], state: State):
    web.headers.update(bearing(keys["feeds"]))
    rows = "case,activity,time\n" + "".join(f"z{n},Go,2026-01-0{n}T10:00:00Z\n" for n in range(1, 8))
    upload = web.post("/api/v1/uploads", files={"file": ("later.csv", rows)}).json()["upload"]
    wanted = {"upload": upload, "map": ["case=case", "activity=activity", "time=time"]}
    job = web.post("/api/v1/imports", json=wanted).json()["id"]
    for _ in range(600):
        found = web.get(f"/api/v1/jobs/{job}").json()
        if found["state"] not in ("queued", "running"):
            break
        time.sleep(0.2)
    assert found["state"] == "done", found
    newest = entries(state, Wanted(act=str(Act.IMPORT)))[0]
    assert newest.who == "feeds"
    assert json.loads(str(newest.after))["file"] == "later.csv"
    # rows without an entity are of nobody with a limited scope
    assert [each["name"] for each in web.get("/api/v1/processes", headers=bearing(keys["munich"])).json()] == ["orders"]


def test_a_second_role_is_chosen_by_the_person(web: httpx.Client, state: State):
    second = grants.grant(state, "root", "auditor", "viewer", {"entity": ["leeds"]})
    sign_in(web, "auditor")
    assert web.get("/api/v1/audit").status_code == 200
    assert web.post("/role", data={"key": str(second.id)}).status_code == 303
    assert web.get("/api/v1/audit").status_code == 403
    assert [each["cases"] for each in web.get("/api/v1/processes").json()] == [23]
    assert web.post("/role", data={"key": "1"}).status_code == 403
    grants.revoke(state, "root", "auditor", second.id)
    assert web.get("/api/v1/audit").status_code == 200


def test_a_closed_account_is_out_at_once(web: httpx.Client, state: State, keys: dict[str, str]):
    assert web.get("/api/v1/processes", headers=bearing(keys["approver"])).status_code == 200
    people.set_active(state, "root", "approver", active=False)
    assert web.get("/api/v1/processes", headers=bearing(keys["approver"])).status_code == 401
    people.set_active(state, "root", "approver", active=True)


def test_nobody_looks_as_somebody_where_there_are_accounts(web: httpx.Client, workspace: Workspace):
    (workspace.root / "demo.json").write_text("{}")
    assert web.post("/look-as", data={"key": "controller"}).status_code in (401, 403)
    assert web.get("/api/v1/processes").status_code == 401
    (workspace.root / "demo.json").unlink()


def test_other_machines_are_served_only_with_accounts(tmp_path_factory: pytest.TempPathFactory):
    bare = create_workspace(tmp_path_factory.mktemp("bare") / "firm")
    with pytest.raises(WrongUse, match="no accounts, so it is served on this machine only"):
        serve(bare, host="0.0.0.0")


def test_the_form_says_the_firms_name_as_text():
    assert "<b>" not in document("<b>Firm</b>")
