"""Something that somebody has been doing since some day: what all of it together says, whenever it may have begun."""

from dataclasses import dataclass

import numpy as np

from models.unusual.robust import Floats

LARGEST = 1e30


@dataclass(frozen=True)
class Stretch:
    """The mean over all beginnings of the ratio of how likely what was seen is if it has begun, to if it has not, where
    that is highest (Shiryaev and Roberts); and the stretch that says the most, both ends included."""

    ratio: float
    first: int
    last: int


def likeliest(worth: Floats) -> Stretch:
    """Of what each observation is worth, as the logarithm of its ratio, in order of time."""
    ratio, best, last = 0.0, 0.0, 0
    for place, each in enumerate(worth):
        ratio = min((1 + ratio) * float(np.exp(min(each, 50.0))), LARGEST)
        if ratio > best:
            best, last = ratio, place
    before = np.concatenate([[0.0], np.cumsum(worth[:last])])
    return Stretch(best / max(len(worth), 1), int(np.argmin(before)), last)


def begun_by(worth: Floats, stretch: Stretch) -> Floats:
    """For each observation the chance that it had begun by then, if it ever did: every beginning up to the end of the
    stretch is as likely before anything is seen."""
    since = np.cumsum(worth[: stretch.last + 1][::-1])[::-1]
    likely = np.exp(since - since.max())
    begun = np.ones(len(worth))
    begun[: stretch.last + 1] = np.cumsum(likely) / likely.sum()
    return begun


def chance_from(ratio: float, usual: float) -> float:
    """The chance that a ratio leads to, from a usual one."""
    odds = usual / (1 - usual) * ratio
    return odds / (1 + odds)
