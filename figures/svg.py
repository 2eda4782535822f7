"""Small drawings as SVG text: elements, escaped words, the shapes of a status, and the frame they stand in.

A drawing takes its colours from the theme: `light` and `dark` write them down, so that it stands alone; `page` names
the page's own variables, so that one drawing follows the reader's scheme.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Literal

from figures.colours import DARK, LIGHT
from figures.text_width import wrapped

SvgTheme = Literal["light", "dark", "page"]
FONT = "Inter, system-ui, sans-serif"
SMALL, LABEL = 11, 12
SHAPE = 10.0
_NOT_HELD = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def palette(theme: SvgTheme) -> Mapping[str, str]:
    """The colours by their part."""
    if theme == "page":
        return {name: f"var(--{name},{value})" for name, value in LIGHT.items()}
    return DARK if theme == "dark" else LIGHT


def element(tag: str, attributes: Mapping[str, object], *inside: str) -> str:
    """One element; attributes that are None are left out, numbers are written short, `inside` is SVG already."""
    told = " ".join(f'{name}="{_value(value)}"' for name, value in attributes.items() if value is not None)
    return f"<{tag} {told}>{''.join(inside)}</{tag}>" if inside else f"<{tag} {told}/>"


def text(words: str, at: tuple[float, float], fill: str, size: float = LABEL, **more: object) -> str:
    """Words from a place on; `weight` and `anchor` say how."""
    attributes = {
        "x": at[0], "y": at[1], "fill": fill, "font-size": size, "font-weight": more.get("weight"),
        "text-anchor": more.get("anchor"),
    }  # fmt: skip
    return element("text", attributes, clean(words))


def line(
    start: tuple[float, float], end: tuple[float, float], stroke: str, width: float = 1, dash: str | None = None
) -> str:
    attributes = {
        "x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1], "stroke": stroke, "stroke-width": width,
        "stroke-dasharray": dash,
    }  # fmt: skip
    return element("line", attributes)


def rect(corner: tuple[float, float], size: tuple[float, float], fill: str, **more: object) -> str:
    """A rectangle; `stroke`, `radius` and `dash` say how."""
    attributes = {
        "x": corner[0], "y": corner[1], "width": max(size[0], 0), "height": size[1], "fill": fill,
        "stroke": more.get("stroke"), "rx": more.get("radius"), "stroke-dasharray": more.get("dash"),
    }  # fmt: skip
    return element("rect", attributes)


Mark = Literal["good", "watch", "bad", "open", "blocked", "none", "running"]
MARK_COLOURS: dict[str, str] = {
    "good": "good", "watch": "watch", "bad": "bad", "open": "ink-2", "blocked": "bad", "none": "ink-3",
    "running": "accent",
}  # fmt: skip


def mark(kind: Mark, centre: tuple[float, float], colour: Mapping[str, str]) -> str:
    """The shape of a status: tick in a circle, triangle, diamond, ring, square, dashed ring, play."""
    (x, y), half, ink = centre, SHAPE / 2, colour[MARK_COLOURS[kind]]
    if kind == "good":
        tick = f"M{x - 2.4:.1f} {y + 0.1:.1f}l1.8 1.8 3.1 -3.5"
        stroke = {"d": tick, "fill": "none", "stroke": colour["surface"], "stroke-width": 1.5}
        return element("circle", {"cx": x, "cy": y, "r": half, "fill": ink}) + element("path", stroke)
    if kind in ("open", "none"):
        ring = {"cx": x, "cy": y, "r": half - 0.75, "fill": colour["surface"], "stroke": ink, "stroke-width": 1.5}
        return element("circle", {**ring, "stroke-dasharray": "2 2" if kind == "none" else None})
    points = {
        "watch": ((x, y - half), (x + half, y + half), (x - half, y + half)),
        "bad": ((x, y - half), (x + half, y), (x, y + half), (x - half, y)),
        "blocked": (
            (x - half + 1, y - half + 1),
            (x + half - 1, y - half + 1),
            (x + half - 1, y + half - 1),
            (x - half + 1, y + half - 1),
        ),
        "running": ((x - half + 1, y - half), (x + half, y), (x - half + 1, y + half)),
    }[kind]
    return element("polygon", {"points": " ".join(f"{px:g},{py:g}" for px, py in points), "fill": ink})


def drawing(size: tuple[float, float], summary: str, parts: Sequence[str]) -> str:
    """The whole drawing; `summary` is what a screen reader says of it."""
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {size[0]:g} {size[1]:g}", "width": size[0],
        "height": size[1], "role": "img", "aria-label": summary, "font-family": FONT,
        "style": "font-feature-settings:'tnum';max-width:100%;display:block",
    }  # fmt: skip
    return element("svg", attributes, *parts)


def titled(words: str, *parts: str) -> str:
    """Parts that say more when pointed at."""
    return f"<g><title>{clean(words)}</title>{''.join(parts)}</g>"


def says_nothing(words: str, width: float, theme: SvgTheme, height: float = 60) -> str:
    """A drawing that says what is missing, in lines that fit."""
    lines = wrapped(words, width - 8, LABEL + 1, 4)
    tall = max(height, 20.0 * len(lines) + 16)
    first = tall / 2 - 10 * (len(lines) - 1) + 4
    ink = palette(theme)["ink-2"]
    parts = [
        text(each, (width / 2, first + 20 * place), ink, LABEL + 1, anchor="middle") for place, each in enumerate(lines)
    ]
    return drawing((width, tall), words, parts)


def clean(words: str) -> str:
    """Words as XML can hold them, escaped."""
    return escape(held(words), quote=True)


def held(words: str) -> str:
    """Words without the signs that no drawing can hold, or that would turn the words around them; a space is left."""
    return _NOT_HELD.sub(" ", words).encode("utf-8", "replace").decode("utf-8")


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else clean(str(value))
