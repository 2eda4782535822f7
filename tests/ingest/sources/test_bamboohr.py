"""The BambooHR connector against the interface: what lands, what it yields, what heals, what is told as missing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.errors import SourceFailed
from simulator.interfaces import bamboohr
from simulator.interfaces.serving import serve
from tests.ingest.sources.office_pulls import firm, landed, log, probe, pull, set_apart, values
from tests.simulator.hand_made_firm import AS_OF, at, hand_made_firm

EPOCH = datetime(1970, 1, 1)


@pytest.fixture
def served():
    with serve(bamboohr, hand_made_firm()) as running:
        yield running


@pytest.fixture
def workspace(tmp_path, served):
    return firm(tmp_path, served, "bamboohr")


def pass_time(served, **span):
    served.shown.set_clock(served.shown.now() + timedelta(**span))


def test_everybody_lands_once(workspace, served):
    first = pull(workspace)
    assert first.records == {
        "employees": 6, "jobInfo": 7, "employmentStatus": 7, "customGrades": 7, "customSkills": 7,
        "timeOffRequests": 2,
    }  # fmt: skip
    assert abs(first.as_of - AS_OF) < timedelta(minutes=1)
    assert pull(workspace).run is None


def test_only_who_changed_is_asked_for_again(workspace, served):
    pull(workspace)
    pass_time(served, hours=1)
    before = served.faults.requests
    served.shown.change("employees", {"id": "4"}, {"jobTitle": "Controller", "lastChanged": "2026-03-31T18:30:00Z"})
    assert pull(workspace).records["employees"] == 1
    people = [row for row in landed(workspace, "employees") if row["id"] == "4"]
    assert [row["jobTitle"] for row in people] == ["Accountant", "Controller"]
    assert served.faults.requests - before < 20


def test_who_is_deleted_is_marked_with_all_rows(workspace, served):
    pull(workspace)
    pass_time(served, hours=1)
    served.shown.remove("employees", {"id": "4"})
    second = pull(workspace)
    tables = ("jobInfo", "employmentStatus", "customGrades", "customSkills")
    assert second.deleted == {"employees": 1, **dict.fromkeys(tables, 1), "timeOffRequests": 0}
    assert not any(second.records.values())
    assert pull(workspace).run is None


def test_people_become_objects_with_a_past(workspace):
    pull(workspace)
    database = log(workspace)
    ids = database.column("select object_id from object where object_id like 'bamboohr:_' order by all")
    assert ids == [f"bamboohr:{number}" for number in (1, 2, 3, 4, 6, 7)]
    assert values(database, "bamboohr:2", "grade") == [
        ("Consultant", datetime(2025, 1, 6)),
        ("Senior", datetime(2026, 2, 2)),
    ]
    assert values(database, "bamboohr:2", "weekly_hours") == [
        ("40.0", datetime(2025, 1, 6)),
        ("32.0", datetime(2026, 3, 16)),
    ]
    assert [value for value, _ in values(database, "bamboohr:3", "practice")] == ["Data", "Cloud"]
    assert {value for value, _ in values(database, "bamboohr:3", "entity")} == {"london"}
    assert values(database, "bamboohr:3", "left_on") == [("2026-03-20", EPOCH)]
    assert values(database, "bamboohr:2", "left_on") == []
    keys = database.rows(
        "select name, value from object_key join object using (object_no) where object_id = 'bamboohr:2'"
    )
    assert sorted(keys) == [("email", "bob@firm.example"), ("employee_number", "E00002")]


def test_only_approved_leave_is_leave(workspace):
    pull(workspace)
    database = log(workspace)
    assert values(database, "bamboohr:2", "on_leave") == [
        ("true", datetime(2026, 3, 23)),
        ("false", datetime(2026, 3, 27, 23, 59, 59)),
    ]
    assert values(database, "bamboohr:3", "on_leave") == []


def test_what_is_planted_is_set_apart_and_nothing_else(tmp_path):
    state = hand_made_firm("inconsistent_records")
    with serve(bamboohr, state) as running:
        workspace = firm(tmp_path, running, "bamboohr")
        pull(workspace)
    planted = {(one.stream, one.key) for one in bamboohr.records(state).planted}
    assert set_apart(log(workspace)) == planted


@pytest.mark.parametrize("kind", ["unavailable", "throttled", "throttled_silently", "server_error", "cut", "truncated"])
def test_trouble_passes(workspace, served, kind):
    planned = [
        served.faults.plan(kind, path=path, after=3, seconds=0) for path in ("employees/", "tables/", "time_off")
    ]
    planned[-1].after = 0
    assert pull(workspace).records["employees"] == 6
    assert all(fault.seen > fault.after for fault in planned)
    assert pull(workspace).run is None


def test_a_wrong_key_is_told_in_one_line_and_lands_nothing(workspace, served):
    (workspace.root / "api_key.secret").write_text("wrong-key-of-nobody")
    with pytest.raises(SourceFailed, match="the sign-in is not accepted") as told:
        pull(workspace)
    assert "wrong-key-of-nobody" not in str(told.value)
    assert not list(workspace.landing.glob("bamboohr/[0-9]*"))


def test_a_table_that_may_not_be_read_is_told_and_the_others_land(workspace, served):
    served.faults.plan("forbidden", path="tables/customGrades", times=1000)
    assert [one.what for one in probe(workspace)] == ["the table customGrades"]
    pulled = pull(workspace)
    assert (set(pulled.refused), pulled.records["employees"]) == ({"customGrades"}, 6)
    assert values(log(workspace), "bamboohr:2", "grade") == [("Senior", EPOCH)]


def test_nothing_is_missing_where_all_may_be_read(workspace):
    assert probe(workspace) == []


def test_the_firm_grows_and_each_pull_brings_what_is_new(tmp_path):
    with serve(bamboohr, hand_made_firm(), moment=at(10)) as running:
        workspace = firm(tmp_path, running, "bamboohr")
        assert pull(workspace).records["employees"] == 5
        running.shown.set_clock(AS_OF)
        second = pull(workspace)
        assert second.records == {
            "employees": 3, "jobInfo": 1, "employmentStatus": 2, "customGrades": 1, "customSkills": 2,
            "timeOffRequests": 1,
        }  # fmt: skip
        assert pull(workspace).run is None
