"""Data health of one source, entity or load: what is left of the page, and the chips that choose it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dash import html

from dashboards.health_page.chosen import NO_ENTITY, Chosen
from dashboards.health_page.facts import Feed, Health, SetApart
from dashboards.health_page.last_pulls import LastPull
from dashboards.health_page.narrowing import (
    Narrowed,
    entity_chip,
    load_chip,
    narrowed,
    source_chip,
    understood,
)
from dashboards.loads import Load
from dashboards.parts import Part

NOW = datetime(2026, 4, 15, tzinfo=UTC)


def feed(source: str, *entities: str) -> Feed:
    return Feed(
        source, source.upper(), "", NOW, timedelta(), timedelta(days=1), 10, None, None, 7, {}, entities=entities
    )


def load(source: str, run: str = "000001", days: int = 0) -> Load:
    return Load(source, run, source.upper(), "", None, (NOW + timedelta(days=days)).isoformat(), 10, 10, 0)


FEEDS = [feed("crm", "leeds", "munich"), feed("erp", "munich"), feed("hr")]
WHOLE = Narrowed(
    Health(FEEDS, [], [], []),
    [load("crm"), load("erp"), load("erp", "000002", 1)],
    [LastPull("bank", "Bank", ""), LastPull("crm", "CRM", ""), LastPull("erp", "ERP", "")],
)


def links(drawn: Part) -> list[tuple[str, str]]:
    return [(each.children, each.href) for each in drawn._traverse() if isinstance(each, html.A)]


def chosen_words(drawn: Part) -> list[str]:
    return [
        each.children for each in drawn._traverse() if isinstance(each, html.A) and getattr(each, "aria-current", None)
    ]


def test_what_is_chosen_leaves_the_other_feeds_loads_and_pulls_out():
    part = Health([feed("erp", "munich")], [SetApart("amount is missing", "erp", "invoice", 2, (), (), True)], [], [])
    shown = narrowed(WHOLE, part, Chosen(source="erp"))
    assert [each.source for each in shown.found.feeds] == ["erp"]
    assert [(each.source, each.run) for each in shown.loads] == [("erp", "000001"), ("erp", "000002")]
    assert [each.source for each in shown.pulls] == ["erp"]
    one = narrowed(WHOLE, part, Chosen(source="erp", load="erp/000002"))
    assert [each.run for each in one.loads] == ["000002"]


def test_a_feed_that_was_never_loaded_stays_whatever_the_entity_and_can_be_chosen():
    part = Health([FEEDS[1]], [], [], [])
    assert [each.source for each in narrowed(WHOLE, part, Chosen(entity="munich")).pulls] == ["bank", "erp"]
    nothing = narrowed(WHOLE, Health([], [], [], []), Chosen(source="bank"))
    assert [each.source for each in nothing.pulls] == ["bank"]


def test_how_fresh_a_feed_is_all_feeds_tell_and_what_is_set_apart_is_of_what_is_chosen():
    pulled = replace(WHOLE, found=replace(WHOLE.found, feeds=[replace(FEEDS[1], age=timedelta(hours=3))]))
    shown = narrowed(pulled, Health([replace(FEEDS[1], set_apart=2)], [], [], []), Chosen(entity="munich"))
    assert [(each.age, each.set_apart) for each in shown.found.feeds] == [(timedelta(hours=3), 2)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"source": "erp"}, Chosen(source="erp")),
        ({"source": "bank"}, Chosen(source="bank")),
        ({"source": "er", "entity": "paris", "load": "erp/000009"}, Chosen(source="erp")),
        ({"entity": "leeds", "record": "erp:7"}, Chosen(entity="leeds", record="erp:7")),
        ({"entity": NO_ENTITY}, Chosen(entity=NO_ENTITY)),
        ({"load": "erp/000002", "source": "crm"}, Chosen(source="erp", load="erp/000002")),
    ],
)
def test_what_is_not_there_narrows_nothing_and_a_load_is_of_its_own_source(wanted: dict[str, str], found: Chosen):
    assert understood(Chosen.read(wanted), WHOLE) == found


def test_a_choice_keeps_the_others_and_the_record():
    chosen = Chosen(source="erp", entity="munich", record="erp:7 & more")
    drawn = source_chip("/health", chosen, FEEDS)
    assert links(drawn)[0] == ("all", "/health?entity=munich&record=erp%3A7+%26+more")
    assert links(drawn)[1] == ("CRM", "/health?source=crm&entity=munich&record=erp%3A7+%26+more")
    assert chosen_words(drawn) == ["ERP"]
    assert "narrowed" in drawn.className
    assert "narrowed" not in source_chip("/health", Chosen(), FEEDS).className
    assert source_chip("/health", Chosen(), FEEDS[:1]) is None


def test_the_entities_are_those_that_records_name_and_none():
    drawn = entity_chip("/health", Chosen(load="erp/000002", source="erp", entity="munich"), FEEDS)
    assert [words for words, _ in links(drawn)] == ["all", "Leeds", "Munich", "of none"]
    assert links(drawn)[1][1] == "/health?entity=leeds&load=erp/000002"
    assert chosen_words(drawn) == ["Munich"]
    assert entity_chip("/health", Chosen(), FEEDS[1:]) is None


def test_loads_are_offered_newest_first_and_of_the_chosen_source():
    assert [words.split(",")[0] for words, _ in links(load_chip("/health", Chosen(), WHOLE.loads))] == [
        "all", "erp/000002", "crm/000001", "erp/000001",
    ]  # fmt: skip
    drawn = load_chip("/health", Chosen(source="erp", load="erp/000001"), WHOLE.loads)
    assert [words.split(",")[0] for words, _ in links(drawn)] == ["all", "erp/000002", "erp/000001"]
    assert links(drawn)[0][1] == "/health?source=erp"
    assert chosen_words(drawn)[0].startswith("erp/000001")
    assert load_chip("/health", Chosen(), WHOLE.loads[:1]) is None


def test_an_old_load_is_offered_while_it_is_chosen():
    many = [load("erp", f"{number:06}", number) for number in range(1, 21)]
    assert "erp/000001" not in str(links(load_chip("/health", Chosen(), many)))
    assert "erp/000001" in str(links(load_chip("/health", Chosen(source="erp", load="erp/000001"), many)))


def test_another_source_drops_the_load():
    chosen = Chosen(source="erp", load="erp/000002", entity="munich")
    assert chosen.link("/health", source="crm") == "/health?source=crm&entity=munich"
    assert chosen.link("/health", source="erp") == "/health?entity=munich&load=erp/000002"
