"""ISO 8601 texts as microseconds since 1970 in UTC, each text understood once."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import WrongUse

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Beyond these a timestamp is no longer a date with four digits for the year, and no tool could show it.
_EARLIEST = (datetime.min.replace(tzinfo=UTC) - EPOCH) // _MICROSECOND
_LATEST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // _MICROSECOND
_REMEMBERED = 100_000


class ZoneMissing(ValueError):
    """A time without a zone where none was given: it could be any of some forty instants."""


class UtcTimes(dict[str | None, int | None]):
    """`times[text]` is the instant in microseconds, or None where the text is no time between the years 1 and 9999."""

    def __init__(self, zone: str | None = None) -> None:
        super().__init__()
        self._zone = named_zone(zone) if zone else None

    def __missing__(self, text: str | None) -> int | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = instant = self._instant(text)
        return instant

    def canonical(self, text: str | None) -> str | None:
        """A time as text in UTC; what is no time, or has no zone, stays as it is."""
        try:
            instant = self[text]
        except ZoneMissing:
            return text
        return text if instant is None else canonical_time(instant)

    def _instant(self, text: str | None) -> int | None:
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return None
        if moment.tzinfo is None:
            if self._zone is None:
                raise ZoneMissing(text)
            moment = moment.replace(tzinfo=self._zone)
        try:
            instant = (moment - EPOCH) // _MICROSECOND
        except OverflowError:
            return None
        return instant if _EARLIEST <= instant <= _LATEST else None


def canonical_time(instant: int) -> str:
    """An instant as text, always with six digits after the second, so that equal instants are equal texts."""
    moment = EPOCH + timedelta(microseconds=instant)
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def named_zone(name: str) -> tzinfo:
    """The time zone of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongUse(
            f"There is no time zone {name!r}. Use a name such as Europe/Berlin, America/New_York or UTC."
        ) from None
