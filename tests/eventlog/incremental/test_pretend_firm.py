"""A week of the pretend firm, built on the log before it, gives the content of a whole build."""

from benchmarks.firm_build import build_on_a_week, declared_sources, firm_landed, whole_build
from core.calendars import calendar
from core.workspace import Workspace
from eventlog.build import build_generation
from eventlog.generations import manifest_of
from eventlog.landed import landed_runs

PEOPLE = 80


def test_a_week_of_the_firm(tmp_path):
    (tmp_path / "people").write_text(str(PEOPLE))
    firm_landed(tmp_path)
    assert whole_build(tmp_path)()["whole"] == [True]
    assert build_on_a_week(tmp_path)()["whole"] == [False]
    workspace = Workspace(tmp_path / "firm")
    grown = manifest_of(workspace, workspace.current_generation())
    again = manifest_of(
        workspace, build_generation(workspace, landed_runs(workspace), calendar, sources=declared_sources())
    )
    assert grown["in_a_row"] == 1
    assert (grown["content_hash"], grown["events"]) == (again["content_hash"], again["events"])
