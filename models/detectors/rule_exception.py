"""Open exceptions of the rules with a high severity: certain by declaration, so the chance is whether one stays as it
is. Of each rule it learns how long exceptions stood open; one is the more worth a look the less it ends by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.counted import many
from core.errors import NotFound
from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from metrics.rules.catalogue import rules
from metrics.rules.declaration import Rule
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.known_then import known_then
from models.survival import AHEAD, Survival, learned_stays, measured_stays

CENTS = 100
ROLES = {
    "Finance controller": "controller", "Group controller": "controller", "Procurement": "controller",
    "Project manager": "project_manager", "Resource manager": "resource_manager", "Line manager": "project_manager",
    "Partner": "approver", "Contract approver": "approver", "Contract owner": "controller",
}  # fmt: skip
"""The role that stands for the owner a rule names; any other is the process owner."""
ACTIONS = {
    "missing_data": ("chase_step", "Ask who holds the next step"),
    "conflicting_data": ("ask_for_correction", "Ask for a correction in the system that is wrong"),
    "mismatch": ("ask_for_correction", "Ask for a correction"),
    "breach": ("chase_step", "Ask who holds the next step"),
    "dispute": ("route_exception", "Route the dispute to whoever can answer the client"),
}
OF_RULES = {
    "contract_without_project": ("start_handoff", "Start the handoff: project, shell, staffing, budget, workspace"),
    "project_without_terms": ("confirm_terms", "Confirm the terms of the signed contract"),
    "order_number_missing": ("ask_for_correction", "Send the invoice again with the client's order number"),
    "invoice_without_billing_event": ("ask_for_correction", "Name what the invoice bills, or credit it"),
    "working_time_limit": ("secure_staff", "Plan somebody else for part of the next weeks"),
}


MONEY_IS = {
    "project_without_terms": " At stake is what was done without terms and is not paid: unbilled, or sent and open.",
}
MONEY_IS_NONE = {"project_without_terms": " Nothing waits to be billed or paid there yet."}
NO_MONEY = {
    "project_without_terms": " Time is approved on it, but at which rates is not known, so no money is told.",
}
"""By rule what its money means, and why there is none."""


@dataclass(frozen=True)
class Standing:
    """An exception that stands open at a moment."""

    rule: str
    object_id: str
    type: str
    name: str | None
    raised_at: datetime
    records: int
    money: float | None
    currency: str | None
    entity: str | None
    practice: str | None
    client: str | None
    project: str | None


class RuleException:
    """Finds them, and says how long others like it stood."""

    declaration = Declaration(
        name="rule_exception",
        kind="rule_exception",
        title="Exceptions of the rules",
        question="Which exceptions of high severity stand open, and which of them will not end by themselves?",
        owner_role="process_owner",
        version=1,
        method=(
            "Every open exception of a rule with high severity. The chance is the share of that rule's earlier "
            "exceptions, as old as this one, that still stood open seven days on (Kaplan-Meier), drawn to the share of "
            "all rules where there were few."
        ),
        limits=(
            "The chance is about whether it ends without anybody being told, not about whether the rule is right. A "
            "rule that the firm has just begun to keep has no history, and is told by the others."
        ),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """By rule, the days that exceptions stood open, and whether they had ended by then."""
        return learned_stays(_spans(log, until), until)

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Those that stand open at the moment, with most at stake first; what is at stake is what was so then."""
        there = rules("exceptions", log.workspace)
        survival = Survival(learned)
        with known_then(log, moment, "exceptions") as then:
            standing = _standing(then, moment) if then else []
        found = [_suspicion(there[each.rule], each, survival, moment) for each in standing]
        return sorted(found, key=lambda each: (-each.score, each.subject_id, each.kind or ""))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """Told each week of those open then, against whether they stood seven days later: the Brier score."""
        survival = Survival(learned)
        told: list[tuple[float, float]] = []
        moment = since
        while moment + AHEAD <= until:
            for rule, raised_at, ended_at in _spans(log, moment):
                if ended_at is None or ended_at > moment:
                    days = (moment - raised_at) / timedelta(days=1)
                    stays = ended_at is None or ended_at > moment + AHEAD
                    told.append((survival.chance(rule, days), float(stays)))
            moment += AHEAD
        return measured_stays(told, survival.usual, "the share of all rules, whatever the age", (since, until))


def _suspicion(rule: Rule, standing: Standing, survival: Survival, moment: datetime) -> Suspicion:
    days = (moment - standing.raised_at) / timedelta(days=1)
    chance, of_rule = survival.chance(rule.name, days), survival.of_rule(rule.name)
    stood = many(round(days), "day")
    money = None if standing.money is None else standing.money / CENTS
    action, text = OF_RULES.get(rule.name) or ACTIONS.get(rule.kind, ("look_at_case", "Look at the case"))
    known, ended = survival.known(rule.name)
    of_how_many = f" It is about {standing.records} records." if standing.records > 1 else ""
    return Suspicion(
        subject_type=standing.type,
        subject_id=standing.object_id,
        score=chance * (1.0 + (money or 0.0)),
        chance=chance,
        usual=survival.usual,
        title=f"{rule.title}: {_name(standing)}",
        summary=(
            f"So since {standing.raised_at:%-d %b %Y}, {stood}.{of_how_many}{_of_money(rule.name, money)} "
            f"The rule comes from: {rule.source}."
        ),
        since=standing.raised_at,
        reasons=(
            Reason(
                f"{ended} of {known} exceptions like it ended by themselves"
                if known
                else "No exception like it before",
                of_rule - survival.usual,
                (standing.object_id,),
            ),
            Reason(f"It has stood for {stood}", chance - of_rule, (standing.object_id,)),
        ),
        suggestion=Suggestion(action, text),
        place=Place(standing.entity, standing.practice, standing.client, standing.project),
        money=money,
        currency=standing.currency if money is not None else None,
        peers=_peers(rule, survival, days),
        kind=rule.name,
        owner_role=ROLES.get(rule.owner, "process_owner"),
    )


def _of_money(rule: str, money: float | None) -> str:
    """What the money at stake is where that is not plain, and why none is told."""
    if money is None:
        return NO_MONEY.get(rule, " No amount is on record for it, so no money is told.")
    return MONEY_IS.get(rule, "") if money else MONEY_IS_NONE.get(rule, "")


def _name(standing: Standing) -> str:
    if standing.name and standing.type == "timesheet":
        return f"week to {datetime.fromisoformat(standing.name):%-d %b %Y}"
    return standing.name or standing.object_id


def _peers(rule: Rule, survival: Survival, days: float) -> Peers | None:
    others = survival.days(rule.name)
    title = f"{len(others)} earlier ones that ended"
    return Peers(title, "days open", others, round(days, 3)) if len(others) > 1 else None


def _spans(log: EventLog, until: datetime) -> list[tuple[str, datetime, datetime | None]]:
    return _asked(log, "rule_exception_spans.sql", until)


def _standing(log: EventLog, moment: datetime) -> list[Standing]:
    return [Standing(*row) for row in _asked(log, "rule_exception_standing.sql", moment)]


def _asked(log: EventLog, statement: str, moment: datetime) -> list[Any]:
    high = [rule.name for rule in rules("exceptions", log.workspace).values() if rule.severity == "high"]
    try:
        text = where_facts_are(log.database, load("models.detectors", statement))
    except NotFound:
        # an imported log has no business, and so no rules
        return []
    if not log.database.value(
        "select count(*) from duckdb_tables() where schema_name = 'fact' and table_name = 'exception'"
    ):
        # the rules could not be run, which the generation tells elsewhere
        return []
    return log.database.rows(text, moment=moment, rules=high)


DETECTOR = RuleException()
