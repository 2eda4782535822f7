"""A difference with its interval on an axis of points: a dot for what was measured, a bar for where it may lie."""

from figures.amounts import Unit
from figures.svg import SMALL, SvgTheme, drawing, element, line, palette, text

HEIGHT, BASE, SIDE = 56.0, 20.0, 16.0
POINTS = Unit("points", digits=0)


def interval(value: float, low: float, high: float, width: float = 320, theme: SvgTheme = "page") -> str:
    """From −100 to +100 points; none at all is the line in the middle."""
    colour = palette(theme)
    across = width - 2 * SIDE

    def at(part: float) -> float:
        return SIDE + (part + 1) / 2 * across

    bar = {
        "x": at(low),
        "y": BASE - 4,
        "width": max(2.0, at(high) - at(low)),
        "height": 8,
        "rx": 2,
        "fill": colour["accent-soft"],
    }
    parts = [
        line((SIDE, BASE), (width - SIDE, BASE), colour["hairline"]),
        element("rect", bar),
        line((at(0), BASE - 12), (at(0), BASE + 12), colour["ink-3"], dash="3 3"),
        element("circle", {"cx": at(value), "cy": BASE, "r": 5, "fill": colour["accent"]}),
    ]
    for part, anchor in ((-1.0, "start"), (0.0, "middle"), (1.0, "end")):
        words = POINTS.signed(part) if part else "no difference"
        x = {-1.0: 0.0, 0.0: at(0), 1.0: width}[part]
        parts.append(text(words, (x, BASE + 28), colour["ink-3"], SMALL, anchor=anchor))
    return drawing((width, HEIGHT), summary(value, low, high), parts)


def summary(value: float, low: float, high: float) -> str:
    """+50 pts, and between +8 pts and +74 pts in 95 of 100 cases like it."""
    told = [POINTS.signed(part) for part in (value, low, high)]
    return f"{told[0]}, and between {told[1]} and {told[2]} in 95 of 100 cases like it."
