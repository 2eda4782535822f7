"""Colours of figures: what is printed on a step of the ramp, or on a chart's ground, can be read in both themes."""

import pytest

from figures.chart_frame import Look
from figures.colours import DARK, LIGHT
from figures.heat_map import STEPS, text_on_ramp

SCHEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", SCHEMES)
def test_figures_on_the_ramp_can_be_read(theme: str):
    pale, strong = text_on_ramp(Look(theme=theme))
    for place, step in enumerate(STEPS):
        assert contrast(pale if place < 3 else strong, SCHEMES[theme][step]) >= 4.5, step


@pytest.mark.parametrize("theme", SCHEMES)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent", "good", "watch", "bad"])
def test_words_on_a_card_can_be_read(theme: str, ink: str):
    colour = SCHEMES[theme]
    assert contrast(colour[ink], colour["surface"]) >= 4.5


@pytest.mark.parametrize("theme", SCHEMES)
@pytest.mark.parametrize("ink", ["accent", "comparison", "good", "bad", "ramp-4", "ramp-5"])
def test_marks_on_a_card_can_be_seen(theme: str, ink: str):
    colour = SCHEMES[theme]
    assert contrast(colour[ink], colour["surface"]) >= 3.0
