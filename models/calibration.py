"""Whether chances come true as often as they say."""

from collections.abc import Sequence


def calibrated(told: Sequence[tuple[float, float]], bands: int = 5) -> tuple[tuple[float, float, int], ...]:
    """By band of equal count: the mean chance told, the share that came true, of how many."""
    ordered = sorted(told)
    size = max(1, -(-len(ordered) // bands))
    parts = [ordered[at : at + size] for at in range(0, len(ordered), size)]
    return tuple(
        (sum(chance for chance, _ in part) / len(part), sum(came for _, came in part) / len(part), len(part))
        for part in parts
    )
