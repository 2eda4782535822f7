"""Who could fill a request, by hand: an architect with Java for 40 hours a week, two weeks from 16 March, in London."""

from __future__ import annotations

import pytest

from core.access import Viewer
from core.errors import NotAllowed, NotFound
from models.staffing.requests import requests
from models.staffing.suggestions import FAIRNESS, WEIGHTS, Candidate, as_json, candidates, who_could, why
from tests.metrics.tiny_log import TinyLog, at

MOMENT = at("2026-03-11 12:00")


@pytest.fixture
def tiny() -> TinyLog:
    """Ada has role, skill and grade and is booked for 20 hours of the first week; Ben has the role one grade up; Cleo
    the skill in another country; Dan neither."""
    log = TinyLog("2026-03-11 12:00")
    log.thing("legal_entity", "netsuite:2", entity="munich", currency="EUR", region="DACH", zone="Europe/Berlin")
    log.event("contract_signed", "2026-01-05", log.thing("contract", "crm:1"))
    log.thing(
        "project", "psa:1", code="P-1", entity="london", practice="Design", region="UK", currency="GBP",
        ends_on="2026-03-29",
    )  # fmt: skip
    log.link("psa:1", "under", "crm:1")
    for name, grade, rate in (("r1", "Consultant", 120), ("r2", "Senior", 160)):
        log.thing("rate", name, kind="standard", grade=grade, rate=rate, currency="GBP")
        log.thing("rate", f"{name}c", kind="contract", grade=grade, rate=rate - 20, currency="GBP")
        log.link(f"{name}c", "of", "crm:1")
    somebody(log, "ada", role="Architect", grade="Consultant", skills="Java, SQL", cost_rate=60)
    somebody(log, "ben", role="Architect", grade="Senior", skills="SQL", cost_rate=70)
    somebody(log, "cleo", role="Engineer", grade="Consultant", skills="Java", cost_rate=60, entity="munich",
             practice="Technology")  # fmt: skip
    somebody(log, "dan", role="Engineer", grade="Consultant", skills="SQL", cost_rate=60, practice="Technology")
    log.thing(
        "resource_request", "psa:ask", "2026-03-02", role="Architect", grade="Consultant", skill="Java", region="UK",
        hours=80, wanted_on="2026-03-16",
    )  # fmt: skip
    log.link("psa:ask", "for", "psa:1")
    log.thing("project", "psa:2", code="P-2", entity="london", currency="GBP", ends_on="2026-03-29")
    book(log, "ada", "psa:2", 20)
    return log


def somebody(log: TinyLog, name: str, /, **said: object) -> None:
    known: dict[str, object] = {
        "name": name.title(), "entity": "london", "practice": "Design", "weekly_hours": 40, "keeps_time": True,
        "hired_on": "2020-01-01", "cost_currency": "GBP",
    }  # fmt: skip
    log.thing("resource", name, "2020-01-01", **{**known, **said})


def book(log: TinyLog, who: str, project: str, hours: float, since: str = "2026-03-01") -> None:
    booking = log.thing("assignment", f"psa:{who}-{project}-{since}", since)
    log.say(booking, "2026-03-16", planned_hours=hours)
    log.link(booking, "of", who)
    log.link(booking, "on", project)


def found(log: TinyLog) -> dict[str, Candidate]:
    return {each.id: each for each in who_could(log.seen_by(Viewer.owner()), "psa:ask", MOMENT)}


def test_those_of_the_role_the_practice_or_with_the_skill_are_weighed(tiny: TinyLog):
    """Ada is free for 60 of 80 hours, a quarter of her time being booked; an hour at 100 costs 60."""
    them = found(tiny)
    assert set(them) == {"ada", "ben", "cleo"}
    assert them["ada"].parts == pytest.approx(
        {"skill": 1, "time": 0.75, "grade": 1, "place": 1, "margin": 0.4 / 0.6, "balance": 0.75}
    )
    assert them["ben"].parts == pytest.approx(
        {"skill": 0.6, "time": 1, "grade": 0.6, "place": 1, "margin": 0.5 / 0.6, "balance": 1}
    )
    assert them["cleo"].parts["place"] == 0.3
    assert them["ada"].score == pytest.approx(0.25 + 0.3 * 0.75 + 0.15 + 0.15 + 0.1 * 0.4 / 0.6 + 0.05 * 0.75)


def test_the_best_comes_first(tiny: TinyLog):
    """0.88 for Ada; Cleo, who has the skill but not the place, 0.86; Ben, who has the place but not the skill, 0.82."""
    assert {id_: round(each.score, 2) for id_, each in found(tiny).items()} == {"ada": 0.88, "cleo": 0.86, "ben": 0.82}
    assert list(found(tiny)) == ["ada", "cleo", "ben"]


def test_the_weights_are_a_whole_and_said(tiny: TinyLog):
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert "gender" in FAIRNESS


def test_why_says_what_counts_but_no_name_and_no_cost(tiny: TinyLog):
    assert why(found(tiny)["ada"]) == (
        "Consultant Architect in London, has the skill, the grade asked for, free for 75% of 80 h, 25% booked already, "
        "about 40% of an hour's price is margin"
    )


def test_who_has_no_time_or_works_there_already_is_left_out(tiny: TinyLog):
    book(tiny, "ben", "psa:1", 8)
    book(tiny, "cleo", "psa:2", 40)
    tiny.say("psa:cleo-psa:2-2026-03-01", "2026-03-23", planned_hours=40)
    assert set(found(tiny)) == {"ada"}


def test_who_was_refused_is_not_suggested_again(tiny: TinyLog):
    tiny.event("candidate_rejected", "2026-03-10", "psa:ask", "candidate:ada")
    assert "ada" not in found(tiny)


def test_what_was_booked_later_was_not_known(tiny: TinyLog):
    book(tiny, "ben", "psa:2", 40, since="2026-03-12")
    assert found(tiny)["ben"].parts["time"] == 1


def test_leave_told_for_days_to_come_counts_now_but_not_for_a_moment_in_the_past(tiny: TinyLog):
    tiny.say("ada", "2026-03-23 00:00", on_leave=True)
    tiny.say("ada", "2026-03-27 23:59:59", on_leave=False)
    log = tiny.seen_by(Viewer.owner())
    now = {each.id: each.can for each in who_could(log, "psa:ask")}
    assert (now["ada"], found(tiny)["ada"].can) == (20 * 60, 60 * 60)


def test_several_requests_are_asked_at_once(tiny: TinyLog):
    log = tiny.seen_by(Viewer.owner())
    (ask,) = requests(log)
    assert [len(each) for each in candidates(log, [(ask, MOMENT), (ask, at("2026-06-01"))])] == [3, 0]
    assert (ask.skill, ask.grade, ask.project) == ("Java", "Consultant", "P-1")


def test_each_sees_the_requests_and_the_people_of_their_own_part(tiny: TinyLog):
    def asked(**scopes: object) -> list[str]:
        viewer = Viewer("somebody", frozenset({"resource_manager"}), **scopes)  # type: ignore[arg-type]
        return [each.id for each in who_could(tiny.seen_by(viewer), "psa:ask", MOMENT)]

    assert asked(entities=frozenset({"london", "munich"})) == ["ada", "cleo", "ben"]
    assert asked(entities=frozenset({"london"})) == ["ada", "ben"]
    with pytest.raises(NotFound, match="that you may see"):
        asked(entities=frozenset({"munich"}))


def test_who_sees_no_names_is_told_of_nobody(tiny: TinyLog):
    nameless = Viewer("somebody", frozenset({"viewer"}), may_see_names=False)
    with pytest.raises(NotAllowed, match="sees no names"):
        who_could(tiny.seen_by(nameless), "psa:ask")


def test_as_json_it_says_how_each_is_weighed_and_not_what_they_cost(tiny: TinyLog):
    told = as_json(found(tiny)["ada"])
    assert (told["name"], told["score"], set(told["parts"])) == ("Ada", 0.8792, set(WEIGHTS))
    assert "cost" not in told


def test_a_request_that_is_not_there_is_said(tiny: TinyLog):
    with pytest.raises(NotFound, match="no request 'psa:other'"):
        who_could(tiny.seen_by(Viewer.owner()), "psa:other")
