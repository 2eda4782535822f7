"""A target of what is none is told, with the nearest; what the product ships has none such."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from core.data_files import data_file
from core.errors import BadSettings
from core.workspace import Workspace, create_workspace
from metrics.setting_mistakes import refuse_setting_mistakes, target_mistakes
from tests.metrics.own_indicators import CASES


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "firm")


def test_names_that_are_none_are_told_with_the_nearest(place: Workspace):
    place.settings_file.write_text(
        "[targets.utilisation]\nvalue = { target = 0.8 }\n"
        "[targets.invoice_readiness_lag]\nmedain = { target = 24 }\np90 = { target = 80 }\n"
        "[rules.no_such]\nenabled = false\n"
    )
    with pytest.raises(BadSettings) as told:
        refuse_setting_mistakes(place)
    first, second, third, fourth = str(told.value).splitlines()
    assert first == f"{place.settings_file} has 3 mistakes. Mend them and run it again:"
    assert second == '  line 1, targets.utilisation: there is no such indicator; the nearest is "utilization"'
    assert third == '  line 4, targets.invoice_readiness_lag.medain: it has no such measure; the nearest is "median"'
    assert fourth.startswith("  line 6, rules.no_such: there is no such rule")


def test_an_indicator_of_ones_own_has_targets_too_and_a_broken_one_is_told_elsewhere(place: Workspace):
    (place.root / "indicators").mkdir()
    (place.root / "indicators" / "cases.sql").write_text(CASES)
    (place.root / "indicators" / "broken.sql").write_text("select 1")
    place.settings_file.write_text(
        "[targets.cases]\nvalue = { target = 3 }\n[targets.broken]\nvalue = { target = 3 }\n"
    )
    refuse_setting_mistakes(place)


def test_the_usual_targets_are_of_what_there_is(place: Workspace):
    usual = tomllib.loads(data_file("defaults.toml").read_text(encoding="utf-8"))
    assert list(target_mistakes(place, usual)) == []
