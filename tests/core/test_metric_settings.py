"""What indicators take for granted: usual values, and firm.toml over them line by line."""

import pytest

from core.errors import BadSettings
from core.metric_settings import MetricSettings, minutes_into_week
from core.settings import firm_settings
from core.workspace import create_workspace


def test_the_usual_values_are_those_agreed():
    settings = MetricSettings.model_validate({})
    told = {(name, key): value for name, key, value in settings.rows()}
    assert told[("timesheet_deadline_minutes", "")] == 12 * 60
    assert told[("billing_cutoff_days", "")] == 60
    assert told[("group_limit", "")] == 5
    assert told[("cost_of_capital", "")] == 0.08
    assert told[("dso_window_days", "")] == 90
    assert told[("service_level", "week_submitted")] == 8
    assert told[("expense_limit", "Hotel")] == 25_000


def test_firm_toml_says_only_what_is_different(tmp_path):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(
        '[metrics]\ntimesheet_deadline = "Tuesday 09:30"\n[metrics.expense_limits]\nHotel = 300\n'
        "[targets.unbilled_wip]\nage_days = { target = 30, tolerance = 5 }\n"
    )
    settings = firm_settings(place)
    told = {(name, key): value for name, key, value in settings.metrics.rows()}
    assert told[("timesheet_deadline_minutes", "")] == 24 * 60 + 9 * 60 + 30
    assert told[("expense_limit", "Hotel")] == 30_000
    assert told[("expense_limit", "Taxi")] == 8_000
    targets = settings.all_targets()["unbilled_wip"]
    assert targets["age_days"].target == 30
    assert targets["leakage"].target == 0


def test_mistakes_are_told_with_all_others(tmp_path):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(
        'nmae = "x"\n[metrics]\ntimesheet_deadline = "noon"\nbiling = 3\n[targets.utilization]\nvalue = { goal = 1 }\n'
    )
    with pytest.raises(BadSettings) as told:
        firm_settings(place)
    words = str(told.value)
    for part in ("nmae", "metrics.timesheet_deadline", "Monday 12:00", "metrics.biling", "targets.utilization.value"):
        assert part in words


def test_a_moment_of_the_week():
    assert minutes_into_week("Monday 00:00") == 0
    assert minutes_into_week("Sunday 23:59") == 7 * 24 * 60 - 1
