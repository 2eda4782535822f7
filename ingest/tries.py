"""Trying again: how long to wait, and when to give up."""

import random
import time
from collections.abc import Mapping
from datetime import datetime

from core.errors import SourceFailed
from ingest.http_settings import HttpSettings
from ingest.source_clock import http_date


class Passing(Exception):
    """Trouble that may pass by itself. `wait` is how long the vendor asked us to wait, in seconds."""

    def __init__(self, words: str, wait: float | None = None, status: int | None = None) -> None:
        super().__init__(words)
        self.wait, self.status = wait, status


class StillFailing(SourceFailed):
    """It failed in every try there was patience for."""


class Tries:
    """The tries of one request: each wait is about twice the one before, within a number and a time."""

    def __init__(self, settings: HttpSettings) -> None:
        self._settings = settings
        self._began, self._made = time.monotonic(), 0

    def wait_or_give_up(self, trouble: Passing, request: str, reached: bool = True) -> None:
        """Return when it is time for the next try; raise when there shall be none. `request` says what was asked.

        While nobody was ever `reached` there, a person should hear soon that the address may be wrong.
        """
        self._made += 1
        most = self._settings.attempts if reached else min(self._settings.attempts, self._settings.attempts_to_reach)
        wait = self._usual_wait() if trouble.wait is None else trouble.wait
        spent = time.monotonic() - self._began
        if self._made >= most or spent + wait > self._settings.patience:
            tried = "once" if self._made == 1 else f"{self._made} times in {spent:.0f} s"
            asked = f", and it asks to wait {trouble.wait:.0f} s more" if trouble.wait else ""
            todo = "" if reached else " Nothing has answered there: check its address in firm.toml, and the way to it."
            raise StillFailing(
                f"{request} failed, tried {tried}: {trouble}{asked}.{todo} "
                "What was landed before stays; pull again later.",
                trouble.status,
            ) from None
        time.sleep(wait)

    def _usual_wait(self) -> float:
        longest = min(self._settings.first_wait * 2.0 ** (self._made - 1), self._settings.longest_wait)
        # half of it by chance, so that clients that failed together do not come back together
        return longest * random.uniform(0.5, 1.0)


def asked_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that Retry-After asks for, if it does; `now` is the clock of whoever asks."""
    text = headers.get("retry-after")
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text)
    until = http_date(text)
    return max(0.0, (until - now).total_seconds()) if until else None
