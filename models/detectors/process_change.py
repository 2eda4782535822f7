"""Processes that run otherwise since a date, as a whole or in one entity: windows of ended cases side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from eventlog.reading import EventLog, ProcessLog
from models.case_surprise.of_process import ACTIVITY, cases_of
from models.case_surprise.ways import Ints, Words, each_alone
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.process_change.scan import LEAST, Change, Windows, by_chance, changes
from models.process_change.traits import Traits, traits_of
from models.process_change.words import in_words, shares_in_words

RECENT = timedelta(days=90)
"""A change is told for so long from when enough cases had ended since."""
SHUFFLES, SEED = 19, 1
ALL = ""
"""The slice that is the whole process."""
MOST_CHANCE = 0.95
SPAN = timedelta(days=56)
"""A window reaches over so long, so that one busy or quiet week is no change."""
LEAST_SHARE = 0.25
"""What fewer of the cases do otherwise is not told."""


@dataclass(frozen=True)
class Cases:
    """Ended cases of a process or of one entity of it, in the order in which they ended."""

    entity: str
    ended: Sequence[datetime]
    windows: Windows
    traits: Traits
    activities: Sequence[str]


@dataclass(frozen=True)
class Seen:
    """A change, with what chance alone gave when it was learnt."""

    process: ProcessLog
    cases: Cases
    change: Change
    by_chance: Sequence[float]

    @property
    def since(self) -> datetime:
        return self.cases.ended[self.change.at]


class ProcessChange:
    """Learns what strength chance alone gives, and finds what is stronger."""

    declaration = Declaration(
        name="process_change",
        kind="process_change",
        title="Processes that run otherwise since a date",
        question="Which processes take other steps, or in another order, than they did until lately?",
        owner_role="process_owner",
        version=1,
        method=(
            "Cases that have ended, by entity, in the order in which they did; two windows of some weeks side by side, "
            "moved along. Of every trait (a step is there, repeats, follows another at once or later) the shares are "
            "compared by their standard error. A change is a peak of the three largest above 5 and above all of 19 "
            "shuffles of the cases learnt from, where a quarter of the cases run otherwise. The chance is the share of "
            "shuffles that were weaker."
        ),
        limits=(
            "That it changed is not that it became worse. A change is seen once a window of cases has ended since; "
            "one that comes and goes within a window, or shows in a single rare step, is not seen. How long steps "
            "take is not looked at."
        ),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """The greatest strength in shuffles, by process and entity."""
        found = {}
        for name in log.processes_of_work():
            with log.process(name) as process:
                found[name] = {
                    each.entity: by_chance(each.traits, each.windows, SHUFFLES, SEED) for each in _cases(process, until)
                }
        return {"by_chance": found}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """The last change of each process and entity, if it could not be seen long ago, the strongest first."""
        told = learned["by_chance"]
        assert isinstance(told, Mapping)
        found: list[Suspicion] = []
        for name in sorted(set(told) & set(log.processes())):
            with log.process(name) as process:
                found += [_suspicion(each) for each in _last_changes(process, told[name], moment)]
        return sorted(found, key=lambda each: (-each.score, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """A log does not tell when its process was changed: it is measured where that is known (docs/models.md)."""
        return None


def _last_changes(process: ProcessLog, told: object, moment: datetime) -> Iterator[Seen]:
    assert isinstance(told, Mapping)
    for each in _cases(process, moment):
        if each.entity in told:
            strong = [
                change
                for change in changes(each.traits, each.windows, max([LEAST, *told[each.entity]]))
                if min(abs(since - before) for _, _, before, since in change.traits) >= LEAST_SHARE
            ]
            if strong and each.ended[strong[-1].at + each.windows.since - 1] > moment - RECENT:
                yield Seen(process, each, strong[-1], told[each.entity])


def _cases(process: ProcessLog, moment: datetime) -> Iterator[Cases]:
    """Of each entity, or of the whole process where it has none, if there are enough."""
    cases = cases_of(process, moment)
    told = cases.told(moment, cases.patience(), (ACTIVITY,))
    words = Words.of(told)
    order = np.lexsort((np.array(cases.ids, str), cases.last_us)) if cases.ids else np.array([], np.int64)
    alone = each_alone(told, words)
    for entity, which in _by_entity(process, cases.ids, order[told.ended[order]]):
        times = [datetime(1970, 1, 1) + timedelta(microseconds=us) for us in cases.last_us[which].tolist()]
        # not counted from the first few, which may have ended long before the firm's systems were there
        span = times[-1] - times[len(times) // 10] if times else SPAN
        windows = Windows.of(len(times), int(0.9 * len(times) * (SPAN / max(span, SPAN))))
        if windows:
            yield Cases(entity, times, windows, traits_of(alone.pick(which), words.many(0)), words.known[0])


def _by_entity(process: ProcessLog, ids: Sequence[str], ended: Ints) -> Iterator[tuple[str, Ints]]:
    if not any(each.name == "entity" for each in process.slices):
        yield ALL, ended
        return
    rows = process.database.rows(
        'select object_id, entity from "case" join case_slice using (case_no) where entity is not null'
    )
    entity_of = dict(rows)
    here = np.array([entity_of.get(ids[case], ALL) for case in ended.tolist()], object)
    for entity in sorted(set(here.tolist()) - {ALL}):
        yield entity, ended[here == entity]


def _suspicion(seen: Seen) -> Suspicion:
    change, cases = seen.change, seen.cases
    weaker = sum(each < change.strength for each in seen.by_chance)
    usual = 1 / (len(seen.by_chance) + 1)
    chance = min(MOST_CHANCE, weaker / (len(seen.by_chance) + 1))
    weights = np.array([z * z for _, z, _, _ in change.traits])
    points = ((chance - usual) * weights / weights.sum()).tolist()
    names = [in_words(cases.traits.names[number], cases.activities) for number, *_ in change.traits]
    where = f"{seen.process.title}, {cases.entity}" if cases.entity else seen.process.title
    day = f"{seen.since.day} {seen.since:%b %Y}"
    _, _, before, since = change.traits[0]
    return Suspicion(
        subject_type="process",
        subject_id=f"{seen.process.name}/{cases.entity}" if cases.entity else seen.process.name,
        score=change.strength,
        chance=chance,
        usual=usual,
        title=f"{where} runs otherwise since {day}: {names[0]}",
        summary=f"{names[0][0].upper()}{names[0][1:]}: {shares_in_words(before, since, change.windows)}.",
        since=seen.since,
        reasons=tuple(
            Reason(f"{name}: {shares_in_words(share, later, change.windows)}", part)
            for name, (_, _, share, later), part in zip(names, change.traits, points, strict=True)
        ),
        suggestion=Suggestion("look_at_case", "Ask the process owner whether the change was meant"),
        place=Place(entity=cases.entity or None),
        peers=Peers(
            f"{len(seen.by_chance)} shuffles of the earlier cases, which change nowhere",
            "standard errors",
            tuple(seen.by_chance),
            round(change.strength, 3),
        ),
    )


DETECTOR = ProcessChange()
