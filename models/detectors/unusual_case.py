"""Cases that run as no other: open ones and those that ended lately, by every process whose cases mostly run alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from core.errors import NotFound
from core.sql import load, quoted
from core.words import object_label
from eventlog.reading import EventLog, ProcessLog
from metrics.narrowing import where_facts_are
from models.case_surprise.counting import NOBODY, Floats
from models.case_surprise.of_process import ProcessCases, cases_of, microseconds
from models.case_surprise.spread import Spread
from models.case_surprise.telling import Oddity, Telling
from models.case_surprise.usual import Usual, scores, scores_of_learnt
from models.case_surprise.ways import Ints, each_alone
from models.case_surprise.words import in_numbers, in_short
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.known_then import known_then

FEWEST_CASES = 100
"""A process with fewer ended cases has no usual way yet."""
RECENT = timedelta(days=30)
FEWEST_STEPS = 50
CENTS = 100
MOST_RARE = float(np.log(1_000_000))
PLACES = ("entity", "practice", "client", "project")


@dataclass(frozen=True)
class Process:
    """What was learnt of one process, with the way that each case ran then."""

    usual: Usual
    spread: Spread
    columns: tuple[str, ...]
    patience: Mapping[str, int]
    way_of: Mapping[str, int]

    @staticmethod
    def learnt(cases: ProcessCases, until: datetime) -> Process | None:
        patience = cases.patience()
        told = cases.told(until, patience, cases.columns)
        if int(told.ended.sum()) < FEWEST_CASES:
            return None
        usual, way = Usual.learnt(told, cases.newcomers)
        spread = Spread.of(scores_of_learnt(usual)[way][told.ended])
        return Process(usual, spread, cases.columns, patience, dict(zip(cases.ids, way.tolist(), strict=True)))

    def as_json(self) -> dict[str, Any]:
        return {
            "usual": self.usual.as_json(),
            "spread": self.spread.as_json(),
            "columns": list(self.columns),
            "patience": dict(self.patience),
            "way_of": dict(self.way_of),
        }

    @staticmethod
    def of_json(told: Any) -> Process:
        usual, spread = Usual.of_json(told["usual"]), Spread.of_json(told["spread"])
        return Process(usual, spread, tuple(told["columns"]), told["patience"], told["way_of"])

    def own(self, ids: Sequence[str]) -> Ints:
        return np.array([self.way_of.get(each, NOBODY) for each in ids], np.int64)


@dataclass(frozen=True)
class Odd:
    """A case that is unusual, with why; `at` is when the most surprising part was seen."""

    process: ProcessLog
    id: str
    score: float
    spread: Spread
    at: datetime
    running: bool
    oddities: Sequence[Oddity]
    columns: Sequence[str]
    said: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Facts:
    """What is known of a case beside its events."""

    name: str | None = None
    money: float | None = None
    currency: str | None = None


class UnusualCase:
    """Learns how cases run, and finds those that do not."""

    declaration = Declaration(
        name="unusual_case",
        kind="unusual_case",
        title="Cases that run as no other",
        question="Which running or lately ended cases skip, repeat, add or swap steps as others do not?",
        owner_role="process_owner",
        version=2,
        method=(
            "Every step is held against what other cases did after the steps before it and before the steps after it, "
            "and who did it against who does; and each step counts that nearly all cases had at some time before "
            "another, or after it, and this one has not. The case itself is left out of every count. A case is unusual "
            "where something in it is about 150 times rarer than is usual in its place. No labels are used. The chance "
            "is half the share of cases with such a score that the far end of the usual ones does not explain."
        ),
        limits=(
            "Unusual is not wrong: that half of what is odd is worth acting on is assumed, until verdicts teach it. A "
            "process with fewer than 100 ended cases, or whose cases mostly run each in its own way, is left out. How "
            "long steps took is not looked at, and who is new says little."
        ),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """How the cases of each process ran until then."""
        found = {}
        for name in log.processes_of_work():
            with log.process(name) as process:
                learnt = Process.learnt(cases_of(process, until), until)
            if learnt and learnt.spread.tells:
                found[name] = learnt.as_json()
        return {"processes": found}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """The unusual ones among the running and the lately ended, the most first."""
        found: list[Suspicion] = []
        for process, known in _known(log, learned):
            with process:
                odd = list(_unusual(process, known, cases_of(process, moment), moment))
                if odd:
                    places = _places(process, [each.id for each in odd])
                    facts = _facts(log, [each.id for each in odd], moment)
                    found += [_suspicion(each, facts.get(each.id, Facts()), places[each.id]) for each in odd]
        return sorted(found, key=lambda each: (-each.score, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """How well it foretells the steps that came from then to `until`."""
        given, at_all = [], []
        for process, known in _known(log, learned):
            with process:
                cases = cases_of(process, until)
            told = cases.told(until, known.patience, known.columns)
            asked, there, anywhere = known.usual.next_steps(each_alone(told, known.usual.words), known.own(cases.ids))
            later = (cases.at_us[asked.event] > microseconds(since)) & (asked.answer != asked.symbols - 1)
            given.append(there[later])
            at_all.append(anywhere[later])
        steps = sum(len(each) for each in given)
        if steps < FEWEST_STEPS:
            return None
        value, naive = (float(np.exp(np.log(np.concatenate(each)).mean())) for each in (given, at_all))
        return Measured(
            "chance given to the step that came (geometric mean)", value, naive, "how often each step comes at all",
            True, steps, since, until,
        )  # fmt: skip


def _known(log: EventLog, learned: Learned) -> Iterator[tuple[ProcessLog, Process]]:
    told = learned["processes"]
    assert isinstance(told, Mapping)
    for name in sorted(told):
        if name in log.processes():
            yield log.process(name), Process.of_json(told[name])


def _unusual(process: ProcessLog, known: Process, cases: ProcessCases, moment: datetime) -> Iterator[Odd]:
    told = cases.told(moment, known.patience, known.columns)
    lately = np.flatnonzero(cases.ended_us(known.patience) > microseconds(moment - RECENT))
    ways = each_alone(told, known.usual.words).pick(lately)
    own = known.own([cases.ids[case] for case in lately.tolist()])
    surprises = known.usual.surprises(ways, own)
    found: Floats = scores(surprises, ways)
    likely = [known.spread.chance(score) > known.spread.usual for score in found]
    telling = Telling(known.usual, surprises, own)
    for row in np.flatnonzero((found > known.spread.cut) & likely).tolist():
        case = int(lately[row])
        events = range(told.first[case], told.first[case + 1])
        said = [tuple(column[event] for column in told.said) for event in events]
        oddities = telling.oddities(row, said, int(ways.first[row]))
        at = datetime(1970, 1, 1) + timedelta(microseconds=int(cases.at_us[events[oddities[0].seen_at]]))
        running = not told.ended[case]
        yield Odd(process, cases.ids[case], float(found[row]), known.spread, at, running, oddities, known.columns, said)


def _suspicion(odd: Odd, facts: Facts, place: Place) -> Suspicion:
    chance, usual = odd.spread.chance(odd.score), odd.spread.usual
    weights = np.exp([each.excess for each in odd.oddities])
    points = (chance - usual) * weights / weights.sum()
    title = in_short(odd.oddities[0], odd.columns, odd.said)
    state = "It is still running" if odd.running else "It has ended"
    return Suspicion(
        subject_type=odd.process.object_type,
        subject_id=odd.id,
        score=odd.score,
        chance=chance,
        usual=usual,
        title=f"{object_label(odd.process.object_type)} {_name(odd, facts)}: {title}",
        summary=(
            f"Taken together, this is {_how_much_rarer(odd.score)} rarer than what cases of {odd.process.title} "
            f"usually do. {state}."
        ),
        since=odd.at,
        reasons=tuple(
            Reason(in_numbers(each, odd.columns), float(part), (odd.id,))
            for each, part in zip(odd.oddities, points, strict=True)
        ),
        suggestion=Suggestion("look_at_case", "Look at the case with whoever did the step"),
        place=place,
        money=None if facts.money is None else facts.money / CENTS,
        currency=facts.currency,
        peers=Peers(
            f"{odd.spread.cases:,} earlier cases of {odd.process.title}",
            "times rarer than usual",
            tuple(round(_rarer(each), 3) for each in odd.spread.ordered),
            round(_rarer(odd.score), 3),
        ),
    )


def _name(odd: Odd, facts: Facts) -> str:
    if facts.name and odd.process.object_type == "timesheet":
        week = datetime.fromisoformat(facts.name)
        return f"of the week to {week.day} {week:%b %Y}"
    return facts.name or odd.id


def _rarer(score: float) -> float:
    return float(np.exp(min(score, MOST_RARE)))


def _how_much_rarer(score: float) -> str:
    """In two figures; no log is so large that it tells more than a million apart."""
    if score >= MOST_RARE:
        return "more than a million times"
    return f"about {float(f'{_rarer(score):.2g}'):,.0f} times"


def _places(process: ProcessLog, ids: Sequence[str]) -> dict[str, Place]:
    there = [each.name for each in process.slices]
    columns = ", ".join(f"slice.{quoted(name)}" if name in there else "null" for name in PLACES)
    slices = "left join case_slice as slice using (case_no)" if there else ""
    rows = process.database.rows(
        f'select object_id, {columns} from "case" as kase {slices} where list_contains($ids::varchar[], object_id)',
        ids=list(ids),
    )
    return {case: Place(*values) for case, *values in rows}


def _facts(log: EventLog, ids: Sequence[str], moment: datetime) -> dict[str, Facts]:
    """Names and money as they were known then; nothing of a log that holds nothing of the business."""
    with known_then(log, moment) as then:
        if then is None:
            return {}
        try:
            statement = where_facts_are(then.database, load("models.detectors", "unusual_case_facts.sql"))
        except NotFound:
            return {}
        rows = then.database.rows(statement, ids=list(ids), moment=moment)
    return {case: Facts(name, money, currency) for case, name, money, currency in rows}


DETECTOR = UnusualCase()
