"""The trial of targets: which of the last twelve whole months would have been off target, with those that hold and with
the proposed ones. The figures are those that are published."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from actions.changes.trials.figures_beside import ENTITY, MONTH, NOT_KNOWN, WHOLE, Figures, Key, figures_of
from actions.changes.trials.trial import Question, Row, Table, Trial
from actions.changes.trials.twelve_months import twelve_months
from core.access import Viewer
from core.counted import many
from core.errors import NotFound
from core.metric_settings import Target
from core.settings import FirmSettings, checked, firm_settings, read_toml
from eventlog.reading import EventLog, open_log
from metrics.figures import UNKNOWN, in_words
from metrics.narrowing import WITHOUT_BUSINESS
from metrics.stored import stored_indicators

COLUMNS = ("measure", "value", "as it holds", "as proposed")


class Held(NamedTuple):
    """The figures of one indicator against the targets that hold and the proposed ones, and the measures whose target
    changes."""

    now: Figures
    then: Figures
    measures: frozenset[str]

    def keys(self, kind: str) -> list[Key]:
        return [key for key in self.now.by_key if key[0] == kind and key[2] in self.measures]

    def missed(self, figures: Figures) -> int:
        """How many months are off target by one of the measures."""
        return len({key[1] for key in self.keys(MONTH) if (how := figures.standing(key)) and how.is_missed})


def tried(question: Question) -> Trial:
    """NotFound where nothing is published yet, or a log that has no indicators."""
    now, then = (_targets(question, text) for text in (question.now, question.then))
    changed = {name: _differ(now.get(name, {}), then.get(name, {})) for name in sorted({*now, *then})}
    settings = firm_settings(question.workspace)
    with open_log(question.workspace, Viewer.owner(), limits=settings.reader) as log:
        there = stored_indicators(log)
        if not there:
            raise NotFound(WITHOUT_BUSINESS)
        unknown = [name for name, measures in changed.items() if measures and name not in there]
        period = twelve_months(log.database)
        held = [
            Held(_against(figures, now.get(name, {})), _against(figures, then.get(name, {})), measures)
            for name, measures in changed.items()
            if measures and name in there
            for figures in [figures_of(log, there[name], settings, period)]
        ]
        sentences = [_sentence(log, each) for each in held]
        sentences += [f"The log has no figures of {', '.join(unknown)}."] if unknown else []
        tables = (
            Table(f"All of {period.title}", COLUMNS, list(_rows(held, WHOLE))),
            Table("Legal entities over these months", ("entity", *COLUMNS), list(_rows(held, ENTITY))),
            Table("Months", ("month", *COLUMNS), list(_rows(held, MONTH))),
        )
        return Trial(" ".join(sentences) or "No target changes.", tables, log.generation)


def _targets(question: Question, text: str | None) -> Mapping[str, Mapping[str, Target]]:
    path = question.workspace.settings_file
    return FirmSettings(**checked(FirmSettings, read_toml(path, text or ""), path)).all_targets()


def _differ(now: Mapping[str, Target], then: Mapping[str, Target]) -> frozenset[str]:
    return frozenset(name for name in {*now, *then} if now.get(name) != then.get(name))


def _against(figures: Figures, targets: Mapping[str, Target]) -> Figures:
    return replace(figures, targets=targets)


def _sentence(log: EventLog, held: Held) -> str:
    keys = held.keys(WHOLE)
    if not keys:
        return f"No figure has the measure {', '.join(sorted(held.measures))}."
    of = held.now.by_key[keys[0]]
    title = stored_indicators(log)[of.indicator].title
    now, then = held.missed(held.now), held.missed(held.then)
    as_it_holds = "as many" if now == then else f"{now:,}"
    return f"{title}: {many(then, 'month')} of 12 would have been off target, as it holds {as_it_holds}."


def _rows(found: list[Held], kind: str) -> Iterator[Row]:
    for held in found:
        for key in sorted(held.keys(kind), key=lambda key: key[1]):
            total = held.now.by_key[key]
            named = () if kind == WHOLE else (key[1] or NOT_KNOWN,)
            stands = (_stands(held.now, key), _stands(held.then, key))
            yield Row((*named, total.title, in_words(total), *stands), key[1] or None if kind == ENTITY else None)


def _stands(figures: Figures, key: Key) -> str:
    found = figures.standing(key)
    if found:
        return found.words
    return "no target" if key[2] not in figures.targets else UNKNOWN
