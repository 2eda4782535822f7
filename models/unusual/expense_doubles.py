"""Expenses handed in twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from models.unusual.expense_line import Line
from models.unusual.time_rules import in_words

AGAIN = {"other_report": 0.9, "same_report": 0.45, "other_person": 0.35, "other_day": 0.4}
"""By rank, not learnt: the same receipt in a second report is seldom an accident of prices, two colleagues at one table
often are."""

DAYS_APART = 7


@dataclass(frozen=True)
class Doubled:
    """A line, and the earlier one that it repeats; `as_often` is how often else that price was paid there, `accidents`
    the share of such pairs that fell together by accident."""

    how: str
    line: Line
    earlier: Line
    as_often: int
    accidents: float = 0.0

    @property
    def chance(self) -> float:
        """A price that is paid there on other days too says less."""
        odds = AGAIN[self.how] / (1 - AGAIN[self.how]) / (1 + self.as_often)
        return (1 - self.accidents) * odds / (1 + odds)

    @property
    def text(self) -> str:
        line, earlier = self.line, self.earlier
        where = {
            "other_report": f"stands in {earlier.report_id} too, handed in on {in_words(earlier.submitted_at.date())}",
            "same_report": "stands twice in this report",
            "other_person": f"stands in {earlier.report_id} of {earlier.name} too",
            "other_day": f"stands in {earlier.report_id} too, for another day of that week",
        }[self.how]
        often = f"; the same was paid there {self.as_often} times else" if self.as_often else ""
        day = f" on {in_words(line.spent_on)}" if line.spent_on else ""
        return f"{line.what} for {line.sum}{day} {where}{often}"


def doubled(lines: Sequence[Line]) -> Iterator[Doubled]:
    """Each line that repeats one of a report that was begun before, beside the one it most likely repeats."""
    there: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.begun_at):
        if line.category is not None and line.spent_on is not None:
            there[(line.category, line.merchant, line.currency)].append(line)
    found = [each for those in there.values() for each in _repeated(those)]
    plain = Counter(each.how for each in found if not each.as_often)
    expected = _accidents(there.values())
    for each in found:
        share = min(expected[each.how] / max(plain[each.how], 1), 1.0)
        yield replace(each, accidents=share)


def _repeated(there: Sequence[Line]) -> Iterator[Doubled]:
    """Of the lines of one category, merchant and currency."""
    alike: dict[int, list[Line]] = defaultdict(list)
    for line in there:
        alike[line.amount].append(line)
    for those in alike.values():
        for place, line in enumerate(those):
            found = [each for earlier in those[:place] if (each := _repeats(line, earlier, those))]
            if found:
                yield max(found, key=lambda each: (each.chance, each.earlier.line_id))


def _accidents(groups: Iterable[Sequence[Line]]) -> Mapping[str, float]:
    """By how, the pairs of a price paid on no other day that are to be expected if prices fell together by accident: as
    many of all pairs as of those of two people and two days, of which none repeats another."""
    expected: dict[str, float] = defaultdict(float)
    for there in groups:
        day = _pairs(line.spent_on for line in there)
        person = _pairs(line.person_id for line in there)
        both = _pairs((line.spent_on, line.person_id) for line in there)
        report = _pairs((line.spent_on, line.person_id, line.report_id) for line in there)
        apart = len(there) * (len(there) - 1) // 2 - day - person + both
        share = _fell_together(there) / apart if apart else 0.0
        expected["same_report"] += share * report
        expected["other_report"] += share * (both - report)
        expected["other_person"] += share * (day - both)
        expected["other_day"] += share * _nearby(there)
    return expected


def _fell_together(there: Sequence[Line]) -> int:
    """How many prices were paid twice, by two people on two days."""
    paid: dict[int, list[Line]] = defaultdict(list)
    for line in there:
        paid[line.amount].append(line)
    pairs = [those for those in paid.values() if len(those) == 2]
    return sum(one.person_id != other.person_id and one.spent_on != other.spent_on for one, other in pairs)


def _pairs(keys: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(keys).values())


def _nearby(there: Sequence[Line]) -> int:
    """Pairs of one person in two reports, of different days that are not far apart."""
    by_person: dict[str, list[Line]] = defaultdict(list)
    for line in there:
        by_person[line.person_id].append(line)
    return sum(
        one.report_id != other.report_id and 0 < _days_apart(one, other) <= DAYS_APART
        for own in by_person.values()
        for one, other in combinations(own, 2)
    )


def _days_apart(one: Line, other: Line) -> int:
    return abs((one.spent_on - other.spent_on).days) if one.spent_on and other.spent_on else DAYS_APART + 1


def _repeats(line: Line, earlier: Line, alike: Sequence[Line]) -> Doubled | None:
    apart = _days_apart(line, earlier)
    same_person, same_report = line.person_id == earlier.person_id, line.report_id == earlier.report_id
    if apart == 0:
        how = "same_report" if same_report else "other_report" if same_person else "other_person"
    elif same_person and not same_report and apart <= DAYS_APART:
        how = "other_day"
    else:
        return None
    days = {each.spent_on for each in alike} - {line.spent_on, earlier.spent_on}
    return Doubled(how, line, earlier, len(days))
