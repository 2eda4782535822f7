"""How long things that stand open stay so: Kaplan-Meier by kind, drawn to the usual where there were few of a kind."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from models.calibration import calibrated
from models.detector import Learned, Measured

AHEAD = timedelta(days=7)
"""The chance is that of still standing open after so long."""
PRIOR = 4.0
"""How many exceptions at the firm's usual share a rule with few of its own is blended with."""

FEWEST = 20
"""Looks at open ones below which nothing is measured."""


def learned_stays(spans: Iterable[tuple[str, datetime, datetime | None]], until: datetime) -> Learned:
    """Of exceptions, each by its kind with when it was raised and has ended: by kind the days that they stood open, and
    whether they had ended by then."""
    stood: dict[str, list[list[float]]] = {}
    for kind, raised_at, ended_at in spans:
        end = min(ended_at, until) if ended_at else until
        days = (end - raised_at) / timedelta(days=1)
        stood.setdefault(kind, []).append([round(days, 3), float(ended_at is not None and ended_at <= until)])
    return {"stood": stood}


def measured_stays(
    told: Sequence[tuple[float, float]], usual: float, naive_is: str, between: tuple[datetime, datetime]
) -> Measured | None:
    """Chances told of open ones, against whether they stood open still, 1 or 0: the Brier score beside the usual's."""
    if len(told) < FEWEST:
        return None
    brier = sum((chance - came) ** 2 for chance, came in told) / len(told)
    naive = sum((usual - came) ** 2 for _, came in told) / len(told)
    return Measured(
        "Brier score of still open after 7 days", brier, naive, naive_is, False, len(told), *between, calibrated(told)
    )


class Survival:
    """What was learnt, as the chance that an exception of a rule, so many days old, is still open `AHEAD` later."""

    def __init__(self, learned: Learned) -> None:
        stood = learned.get("stood")
        assert isinstance(stood, Mapping)
        self.stood: Mapping[str, Sequence[Sequence[float]]] = stood  # type: ignore[assignment]
        self.usual = _drawn(*_stayed([span for spans in self.stood.values() for span in spans]), 0.5)

    def of_rule(self, rule: str) -> float:
        """Whatever its age."""
        return _drawn(*_stayed(self.stood.get(rule, ())), self.usual)

    def chance(self, rule: str, days: float) -> float:
        """The product over the days ahead of the shares that did not end (Kaplan-Meier), drawn to the rule's share."""
        spans, after = self.stood.get(rule, ()), days + AHEAD / timedelta(days=1)
        at_risk = sum(1 for length, _ in spans if length > days)
        share = 1.0
        for end in sorted({length for length, ended in spans if ended and days < length <= after}):
            reached = sum(1 for length, _ in spans if length >= end)
            share *= 1 - sum(1 for length, ended in spans if ended and length == end) / reached
        return _drawn(share * at_risk, at_risk, self.of_rule(rule))

    def known(self, rule: str) -> tuple[int, int]:
        """How many exceptions of the rule there were, and how many of them ended."""
        spans = self.stood.get(rule, ())
        return len(spans), sum(1 for _, ended in spans if ended)

    def days(self, rule: str) -> tuple[float, ...]:
        """How long those of the rule that ended had stood."""
        return tuple(sorted(days for days, ended in self.stood.get(rule, ()) if ended))


def _stayed(spans: Sequence[Sequence[float]]) -> tuple[int, int]:
    """Of all looks at an open one, a week apart from when it was raised: how many saw it open a week later too, of how
    many where that is known."""
    week = AHEAD / timedelta(days=1)
    looks = [(int(length // week), int(bool(ended) and length > 0)) for length, ended in spans]
    return sum(stays for stays, _ in looks), sum(stays + ends for stays, ends in looks)


def _drawn(came: float, of: float, prior: float) -> float:
    """A share, drawn to a prior one as if `PRIOR` more had come at it."""
    return (came + PRIOR * prior) / (of + PRIOR)
