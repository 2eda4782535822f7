"""BambooHR's records of a firm made by hand."""

from __future__ import annotations

from simulator.systems.bamboohr import records
from tests.simulator.hand_made_firm import at, hand_made_firm


def rows(table, **where):
    return [row for row in table.to_dicts() if all(row[name] == value for name, value in where.items())]


def test_employees_only_with_the_words_of_hr():
    people = records(hand_made_firm()).tables["employees"]
    assert people["id"].to_list() == ["1", "2", "3", "4", "6", "7"]
    (bob,) = rows(people, id="2")
    assert (bob["firstName"], bob["lastName"], bob["supervisor"]) == ("Bob", "de Vries", "Ann Lee")
    assert (bob["department"], bob["location"], bob["standardHours"]) == ("Data", "New York", "32")
    assert bob["lastChanged"] == "2026-03-16T12:00:00Z"


def test_a_day_to_come_is_not_known_and_no_day_is_written_in_zeros():
    people = records(hand_made_firm()).tables["employees"]
    assert [row["terminationDate"] for row in rows(people, status="Inactive")] == ["2026-03-20"]
    assert [row["status"] for row in rows(people, terminationDate="0000-00-00")] == ["Active"] * 5


def test_table_rows_hold_from_their_day_on():
    tables = records(hand_made_firm()).tables
    grades = rows(tables["customGrades"], employeeId="2")
    assert [(row["date"], row["grade"]) for row in grades] == [("2025-01-06", "Consultant"), ("2026-02-02", "Senior")]
    hours = rows(tables["employmentStatus"], employeeId="2")
    assert [(row["date"], row["standardHours"]) for row in hours] == [("2025-01-06", "40"), ("2026-03-16", "32")]
    jobs = rows(tables["jobInfo"], employeeId="3")
    assert [(row["date"], row["department"]) for row in jobs] == [("2025-01-06", "Data"), ("2026-02-01", "Cloud")]


def test_before_a_change_the_old_value_holds():
    tables = records(hand_made_firm().cut(at(10))).tables
    assert rows(tables["employees"], id="2")[0]["standardHours"] == "40"
    assert [row["date"] for row in rows(tables["customSkills"], employeeId="2")] == ["2025-01-06"]
    assert "6" not in tables["employees"]["id"]


def test_leave_that_is_asked_for_is_not_yet_approved():
    asked = records(hand_made_firm().cut(at(3))).tables["timeOffRequests"]
    assert asked.select("id", "status", "statusChanged").rows() == [("1", "requested", "2026-03-02")]
    known = records(hand_made_firm()).tables["timeOffRequests"]
    assert known.select("id", "status", "amount").rows() == [("1", "approved", "5"), ("2", "requested", "1")]


def test_planted_records_stand_beside_the_true_ones():
    sound, wrong = records(hand_made_firm()), records(hand_made_firm("inconsistent_records"))
    assert sound.planted == []
    assert {one.reason for one in wrong.planted} == {"contradicting_times", "unknown_reference", "unreadable"}
    added = sum(table.height for table in wrong.tables.values()) - sum(table.height for table in sound.tables.values())
    assert added == len(wrong.planted)
