"""What indicators take for granted: `[metrics]` and `[targets.<indicator>]` of firm.toml over `data/defaults.toml`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from core.data_files import data_file

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 24 * 60
CENTS = 100

Amount = Annotated[float, Field(ge=0)]
Setting = tuple[str, str, float]


def minutes_into_week(moment: str) -> int:
    """How many minutes after Monday's midnight a moment such as Monday 12:00 is."""
    found = re.fullmatch(rf"({'|'.join(WEEKDAYS)}) ([01]\d|2[0-3]):([0-5]\d)", moment)
    if not found:
        raise ValueError('write a day and a time, such as "Monday 12:00"')
    return WEEKDAYS.index(found[1]) * DAY_MINUTES + int(found[2]) * 60 + int(found[3])


def _as_moment(moment: str) -> str:
    minutes_into_week(moment)
    return moment


class Target(BaseModel):
    """What a measure should come to, in its unit, and how far off it is still near."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    target: float
    tolerance: Amount = 0.0


class MetricSettings(BaseModel):
    """`[metrics]`. What it does not say is as in `data/defaults.toml`; of tables, each line by itself."""

    model_config = ConfigDict(extra="forbid")
    timesheet_deadline: Annotated[str, AfterValidator(_as_moment)]
    billing_cutoff_days: Annotated[int, Field(ge=0)]
    group_limit: Annotated[int, Field(ge=1)]
    cost_of_capital: Annotated[float, Field(ge=0, lt=1)]
    dso_window_days: Annotated[int, Field(ge=1)]
    patience_hours: Amount
    service_levels: dict[str, Amount]
    expense_limits: dict[str, Amount]

    @model_validator(mode="before")
    @classmethod
    def _over_the_defaults(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        usual = defaults()["metrics"]
        tables = {
            name: {**usual[name], **given[name]}
            if isinstance(given.get(name), Mapping)
            else given.get(name, usual[name])
            for name in ("service_levels", "expense_limits")
        }
        return {**usual, **given, **tables}

    def rows(self) -> Iterator[Setting]:
        """Name, key and value of each, as statements read them: money in hundredths, deadlines in minutes."""
        yield "timesheet_deadline_minutes", "", minutes_into_week(self.timesheet_deadline)
        for name in ("billing_cutoff_days", "group_limit", "cost_of_capital", "dso_window_days", "patience_hours"):
            yield name, "", getattr(self, name)
        for key, hours in self.service_levels.items():
            yield "service_level", key, hours
        for key, amount in self.expense_limits.items():
            yield "expense_limit", key, round(amount * CENTS)


@cache
def defaults() -> Mapping[str, Any]:
    """The content of `data/defaults.toml`."""
    return MappingProxyType(tomllib.loads(data_file("defaults.toml").read_text(encoding="utf-8")))


def default_targets() -> dict[str, dict[str, Target]]:
    """The targets of `data/defaults.toml`, by indicator and measure."""
    return {
        name: {measure: Target.model_validate(told) for measure, told in measures.items()}
        for name, measures in defaults()["targets"].items()
    }
