"""What verdicts teach: below which chance people dismiss nearly all, and a re-ranker of what is left.

Each is learnt on the earlier verdicts and used only if it holds on the later ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, log1p, sqrt

from core.state import State
from models.findings.finding import Finding
from models.findings.reading import judgements

EARLIER = 0.7
"""The share of the verdicts, in the order of time, that teaches; the rest tells whether it helps."""
FEWEST_BELOW, FEWEST_LATER, FEWEST = 20, 10, 50
MOST_CONFIRMED = 0.2
"""The upper end of what the share of confirmed ones may be (95% sure) among those no longer shown."""
RIDGE, STEPS = 1.0, 25
SMALLEST = 0.001


@dataclass(frozen=True)
class Decided:
    """A finding that a person decided, as the model had told it."""

    kind: str
    chance: float
    base_money: float | None
    confirmed: bool


@dataclass(frozen=True)
class Reranker:
    """A logistic model of whether a person confirms: weights of what the model told, of money, and of each kind."""

    kinds: tuple[str, ...]
    weights: tuple[float, ...]
    log_loss: float
    log_loss_before: float
    n: int

    def chance(self, kind: str, chance: float, base_money: float | None) -> float:
        row = _row(kind, chance, base_money, self.kinds)
        return 1 / (1 + exp(-sum(value * weight for value, weight in zip(row, self.weights, strict=True))))

    def chance_of(self, finding: Finding) -> float:
        return self.chance(finding.kind, finding.suspicion.chance, finding.base_money)


def decided(state: State) -> list[Decided]:
    """Each finding's last verdict that says whether it was right, the first decided first."""
    return [Decided(told.kind, told.chance, told.base_money, told.verdict == "confirm") for told in judgements(state)]


def least_chances(state: State) -> dict[str, float]:
    """By kind, the chance below which a finding is no longer shown, unless it is drawn for the audit."""
    by_kind: dict[str, list[Decided]] = {}
    for each in decided(state):
        by_kind.setdefault(each.kind, []).append(each)
    found = {kind: least_chance(verdicts) for kind, verdicts in by_kind.items()}
    return {kind: least for kind, least in found.items() if least is not None}


def least_chance(verdicts: Sequence[Decided]) -> float | None:
    """The highest chance below which nearly all earlier ones were dismissed, if the later ones were so too."""
    cut = int(len(verdicts) * EARLIER)
    earlier, later = verdicts[:cut], verdicts[cut:]
    for least in sorted({each.chance for each in earlier}, reverse=True):
        below = [each.confirmed for each in earlier if each.chance < least]
        if len(below) >= FEWEST_BELOW and upper_share(sum(below), len(below)) <= MOST_CONFIRMED:
            held = [each.confirmed for each in later if each.chance < least]
            holds = len(held) >= FEWEST_LATER and sum(held) <= MOST_CONFIRMED * len(held)
            return least if holds else None
    return None


def reranker(state: State) -> Reranker | None:
    """The re-ranker that the verdicts so far teach; None where there are too few, or it would not help."""
    return learnt(decided(state))


def learnt(verdicts: Sequence[Decided]) -> Reranker | None:
    """Learnt on the earlier verdicts; if it tells the later ones better than the models did, on all."""
    cut = int(len(verdicts) * EARLIER)
    earlier, later = verdicts[:cut], verdicts[cut:]
    if len(verdicts) < FEWEST or any(len({each.confirmed for each in part}) < 2 for part in (earlier, later)):
        return None
    tried = _fitted(earlier)
    before = _log_loss([each.chance for each in later], later)
    after = _log_loss([tried.chance(each.kind, each.chance, each.base_money) for each in later], later)
    if after >= before:
        return None
    found = _fitted(verdicts)
    return Reranker(found.kinds, found.weights, after, before, len(verdicts))


def upper_share(came: int, of: int, z: float = 1.96) -> float:
    """The upper end of Wilson's interval of a share."""
    if of == 0:
        return 1.0
    share = came / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle + spread) / (1 + z * z / of)


def _fitted(verdicts: Sequence[Decided]) -> Reranker:
    """By Newton's method with a ridge on all weights but the first, so that a kind with few verdicts stays near all."""
    # takes a third of a second to load, and most reads of findings do without
    import numpy as np

    kinds = tuple(sorted({each.kind for each in verdicts}))
    rows = np.array([_row(each.kind, each.chance, each.base_money, kinds) for each in verdicts])
    came = np.array([float(each.confirmed) for each in verdicts])
    weights = np.zeros(rows.shape[1])
    # what the model told is believed until verdicts say otherwise
    centre = np.zeros(rows.shape[1])
    centre[1] = weights[1] = 1.0
    ridge = RIDGE * np.diag([1e-6, *[1.0] * (rows.shape[1] - 1)])
    for _ in range(STEPS):
        told = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (told - came) + ridge @ (weights - centre)
        curve = rows.T @ (rows * (told * (1 - told))[:, None]) + ridge
        weights = weights - np.linalg.solve(curve, slope)
    return Reranker(kinds, tuple(float(each) for each in weights), 0.0, 0.0, len(verdicts))


def _row(kind: str, chance: float, base_money: float | None, kinds: Sequence[str]) -> list[float]:
    sure = min(max(chance, SMALLEST), 1 - SMALLEST)
    money = log1p(max(base_money or 0.0, 0.0)) / 10
    return [1.0, log(sure / (1 - sure)), money, float(base_money is None), *(float(kind == each) for each in kinds)]


def _log_loss(chances: Sequence[float], verdicts: Sequence[Decided]) -> float:
    sure = [min(max(chance, SMALLEST), 1 - SMALLEST) for chance in chances]
    told = [log(chance if each.confirmed else 1 - chance) for chance, each in zip(sure, verdicts, strict=True)]
    return -sum(told) / len(told)
