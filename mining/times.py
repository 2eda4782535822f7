"""How long something took, over many times that it happened: what every kernel returns for waits."""

from dataclasses import dataclass
from typing import Any

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Times:
    """Exact figures in microseconds; quantiles are interpolated between the two nearest values."""

    mean_us: float
    median_us: float
    p95_us: float
    total_us: int

    def seconds(self) -> dict[str, float]:
        """The figures in seconds, by the names that the map and the API use."""
        return {
            "mean": self.mean_us / MICROSECONDS,
            "median": self.median_us / MICROSECONDS,
            "p95": self.p95_us / MICROSECONDS,
            "total": self.total_us / MICROSECONDS,
        }


def times_of(count: int, quantiles: list[float] | None, total: Any) -> Times | None:
    """The times of one row of a kernel, from its count, median and 95th percentile, and total; None if it has none."""
    if not count or quantiles is None:
        return None
    return Times(int(total) / count, quantiles[0], quantiles[1], int(total))
