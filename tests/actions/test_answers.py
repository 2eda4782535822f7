"""What an answer means: by its status, its Retry-After and what it says, whoever gave it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from actions.answers import asked_to_wait, judged
from actions.channel import Outcome
from actions.egress.web import Answer

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "outcome", "throttle"),
    [
        (200, Outcome.DELIVERED, False), (204, Outcome.DELIVERED, False), (301, Outcome.AGAIN, False),
        (400, Outcome.AGAIN, False), (401, Outcome.AGAIN, False), (404, Outcome.AGAIN, False),
        (410, Outcome.GONE, False), (429, Outcome.AGAIN, True), (500, Outcome.AGAIN, False),
        (502, Outcome.AGAIN, True), (503, Outcome.AGAIN, True), (504, Outcome.AGAIN, True), (600, Outcome.AGAIN, False),
    ],
)  # fmt: skip
def test_only_2xx_is_success_and_only_410_the_end(status: int, outcome: Outcome, throttle: bool):
    verdict = judged(Answer(status, {}, b"why"), NOW)
    assert (verdict.outcome, verdict.throttle, verdict.status) == (outcome, throttle, status)
    assert outcome is Outcome.DELIVERED or "why" in verdict.words


def test_the_receiver_may_stop_further_tries():
    for status in (400, 500, 302):
        assert judged(Answer(status, {"webhook-delivery": "Abort-Message"}, b""), NOW).outcome is Outcome.NEVER
    assert judged(Answer(200, {"webhook-delivery": "abort-message"}, b""), NOW).outcome is Outcome.DELIVERED


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("120", timedelta(minutes=2)), (" 0 ", timedelta()), ("Mon, 02 Mar 2026 10:30:00 GMT", timedelta(hours=1)),
        ("Monday, 02-Mar-26 09:31:00 GMT", timedelta(minutes=1)), ("Mon, 02 Mar 2026 08:30:00 GMT", timedelta()),
        ("-5", None), ("soon", None), ("", None), ("1.5", None), ("9" * 40, None),
    ],
)  # fmt: skip
def test_what_retry_after_asks_for(text: str, wait: timedelta | None):
    assert asked_to_wait(Answer(503, {"retry-after": text}, b""), NOW) == wait


def test_a_long_answer_is_told_by_its_beginning_on_one_line():
    words = judged(Answer(500, {}, b"<html>\n  " + b"x" * 10_000), NOW).words
    assert words.startswith("It answered 500: <html> xxx")
    assert ("\n" in words, len(words) < 300) == (False, True)
