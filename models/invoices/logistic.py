"""A logistic model whose parts add up: of each column how much it moves the chance away from the usual one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.detector import Json

Floats = NDArray[np.float64]
RIDGE = 1.0
ROUNDS, STILL = 50, 1e-10
SAME = 1e-9
"""A column that spreads no more is the same everywhere."""


def sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -35, 35))), np.float64)


def logit(p: float | Floats) -> Floats:
    p = np.clip(np.asarray(p, np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(p / (1 - p)), np.float64)


@dataclass(frozen=True)
class Logistic:
    """The log odds are `usual` plus `weight` times how far each column is from its middle."""

    names: tuple[str, ...]
    middle: Floats
    weight: Floats
    usual: float

    def odds(self, rows: Floats) -> Floats:
        """Log odds of each row."""
        return np.asarray(self.usual + (rows - self.middle) @ self.weight, np.float64)

    def chance(self, rows: Floats) -> Floats:
        return sigmoid(self.odds(rows))

    def points(self, rows: Floats) -> Floats:
        """What each column adds to the chance of each row: together, from the chance at the middle to its own."""
        return shared((rows - self.middle) * self.weight, self.usual)

    def as_json(self) -> dict[str, Json]:
        return {
            "names": list(self.names), "middle": self.middle.tolist(), "weight": self.weight.tolist(),
            "usual": self.usual,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Logistic:
        """What `as_json` gave."""
        middle, weight = np.array(kept["middle"], np.float64), np.array(kept["weight"], np.float64)
        return cls(tuple(kept["names"]), middle, weight, float(kept["usual"]))


def shared(parts: Floats, usual: float) -> Floats:
    """Parts of log odds, as parts of the chance: each by the same mean slope between the usual chance and its own."""
    total = parts.sum(axis=1)
    start = sigmoid(np.full(len(total), usual))
    slope = np.where(
        np.abs(total) > 1e-9, (sigmoid(usual + total) - start) / np.where(total == 0, 1, total), start * (1 - start)
    )
    return np.asarray(parts * slope[:, None], np.float64)


def fit(
    names: Sequence[str],
    rows: Floats,
    came: NDArray[np.bool_],
    ridge: float = RIDGE,
    expected: Floats | None = None,
) -> Logistic:
    """By Newton's steps on columns of equal spread; `ridge` holds the weights near the expected ones, else near 0. A
    weight that is expected is so of the column as it is: where all are nearly alike, it is held all the same."""
    middle = rows.mean(axis=0)
    spread = rows.std(axis=0)
    spread = np.where(spread > SAME, spread, 1.0)
    columns = np.column_stack([np.ones(len(rows)), (rows - middle) / spread])
    expected = np.zeros(rows.shape[1]) if expected is None else expected
    held = np.diag([1e-9, *np.where(expected != 0, ridge / np.minimum(spread, 1.0), ridge)])
    near = np.concatenate([[0.0], expected * spread])
    weight = near.copy()
    weight[0] = logit(float(came.mean()))
    for _ in range(ROUNDS):
        chance = sigmoid(columns @ weight)
        slope = columns.T @ (came - chance) - held @ (weight - near)
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + held
        step = np.linalg.solve(bend, slope)
        weight += step
        if np.abs(step).max() < STILL:
            break
    return Logistic(tuple(names), middle, weight[1:] / spread, float(weight[0]))
