"""How wide a text is in Inter, without a browser: from the same table of advance widths that the process map uses."""

import json
from functools import cache

from figures.javascript import ASSETS

OTHER_LETTERS = 0.66
WIDE_LETTERS, FIRST_WIDE = 1.02, 0x1100
ELLIPSIS = "…"


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Its width in pixels at a size and one of the weights 400, 500 and 600."""
    table = _advances()[weight]
    return size * sum(
        table.get(ord(letter), WIDE_LETTERS if ord(letter) >= FIRST_WIDE else OTHER_LETTERS) for letter in text
    )


def cut(text: str, width: float, size: float, weight: int = 400) -> str:
    """The text, or its longest beginning that fits into `width` with an ellipsis; at least one letter stays."""
    if text_width(text, size, weight) <= width:
        return text
    kept = len(text)
    while kept > 1 and text_width(text[:kept].rstrip() + ELLIPSIS, size, weight) > width:
        kept -= 1
    return text[:kept].rstrip() + ELLIPSIS


def wrapped(text: str, width: float, size: float, most: int, weight: int = 400) -> list[str]:
    """The text in at most `most` lines of whole words; what does not fit ends in an ellipsis."""
    lines, words = [""], text.split()
    for place, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, weight) <= width or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {' '.join(words[place:])}"
            break
    return [cut(line, width, size, weight) for line in lines]


@cache
def _advances() -> dict[int, dict[int, float]]:
    table = json.loads((ASSETS / "inter_widths.json").read_text(encoding="utf-8"))
    return {
        int(weight): {
            first + step: width / table["unit"] for first, widths in runs for step, width in enumerate(widths)
        }
        for weight, runs in table["weights"].items()
    }
