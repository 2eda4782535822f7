"""What a policy remembers of a subject, and what it has done so far: all that the next evaluation builds on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from models.findings.finding import Finding


class Phase(StrEnum):
    """As Grafana's alerts: met, but not long enough; met; no longer met, but not for long. What is none is normal."""

    PENDING = "pending"
    ACTIVE = "active"
    RECOVERING = "recovering"


@dataclass(frozen=True, order=True)
class Subject:
    """What a finding is about."""

    type: str
    id: str

    @classmethod
    def of(cls, finding: Finding) -> "Subject":
        return cls(finding.suspicion.subject_type, finding.suspicion.subject_id)


Key = tuple[str, str, Subject]
"""Policy, kind of finding, subject."""


@dataclass(frozen=True)
class Standing:
    """One policy over one finding's subject. `since` is when the phase began, `active_since` when it first held long
    enough; `acted_at` when the policy acted on it, or held it out, while it lasted."""

    policy: str
    kind: str
    subject: Subject
    finding: int
    phase: Phase
    since: datetime
    active_since: datetime | None = None
    acted_at: datetime | None = None
    held_out: bool = False

    @property
    def key(self) -> Key:
        return self.policy, self.kind, self.subject


@dataclass(frozen=True)
class Acted:
    """That a policy acted at a moment; `group` is what its findings have in common. One with `held_out` chose by lot
    not to act. `waiting` is one that still waits for an approval."""

    policy: str
    at: datetime
    group: str
    subjects: frozenset[Subject]
    held_out: bool = False
    waiting: bool = False


@dataclass(frozen=True)
class ByPerson:
    """That a person proposed an action, the same that a policy may propose; `waiting` for an approval still."""

    number: int
    at: datetime
    waiting: bool


@dataclass(frozen=True)
class Silence:
    """Policies say nothing about what meets all that is named here, from then until then."""

    number: int
    since: datetime
    until: datetime
    policy: str = ""
    kind: str = ""
    entity: str = ""
    subject_id: str = ""
    reason: str = ""
    who: str = ""

    def covers(self, policy: str, finding: Finding, moment: datetime) -> bool:
        if not self.since <= moment < self.until:
            return False
        place = finding.suspicion.place
        said = (
            (self.policy, policy), (self.kind, finding.kind), (self.entity, place.entity),
            (self.subject_id, finding.suspicion.subject_id),
        )  # fmt: skip
        return all(not wanted or wanted == found for wanted, found in said)


@dataclass(frozen=True)
class History:
    """All that was before. The order of `acted` is that of time. `by_people` is what people proposed last, by action
    and subject."""

    standings: dict[Key, Standing] = field(default_factory=dict)
    acted: tuple[Acted, ...] = ()
    silences: tuple[Silence, ...] = ()
    by_people: Mapping[tuple[str, Subject], ByPerson] = field(default_factory=dict)
