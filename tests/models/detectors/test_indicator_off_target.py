"""Indicators off target: shares written by hand, and the pretend firm's at two moments."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from core.workspace import Workspace
from eventlog.reading import EventLog
from models.detector import Place
from models.detectors.indicator_off_target import DETECTOR
from models.known_then import complete_until
from simulator.life.truth import troubles
from tests.metrics.hand_made_shares import kept, measure
from tests.models.two_clocks import whole

MOMENT = datetime(2026, 6, 10)
MONTHS = [date(2025 + (month // 12), month % 12 + 1, 10) for month in range(5, 17)]  # June 2025 to May 2026
PLAIN = [5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6]


def log_of(root: Path, values: dict[str, list[float]], target: str, **more: object) -> EventLog:
    """Six shares a month and entity, all of the value of its month."""
    rows = [
        {"object_id": f"{entity} {at} {number}", "at": f"{at} 12:00", "entity": entity, "value": value + shift}
        for entity, months in values.items()
        for at, value in zip(MONTHS, months, strict=True)
        for number, shift in enumerate((-1, 0, 0, 0, 0, 1))
    ]
    root.mkdir(exist_ok=True)
    (root / "firm.toml").write_text(f"[targets.made]\nvalue = {target}\n")
    return replace(kept(measure("mean", **{"better": "lower", **more}), rows), workspace=Workspace(root))


def told(log: EventLog):
    return DETECTOR.score(log, DETECTOR.fit(log, MOMENT), MOMENT)


def test_on_target_and_unchanged_nothing_is_told(tmp_path: Path):
    assert told(log_of(tmp_path, {"london": PLAIN, "munich": PLAIN}, "{ target = 8, tolerance = 1 }")) == []


def test_what_is_off_target_and_mostly_stays_so(tmp_path: Path):
    log = log_of(tmp_path, {"london": PLAIN, "munich": [12] * 12}, "{ target = 8, tolerance = 1 }")
    found = {one.subject_id: one for one in told(log)}
    assert set(found) == {"netsuite:2"}
    munich = found["netsuite:2"]
    assert (munich.subject_type, munich.place.entity) == ("legal_entity", "munich")
    assert munich.title == "Munich: Value 12, target 8"
    assert munich.reasons[0].text.startswith("Value: 12 in May 2026, target 8; off target in 3 of the last 3 months")
    # since the first month there is
    assert munich.since == datetime(2025, 6, 1)
    assert munich.peers is not None
    assert (munich.peers.own, munich.peers.values) == (12, (6,))
    assert munich.suggestion.action == "review_indicator"
    # nine times it had been off for three months, and was so the month after; drawn to a half by ten
    assert munich.chance == pytest.approx((9 + 10 / 2) / 19)
    assert munich.usual == pytest.approx(1 / 2)
    assert sum(each.points or 0 for each in munich.reasons) == pytest.approx(munich.chance - munich.usual)


def test_what_is_so_in_several_entities_is_told_of_the_firm_too(tmp_path: Path):
    log = log_of(tmp_path, {"london": [13] * 12, "munich": [12] * 12}, "{ target = 8, tolerance = 1 }")
    found = {one.subject_type: one for one in told(log)}
    assert set(found) == {"firm", "legal_entity"}
    firm = found["firm"]
    assert (firm.subject_id, firm.title) == ("firm", "The firm: Value 12.5, target 8")
    # whoever sees a part of the firm does not see it
    assert firm.place == Place()
    assert sum(each.points or 0 for each in firm.reasons) == pytest.approx(firm.chance - firm.usual)


def test_within_tolerance_nothing_is_told(tmp_path: Path):
    assert told(log_of(tmp_path, {"london": PLAIN, "munich": [8.9] * 12}, "{ target = 8, tolerance = 1 }")) == []


def test_what_changed_for_the_worse_is_told_also_within_target(tmp_path: Path):
    changed = [*PLAIN[:9], 20, 21, 20]
    found = told(log_of(tmp_path, {"london": PLAIN, "munich": changed}, "{ target = 50 }"))
    assert [one.subject_id for one in found] == ["netsuite:2"]
    assert found[0].title == "Munich: Value worse since Mar 2026, 20.3 after 5"
    assert found[0].since == datetime(2026, 3, 1)
    assert found[0].chance > 0.95


def test_of_what_must_be_high_less_is_worse(tmp_path: Path):
    values = {"london": [20 - each for each in PLAIN], "munich": [20 - each for each in [*PLAIN[:9], 18, 19, 18]]}
    found = told(log_of(tmp_path, values, "{ target = 0 }", better="higher"))
    assert found[0].title == "Munich: Value worse since Mar 2026, 1.7 after 15"


def test_what_is_summed_changes_with_the_firm(tmp_path: Path):
    rows = [
        {"object_id": f"{at} {number}", "at": f"{at} 12:00", "value": 1}
        for place, at in enumerate(MONTHS)
        for number in range(60 if place > 8 else 6 + place % 2)
    ]
    (tmp_path / "firm.toml").write_text("[targets.made]\nvalue = { target = 100 }\n")
    log = replace(kept(measure("sum", better="lower"), rows), workspace=Workspace(tmp_path))
    assert told(log) == []


def test_money_is_what_is_beyond_the_target(tmp_path: Path):
    rows = [
        {"object_id": f"{at} {number}", "at": f"{at} 12:00", "value": 200_000, "currency": "GBP"}
        for at in MONTHS
        for number in range(6)
    ]
    (tmp_path / "firm.toml").write_text("[targets.made]\nvalue = { target = 5000 }\n")
    log = replace(kept(measure("sum", "money", better="lower"), rows), workspace=Workspace(tmp_path))
    (found,) = told(log)
    assert (found.money, found.currency) == (7_000, "GBP")


def test_a_month_of_few_things_says_nothing(tmp_path: Path):
    rows = [{"object_id": f"{at}", "at": f"{at} 12:00", "value": 100} for at in MONTHS]
    (tmp_path / "firm.toml").write_text("[targets.made]\nvalue = { target = 8 }\n")
    log = replace(kept(measure("mean", better="lower"), rows), workspace=Workspace(tmp_path))
    assert DETECTOR.fit(log, MOMENT) == {}
    assert DETECTOR.score(log, {}, MOMENT) == []


def test_the_practice_that_is_late_is_told_and_what_stays_off_is_measured():
    firm = whole()
    end = complete_until(firm.log)
    assert end is not None
    since = end - timedelta(days=90)
    learned = DETECTOR.fit(firm.log, since)
    assert json.loads(json.dumps(learned)) == learned
    (late,) = troubles(firm.state).filter(pl.col("trouble") == "late_timesheets")["subject_id"]
    found = {(each.subject_type, each.subject_id): each for each in DETECTOR.score(firm.log, learned, end)}
    assert any("imesheet" in each.text for each in found[("practice", late)].reasons)
    measured = DETECTOR.measure(firm.log, learned, since, end)
    assert measured is not None
    assert measured.n > 40
    assert measured.beats_naive
    assert sum(number for _, _, number in measured.calibration) == measured.n
