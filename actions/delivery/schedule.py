"""When a failed try is followed by another: the delays of Standard Webhooks 1.0.0, and what a receiver asks for."""

from datetime import timedelta

DELAYS = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
"""After the first try, the second, and so on; each counts from the failure before."""

TRIES = len(DELAYS) + 1
JITTER = 0.1
LONGEST_WAIT = timedelta(days=3)
"""Longer than this no receiver may ask to wait."""

FAILURES_TO_PAUSE = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
TIME_TO_DISABLE = timedelta(days=5)


def delay_after(tries: int, asked: timedelta | None, chance: float) -> timedelta:
    """How long to wait after so many tries. `chance`, from 0 to 1, spreads those that failed together."""
    usual = DELAYS[min(tries, len(DELAYS)) - 1]
    return max(usual, min(asked or timedelta(), LONGEST_WAIT)) * (1 + JITTER * chance)


def pause_after(failures: int) -> timedelta | None:
    """How long a receiver is left alone that failed so many times in a row; None where it is not."""
    if failures < FAILURES_TO_PAUSE:
        return None
    doubled = 1 << min(failures - FAILURES_TO_PAUSE, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
