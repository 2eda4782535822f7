"""A process's trial: its cases built of the published log by the declaration that holds and by the proposed one, in a
scratch place beside it; and the indicators that count its cases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from actions.changes.trials.figures_beside import NOT_KNOWN, Figures, figures_of, months_that_differ, tables_of
from actions.changes.trials.process_cases import MOST_STEPS, NO_CASES, Cases, build_cases, cases_in
from actions.changes.trials.scratch import ready_for_business, scratch
from actions.changes.trials.trial import Question, Row, Table, Trial
from actions.changes.trials.twelve_months import twelve_months
from core.counted import many
from core.database import telling_of_a_bad_statement
from core.errors import BadSettings, NotFound
from core.settings import FirmSettings, checked, firm_settings, read_toml
from core.sql import literal, quoted
from eventlog.process_declaration import ProcessDeclaration
from eventlog.reading import EventLog
from metrics.catalogue import indicators
from metrics.declaration import Indicator
from metrics.figures import UNKNOWN
from metrics.period import Period
from metrics.shares import keep_shares

NOW, THEN = "as it holds", "as proposed"
"""Schemas of the scratch place: process names are slugs, so none is called like this."""
SPANS = "fact.case_span"
NAMED = 6
"""Steps that appear or vanish, in the sentence; the table has all."""
US_AN_HOUR = 3_600_000_000


def tried(question: Question) -> Trial:
    """Errors of the settings where the proposed declaration has mistakes, or names a calendar that is not there."""
    name, settings = Path(question.path).stem, firm_settings(question.workspace)
    then = _declared(question, question.then)
    try:
        now, note = _declared(question, question.now), ""
    except BadSettings as error:
        now, note = None, f"As it holds it cannot be read: {error}"
    with scratch(question.workspace, settings.builder) as log:
        built = {NOW: now, THEN: then}
        for schema, declaration in built.items():
            if declaration is not None:
                build_cases(log, declaration, schema)
        # an imported log has processes that nobody declared
        schemas = (NOW if now else name if name in log.processes() else None, THEN if then else None)
        before, after = (cases_in(log, built.get(schema), schema) if schema else NO_CASES for schema in schemas)
        counting = list(_counting(log, (name, schemas), settings)) if all(schemas) else []
        sentence = " ".join(filter(None, (_sentence(before, after), *(words for words, _ in counting))))
        tables = (*_tables(before, after), *(table for _, tables in counting for table in tables))
        if any(each.too_many_steps for each in (before, after)):
            note = f"{note} With more than {MOST_STEPS:,} steps its service levels are not told.".strip()
        return Trial(sentence, tables, log.generation, note)


def _declared(question: Question, text: str | None) -> ProcessDeclaration | None:
    if text is None:
        return None
    path = Path(question.path)
    content = {"name": path.stem, **read_toml(path, text)}
    return ProcessDeclaration(**checked(ProcessDeclaration, content, path, text))


def _sentence(now: Cases, then: Cases) -> str:
    if then is NO_CASES:
        return (
            f"It is taken away with its {many(now.cases, 'case')}; what a file of its own brought stays, as a process "
            "that nobody declared."
        )
    if now is NO_CASES:
        return f"There is none yet. It would have {many(then.cases, 'case')}, {_late(then)}."
    told = [f"{then_words} {title} instead of {now_words}" for title, now_words, then_words in _differing(now, then)]
    for words, names in (
        ("steps that appear", then.activities.keys() - now.activities.keys()),
        ("steps that vanish", now.activities.keys() - then.activities.keys()),
    ):
        told += [f"{words}: {_few(sorted(names))}"] if names else []
    if not told:
        return f"Nothing of it changes: {many(now.cases, 'case')}, {_late(now)}."
    return f"As proposed: {'; '.join(told)}."


def _few(names: list[str]) -> str:
    left = len(names) - NAMED
    return f"{', '.join(names[:NAMED])}{f' and {left:,} more' if left > 0 else ''}"


def _late(cases: Cases) -> str:
    return f"{_times_late(cases)} time{'' if cases.missed == 1 else 's'} past a service level"


def _times_late(cases: Cases) -> str:
    return UNKNOWN if cases.too_many_steps else f"{cases.missed:,}"


def _facts(cases: Cases) -> dict[str, str]:
    """What it comes to, in words, by what it is."""
    return {
        "cases": f"{cases.cases:,}",
        "times past a service level": _times_late(cases),
        "steps": f"{cases.steps:,}",
        "kinds of steps": f"{len(cases.activities):,}",
        "variants": f"{cases.variants:,}",
        "from the first to the last step (median)": _hours(cases.duration_us),
        "of working time (median)": _hours(cases.business_us),
    }


def _differing(now: Cases, then: Cases) -> list[tuple[str, str, str]]:
    """What is known of both and not the same."""
    before, after = _facts(now), _facts(then)
    pairs = [(title, before[title], after[title]) for title in after]
    return [each for each in pairs if each[1] != each[2] and UNKNOWN not in each]


def _hours(microseconds: float | None) -> str:
    return UNKNOWN if microseconds is None else f"{microseconds / US_AN_HOUR:,.1f} h"


def _tables(now: Cases, then: Cases) -> tuple[Table, ...]:
    before, after = _facts(now), _facts(then)
    return (
        Table("The process", ("what", NOW, THEN), [Row((title, before[title], after[title])) for title in after]),
        Table(
            "Service levels",
            ("service level", "hours it may take", "cases past it as it holds", "cases past it as proposed"),
            _levels(now, then),
        ),
        Table(
            "Steps that differ",
            ("step", "times as it holds", "times as proposed", "cases as it holds", "cases as proposed"),
            [
                Row((name, times, proposed, cases, proposed_cases))
                for name in sorted({*now.activities, *then.activities})
                for (times, cases), (proposed, proposed_cases) in [
                    (now.activities.get(name, (0, 0)), then.activities.get(name, (0, 0)))
                ]
                if (times, cases) != (proposed, proposed_cases)
            ],
        ),
        Table(
            "By legal entity",
            ("entity", "cases as it holds", "cases as proposed", "late as it holds", "late as proposed"),
            [
                Row(
                    (
                        name or NOT_KNOWN, now.entities.get(name, 0), then.entities.get(name, 0),
                        _of_known(*now.missed_in(name)), _of_known(*then.missed_in(name)),
                    ),
                    name or None,
                )
                for name in sorted({*now.entities, *then.entities})
            ],
        ),
    )  # fmt: skip


def _of_known(known: int, missed: int) -> str:
    return f"{missed:,} of {known:,}" if known else UNKNOWN


def _levels(now: Cases, then: Cases) -> list[Row]:
    rows = []
    for name in dict.fromkeys([*then.levels, *now.levels]):
        one, other = now.levels.get(name), then.levels.get(name)
        hours = [UNKNOWN if each is None else f"{each.hours:g}" for each in (one, other)]
        late = [_of_known(each.known, each.missed) if each else UNKNOWN for each in (one, other)]
        rows.append(Row((name, hours[0] if hours[0] == hours[1] else f"{hours[1]} instead of {hours[0]}", *late)))
    return rows


def _counting(
    log: EventLog, names: tuple[str, tuple[str | None, str | None]], settings: FirmSettings
) -> Iterator[tuple[str, tuple[Table, ...]]]:
    """Of each indicator that counts the cases of processes, the sentence and the months that differ."""
    name, schemas = names
    counting = [one for one in indicators(log.workspace).values() if SPANS in one.statement]
    try:
        ready_for_business(log)
    except NotFound:
        return
    period = twelve_months(log.database)
    log.database.run(f"create temp table other_span as from {SPANS} where process <> {literal(name)}")
    log.database.run(f"drop view {SPANS}")
    figures: list[list[Figures]] = []
    for schema in schemas:
        own = f"union all select {literal(name)}, object_no, make_timestamp(start_us), make_timestamp(end_us) from "
        own = f'{own}{quoted(schema)}."case"' if schema else ""
        log.database.run(f"create or replace table {SPANS} as from other_span {own}")
        figures.append([_made(log, one, settings, period) for one in counting])
    for one, now, then in zip(counting, *figures, strict=True):
        months = months_that_differ(now, then)
        if months:
            words = f"{one.title} differs in {many(months, 'month')} of 12, because it counts these cases."
            *_, by_month = tables_of(now, then, period)
            yield words, (replace(by_month, title=f"{one.title}: {by_month.title[0].lower()}{by_month.title[1:]}"),)


def _made(log: EventLog, one: Indicator, settings: FirmSettings, period: Period) -> Figures:
    with telling_of_a_bad_statement(f"The indicator {one.name}"), log.database.transaction():
        keep_shares(log.database, one)
    return figures_of(log, one, settings, period)
