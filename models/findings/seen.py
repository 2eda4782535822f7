"""What a detector saw in one look, before it is a finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.detector import Suspicion

Key = tuple[str, str, str]
"""Kind, type of the subject, its id: of each there is one finding."""


@dataclass(frozen=True)
class Seen:
    """A suspicion with its money in the firm's currency, and who is named in it by which pseudonym."""

    suspicion: Suspicion
    base_money: float | None = None
    named: Mapping[str, str] = field(default_factory=dict)
