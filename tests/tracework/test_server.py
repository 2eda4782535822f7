"""The server as websites and programs meet it: which hosts, from which pages, what a page may load, what is kept."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core.errors import MissingPart, WrongUse
from core.workspace import Workspace, create_workspace
from tests.served_orders import imported, orders, serving
from tracework.server import bound, serve


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return imported(tmp_path_factory.mktemp("server") / "firm", orders(20))


@pytest.fixture(scope="module")
def web(workspace: Workspace) -> Iterator[httpx.Client]:
    with serving(workspace) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8050", "127.0.0.1.evil.example", ""])
def test_only_names_of_this_machine_are_answered(web: httpx.Client, host: str):
    assert web.get("/", headers={"Host": host}).status_code == 421
    assert web.get("/api/v1/processes", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]:9"])
def test_the_names_of_this_machine_are(web: httpx.Client, host: str):
    assert web.get("/api/v1/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/v1/imports"), ("POST", "/_dash-update-component"), ("DELETE", "/api/v1/jobs/1")]
)
def test_another_website_changes_nothing(web: httpx.Client, headers: dict[str, str], method: str, path: str):
    assert web.request(method, path, headers=headers, content=b"{}").status_code == 403


def test_the_own_pages_may(web: httpx.Client):
    origin = str(web.base_url).rstrip("/")
    answer = web.post(
        "/api/v1/imports", headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"}, json={"upload": "0" * 16}
    )
    assert answer.status_code == 404
    assert "no upload" in answer.json()["detail"]


def test_a_page_may_load_this_servers_files_only(web: httpx.Client):
    policy = web.get("/").headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"].split()
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/", "/process", "/data", "/nowhere"])
def test_every_address_gives_the_same_whole_page(web: httpx.Client, path: str):
    text = web.get(path).text
    assert "10_theme.css" in text
    assert "30_process.js" in text
    assert "http://" not in text.replace(str(web.base_url), "")
    assert "cdn" not in text


def test_files_with_a_version_in_their_address_are_kept_and_pages_are_not(web: httpx.Client):
    page = web.get("/")
    assert page.headers["cache-control"] == "no-store"
    asset = page.text.split('href="/assets/10_theme.css', 1)[1].split('"')[0]
    assert "immutable" in web.get(f"/assets/10_theme.css{asset}").headers["cache-control"]
    assert web.get("/assets/10_theme.css").headers["cache-control"] == "no-cache"
    assert "max-age" in web.get("/figures/vendor/fonts/InterVariable.woff2").headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/assets/../app.py", "/figures/%2e%2e/process_map.py", "/figures/..%2fprocess_map.py", "/assets/%2e%2e/app.py"],
)
def test_no_file_outside_is_given_out(web: httpx.Client, path: str):
    answer = web.get(path)
    assert answer.status_code in (404, 200)
    assert "def " not in answer.text


def test_the_pages_of_the_api_come_from_nowhere_else(web: httpx.Client):
    assert web.get("/api/v1/openapi.json").json()["info"]["title"] == "Tracework"
    for path in ("/docs", "/redoc"):
        assert "swagger" not in web.get(path).text


def test_it_is_served_on_this_machine_only(tmp_path: Path):
    with pytest.raises(WrongUse, match="this machine only"):
        serve(create_workspace(tmp_path / "firm"), host="0.0.0.0")


def test_a_port_that_is_taken_is_said():
    with bound("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(MissingPart, match=f"Port {port} of 127.0.0.1 is taken"):
            bound("127.0.0.1", port)
