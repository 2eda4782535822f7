"""Each audit is silent on a sound log and finds the contradiction it is for."""

import pytest

from core.errors import AuditFailed
from eventlog.audits import audit
from tests.generated_logs import process_log, random_cases

CONTRADICTIONS = {
    "event_twice": "insert into event select * from event limit 1",
    "object_twice": "insert into object select * from object limit 1",
    "event_without_parts": "update event set type_no = 999 where event_no = 0",
    "relation_to_nothing": "insert into event_object values (0, 999999, '')",
    "steps_lost": 'update work."case" set n = n + 1 where case_no = 0',
    "steps_out_of_order": "update work.step set ts = ts - 86400000000000 where seq = 1",
}


@pytest.fixture
def database():
    database = process_log(random_cases(1, 30)).database
    database.run("insert into landed_run (run_no, source_no, run, process) values (0, 0, '1', 'work')")
    return database


def test_a_sound_log_passes(database):
    audit(database, ["work"])


@pytest.mark.parametrize(("name", "damage"), CONTRADICTIONS.items(), ids=CONTRADICTIONS)
def test_a_contradiction_is_found(database, name, damage):
    database.run(damage)
    with pytest.raises(AuditFailed, match="was not published") as told:
        audit(database, ["work"])
    assert name in str(told.value) or name == "event_twice"
