"""What a rule says of itself: the TOML in the comment that opens its file, and the statement below it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["rejection", "rework", "mismatch", "missing_data", "conflicting_data", "breach", "dispute"]
HOURS = "hours"
"""The threshold of a rule that waits."""


class Rule(BaseModel):
    """A rule's declaration. `kind` is the kind of exception, or of a gap what sort of disagreement it is.

    One that waits says what must follow within so many hours of work (its threshold `hours`, else `patience` or the
    service level that is named like the rule): its rows say when that began and when it came, and it is raised when the
    time was up. `entities`, `regions` and `clients` limit where it holds; empty means everywhere. `thresholds` are the
    numbers that a firm may set, `by_entity` those for one legal entity alone. `compares` names the systems of a gap,
    `needs` the activities without which the rule is not run (`metrics/needs.py`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    statement: str = Field(repr=False)
    title: str
    kind: Kind
    severity: Literal["low", "medium", "high"]
    owner: str
    source: str
    process: str = ""
    waits: Literal["patience", "service_level"] | None = None
    compares: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    thresholds: Mapping[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    by_entity: Mapping[str, Mapping[str, Annotated[float, Field(ge=0)]]] = Field(default_factory=dict)

    @property
    def settable(self) -> frozenset[str]:
        """The names of the thresholds that a firm may set."""
        return frozenset((*self.thresholds, HOURS) if self.waits else self.thresholds)
