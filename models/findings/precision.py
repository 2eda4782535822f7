"""How often each detector was right, by what people said of its findings."""

from dataclasses import dataclass

from core.state import State
from models.findings.reading import Told, judgements

BANDS = (0.0, 0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class Precision:
    """Of so many decided findings of a detector so many were confirmed; likewise of those that only the lot had put
    before a person, which alone tell of what stands too low to be looked at."""

    detector: str
    confirmed: int
    decided: int
    by_lot_confirmed: int
    by_lot: int

    @property
    def share(self) -> float | None:
        return self.confirmed / self.decided if self.decided else None


@dataclass(frozen=True)
class Record:
    """How often findings of a kind with at least this chance were right."""

    least: float
    confirmed: int
    decided: int


def precisions(state: State) -> dict[str, Precision]:
    """By detector, from each finding's last verdict that says whether it was right."""
    found: dict[str, list[Told]] = {}
    for told in judgements(state):
        found.setdefault(told.detector, []).append(told)
    return {name: _precision(name, verdicts) for name, verdicts in sorted(found.items())}


def record(state: State, kind: str, chance: float) -> Record | None:
    """The record of a kind above the band that a chance is in; None where nobody decided on any."""
    least = max(band for band in BANDS if band <= chance)
    of_kind = [told for told in judgements(state) if told.kind == kind and told.chance >= least]
    confirmed = sum(told.verdict == "confirm" for told in of_kind)
    return Record(least, confirmed, len(of_kind)) if of_kind else None


def _precision(name: str, verdicts: list[Told]) -> Precision:
    confirmed = [told for told in verdicts if told.verdict == "confirm"]
    by_lot = sum(told.by_lot for told in verdicts)
    return Precision(name, len(confirmed), len(verdicts), sum(told.by_lot for told in confirmed), by_lot)
