"""The firm whose builds are measured is a sound one: nothing that it lands is refused."""

from pathlib import Path

from benchmarks.firm_build import SYSTEMS, build_on_a_week, firm_landed, whole_build
from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import open_log


def test_no_record_of_the_measured_firm_is_refused(tmp_path: Path):
    (tmp_path / "people").write_text("60")
    firm_landed(tmp_path)
    before, after = whole_build(tmp_path)(), build_on_a_week(tmp_path)()
    assert 0 < before["events"][0] < after["events"][0]
    with open_log(Workspace(tmp_path / "firm"), Viewer.owner()).database as database:
        assert database.rows("select source, stream, reason from quarantine") == []
        assert set(database.column("select distinct name from source semi join object using (source_no)")) >= {*SYSTEMS}
