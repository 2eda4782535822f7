"""The pace: what is set, and what the vendor's headers say is left."""

from __future__ import annotations

import time

import pytest

from ingest.limiter import Limiter

NOW = 1_780_000_000.0


def waited(limiter: Limiter) -> float:
    began = time.monotonic()
    limiter.wait()
    return time.monotonic() - began


@pytest.mark.parametrize(
    "headers",
    [
        {"ratelimit-remaining": "0", "ratelimit-reset": "0.2"},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW + 0.2)},
    ],
)
def test_it_waits_for_the_next_period_once_nothing_is_left(headers):
    limiter = Limiter()
    limiter.heed(headers, NOW, longest=5)
    assert waited(limiter) >= 0.15


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"ratelimit-remaining": "7", "ratelimit-reset": "60"}, {"ratelimit-remaining": "0"},
        {"ratelimit-remaining": "none", "ratelimit-reset": "soon"},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW - 100)},
    ],
)  # fmt: skip
def test_it_does_not_wait_without_a_reason(headers):
    limiter = Limiter()
    limiter.heed(headers, NOW, longest=60)
    assert waited(limiter) < 30


def test_no_header_makes_it_wait_for_ever():
    limiter = Limiter()
    limiter.heed({"ratelimit-remaining": "0", "ratelimit-reset": "86400"}, NOW, longest=0.2)
    assert waited(limiter) < 60
