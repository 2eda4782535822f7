"""The colours: text reaches 4.5 and marks 3.0 against what they stand on, in both schemes, by the WCAG formula."""

import pytest

from dashboards.theme import DARK, LIGHT, document, variables

TEXTS = ("ink", "ink-2", "ink-3", "accent", "good", "watch", "bad")
SCHEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", ["surface", "canvas", "sunken"])
def test_text_can_be_read(scheme: str, text: str, ground: str):
    tokens = SCHEMES[scheme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_selected_can_be_read(scheme: str):
    tokens = SCHEMES[scheme]
    assert contrast(tokens["accent"], tokens["accent-soft"]) >= 4.5
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert contrast(tokens["ink-2"], tokens["accent-soft"]) >= 4.5
    assert contrast(tokens["comparison"], tokens["surface"]) >= 3.0


def test_both_schemes_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys()
    assert "prefers-color-scheme:dark" in variables()


def test_the_document_loads_nothing_from_elsewhere():
    assert "http" not in document()
