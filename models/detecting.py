"""Running the detectors over a generation: each learns if that is due, scores what is there now, and its findings are
taken in. One that fails leaves the others as they are."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from core.errors import NotFound
from core.progress import Progress, part_of, silent
from core.settings import FirmSettings, firm_settings
from core.sql import load
from core.state import State
from core.workspace import Workspace, write_durably
from eventlog.process_declaration import declared_processes
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from metrics.needs import said_of, untold
from metrics.stored import base_currency
from models.catalogue import detector, detectors
from models.detector import Declaration, Detector, Suspicion
from models.findings.people import People, people_of
from models.findings.raising import Look, Raised, raise_findings
from models.findings.seen import Seen
from models.findings.teaching import least_chances
from models.lateness.unknown_steps import unknown_steps
from models.training import trained

NOTE = "detected.json"
RULES = "rule_exception"


@dataclass(frozen=True)
class Detected:
    """What one detector found in a generation, or why it could not look."""

    name: str
    title: str
    new: int = 0
    again: int = 0
    gone: int = 0
    reopened: int = 0
    failed: str | None = None
    lacks: str = ""
    """Where it found nothing, as nothing of the kind that it looks at is there: the sentence that says so."""
    slips: str = ""
    """What it could not go by of what the firm declares, as it is written wrongly: the sentences that say so."""

    @property
    def standing(self) -> int:
        """How many it suspects now."""
        return self.new + self.again + self.reopened


@dataclass(frozen=True)
class LastLook:
    """When the detectors last looked, at which generation, and what each found."""

    generation: int
    moment: datetime
    at: datetime
    detected: tuple[Detected, ...]


def detect(state: State, log: EventLog, names: Sequence[str] = (), progress: Progress = silent) -> list[Detected]:
    """Run the named detectors, or all, over a generation that its owner has opened."""
    chosen = [detector(name).declaration.name for name in names] or detectors()
    # what models see of the same things joins the findings of rules, which must be there
    chosen = sorted(chosen, key=lambda name: name != RULES)
    moment = moment_of(log)
    if moment is None:
        return []
    settings, people, rates = firm_settings(log.workspace), people_of(log), Rates.of(log, moment)
    found = []
    for number, name in enumerate(chosen):
        part = part_of(progress, number / len(chosen), (number + 1) / len(chosen))
        title = name
        try:
            one = detector(name)
            title = one.declaration.title
            part(0.0, title)
            found.append(_detect(state, log, one, settings, (moment, people, rates)))
        except Exception as error:
            # what a detector may meet is not known here, and it must not stop the others
            logging.getLogger(__name__).info("The detector %s failed", name, exc_info=True)
            found.append(Detected(name, title, failed=str(error) or type(error).__name__))
    if not names:
        _note(log.workspace, LastLook(log.generation, moment, datetime.now(UTC), tuple(found)))
    return found


def moment_of(log: EventLog) -> datetime | None:
    """The moment that a generation tells of: up to which it is complete, else its last event; None for an empty one."""
    try:
        found: datetime | None = log.database.value(where_facts_are(log.database, "select as_of from fact.span"))
    except NotFound:
        found = log.database.value(load("eventlog", "data_to.sql"))
    return found


def last_look(workspace: Workspace) -> LastLook | None:
    """The last time all detectors looked; None where they have not yet."""
    try:
        told = json.loads((workspace.root / "models" / NOTE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    moments = {name: datetime.fromisoformat(told[name]) for name in ("moment", "at")}
    return LastLook(told["generation"], **moments, detected=tuple(Detected(**each) for each in told["detected"]))


@dataclass(frozen=True)
class Rates:
    """What a unit of each currency is worth in the firm's own; without one of its own every amount stands as it is."""

    base: str | None
    worth: Mapping[str, float]

    @staticmethod
    def of(log: EventLog, moment: datetime) -> "Rates":
        try:
            statement = where_facts_are(log.database, load("models", "rates.sql"))
        except NotFound:
            return Rates(None, {})
        return Rates(base_currency(log.database), dict(log.database.rows(statement, day=moment.date())))

    def base_money(self, suspicion: Suspicion) -> float | None:
        """The money at stake in the firm's own currency; None where it has none, or no rate is known."""
        if suspicion.money is None or self.base is None or suspicion.currency == self.base:
            return suspicion.money
        worth = self.worth.get(suspicion.currency or "")
        return None if worth is None else suspicion.money * worth


def _detect(
    state: State, log: EventLog, one: Detector, settings: FirmSettings, known: tuple[datetime, People, Rates]
) -> Detected:
    moment, people, rates = known
    lacks = _lacks(log, one.declaration)
    saved = trained(state, log, one, moment, settings.review, lacks=bool(lacks))
    suspicions = one.score(log, saved.learned, moment)
    look = Look(
        one.declaration,
        log.generation,
        moment,
        least_chances(state),
        settings.review.audit_share,
        settings.review.seed,
    )
    seen = [Seen(each, rates.base_money(each), people.named_in(each)) for each in suspicions]
    result: Raised = raise_findings(state, look, seen)
    told = "" if suspicions else lacks
    slips = unknown_steps(log) if one.declaration.of_service_levels else ""
    return Detected(one.declaration.name, one.declaration.title, **asdict(result), lacks=told, slips=slips)


def _lacks(log: EventLog, declaration: Declaration) -> str:
    if missing := untold(log.database, declaration.needs):
        return said_of(missing)
    return _without_levels(log) if declaration.of_service_levels else ""


def _without_levels(log: EventLog) -> str:
    declared = declared_processes(log.workspace)
    own = [declared[name] for name in log.processes_of_work() if name in declared]
    if any(each.service_levels for each in own):
        return ""
    return (
        "No process of this log has a service level: [[service_levels]] in processes/NAME.toml declare them, and "
        "calendar whose working hours count, else all hours do."
    )


def _note(workspace: Workspace, look: LastLook) -> None:
    place = workspace.root / "models" / NOTE
    place.parent.mkdir(exist_ok=True)
    write_durably(place, json.dumps(asdict(look), indent=1, default=datetime.isoformat) + "\n")
