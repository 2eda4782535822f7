"""Expenses handed in twice, and those that stand as several to stay under the firm's limit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from models.unusual.beginning import chance_from, likeliest
from models.unusual.evidence import damped
from models.unusual.expense_line import Line, in_money
from models.unusual.time_rules import in_words

AGAIN = {"other_report": 0.9, "same_report": 0.45, "other_person": 0.35, "other_day": 0.4}
"""By rank, not learnt: the same receipt in a second report is seldom an accident of prices, two colleagues at one table
often are."""

SPLIT, RARELY = 0.5, 0.005
"""How likely it is that a limit was avoided, where not more than one report in 200 looks like it; else less, in
proportion."""

MORE_OFTEN, MOSTLY = 0.25, 0.5
"""Who avoids limits does so in every fourth report, and with half of what stands in several sums."""

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


@dataclass(frozen=True)
class Split:
    """Lines of one person, day and merchant, none over the limit and all together over it.

    `times` is how often the person did it since it became a habit, if it did.
    """

    lines: tuple[Line, ...]
    allowed: float
    chance: float = SPLIT
    times: int = 1

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def text(self) -> str:
        first = self.lines[0]
        parts = " and ".join(line.sum for line in self.lines)
        before = f"; one of {self.times} times by {first.name}" if self.times > 1 else ""
        day = f" on {in_words(first.spent_on)}" if first.spent_on else ""
        return (
            f"{first.what}{day} stands as {parts}, together {in_money(self.amount, first.currency)}; the limit for one "
            f"is {in_money(self.allowed, first.currency)}{before}"
        )


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


def split(lines: Sequence[Line]) -> list[Split]:
    """In the order in which the first of them was handed in."""
    return [each for each in _in_parts(lines) if each.amount > each.allowed]


def _in_parts(lines: Sequence[Line]) -> list[Split]:
    """What stands in several sums of one day and merchant, over the limit together or not."""
    together: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if line.allowed is not None and line.amount <= line.allowed and line.spent_on is not None:
            together[(line.person_id, line.category, line.merchant, line.currency, line.spent_on)].append(line)
    several = [those for those in together.values() if len(those) > 1]
    found = [Split(tuple(_once(those)), those[0].allowed or 0.0) for those in several]
    return [each for each in found if len(each.lines) > 1]


def weighed(lines: Sequence[Line], found: Sequence[Split], share: float, usual: float) -> Iterator[Split]:
    """Each with its chance: by how rarely reports look like it, `share`, and by how often the same person did it, and
    how often what stood in parts was not over the limit."""
    by_person: dict[str, list[Split]] = defaultdict(list)
    for each in found:
        by_person[each.lines[0].person_id].append(each)
    harmless = Counter(each.lines[0].report_id for each in _in_parts(lines) if each.amount <= each.allowed)
    reports_of: dict[str, dict[str, None]] = defaultdict(dict)
    for line in lines:
        reports_of[line.person_id][line.report_id] = None
    alone = damped(SPLIT, share, RARELY)
    for person, own in by_person.items():
        reports = list(reports_of[person])
        count = np.array([sum(each.lines[0].report_id == report for each in own) for report in reports], dtype=float)
        least, other = max(share, 1 / 1000), np.array([harmless[report] for report in reports], dtype=float)
        stretch = likeliest(count * np.log((least + MORE_OFTEN) / least) - MORE_OFTEN + other * np.log(1 - MOSTLY))
        habit = set(reports[stretch.first : stretch.last + 1])
        those = [each for each in own if each.lines[0].report_id in habit]
        chance = chance_from(stretch.ratio, usual) if len(those) > 1 else 0.0
        for each in own:
            of_habit = each in those and chance > alone
            yield replace(each, chance=chance, times=len(those)) if of_habit else replace(each, chance=alone)


def _once(lines: Sequence[Line]) -> list[Line]:
    """Without what repeats in a second report: that is told as handed in twice."""
    by_amount: dict[int, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        by_amount[line.amount][line.report_id].append(line)
    return [line for reports in by_amount.values() for line in max(reports.values(), key=len)]
