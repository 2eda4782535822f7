"""The card of pairs: what is asked, what was answered, what is offered to whom."""

from __future__ import annotations

from datetime import UTC, datetime

from dash import html

from dashboards.health_page.facts import Pair, Side
from dashboards.health_page.pairs_card import pairs_card
from dashboards.parts import Part
from ingest.identity_decisions import Decided, IdentityDecision

NEW = Pair("client", 0.97, Side("crm:1", "CRM", {"name": "North"}), Side("erp:7", "ERP", {"name": "Northern"}))
PUT_OFF = Pair("resource", None, Side("crm:2", "CRM", {}), Side("erp:8", "ERP", {}))
AT = datetime(2026, 4, 15, 6, 10, tzinfo=UTC)


def said(answer: str, number: int, **more: bool | str | None) -> Decided:
    known = IdentityDecision("client", f"crm:{number}", f"erp:{number}", answer, "Ann", AT, "000001")
    return Decided(known, **{"type": "client", "left": "West", "right": "Western", "holds": True, **more})


def words(part: Part) -> str:
    """All that is written on it, in order, with one space wherever there is any."""
    return " ".join(_written(part).split())


def _written(part: Part | str | list[Part] | None) -> str:
    if isinstance(part, list | tuple):
        return "".join(map(_written, part))
    if part is None or isinstance(part, str):
        return part or ""
    inline = isinstance(part, html.B | html.Span)
    inner = _written(getattr(part, "children", None))
    return inner if inline else f" {inner} "


def buttons(part: Part) -> list[tuple[str, str, str]]:
    found = [each for each in part._traverse() if isinstance(each, html.Button)]
    return [tuple(getattr(each, f"data-{name}") for name in ("answer", "type", "left")) for each in found]


def test_the_first_pair_is_asked_about_with_its_type():
    drawn = pairs_card([NEW, PUT_OFF], [], decides=True)
    assert "1 of 2 pairs · 97% alike · 1 put off" in words(drawn)
    assert buttons(drawn) == [(answer, "client", "crm:1") for answer in ("same", "different", "later")]


def test_what_was_put_off_is_asked_again_and_not_put_off_twice():
    drawn = pairs_card([PUT_OFF], [], decides=True)
    assert "1 of 1 pair · put off" in words(drawn)
    assert buttons(drawn) == [(answer, "resource", "crm:2") for answer in ("same", "different")]


def test_what_was_decided_is_told_with_who_when_and_whether_it_holds():
    drawn = pairs_card([], [said("same", 1), said("different", 2, holds=False)], decides=True)
    assert "No pair waits for a decision. 2 pairs decided" in words(drawn)
    assert "are the same Ann, 15 Apr 2026, 06:10 UTC crm:1, erp:1 Take back" in words(drawn)
    assert "UTC; without effect, as another decision stands against it crm:2, erp:2" in words(drawn)
    assert buttons(drawn) == [("later", "client", "crm:1"), ("later", "client", "crm:2")]


def test_the_longer_part_of_what_was_decided_is_folded():
    assert "Show 2 more" in words(pairs_card([], [said("same", number) for number in range(7)], decides=True))


def test_who_may_not_decide_is_offered_nothing_and_not_told_who_did():
    drawn = pairs_card([NEW], [said("same", 1)], decides=False)
    assert buttons(drawn) == []
    assert "Ann" not in words(drawn)
