"""What a currency is worth now: by the rate of the last day that the log knows, and one to one where none is told."""

from __future__ import annotations

from tests.metrics.tiny_log import TinyLog


def worths(log: TinyLog) -> set[tuple[str | None, int]]:
    return set(log.facts().rows("select currency, worth from fact.latest_rate"))


def test_it_is_that_of_the_last_day_before_the_log_ends():
    log = TinyLog("2026-04-01")
    log.thing("currency", "netsuite:usd", code="USD", rate=1)
    log.thing("currency", "netsuite:gbp", code="GBP", rate=1.3)
    for day, rate in (("2026-03-31", 1.25), ("2026-04-02", 1.5)):
        log.say("netsuite:gbp", day, rate=rate)
    assert worths(log) == {("USD", 10_000), ("GBP", 12_500)}


def test_without_any_rate_money_is_of_one_currency():
    assert worths(TinyLog()) == {(None, 10_000)}


def test_a_rate_that_is_still_to_come_is_none_yet():
    log = TinyLog("2026-04-01")
    log.thing("currency", "netsuite:gbp", code="GBP")
    log.say("netsuite:gbp", "2026-05-01", rate=1.5)
    assert worths(log) == set()
