"""A line in a tile: how a figure moved, its target dashed, the last point marked; hollow where it is not over yet."""

from collections.abc import Sequence

from figures.svg import SvgTheme, drawing, element, line, palette

WIDTH, HEIGHT, INSET = 72.0, 20.0, 4.0
EMPTY = "no figures yet"


def sparkline(
    values: Sequence[float | None], target: float | None = None, theme: SvgTheme = "page", so_far: bool = False,
    summary: str = "",
) -> str:  # fmt: skip
    """The values in their order, evenly apart, None for a gap. `summary` is what a screen reader says, else
    which way the line goes. The figure itself stands beside it."""
    colour = palette(theme)
    known = [value for value in values if value is not None]
    if not known:
        dashes = line((INSET, HEIGHT / 2), (WIDTH - INSET, HEIGHT / 2), colour["comparison"], 1, "1 3")
        return drawing((WIDTH, HEIGHT), summary or EMPTY, [dashes])
    both = [*known, *([] if target is None else [target])]
    low, high = min(both), max(both)
    places = [
        None if value is None else (across(place, len(values)), upward(value, low, high))
        for place, value in enumerate(values)
    ]
    parts = []
    if target is not None:
        level = upward(target, low, high)
        parts.append(line((0.0, level), (WIDTH, level), colour["comparison"], 1, "2 2"))
    parts += [_run(run, colour["ink-2"]) for run in runs(places)]
    x, y = next(place for place in reversed(places) if place)
    end = {"cx": x, "cy": y, "r": 2.5, "fill": colour["surface" if so_far else "ink-2"]}
    parts.append(element("circle", {**end, "stroke": colour["ink-2"], "stroke-width": 1.2}))
    return drawing((WIDTH, HEIGHT), summary or described(known, target), parts)


def runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches between the gaps."""
    found: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return [run for run in found if run]


def described(known: Sequence[float], target: float | None) -> str:
    """Where the line ends against where it begins, and against the target."""
    way = "the same as" if known[-1] == known[0] else "higher than" if known[-1] > known[0] else "lower than"
    words = f"ends {way} it begins"
    if target is None:
        return words
    side = "on" if known[-1] == target else "above" if known[-1] > target else "below"
    return f"{words}, {side} its target"


def across(place: int, count: int) -> float:
    return WIDTH - INSET if count == 1 else INSET + place / (count - 1) * (WIDTH - 2 * INSET)


def upward(value: float, low: float, high: float) -> float:
    return HEIGHT / 2 if high == low else HEIGHT - INSET - (value - low) / (high - low) * (HEIGHT - 2 * INSET)


def _run(run: Sequence[tuple[float, float]], ink: str) -> str:
    if len(run) == 1:
        return element("circle", {"cx": run[0][0], "cy": run[0][1], "r": 1.0, "fill": ink})
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    stroke = {"points": points, "fill": "none", "stroke": ink, "stroke-width": 1.4, "stroke-linejoin": "round"}
    return element("polyline", stroke)
