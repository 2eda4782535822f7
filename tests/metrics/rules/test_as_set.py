"""Rules as a firm has them hold: `[rules.<id>]` of firm.toml, its mistakes, and one that cannot be run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.access import Viewer
from core.audit.reading import entries
from core.audit.settings_seen import note_changes
from core.calendars import calendar
from core.errors import BadSettings
from core.metric_settings import MetricSettings
from core.state import open_state
from core.workspace import Workspace, create_workspace
from eventlog.reading import EventLog
from metrics.making import make_indicators
from metrics.reconciliation import gap_rules_left_out, open_gaps
from metrics.rules.catalogue import rules
from metrics.rules.running import find_exceptions
from metrics.setting_mistakes import refuse_setting_mistakes
from metrics.shares import nothing_kept
from tests.metrics.tiny_log import TinyLog

OWN = """-- grain: one row per contract
-- title = "Contract"
-- kind = "conflicting_data"
-- severity = "low"
-- owner = "Nobody"
-- source = "Made for a test"
"""


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "firm")


@pytest.fixture(scope="module")
def signed() -> TinyLog:
    """A contract signed in London and one in Munich, both on a Monday at nine, and neither has a project."""
    log = TinyLog("2026-04-02")
    log.thing("legal_entity", "netsuite:2", entity="munich", currency="EUR", region="DACH", zone="Europe/Berlin")
    for name, entity in (("crm:1", "london"), ("crm:2", "munich")):
        log.thing("contract", name, entity=entity, client=f"Client of {entity}")
        log.event("contract_signed", "2026-03-02 09:00", name)
    log.facts()
    nothing_kept(log.database)
    return log


def raised(log: TinyLog, rule: str, place: Workspace) -> list[tuple[str, str]]:
    """What a rule finds alone, as the firm has it hold."""
    log.database.run("drop table if exists fact.exception; drop table if exists fact.gap")
    assert find_exceptions(log.database, {"exceptions": {rule: rules("exceptions", place)[rule]}, "gaps": {}}) == {}
    return log.database.rows("select object_id, raised_at::date::varchar from fact.exception order by all")


def test_what_firm_toml_says_holds_and_the_rest_is_as_the_file_says(place: Workspace):
    place.settings_file.write_text(
        '[rules.contract_without_project]\nseverity = "low"\nentities = ["munich"]\nthresholds = { hours = 8 }\n'
        "[rules.rejected]\nenabled = false\n"
    )
    found, ours = rules("exceptions", place), rules("exceptions")
    assert set(ours) - set(found) == {"rejected"}
    one = found["contract_without_project"]
    assert (one.severity, one.entities, one.thresholds["hours"]) == ("low", ("munich",), 8)
    assert (one.title, one.owner) == (ours["contract_without_project"].title, ours["contract_without_project"].owner)
    assert found["asked_again"] == ours["asked_again"]


def test_a_threshold_may_be_otherwise_in_one_entity(place: Workspace, signed: TinyLog):
    place.settings_file.write_text(
        "[rules.signed_contract_to_kickoff]\nthresholds = { hours = 80 }\nby_entity = { munich = { hours = 8 } }\n"
    )
    assert raised(signed, "signed_contract_to_kickoff", place) == [
        ("crm:1", "2026-03-13"), ("crm:2", "2026-03-03"),
    ]  # fmt: skip


@pytest.mark.parametrize("limit", ['entities = ["munich"]', 'regions = ["DACH"]', 'clients = ["Client of munich"]'])
def test_a_rule_holds_for_one_entity_region_or_client(place: Workspace, signed: TinyLog, limit: str):
    place.settings_file.write_text(f"[rules.signed_contract_to_project]\n{limit}\n")
    assert [name for name, _ in raised(signed, "signed_contract_to_project", place)] == ["crm:2"]


def test_all_mistakes_are_told_at_once(place: Workspace):
    place.settings_file.write_text(
        'nmae = "x"\n[rules.no_such]\nenabled = true\n'
        '[rules.rejected]\nseverity = "dire"\nthresholds = { hours = 3 }\n'
        "[rules.contract_without_project.by_entity.munich]\nhuors = 3\n"
        "[rules.week_submitted]\nthresholds = { hours = -1 }\n"
    )
    with pytest.raises(BadSettings) as told:
        refuse_setting_mistakes(place)
    words = str(told.value)
    assert "6 mistakes" in words
    for part in (
        "nmae", "rules.no_such: there is no such rule; there are amount_differs", "rules.rejected.severity",
        "rules.rejected.thresholds.hours: the rule has no such threshold; it has none",
        "rules.contract_without_project.by_entity.munich.huors: the rule has no such threshold; it has hours",
        "rules.week_submitted.thresholds.hours",
    ):  # fmt: skip
        assert part in words


def test_a_change_is_written_down(place: Workspace):
    place.settings_file.write_text("[rules.week_submitted]\nthresholds = { hours = 8 }\n")
    with open_state(place) as state:
        note_changes(state, "anna")
        place.settings_file.write_text("[rules.week_submitted]\nthresholds = { hours = 16 }\n")
        assert note_changes(state, "anna") == 1
        last = next(iter(entries(state)))
    assert (last.who, last.act, last.subject_id) == ("anna", "settings changed", "firm.toml: rules")
    assert (json.loads(last.before or ""), json.loads(last.after or "")) == (
        {"week_submitted": {"thresholds": {"hours": 8}}}, {"week_submitted": {"thresholds": {"hours": 16}}},
    )  # fmt: skip


def test_one_that_cannot_be_run_leaves_only_itself_out_and_is_told(place: Workspace, signed: TinyLog):
    for path, text in (
        ("exceptions/no_table", OWN + "select object_id, signed_at as raised_at from fact.no_such_table"),
        ("exceptions/no_rows", OWN + "select object_id, entity::timestamp as raised_at from fact.contract"),
        ("exceptions/no_moment", OWN + "select object_id from fact.contract"),
        ("exceptions/no_header", "select 1"),
        ("exceptions/right", OWN + "select object_id, signed_at as raised_at, entity from fact.contract"),
        ("gaps/hours_differ", OWN.replace("conflicting_data", "wrong") + "select 1"),
        ("gaps/client_twice_in_erp", OWN + "selct 1"),
    ):
        file = place.root / "rules" / f"{path}.sql"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    place.settings_file.write_text('[rules.rejected]\nentities = ["munchen"]\n')
    make_indicators(signed.database, place, calendar, MetricSettings.model_validate({}))
    log = EventLog(place, 1, {"processes": []}, Viewer.owner(), signed.database)
    told = dict(log.database.rows("from indicator.left_out"))
    words = {
        "exceptions/no_table": "no_such_table", "exceptions/no_rows": "The rule no_rows cannot be run. DuckDB says",
        "exceptions/no_moment": "lacks raised_at", "exceptions/no_header": "-- grain",
        "exceptions/rejected": "munchen, which no record names. There are: london, munich",
        "gaps/hours_differ": "kind", "gaps/client_twice_in_erp": "selct",
    }  # fmt: skip
    assert {place for place in told if place.startswith("rules/")} == {f"rules/{name}" for name in words}
    for name, part in words.items():
        assert part in told[f"rules/{name}"], name
    assert "Mend rules/exceptions/no_table.sql or [rules.no_table] of firm.toml" in told["rules/exceptions/no_table"]
    assert {"right", "signed_contract_to_project"} <= set(log.database.column("select rule from fact.exception"))
    looked_for = {each.rule.name for each in open_gaps(log)}
    assert looked_for == {name for name in rules("gaps") if name not in ("hours_differ", "client_twice_in_erp")}
    assert set(gap_rules_left_out(log)) == {"hours_differ", "client_twice_in_erp"}
