"""Landing: a run is there whole or not at all, and says what it holds."""

import json

import pyarrow as pa
import pytest

from core.errors import NotFound
from core.workspace import create_workspace
from eventlog.exchange.records import SCHEMAS
from eventlog.landed import landed_runs
from ingest.landing import RunFolder, landed_for_nothing, reinstate, withdraw

OBJECTS = pa.RecordBatch.from_pylist(
    [{"row": 0, "id": "P-1", "type": None, "attributes": []}], schema=SCHEMAS["objects"]
)
ABOUT = {"kind": "log", "process": "p", "object_type": "p", "system": "erp"}


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


def land(workspace):
    with RunFolder(workspace, "erp") as run:
        run.write("objects", OBJECTS)
        return run.commit(ABOUT)


def test_a_committed_run_is_found_with_its_manifest(workspace):
    assert land(workspace) == "000001"
    (run,) = landed_runs(workspace)
    assert (run.source, run.run, run.kind) == ("erp", "000001", "log")
    assert run.manifest["streams"]["objects"]["rows"] == 1
    assert len(run.manifest["streams"]["objects"]["sha256"]) == 64
    assert run.stream("objects").exists()
    assert run.stream("events") is None


def test_a_run_that_fails_leaves_nothing(workspace):
    def read_a_broken_file():
        with RunFolder(workspace, "erp") as run:
            run.write("objects", OBJECTS)
            raise RuntimeError("the reader met a broken line")

    with pytest.raises(RuntimeError):
        read_a_broken_file()
    assert list(workspace.landing.iterdir()) == []


def test_run_numbers_only_grow(workspace):
    assert [land(workspace), land(workspace)] == ["000001", "000002"]
    withdraw(workspace, "erp", "000002")
    assert land(workspace) == "000003"


def test_a_withdrawn_run_is_left_out_until_reinstated(workspace):
    land(workspace)
    withdraw(workspace, "erp", "000001")
    assert landed_runs(workspace) == []
    reinstate(workspace, "erp", "000001")
    assert len(landed_runs(workspace)) == 1


def test_a_run_that_is_not_there_names_those_that_are(workspace):
    land(workspace)
    with pytest.raises(NotFound, match="There are: erp/000001"):
        withdraw(workspace, "crm", "000007")


def test_what_fails_after_landing_takes_the_run_along(workspace):
    number = land(workspace)
    with pytest.raises(RuntimeError), landed_for_nothing(workspace, "erp", number):
        raise RuntimeError("the build refused it")
    assert landed_runs(workspace) == []
    assert not (workspace.landing / "erp").exists()


def test_the_manifest_is_readable_by_a_person(workspace):
    land(workspace)
    text = (workspace.landing / "erp" / "000001" / "manifest.json").read_text()
    assert json.loads(text)["format"] == 1
    assert "\n " in text
