"""Numbers as people read them: with unit, clock or currency; signs as typographers set them; unknown as a dash."""

from metrics.total import Total

MINUS, UNKNOWN = "\u2212", "–"
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
HOURS_A_DAY = 24


def in_words(total: Total) -> str:
    """A total's value: 4.6 h, 6.2 business days, 62.0%, +2.3 pts, €96,000; a dash where there is none."""
    return UNKNOWN if total.value is None else _worded(total, total.value, difference=False)


def difference_in_words(total: Total, difference: float) -> str:
    """A difference of such values: of shares it is in points."""
    return _worded(total, difference, difference=True)


def _worded(total: Total, value: float, *, difference: bool) -> str:
    unit = total.unit
    if unit == "money":
        return money_in_words(value, total.currency)
    if unit == "share":
        return f"{_number(100 * value, 1)} pts" if difference else f"{_number(100 * value, 1)}%"
    if unit == "points":
        return f"{'+' if value > 0 and not difference else ''}{_number(value, 1)} pts"
    if unit == "hours":
        return f"{_number(value, 1)} {'h' if total.clock == 'elapsed' else 'working hours'}"
    if unit in ("business_days", "days"):
        return f"{_number(value, 1)} {unit.replace('_', ' ')}"
    if unit == "worked_hours":
        return f"{_number(value, 1)} h"
    return _number(value, 0 if value == round(value) else 1)


def _number(value: float, digits: int) -> str:
    text = f"{abs(value):,.{digits}f}"
    return f"{MINUS if value < 0 and float(text.replace(',', '')) else ''}{text}"


def money_in_words(value: float, currency: str | None) -> str:
    """An amount in whole units: €96,000; without a sign where its currency has none or is not known."""
    sign = SIGNS.get(currency or "", f"{currency} " if currency else "")
    return f"{MINUS if round(value) < 0 else ''}{sign}{abs(value):,.0f}"
