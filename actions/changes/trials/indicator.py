"""An indicator's trial: its figures of the last twelve whole months as it holds and as proposed.

No row is kept as of one legal entity: of which a share is, the proposed statement says itself.
"""

from pathlib import Path

from actions.changes.trials.figures_beside import (
    NOTHING,
    WHOLE,
    Figures,
    are_alike,
    figures_of,
    months_that_differ,
    tables_of,
)
from actions.changes.trials.scratch import ready_for_business, scratch
from actions.changes.trials.trial import Question, Trial
from actions.changes.trials.twelve_months import twelve_months
from core.counted import many
from core.database import telling_of_a_bad_statement
from core.errors import BadSettings
from core.settings import FirmSettings, firm_settings
from eventlog.reading import EventLog
from metrics.declaration import Indicator
from metrics.header import read_declaration
from metrics.needs import said_of, untold
from metrics.period import Period
from metrics.shares import keep_shares


def tried(question: Question) -> Trial:
    """BadSettings where the proposed definition cannot be run; one that holds and cannot be run has no figures, and
    that is said."""
    settings = firm_settings(question.workspace)
    with scratch(question.workspace, settings.builder) as log:
        ready_for_business(log)
        period, note = twelve_months(log.database), ""
        try:
            now = _figures(log, question.path, question.now, (settings, period))
        except BadSettings as error:
            now, note = NOTHING, f"As it holds it cannot be run: {error}"
        then = _figures(log, question.path, question.then, (settings, period))
        note = f"{note} {_untold(log, question)}".strip()
        return Trial(_sentence(now, then, period), tables_of(now, then, period), log.generation, note)


def _read(path: str, text: str) -> Indicator:
    return read_declaration(Indicator, Path(path).stem, text, f"The indicator {path}")


def _figures(log: EventLog, path: str, text: str | None, known: tuple[FirmSettings, Period]) -> Figures:
    if text is None:
        return NOTHING
    indicator = _read(path, text)
    with telling_of_a_bad_statement(f"The indicator {indicator.name}"), log.database.transaction():
        keep_shares(log.database, indicator)
    return figures_of(log, indicator, *known)


def _untold(log: EventLog, question: Question) -> str:
    missing = untold(log.database, _read(question.path, question.then).needs) if question.then else []
    return said_of(missing) if missing else ""


def _sentence(now: Figures, then: Figures, period: Period) -> str:
    key = next(key for key in (then.by_key or now.by_key) if key[0] == WHOLE)
    title = (then.by_key.get(key) or now.by_key[key]).title
    if not now.by_key:
        return f"There is none yet. {title} would be {then.in_full(key)} over {period.title}."
    if not then.by_key:
        return f"There would be none any more. {title} is {now.in_full(key)} over {period.title}."
    months = months_that_differ(now, then)
    if are_alike(now, then):
        return f"No figure of {period.title} changes: {title} is {now.in_full(key)}."
    return (
        f"{title} over {period.title} is {now.in_full(key)} as it holds and {then.in_full(key)} as proposed; "
        f"{many(months, 'month')} of 12 differ{'s' if months == 1 else ''}."
    )
