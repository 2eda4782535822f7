"""Figures as people read them: counts, shares, durations and moments, each with its unit."""

from collections.abc import Sequence
from datetime import UTC, datetime

# pages take all their words from here
from core.counted import many as many
from figures.amounts import NOT_KNOWN as NOT_KNOWN
from figures.amounts import Unit
from metrics.figures import MINUS

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86_400
BUSINESS_DAY_HOURS = 8


def count(number: int | None) -> str:
    """18,471"""
    return NOT_KNOWN if number is None else f"{number:,}".replace("-", MINUS)


def sides(systems: Sequence[str], values: Sequence[object], pattern: str) -> list[str]:
    """What each system says, by a pattern such as "{} says {}"; all that a single one has, where it has several."""
    if len(systems) == 1 and len(values) > 1:
        return [pattern.format(systems[0], " and ".join(map(str, values)))]
    return [pattern.format(*each) for each in zip(systems, values, strict=False)] or list(systems)


def share(part: float | None) -> str:
    """62%; small ones keep a decimal, what is there is never called 0%, and what is not whole never 100%."""
    if part is None:
        return NOT_KNOWN
    if part in (0, 1):
        return f"{part:.0%}"
    percent = part * 100
    if 0 < percent < 0.1:
        return "< 0.1%"
    if 99.9 < percent < 100:
        return "> 99.9%"
    return f"{percent:.1f}%" if percent < 10 or 90 < percent < 100 else f"{percent:.0f}%"


def duration(seconds: float | None, business: bool = False, short: bool = False) -> str:
    """4.2 days, 3.5 h, 12 min; in business time 4.2 business days, or 4.2 bd and 3.5 bh where it is tight."""
    if seconds is None:
        return NOT_KNOWN
    day = BUSINESS_DAY_HOURS * HOUR if business else DAY
    if seconds >= day:
        amount, unit = seconds / day, ("business days" if business else "days")
        if short:
            return f"{_trim(amount)} {'bd' if business else 'd'}"
        return f"{_trim(amount)} {unit[:-1] if _trim(amount) == '1' else unit}"
    unit = "h" if seconds >= HOUR else "min" if seconds >= MINUTE else "s"
    kind = ("bh" if short else "business h") if business and unit == "h" else unit
    size = HOUR if seconds >= HOUR else MINUTE if seconds >= MINUTE else SECOND
    return f"{_trim(seconds / size)} {kind}" if seconds else ("0 h" if not short else "0")


def money(amount: float, currency: str) -> str:
    """$4.86M, €96k, £412, CHF 1.2k: three figures, the symbol first."""
    return Unit("money", currency).words(amount)


def moment(at: str | datetime | None) -> str:
    """15 Apr 2026, 06:10 UTC"""
    if at is None:
        return NOT_KNOWN
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    found = found.astimezone(UTC) if found.tzinfo else found
    return f"{found.day} {found:%b %Y, %H:%M} UTC"


def moment_us(microseconds: int | None) -> str:
    """A moment given in microseconds since 1970."""
    if microseconds is None:
        return NOT_KNOWN
    seconds, rest = divmod(microseconds, 1_000_000)
    try:
        return moment(datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest))
    except (OverflowError, ValueError, OSError):
        return NOT_KNOWN


def _trim(amount: float) -> str:
    text = f"{amount:,.0f}" if amount >= 100 else f"{amount:,.1f}"
    return text[:-2] if text.endswith(".0") else text
