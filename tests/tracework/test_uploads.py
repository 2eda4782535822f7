"""Uploads and imports over HTTP: streamed, looked at, imported by a job; whatever is wrong leaves nothing behind."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.workspace import Workspace, create_workspace
from tests.served_orders import Row, orders, serving, traces, write_csv
from tracework.api.uploads import safe_name

PATIENCE_S = 60


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return create_workspace(tmp_path_factory.mktemp("uploads") / "firm")


@pytest.fixture(scope="module")
def api(workspace: Workspace) -> Iterator[httpx.Client]:
    with serving(workspace) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return orders(40, seed=5)


@pytest.fixture
def log(tmp_path: Path, rows: list[Row]) -> Path:
    return write_csv(tmp_path / "orders.csv", rows)


def sent(api: httpx.Client, path: Path, name: str = "") -> httpx.Response:
    with path.open("rb") as file:
        return api.post("/uploads", files={"file": (name or path.name, file)})


def ended(api: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE_S
    while job["state"] in ("queued", "running"):
        assert time.monotonic() < end, job
        time.sleep(0.2)
        job = api.get(f"/jobs/{job['id']}").json()
    return job


def left(workspace: Workspace) -> list[Path]:
    return list((workspace.temporary / "uploads").glob("*"))


def test_an_upload_is_looked_at_corrected_and_imported(
    api: httpx.Client, workspace: Workspace, log: Path, rows: list[Row]
):
    found = sent(api, log).json()
    assert found["format"] == "csv"
    assert found["flat"]["rows"] == len(rows)
    assert found["flat"]["mapping"]["case"] == "Order"
    assert found["flat"]["questions"] == []
    assert all(0 <= guess["confidence"] <= 1 for guess in found["flat"]["guesses"])
    again = api.post(f"/uploads/{found['upload']}/inspection", json={"map": ["ignore=Clerk"]}).json()
    assert "Clerk" in again["flat"]["mapping"]["ignored"]
    job = api.post(
        "/imports",
        json={
            "upload": found["upload"],
            "process": "Sales; $(touch x)",
            "map": ["ignore=Clerk", "case_attribute=Region"],
        },
    )
    assert job.status_code == 202
    done = ended(api, job.json())
    assert done["state"] == "done", done
    assert done["result"]["cases"] == len(traces(rows))
    assert done["result"]["events"] == len(rows)
    (process,) = api.get("/processes").json()
    assert process["events"] == len(rows)
    assert api.get("/jobs").json()[0]["id"] == done["id"]
    assert api.delete(f"/uploads/{found['upload']}").status_code == 204
    assert left(workspace) == []


def test_an_import_that_fails_says_why_and_changes_nothing(api: httpx.Client, workspace: Workspace, log: Path):
    generation = workspace.current_generation()
    found = sent(api, log).json()
    job = api.post("/imports", json={"upload": found["upload"], "calendar": "atlantis"}).json()
    failed = ended(api, job)
    assert failed["state"] == "failed"
    assert "atlantis" in failed["error"]
    assert workspace.current_generation() == generation
    api.delete(f"/uploads/{found['upload']}")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "an Office document"),
        (b"a,b\n", "no rows"),
        (b"\x1f\x8b\x08broken", "gzip"),
    ],
)
def test_what_is_no_log_is_refused_by_its_name_and_not_kept(
    api: httpx.Client, workspace: Workspace, tmp_path: Path, content: bytes, words: str
):
    path = tmp_path / "thing.csv"
    path.write_bytes(content)
    answer = sent(api, path)
    assert answer.status_code == 400
    assert words in answer.json()["detail"]
    assert "thing.csv" in answer.json()["detail"]
    assert str(workspace.root) not in answer.json()["detail"]
    assert left(workspace) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"no multipart at all", "text/plain"),
        (
            b"--edge\r\nContent-Disposition: form-data; name=a\r\n\r\nno file name\r\n--edge--\r\n",
            "multipart/form-data; boundary=edge",
        ),
        (b"rubbish", "multipart/form-data; boundary=edge"),
        (b"", "multipart/form-data"),
    ],
)
def test_a_request_without_a_file_is_refused(api: httpx.Client, workspace: Workspace, content: bytes, kind: str):
    answer = api.post("/uploads", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 400, answer.text
    assert left(workspace) == []


@pytest.mark.parametrize("upload", ["0" * 16, "..", "..%2f..", "x"])
def test_an_upload_that_is_not_there_is_said(api: httpx.Client, upload: str):
    assert api.post("/imports", json={"upload": upload}).status_code == 404
    assert api.post(f"/uploads/{upload}/inspection", json={}).status_code in (404, 405)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\logs\\a.csv", "a.csv"),
        (".hidden.csv", "hidden.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "file"),
        ("...", "file"),
        ("x" * 500 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_file_name_is_only_a_name(given: str, name: str):
    assert safe_name(given) == name


def test_memory_stays_flat_while_a_large_file_comes_in(
    api: httpx.Client, workspace: Workspace, tmp_path: Path, scale: int
):
    path = tmp_path / "large.csv"
    line = b"O-1,Step,2026-01-05 09:00:00+00:00,Ann\n"
    path.write_bytes(b"Order,Step,When,Clerk\n" + line * (300_000 * scale))
    answer = sent(api, path)
    assert answer.status_code == 201
    assert answer.json()["bytes"] == path.stat().st_size
    api.delete(f"/uploads/{answer.json()['upload']}")
