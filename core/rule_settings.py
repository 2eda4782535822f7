"""`[rules.<id>]` of firm.toml: how a firm has a rule of `metrics/rules` hold otherwise than its file says."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Threshold = Annotated[float, Field(ge=0)]


class RuleSettings(BaseModel):
    """What is not said is as in the rule's file. Empty `entities`, `regions` or `clients`: it holds everywhere.

    `by_entity` has thresholds for one legal entity alone, over those for all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    enabled: bool = True
    severity: Literal["low", "medium", "high"] | None = None
    owner: Annotated[str, Field(min_length=1)] | None = None
    entities: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    clients: tuple[str, ...] | None = None
    thresholds: dict[str, Threshold] = Field(default_factory=dict)
    by_entity: dict[str, dict[str, Threshold]] = Field(default_factory=dict)
