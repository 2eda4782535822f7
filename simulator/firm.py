"""Who is in the pretend firm: three legal entities, their practices, clients, consultants, desks and projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from simulator import names
from simulator.chance import dice, skewed
from simulator.desks import Desk
from simulator.troubles import LATE_PRACTICE, Troubles
from simulator.working_time import LONDON, MUNICH, NEW_YORK, Office

FIRST_DEAL = datetime(2024, 4, 2, tzinfo=UTC)
LAST_DEAL = datetime(2026, 4, 10, tzinfo=UTC)
EXTRACTED = datetime(2026, 4, 15, 6, 0, tzinfo=UTC)
PRACTICES = ("Strategy", "Technology", LATE_PRACTICE, "Operations")
BILLING_TYPES = ("Time and materials", "Milestone", "Fixed fee", "Retainer")


@dataclass(frozen=True)
class Entity:
    """A legal entity of the group."""

    name: str
    office: Office
    region: str
    currency: str
    dearness: float


ENTITIES = (
    Entity("New York", NEW_YORK, "Americas", "USD", 1.0),
    Entity("London", LONDON, "UK & Ireland", "GBP", 0.78),
    Entity("Munich", MUNICH, "DACH", "EUR", 0.9),
)


@dataclass(frozen=True)
class Client:
    """Who pays, and how."""

    name: str
    days_late: float
    disputes: float


@dataclass(frozen=True)
class Project:
    """One engagement, as it was sold."""

    code: str
    entity: Entity
    client: Client
    practice: str
    billing_type: str
    value: float
    manager: str
    team: tuple[str, ...]
    months: int
    found: datetime


class Firm:
    """The whole group: its desks by name and entity, and the projects it will win."""

    def __init__(self, seed: int, people: int, projects: int, troubles: Troubles) -> None:
        self.seed, self.troubles = seed, troubles
        taken: set[str] = set()
        self.desks = {
            (role, entity.name): desk
            for entity in ENTITIES
            for role, desk in _desks(dice(seed, "desks", entity.name), entity, projects, taken, troubles)
        }
        self.staff = {
            entity.name: [
                names.person(dice(seed, "person", entity.name, number), entity.name, taken)
                for number in range(max(4, people // len(ENTITIES)))
            ]
            for entity in ENTITIES
        }
        self.clients = {entity.name: _clients(seed, entity, projects, troubles) for entity in ENTITIES}
        self.projects = [self._project(number) for number in range(projects)]

    def _project(self, number: int) -> Project:
        rng = dice(self.seed, "project", number)
        entity = rng.choices(ENTITIES, (5, 3, 4))[0]
        clients = self.clients[entity.name]
        team = rng.sample(self.staff[entity.name], rng.randint(2, 4))
        months = rng.randint(4, 12)
        return Project(
            code=f"NA-{1001 + number}",
            entity=entity,
            client=rng.choices(clients, [1 / (rank + 3) for rank in range(len(clients))])[0],
            practice=rng.choice(PRACTICES),
            billing_type=rng.choices(BILLING_TYPES, (5, 4, 2, 2))[0],
            value=round(skewed(rng, 45_000 * months * entity.dearness, 0.5), -2),
            manager=team[0],
            team=tuple(team),
            months=months,
            found=FIRST_DEAL + (LAST_DEAL - FIRST_DEAL) * rng.random(),
        )


def _clients(seed: int, entity: Entity, projects: int, troubles: Troubles) -> list[Client]:
    listed = []
    for name in names.clients(entity.name, max(4, projects // 14)):
        rng = dice(seed, "client", name)
        listed.append(Client(name, days_late=skewed(rng, 7, 0.9), disputes=troubles.dispute_rate(name)))
    return listed


def _desks(rng: Random, entity: Entity, projects: int, taken: set[str], troubles: Troubles) -> list[tuple[str, Desk]]:
    """The people of an entity who check, approve, create and bill. Months end for all at once, so billing queues."""

    def desk(role: str, share: float, hours: float, notices: float, weekdays: str = "01234") -> tuple[str, Desk]:
        people = [names.person(rng, entity.name, taken) for _ in range(max(1, round(projects / 300 * share)))]
        return role, Desk(role, entity.office, people, hours, notices, frozenset(map(int, weekdays)))

    slow = troubles.slow_contract_approver and entity.name == "Munich"
    return [
        desk("Account executive", 4, 2.0, 2.0),
        desk("Contract approver", 1, 9.0 if slow else 3.0, 4.0, "13" if slow else "01234"),
        desk("Master data clerk", 1, 2.5, 6.0),
        desk("Project accountant", 1, 2.0, 3.0),
        desk("Resource manager", 1, 1.5, 8.0),
        desk("Practice lead", 2, 2.0, 6.0, "13"),
        desk("Workplace services", 1, 1.0, 3.0),
        desk("Project controller", 1, 1.0, 2.0),
        desk("Billing clerk", 1, 0.7, 2.0),
        desk("Finance controller", 1, 1.0, 4.0, "024"),
        desk("Credit controller", 1, 0.3, 3.0),
    ]


def months_later(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or its 28th."""
    month = moment.month - 1 + months
    return moment.replace(year=moment.year + month // 12, month=month % 12 + 1, day=min(moment.day, 28))


def month_end(moment: datetime) -> datetime:
    """The last day of the month of a moment, at the same hour."""
    first = moment.replace(day=1)
    return months_later(first, 1) - timedelta(days=1)
