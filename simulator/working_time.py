"""Office hours, slow and plain: when an office is open next, and when so many hours of its work are done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Office:
    """Where people work Monday to Friday, by their own clock, except on the days off."""

    name: str
    zone: ZoneInfo
    opens: time
    closes: time
    days_off: frozenset[date]

    def works_on(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.days_off

    def hours_of(self, day: date) -> tuple[datetime, datetime]:
        """The moments at which the office opens and closes on a day, in UTC."""
        opens, closes = (datetime.combine(day, clock, self.zone).astimezone(UTC) for clock in (self.opens, self.closes))
        return opens, closes

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself if somebody is at work then, else the next opening."""
        day = self.local_day(moment)
        while True:
            if self.works_on(day):
                opens, closes = self.hours_of(day)
                if moment < closes:
                    return max(moment, opens)
            day += timedelta(days=1)

    def after(self, moment: datetime, hours: float) -> datetime:
        """When `hours` of working time, begun at `moment`, are done."""
        left = timedelta(hours=hours)
        start = self.next_open(moment)
        while True:
            closes = self.hours_of(self.local_day(start))[1]
            if start + left <= closes:
                return start + left
            left -= closes - start
            start = self.next_open(closes)

    def on_weekday(self, moment: datetime, weekdays: frozenset[int]) -> datetime:
        """The moment itself if it falls on one of the weekdays, else the opening of the next such working day."""
        start = self.next_open(moment)
        while self.local_day(start).weekday() not in weekdays:
            start = self.next_open(self.hours_of(self.local_day(start))[1])
        return start

    def worked_between(self, start: datetime, end: datetime) -> float:
        """Working hours from start to end, counted day by day."""
        total, day = timedelta(), self.local_day(start)
        while day <= self.local_day(end):
            if self.works_on(day):
                opens, closes = self.hours_of(day)
                total += max(timedelta(), min(end, closes) - max(start, opens))
            day += timedelta(days=1)
        return total.total_seconds() / 3600


def days(text: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in text.split())


NEW_YORK = Office(
    "New York", ZoneInfo("America/New_York"), time(9), time(17),
    days(
        "2024-05-27 2024-06-19 2024-07-04 2024-09-02 2024-11-28 2024-12-25 2025-01-01 2025-01-20 2025-02-17 "
        "2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-11-27 2025-12-25 2026-01-01 2026-01-19 2026-02-16 "
        "2026-05-25"
    ),
)  # fmt: skip
LONDON = Office(
    "London", ZoneInfo("Europe/London"), time(9), time(17, 30),
    days(
        "2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26 2025-01-01 2025-04-18 2025-04-21 2025-05-05 "
        "2025-05-26 2025-08-25 2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-06 2026-05-04"
    ),
)  # fmt: skip
MUNICH = Office(
    "Munich", ZoneInfo("Europe/Berlin"), time(8, 30), time(17),
    days(
        "2024-05-01 2024-05-09 2024-05-20 2024-05-30 2024-08-15 2024-10-03 2024-11-01 2024-12-25 2024-12-26 "
        "2025-01-01 2025-01-06 2025-04-18 2025-04-21 2025-05-01 2025-05-29 2025-06-09 2025-06-19 2025-08-15 "
        "2025-10-03 2025-12-25 2025-12-26 2026-01-01 2026-01-06 2026-04-03 2026-04-06"
    ),
)  # fmt: skip
