"""Whether what is told to be rare is as rare later: the shares of later values beyond what one in a hundred passed."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from models.detector import Measured
from models.unusual.robust import Floats, Tail

RARE = 0.01
OF_NORMAL = 2.326
"""What one in a hundred passes of values that are spread as a normal distribution."""

FEWEST = 200


def measured_rarity(
    later: Mapping[str, Floats], tails: Mapping[str, Tail], since: datetime, until: datetime
) -> Measured | None:
    """By how much the shares miss one in a hundred, on average, beside those of a normal spread; None for too few."""
    known = {name: values[~np.isnan(values)] for name, values in later.items()}
    known = {name: values for name, values in known.items() if len(values) >= FEWEST and np.isfinite(tails[name].cut)}
    if not known:
        return None
    told = [abs(float((values > tails[name].passed_by(RARE)).mean()) - RARE) for name, values in known.items()]
    naive = [abs(float((values > OF_NORMAL).mean()) - RARE) for values in known.values()]
    return Measured(
        "Error of the share that is told to be one in a hundred", float(np.mean(told)), float(np.mean(naive)),
        "a normal spread", False, max(map(len, known.values())), since, until,
    )  # fmt: skip
