"""The findings that detectors would have raised at moments of the past, had they looked then: for trying a policy in a
firm that has none yet. They learn once, from what was known at the first moment, and score each with what was known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from actions.policies.declaration import Policy
from actions.policies.past import Past, Then
from core.access import Viewer
from core.errors import WrongUse
from eventlog.reading import EventLog
from metrics.rules.catalogue import rules
from models.catalogue import detector, detectors
from models.detecting import Rates
from models.detector import Detector, Suspicion
from models.findings.finding import Finding, FindingState
from models.findings.reading import findings_in
from models.findings.seen import Key

OF_RULES = "rule_exception"


def rehearsed(connection: Connection, log: EventLog, policy: Policy, moments: Sequence[datetime]) -> Past:
    """The past at these moments, which like the log's have no zone; verdicts are those on the findings there are."""
    chosen = _telling_of(policy, log)
    if not moments or not chosen:
        raise WrongUse("A policy is tried on moments at which a detector of its kinds can look. Name some of both.")
    ordered = sorted(moments)
    learnt = [(one, one.fit(log, ordered[0])) for one in chosen]
    numbers: dict[Key, int] = {}
    lives: dict[int, list[Then]] = {}
    for moment in ordered:
        rates = Rates.of(log, moment)
        seen = {
            finding.number: finding
            for one, learned in learnt
            for suspicion in one.score(log, learned, moment)
            for finding in [_finding(one, suspicion, rates.base_money(suspicion), (moment, numbers))]
        }
        _live_on(lives, seen, moment.replace(tzinfo=UTC))
    known = {each.key: each.state for each in findings_in(connection, Viewer.owner())}
    states = {number: known.get(key, FindingState.OPEN) for key, number in numbers.items()}
    return Past(lives, [moment.replace(tzinfo=UTC) for moment in ordered], states)


def _telling_of(policy: Policy, log: EventLog) -> list[Detector]:
    when, of_rules = policy.when, set(policy.when.kinds) & set(rules("exceptions", log.workspace))
    found = [detector(name) for name in detectors()]
    return [
        one
        for one in found
        if one.declaration.name in when.detectors
        or one.declaration.kind in when.kinds
        or (of_rules and one.declaration.name == OF_RULES)
    ]


def _finding(
    one: Detector, suspicion: Suspicion, base_money: float | None, at: tuple[datetime, dict[Key, int]]
) -> Finding:
    moment, numbers = at
    told, aware = one.declaration, moment.replace(tzinfo=UTC)
    kind = suspicion.kind or told.kind
    number = numbers.setdefault((kind, suspicion.subject_type, suspicion.subject_id), len(numbers) + 1)
    return Finding(
        number,
        told.name,
        told.version,
        kind,
        FindingState.OPEN,
        told.owner_role,
        suspicion,
        base_money,
        aware,
        aware,
        0,
    )


def _live_on(lives: dict[int, list[Then]], seen: dict[int, Finding], moment: datetime) -> None:
    for number, finding in seen.items():
        lives.setdefault(number, []).append(Then(moment, finding))
    for number, life in lives.items():
        last = life[-1].finding
        if number not in seen and last.state is FindingState.OPEN:
            life.append(Then(moment, replace(last, state=FindingState.GONE)))
