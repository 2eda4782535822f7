"""Time and expenses planted in three pretend firms, looked for week by week; the detectors never see which they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score

from benchmarks.pretend_firms import SEEDS, Measured, pretend_firms
from benchmarks.section import Row, Section
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.detector import Suspicion
from models.detectors import indicator_off_target, unusual_expense, unusual_time
from models.known_then import complete_until, known_then
from models.unusual.expense_line import compared, read_lines
from models.unusual.expense_padding import is_round
from models.unusual.time_habits import HABITS, read_weeks
from simulator.life.truth import troubles

Features = tuple[list[str], npt.NDArray[np.float64]]

WEEKS, CAPACITY = 26, 20
BEFORE = 13
"""Weeks before the end at which the detector of indicators learns."""
PEOPLE = 160
"""Who pads, repeats or splits expenses is one person of each office; among so many that is below 2% of the reports."""
MOST = 0.02
PLANTED: Mapping[str, tuple[str, ...]] = {
    "unusual_time": ("time_on_closed_projects", "time_outside_assignment"),
    "unusual_expense": ("expense_padding", "expense_duplicates", "expense_splits"),
}
DETECTORS: Mapping[str, ModuleType] = {"unusual_time": unusual_time, "unusual_expense": unusual_expense}
THINGS: Mapping[str, str] = {"unusual_time": "timesheets", "unusual_expense": "expense reports"}
RECORDED: Mapping[str, str] = {
    "unusual_time": (
        "select distinct sheet.object_id from fact.time_entry as entry "
        "join fact.timesheet as sheet on sheet.thing_no = entry.sheet_no"
    ),
    "unusual_expense": "select object_id from fact.expense_report where submitted_at is not null",
}
"""What of each is on record: time from when it is written down, expenses from when they are handed in."""
LATE = "late_timesheets"

LIKE_THE_FIRM = (
    "What is planted breaks a rule or forms a habit, as people write of such wrongs; real ones are more varied, and "
    "nobody hides them here from the detector that looks."
)
OTHER_TROUBLES = (
    "Days over 24 hours and weeks far over plan come of other troubles in the firm (double booking, growing scope) and "
    "count as false here. So does time outside a booking that was not handed in by the end: the truth begins with that."
)
BY_DATE = (
    "Counted by date, as these figures were before, a planted record belongs to the week of the day that the truth "
    "names: of timesheets the day on which they are handed in, of expenses that on which the report is begun. What was "
    "told before that day leaves the count, and where a begun report is not handed in yet, only what was planted "
    "before or a false one can take its place. What was planted before the half year and is told in it is right by "
    "both counts; it was false by date until now. By that older count expenses were right in 3 of 5, 5 of 6 and 7 of 9 "
    "before their rules were mended, and in 3 of 4, 5 of 6 and 7 of 8 after."
)


@dataclass
class Counted:
    """What one detector told in one firm's last half year."""

    shown: int = 0
    right: int = 0
    shown_by_date: int = 0
    right_by_date: int = 0
    planted: dict[str, set[str]] = field(default_factory=dict)
    """By trouble, what came on record in it."""

    earlier: set[str] = field(default_factory=set)
    """What was planted before; told only now, it is right too."""

    suspected: set[str] = field(default_factory=set)
    things: int = 0
    person_months: float = 0.0
    precision: float = 0.0
    forest: float = 0.0

    @property
    def all_planted(self) -> set[str]:
        return set().union(*self.planted.values())

    @property
    def wrong(self) -> set[str]:
        return self.suspected - self.all_planted - self.earlier


@dataclass(frozen=True)
class Indicators:
    """What the indicators told of one firm: whether of the late practice, and how well of the months to come."""

    told: bool
    value: float
    naive: float
    months: int


def evaluate() -> Section:
    counted: dict[str, list[Counted]] = defaultdict(list)
    indicators = []
    for firm in pretend_firms(PEOPLE):
        for name, one in look_week_by_week(firm).items():
            counted[name].append(one)
        indicators.append(look_at_indicators(firm))
    rows = [row for name in DETECTORS for row in _rows(name, counted[name])]
    return Section(
        title="Planted time and expenses",
        how=(
            f"Pretend firms of {PEOPLE} people, all troubles, seeds {', '.join(map(str, SEEDS))}: so many that of no "
            f"kind of record more than {MOST:.0%} are planted. What is planted is read only here. Learnt from what "
            f"was on record {WEEKS} weeks before the end, then asked each week of the log as it was known then. Of "
            "what is suspected anew in a week, the first as many as planted ones came on record in it, at most "
            f"{CAPACITY}, are held against the truth; time comes on record when it is written down, expenses when "
            "they are handed in. The forms of the rules and all numbers in them were chosen on other firms (seeds 11 "
            "and 12, one year; what rarity alone may say on seeds 4 and 5; what of expenses is harmless on seeds 4 to "
            "52); an isolation forest on the deviations, averaged in by rank, made the order worse there and is left "
            "out."
        ),
        naive_is="an isolation forest alone on the same deviations; of indicators, the share of all months off target",
        rows=(*rows, *_rows_of_indicators(indicators)),
        limits=(LIKE_THE_FIRM, OTHER_TROUBLES, BY_DATE),
    )


def look_week_by_week(firm: Measured) -> dict[str, Counted]:
    """Both detectors over the last half year of a firm."""
    end = complete_until(firm.log)
    assert end is not None
    since = end - timedelta(weeks=WEEKS)
    counted = {name: Counted() for name in DETECTORS}
    dated = {name: list(_dated(firm, name, since)) for name in DETECTORS}
    with known_then(firm.log, since) as then:
        assert then is not None
        learned = {name: module.DETECTOR.fit(then, since) for name, module in DETECTORS.items()}
        known = {name: {one.subject_id for one in _asked(name, then, learned[name], since)} for name in DETECTORS}
        recorded = {name: _on_record(name, then) for name in DETECTORS}
    for name, one in counted.items():
        planted = {trouble: _planted(firm, trouble) for trouble in PLANTED[name]}
        one.earlier = set().union(*planted.values()) & recorded[name]
        one.planted = {trouble: those - recorded[name] for trouble, those in planted.items()}
    for week in range(1, WEEKS + 1):
        moment = since + timedelta(weeks=week)
        with known_then(firm.log, moment) as then:
            assert then is not None
            for name, one in counted.items():
                told = [
                    each for each in _asked(name, then, learned[name], moment) if each.subject_id not in known[name]
                ]
                now = _on_record(name, then)
                _count(one, told, now - recorded[name])
                _count_by_date(one, told, {each: at for each, at in dated[name] if each not in known[name]}, moment)
                recorded[name] |= now
                known[name] |= {each.subject_id for each in told}
    for name, one in counted.items():
        one.planted = {trouble: those & recorded[name] for trouble, those in one.planted.items()}
        _finish(one, name, firm.log, learned[name], since)
    return counted


def _asked(name: str, log: EventLog, learned: object, moment: datetime) -> list[Suspicion]:
    found: list[Suspicion] = DETECTORS[name].DETECTOR.score(log, learned, moment)
    return found


def _on_record(name: str, log: EventLog) -> set[str]:
    return {str(found) for (found,) in log.database.rows(where_facts_are(log.database, RECORDED[name]))}


def _planted(firm: Measured, trouble: str) -> set[str]:
    return set(troubles(firm.state).filter(trouble=trouble)["subject_id"])


def _count(one: Counted, told: Sequence[Suspicion], fresh: set[str]) -> None:
    """What is told of a week in which these came on record."""
    first = [each.subject_id for each in told[: min(CAPACITY, len(one.all_planted & fresh))]]
    one.shown += len(first)
    one.right += len((one.all_planted | one.earlier).intersection(first))
    one.suspected |= {each.subject_id for each in told}


def _dated(firm: Measured, name: str, since: datetime) -> Iterator[tuple[str, datetime]]:
    """What was planted since then, with the day that the truth names."""
    for row in troubles(firm.state).iter_rows(named=True):
        if row["trouble"] in PLANTED[name] and row["detectable_from"] is not None:
            at = datetime.combine(row["detectable_from"], datetime.min.time())
            if at >= since:
                yield row["subject_id"], at


def _count_by_date(one: Counted, told: Sequence[Suspicion], dates: Mapping[str, datetime], moment: datetime) -> None:
    """What is told of the week that ends at a moment, beside what was planted in it and is not told yet."""
    there = sum(moment - timedelta(weeks=1) <= at < moment for at in dates.values())
    first = [each.subject_id for each in told[: min(CAPACITY, there)]]
    one.shown_by_date += len(first)
    one.right_by_date += len((one.all_planted | one.earlier).intersection(first))


def _finish(one: Counted, name: str, log: EventLog, learned: object, since: datetime) -> None:
    """How many there were, and how well all are ordered at the end, by the detector and by a forest alone."""
    things, features = (_time_features if name == "unusual_time" else _expense_features)(log, since)
    end = complete_until(log)
    assert end is not None
    scores = {each.subject_id: each.score for each in _asked(name, log, learned, end)}
    truth = np.array([thing in one.all_planted for thing in things])
    forest = IsolationForest(n_estimators=200, random_state=1).fit(features)
    one.things = len(things)
    one.precision = float(average_precision_score(truth, [scores.get(thing, 0.0) for thing in things]))
    one.forest = float(average_precision_score(truth, -forest.score_samples(features)))
    people = log.database.value(
        "select count(distinct person_no) from fact.time_entry where day >= $since", since=since
    )
    one.person_months = people * WEEKS * 7 / 30.4


def _time_features(log: EventLog, since: datetime) -> Features:
    """Timesheets of the half year, by how far each habit is off and by the hours themselves."""
    weeks = read_weeks(log)
    rows = [place for place, row in enumerate(weeks.rows) if row["week_end"] >= since.date()]
    columns = [np.nan_to_num(weeks.off[name][rows]) for name in HABITS] + [
        np.nan_to_num(weeks.values[name][rows]) for name in HABITS
    ]
    return [weeks.rows[place]["sheet_id"] for place in rows], np.column_stack(columns)


def _expense_features(log: EventLog, since: datetime) -> Features:
    """Expense reports of the half year, by how far their lines are off, their number, sum and round sums."""
    lines = read_lines(log)
    off = compared(lines).off
    places: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.submitted_at >= since:
            places[line.report_id].append(place)
    rows = [
        (
            off[own].max(), off[own].mean(), len(own), np.log(sum(lines[place].amount for place in own)),
            sum(is_round(lines[place]) for place in own), len({lines[place].spent_on for place in own}) / len(own),
        )
        for own in places.values()
    ]  # fmt: skip
    return list(places), np.array(rows)


def look_at_indicators(firm: Measured) -> Indicators:
    end = complete_until(firm.log)
    assert end is not None
    since = end - timedelta(weeks=BEFORE)
    learned = indicator_off_target.DETECTOR.fit(firm.log, since)
    found = indicator_off_target.DETECTOR.score(firm.log, learned, end)
    late = troubles(firm.state).filter(trouble=LATE)["subject_id"].to_list()
    told = any(
        (one.subject_type, one.subject_id) == ("practice", practice)
        and any("imesheet" in each.text for each in one.reasons)
        for one in found
        for practice in late
    )
    measured = indicator_off_target.DETECTOR.measure(firm.log, learned, since, end)
    assert measured is not None
    return Indicators(told, measured.value, measured.naive, measured.n)


def _rows(name: str, counted: Sequence[Counted]) -> Iterator[Row]:
    """Of all firms together, then of each."""
    together = f"{len(counted)} firms"
    yield from _rows_of(name, counted, together)
    forest = float(np.mean([one.forest for one in counted]))
    yield Row(
        f"{name}: average precision", float(np.mean([one.precision for one in counted])),
        f"{sum(one.things for one in counted):,} {THINGS[name]}", f"all of it, at the end; mean of {together}",
        naive=forest, aim=forest + 0.1,
    )  # fmt: skip
    for seed, one in zip(SEEDS, counted, strict=True):
        yield from _rows_of(name, [one], f"seed {seed}")


def _rows_of(name: str, counted: Sequence[Counted], where: str) -> Iterator[Row]:
    things = sum(one.things for one in counted)
    there = sum(len(one.all_planted) for one in counted)
    yield Row(
        f"{name}: planted", there / things, f"{there} of {things:,} {THINGS[name]}", where, aim=MOST,
        higher_is_better=False, form=".1%",
    )  # fmt: skip
    shown = sum(one.shown for one in counted)
    yield Row(
        f"{name}: right among the first of a week", sum(one.right for one in counted) / max(shown, 1),
        f"{shown} shown in {WEEKS} weeks", where, aim=0.8, form=".0%",
    )  # fmt: skip
    shown = sum(one.shown_by_date for one in counted)
    yield Row(
        f"{name}: right among the first of a week, by date", sum(one.right_by_date for one in counted) / max(shown, 1),
        f"{shown} shown in {WEEKS} weeks", where, aim=0.8, form=".0%",
    )  # fmt: skip
    for trouble in PLANTED[name]:
        planted = sum(len(one.planted[trouble]) for one in counted)
        found = sum(len(one.planted[trouble] & one.suspected) for one in counted)
        if planted:
            yield Row(
                f"{name}: {trouble} found", found / planted, f"{found} of {planted}, suspected in any week", where,
                aim=0.5, form=".0%",
            )  # fmt: skip
    months = sum(one.person_months for one in counted)
    wrong = sum(len(one.wrong) for one in counted)
    yield Row(
        f"{name}: false ones a person and month", wrong / months,
        f"{wrong} in {months:,.0f} person-months, all that was told", where, higher_is_better=False, form=".4f",
    )  # fmt: skip


def _rows_of_indicators(found: Sequence[Indicators]) -> Iterator[Row]:
    months = sum(one.months for one in found)
    yield Row(
        "indicator_off_target: practice with late timesheets told", sum(one.told for one in found) / len(found),
        f"{len(found)} planted", "at the end", aim=0.5, form=".0%",
    )  # fmt: skip
    value, naive = (sum(weigh(one) * one.months for one in found) / months for weigh in (_value, _naive))
    yield Row(
        "indicator_off_target: Brier score, off target next month", value, f"{months:,} months of measures",
        f"learnt {BEFORE} weeks before the end", naive=naive, higher_is_better=False,
    )  # fmt: skip


def _value(one: Indicators) -> float:
    return one.value


def _naive(one: Indicators) -> float:
    return one.naive
