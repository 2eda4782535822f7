"""What a build makes of the log for the indicators: the facts, what the rules find in them, and every share."""

from collections.abc import Callable, Iterable

from core.calendars import Calendar
from core.database import Database, telling_of_a_bad_statement
from core.errors import BadSettings
from core.metric_settings import MetricSettings
from core.words import object_types
from core.workspace import Workspace
from eventlog.acts.declaration import OWN_TYPES
from metrics.catalogue import catalogue
from metrics.facts.making import make_facts
from metrics.lost_histories import keep_lost
from metrics.lost_words import Lost
from metrics.rules.catalogue import TABLES, declared_rules, place_of_rule, rules
from metrics.rules.running import find_exceptions
from metrics.shares import keep_base_currency, keep_reason, keep_shares, nothing_kept


def make_indicators(
    database: Database,
    workspace: Workspace,
    calendars: Callable[[str], Calendar],
    settings: MetricSettings,
    lost: Iterable[Lost] = (),
) -> None:
    """Make facts, exceptions, gaps and shares anew in a generation under construction.

    An indicator that cannot be made, or a rule that cannot be run, stops no build: it is left out, and the generation
    keeps the reason. A log that has nothing of what the business deals with, such as an imported one, has none of ours.
    `lost` is what no history tells.
    """
    nothing_kept(database)
    keep_lost(database, lost)
    there = catalogue(workspace)
    of_the_business = _is_of_the_business(database)
    wanted = {name: one for name, one in there.indicators.items() if of_the_business or name in there.own}
    for name, reason in there.left_out.items():
        keep_reason(database, name, reason)
    if not wanted:
        return
    with database.transaction():
        make_facts(database, calendars, settings)
        keep_base_currency(database)
    if of_the_business:
        make_exceptions(database, workspace)
    for one in wanted.values():
        try:
            with telling_of_a_bad_statement(f"The indicator {one.name}"), database.transaction():
                keep_shares(database, one)
        except BadSettings as error:
            keep_reason(database, one.name, str(error))


def make_exceptions(database: Database, workspace: Workspace) -> None:
    """Run the rules on the facts that are made, and keep why one could not be run."""
    left_out = {
        place_of_rule(folder, name): reason
        for folder in TABLES
        for name, reason in declared_rules(folder, workspace).left_out.items()
    }
    left_out |= find_exceptions(database, {folder: rules(folder, workspace) for folder in TABLES})
    for place, reason in left_out.items():
        keep_reason(database, place, reason)


def _is_of_the_business(database: Database) -> bool:
    known = database.column("select name from object_type where type_no in (select type_no from object)")
    return not set(known).isdisjoint(object_types().keys() - set(OWN_TYPES))
