"""What every detector must do, over all that are found: nothing of the future, the same twice, plain JSON, reasons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.access import Viewer
from core.roles import ROLES
from core.words import actions, finding_kinds
from core.workspace import Workspace
from eventlog.reading import EventLog
from metrics.needs import untold
from metrics.rules.catalogue import rules
from metrics.shares import nothing_kept
from models.cards import card_text
from models.catalogue import detector, detectors
from models.detector import Measured, Suspicion
from models.findings.written import as_json
from models.saved import Saved, hash_of, written
from tests.metrics.tiny_log import TinyLog
from tests.models.two_clocks import earlier, earlier_moment, whole

LATER_PART = timedelta(days=28)


@dataclass(frozen=True)
class Looked:
    """What a detector tells of the earlier moment: of the firm pulled then, and of the same firm pulled to its end."""

    moment: datetime
    learned: Any
    learned_of_whole: Any
    then: list[Suspicion]
    of_whole: list[Suspicion]


@cache
def looked(name: str) -> Looked:
    """Both looks, made once for all tests of a detector."""
    one, early, full = detector(name), earlier().log, whole().log
    moment = earlier_moment(early)
    learned, of_whole = one.fit(early, moment), one.fit(full, moment)
    then, later = (one.score(log, _plain(learned), moment) for log in (early, full))
    return Looked(moment, learned, of_whole, then, later)


@cache
def now(name: str) -> tuple[list[Suspicion], datetime]:
    """What it suspects at the end of the whole firm, by what it had learnt five weeks before."""
    moment: datetime = whole().log.database.value("select as_of from fact.span")
    return detector(name).score(whole().log, _plain(looked(name).learned), moment), moment


def _plain(learned: Any) -> Any:
    return json.loads(json.dumps(learned, allow_nan=False))


def told(suspicions: list[Suspicion]) -> list[dict[str, Any]]:
    """Suspicions as JSON, figures to nine digits."""
    found: list[dict[str, Any]] = json.loads(
        json.dumps([as_json(each) for each in suspicions]), parse_float=lambda text: float(f"{float(text):.9g}")
    )
    return found


@pytest.fixture(params=detectors())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_what_it_learns_is_of_what_was_known(name: str):
    both = looked(name)
    assert _plain(both.learned_of_whole) == _plain(both.learned)


def test_what_it_suspects_is_of_what_was_known(name: str):
    """The firm pulled at that moment, against the whole firm looked at for that moment."""
    both = looked(name)
    assert told(both.of_whole) == told(both.then)


def test_it_says_the_same_twice(name: str):
    one, both, (suspicions, moment) = detector(name), looked(name), now(name)
    assert _plain(one.fit(earlier().log, both.moment)) == _plain(both.learned)
    assert told(one.score(whole().log, both.learned, moment)) == told(suspicions)


def test_each_suspicion_says_why_whose_and_what_to_do(name: str):
    suspicions, moment = now(name)
    declaration, objects = detector(name).declaration, set(whole().log.database.column("select object_id from object"))
    kinds = {*finding_kinds(), *rules("exceptions")}
    for each in suspicions:
        assert each.title.strip()
        assert each.summary.strip()
        assert each.reasons
        assert all(reason.text.strip() for reason in each.reasons)
        assert 0 <= each.usual <= 1
        assert 0 <= each.chance <= 1
        points = [reason.points for reason in each.reasons]
        if None not in points:
            assert each.usual + sum(points) == pytest.approx(each.chance, abs=0.005), each.title
        assert (each.kind or declaration.kind) in kinds
        assert each.suggestion.action in actions()
        assert (each.owner_role or declaration.owner_role) in ROLES
        assert (each.money is None) == (each.currency is None)
        assert each.money is None or each.money >= 0
        assert each.since <= moment
        somewhere = any((each.place.entity, each.place.practice, each.place.client, each.place.project))
        assert somewhere != (each.subject_type == "firm"), each.title
        missing = {name for reason in each.reasons for name in reason.evidence} - objects
        assert missing == set(), each.title
    order = [each.score for each in suspicions]
    assert order == sorted(order, reverse=True)
    subjects = [(each.kind, each.subject_type, each.subject_id) for each in suspicions]
    assert len(subjects) == len(set(subjects))


def test_its_card_can_be_written(name: str):
    one, both, (_, moment) = detector(name), looked(name), now(name)
    learned, since = _plain(both.learned), both.moment
    measured = one.measure(whole().log, learned, since, moment)
    assert measured is None or isinstance(measured, Measured)
    text = written(name, one.declaration.version, learned)
    saved = Saved(name, one.declaration.version, 1, since, moment, 1, 1, learned, hash_of(text), measured)
    card = card_text(one.declaration, saved)
    for words in (one.declaration.title, one.declaration.question, one.declaration.limits, "Learnt from"):
        assert words in card
    if measured:
        assert measured.naive_is in card
        assert all(0 <= chance <= 1 and 0 <= came <= 1 for chance, came, _ in measured.calibration)


def test_what_it_needs_is_there_in_a_firm(name: str):
    assert untold(whole().log.database, detector(name).declaration.needs) == []


@pytest.mark.parametrize("with_facts", [False, True])
def test_an_empty_log_is_silent(name: str, with_facts: bool):
    """Of an imported log that holds nothing of the business, and of a firm where nothing has happened."""
    one, tiny, moment = detector(name), TinyLog(), datetime(2026, 4, 1)
    if with_facts:
        nothing_kept(tiny.facts())
    log = EventLog(Workspace(Path("nowhere")), 1, {"processes": []}, Viewer.owner(), tiny.database)
    learned = _plain(one.fit(log, moment))
    assert one.score(log, learned, moment) == []
    assert one.measure(log, learned, moment - LATER_PART, moment) is None
