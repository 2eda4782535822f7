"""People who are booked for more than a full week in weeks to come, and how often that is not mended in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.detector import Place, Reason, Suggestion, Suspicion
from models.staffing.load import monday_of

WEEKS = 26
LEAD = 2
PRIOR = 2.0
HOUR = 60
NAMED = 3


@dataclass(frozen=True)
class Overbooked:
    """A person in a week; minutes. `bookings` are those of the week, the latest first."""

    ahead: int
    person: str
    role: str | None
    practice: str | None
    entity: str | None
    booked: int
    able: int
    bookings: tuple[dict[str, Any], ...]

    @property
    def over(self) -> float:
        """Hours too many."""
        return (self.booked - self.able) / HOUR


def overbooked(log: EventLog, moments: Sequence[datetime], first: int, last: int) -> list[list[Overbooked]]:
    """Of each moment, by person and week."""
    statement = where_facts_are(log.database, load("models.staffing", "double_booked.sql"))
    found: dict[datetime, list[Overbooked]] = {moment: [] for moment in moments}
    for row in log.database.arrow(statement, moments=list(moments), first=first, last=last).to_pylist():
        bookings = tuple(row.pop("bookings"))
        found[row.pop("moment")].append(Overbooked(bookings=bookings, **row))
    return [found[moment] for moment in moments]


def learned_stays(log: EventLog, weeks: Sequence[datetime]) -> float:
    """How often somebody booked too much two weeks ahead was still so when the week was over; where that never came
    about, taken for certain but for a little."""
    before = overbooked(log, weeks, LEAD, LEAD)
    after = dict(zip(weeks, overbooked(log, weeks, -1, -1), strict=True))
    stayed = count = 0
    for week, them in zip(weeks, before, strict=True):
        over = week + timedelta(weeks=LEAD + 1)
        if over in after:
            count += len(them)
            stayed += len({each.person for each in them} & {each.person for each in after[over]})
    return round((stayed + PRIOR * 0.9) / (count + PRIOR), 4)


def suspicions(log: EventLog, stays: float, moment: datetime) -> list[Suspicion]:
    """One a person, about the booking that came last into a week that was full."""
    (them,) = overbooked(log, [moment], 1, WEEKS)
    people: dict[str, list[Overbooked]] = {}
    for each in them:
        people.setdefault(each.person, []).append(each)
    return [_suspicion(weeks, stays, moment) for weeks in people.values()]


def _suspicion(weeks: Sequence[Overbooked], stays: float, moment: datetime) -> Suspicion:
    first, hours = weeks[0], sum(each.over for each in weeks)
    last = max((each.bookings[0] for each in weeks), key=lambda each: (each["at"], each["id"]))
    monday = monday_of(moment) + timedelta(weeks=first.ahead)
    who = f"{first.role or 'Somebody'} in {(first.entity or '').replace('_', ' ').title()}"
    rate = last["rate"]
    return Suspicion(
        subject_type="assignment",
        subject_id=last["id"],
        score=stays * hours / 40,
        chance=stays,
        usual=0.0,
        title=f"{who} is booked twice: {first.booked / HOUR:.0f} h in the week of {monday.day} {monday:%B}",
        summary=(
            f"In {len(weeks)} of the coming {WEEKS} weeks more is booked on one person than a full week's work: "
            f"{hours:,.0f} hours in all that somebody else has to do. The booking on {last['project']} came last."
        ),
        since=last["at"],
        reasons=tuple(
            Reason(
                f"In the week of {monday.day} {monday:%B} {each['minutes'] / HOUR:.0f} h on {each['project']}, booked "
                f"on {each['at'].day} {each['at']:%B}, of {first.able / HOUR:.0f} h that can be worked",
                None, (each["id"],),
            )
            for each in first.bookings[:NAMED]
        ),
        suggestion=Suggestion("secure_staff", f"Move a booking, or find another {first.role} for {hours:,.0f} hours"),
        place=Place(first.entity, first.practice, last["client"], last["project"]),
        money=None if rate is None else round(hours * rate, 2),
        currency=None if rate is None else last["currency"],
    )  # fmt: skip
