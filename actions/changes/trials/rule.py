"""A rule's trial: what it finds in the log with the definition that holds and with the proposed one.

No row is kept as of one legal entity: of which a thing is, the proposed statement says itself.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from actions.changes.trials.figures_beside import NOT_KNOWN
from actions.changes.trials.scratch import ready_for_business, scratch
from actions.changes.trials.trial import Question, Row, Table, Trial
from actions.changes.trials.twelve_months import names_of_months, twelve_months
from core.counted import many
from core.database import Database, telling_of_a_bad_statement
from core.errors import BadSettings
from core.settings import FirmSettings, firm_settings
from core.sql import load, quoted
from core.words import object_label
from eventlog.reading import EventLog
from metrics.figures import UNKNOWN, money_in_words
from metrics.header import read_declaration
from metrics.needs import said_of, untold
from metrics.period import Period
from metrics.rules.as_set import as_set
from metrics.rules.catalogue import TABLES
from metrics.rules.declaration import Rule
from metrics.rules.running import keep_found
from metrics.stored import base_currency

HERE = "actions.changes.trials"
NAMED = 20
"""Of what comes and of what goes so many are named."""
CENTS = 100
COLUMNS = ("found as it holds", "found as proposed", "come", "go", "money as it holds", "money as proposed")
THINGS = ("what", "which", "since", "entity", "money")


class Counted(NamedTuple):
    """Things that are found, of one entity or month; money in hundredths of the base currency, None: none has any."""

    key: str
    now: int
    then: int
    come: int
    go: int
    money_now: float | None
    money_then: float | None


def tried(question: Question) -> Trial:
    """BadSettings where the proposed rule cannot be run; one that holds and cannot be run finds nothing, and that is
    said."""
    settings = firm_settings(question.workspace)
    table = TABLES[Path(question.path).parts[1]]
    with scratch(question.workspace, settings.builder) as log:
        ready_for_business(log)
        log.database.run(f"drop view if exists fact.{quoted(table)}")
        log.database.run(load("metrics.rules", "_table.sql").replace("{table}", table))
        try:
            notes = [_find(log.database, question.path, (question.now, "now"), settings)]
        except BadSettings as error:
            notes = [f"As it holds it cannot be run: {error}"]
        notes.append(_find(log.database, question.path, (question.then, "then"), settings))
        return _told(log, question, " ".join(dict.fromkeys(filter(None, notes))))


def _find(database: Database, path: str, text_and_name: tuple[str | None, str], settings: FirmSettings) -> str:
    """Keep what the rule of a text finds under a name; returns what there is to say of its being run."""
    text, name = text_and_name
    table = f"fact.{TABLES[Path(path).parts[1]]}"
    database.run(f"create or replace table found_{name} as from {table} limit 0")
    if text is None:
        return ""
    declared = read_declaration(Rule, Path(path).stem, text, f"The rule {path}")
    held = as_set({declared.name: declared}, settings.rules)
    if not held:
        return f"[rules.{declared.name}] of firm.toml switches it off."
    (rule,) = held.values()
    if missing := untold(database, rule.needs):
        return said_of(missing)
    with telling_of_a_bad_statement(f"The rule {rule.name}"), database.transaction():
        keep_found(database, rule, TABLES[Path(path).parts[1]])
        database.run(f"insert into found_{name} from {table}; delete from {table}")
    return ""


def _told(log: EventLog, question: Question, notes: str) -> Trial:
    database, currency = log.database, base_currency(log.database)
    database.run(load(HERE, "rule_things.sql"))
    period = twelve_months(database)
    whole = _counted(database, "'all'", "true")
    entities = _counted(database, "coalesce(entity, '')", "true")
    months = _counted(
        database, "strftime(month, '%Y-%m')", f"month between '{period.first}'::date and '{period.last}'::date"
    )
    tables = (
        Table("By legal entity", ("entity", *COLUMNS), [_row(each, currency) for each in entities]),
        Table(
            f"By month, {period.title}", ("month", *COLUMNS), [_row(each, currency) for each in _each(months, period)]
        ),
        Table("Found by the proposed one only", THINGS, _named(database, "then", currency)),
        Table("Found by the one that holds only", THINGS, _named(database, "now", currency)),
    )
    return Trial(_sentence(whole, currency, question), tables, log.generation, notes)


def _counted(database: Database, key: str, condition: str) -> list[Counted]:
    text = load(HERE, "rule_counts.sql").replace("{key}", key).replace("{condition}", condition)
    return [Counted(*row) for row in database.rows(text)]


def _each(months: Sequence[Counted], period: Period) -> list[Counted]:
    """Every month of the period, also those in which nothing was found."""
    known = {each.key: each for each in months}
    return [known.get(name, Counted(name, 0, 0, 0, 0, None, None)) for name in names_of_months(period)]


def _row(counted: Counted, currency: str | None) -> Row:
    _, now, then, come, go, money_now, money_then = counted
    money = (_money(money_now, currency), _money(money_then, currency))
    return Row((counted.key or NOT_KNOWN, now, then, come, go, *money))


def _named(database: Database, definition: str, currency: str | None) -> list[Row]:
    found = database.rows(load(HERE, "rule_named.sql"), definition=definition, most=NAMED)
    return [
        Row(
            (object_label(kind), " ".join(filter(None, (name or object_id, part))), f"{raised_at:%Y-%m-%d}",
             entity or NOT_KNOWN, _money(money, currency)),
            thing=object_id,
        )
        for object_id, part, kind, name, entity, money, raised_at in found
    ]  # fmt: skip


def _sentence(whole: Sequence[Counted], currency: str | None, question: Question) -> str:
    _, now, then, come, go, money_now, money_then = whole[0] if whole else Counted("all", 0, 0, 0, 0, None, None)
    if question.now is None:
        return f"There is none yet. In the whole log it would find {many(then, 'thing')}{_worth(money_then, currency)}."
    found = f"In the whole log it finds {many(now, 'thing')} as it holds{_worth(money_now, currency)}"
    if question.then is None:
        return f"{found}, and would be taken away."
    if not come and not go and money_now == money_then:
        return f"{found}, and the same as proposed."
    comes = f"{come:,} come{'s' if come == 1 else ''}, {go:,} go{'es' if go == 1 else ''}"
    return f"{found} and {then:,} as proposed{_worth(money_then, currency)}: {comes}."


def _worth(money: float | None, currency: str | None) -> str:
    return "" if money is None else f" ({_money(money, currency)})"


def _money(money: float | None, currency: str | None) -> str:
    return UNKNOWN if money is None else money_in_words(money / CENTS, currency)
