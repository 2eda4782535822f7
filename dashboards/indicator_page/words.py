"""How the pages of indicators say things: a value, a change for better or worse, a standing, why there is no value."""

# pages of figures take their words from here
from core.words import slice_words as slice_words
from dashboards.indicator_page.asked import Headline
from dashboards.parts import Part, status
from figures.amounts import Unit
from metrics.comparison import Compared
from metrics.standing import Standing

KINDS = {"on target": "good", "near target": "watch"}


def value_words(headline: Headline) -> str:
    """The number with its unit; a dash where it is not known."""
    return headline.unit.words(headline.size(headline.now.total))


def standing_status(standing: Standing | None, unit: Unit, size: float) -> Part:
    """The shape and the word of a target met or missed, and by how much; `size` makes of its unit the chart's."""
    if standing is None:
        return None
    words = standing.state.capitalize() + (
        f" by {_unsigned(unit.signed(standing.off_by * size))}" if standing.off_by else ""
    )
    return status(KINDS.get(standing.state, "bad"), words)


def target_words(headline: Headline) -> str:
    """What the target is."""
    standing = headline.now.standing
    return f"target {headline.unit.words(standing.target * scale(headline))}" if standing else ""


def scale(headline: Headline) -> float:
    """What turns a number in the total's unit into the unit it is told in."""
    total = headline.now.total
    if total.unit == "hours":
        return 1 / (24 if total.clock == "elapsed" else headline.day_hours or 1)
    return 0.01 if total.unit == "points" else 1.0


def change_words(headline: Headline, on_year: bool) -> tuple[str, str]:
    """How much more than before, and whether that is better: ("+1.2 bd on Feb 2026", "worse")."""
    compared = headline.now
    other = compared.year_ago if on_year else compared.before
    change = compared.change_on_year if on_year else compared.change
    if change is None or other is None or other.period is None:
        return "", ""
    told = headline.unit.signed(change * scale(headline))
    if not told.strip("+−0., bdhptsk%$£€"):
        return f"as in {other.period.title}", "the same"
    return f"{told} on {other.period.title}", judged(compared, change, other.value or 0.0)


def judged(compared: Compared, change: float, before: float) -> str:
    """Better or worse; nothing where neither direction is better."""
    better = compared.total.of.better
    if better == "near_zero":
        return "better" if abs(before + change) < abs(before) else "worse"
    if not better:
        return ""
    return "better" if (change < 0) == (better == "lower") else "worse"


def better_words(better: str) -> str:
    """lower is better"""
    return {"lower": "lower is better", "higher": "higher is better", "near_zero": "near zero is better"}.get(
        better, ""
    )


def _unsigned(words: str) -> str:
    return words.lstrip("+−")
