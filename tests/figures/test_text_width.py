"""Text widths without a browser: equal to what a browser with Inter measures, and cut to what fits."""

import pytest
from playwright.sync_api import Page

from figures.text_width import cut, text_width, wrapped

TEXTS = ("Median 5.1 bd so far", "Österreichische Übersee-Spedition Größmann AG", "€1,234.50 – 99%", "WIP")


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_widths_are_those_of_the_browser(page: Page, weight: int):
    measured = page.evaluate(
        """async ([texts, weight]) => {
          await document.fonts.load(`${weight} 12px Inter`);
          const span = document.createElement("span");
          span.style.cssText = `font: ${weight} 12px Inter; white-space: pre; position: absolute`;
          span.style.fontFeatureSettings = '"tnum"';
          document.body.append(span);
          return texts.map((text) => { span.textContent = text; return span.getBoundingClientRect().width; });
        }""",
        [TEXTS, weight],
    )
    assert [text_width(text, 12, weight) for text in TEXTS] == pytest.approx(measured, rel=0.03)


@pytest.mark.parametrize("text", [*TEXTS, "日本語の長い名前", "x"])
@pytest.mark.parametrize("width", [20, 60, 400])
def test_what_is_cut_fits_and_says_so(text: str, width: float):
    found = cut(text, width, 12)
    assert text_width(found, 12) <= width or len(found) == 2
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))


def test_lines_break_at_words_and_the_last_is_cut():
    assert wrapped("Hours over plan", 60, 11, 2) == ["Hours over", "plan"]
    lines = wrapped("Hours over plan in the design phase of the roll-out", 60, 11, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, 11) <= 60 for line in lines)
