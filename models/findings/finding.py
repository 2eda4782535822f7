"""A finding: what a detector suspects of a subject, from the first time it did until a person or an outcome ends it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.detector import Suspicion
from models.findings.seen import Key


class FindingState(StrEnum):
    """`gone` is one that its detector no longer suspects, `settled` one that an action's outcome ended."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    SETTLED = "settled"
    GONE = "gone"


ENDED = frozenset({FindingState.DISMISSED, FindingState.SETTLED, FindingState.GONE})
"""About what is in one of these, nothing is to be done any more."""


@dataclass(frozen=True)
class Finding:
    """One subject, one kind, one open finding. `base_money` is the money in the firm's own currency, at the rate of the
    day it was last seen; `expected` is that times the chance. Times are UTC with their zone."""

    number: int
    detector: str
    version: int
    kind: str
    state: FindingState
    owner_role: str
    suspicion: Suspicion
    base_money: float | None
    first_seen: datetime
    last_seen: datetime
    generation: int
    assigned_to: str | None = None
    snoozed_until: datetime | None = None
    audited: bool = False
    """Whether it was put before a person at random, so that labels stay honest."""

    @property
    def id(self) -> str:
        """How people and messages name it."""
        return f"F-{self.number}"

    @property
    def key(self) -> Key:
        return self.kind, self.suspicion.subject_type, self.suspicion.subject_id

    @property
    def expected(self) -> float | None:
        return None if self.base_money is None else self.base_money * self.suspicion.chance
