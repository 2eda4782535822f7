"""What the columns of a flat file mean: roles, attributes, time formats, zone, dialect. Kept for next month's file."""

from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from core.errors import WrongUse

AttributeType = Literal["string", "integer", "float", "boolean", "time"]
REQUIRED = ("case", "activity", "time")
OPTIONAL = ("start", "resource", "lifecycle")
ROLES = REQUIRED + OPTIONAL
DATE_ORDERS = ("day", "month")
DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
KEYS = (
    "case, activity, time, start, resource, lifecycle, object:<type>, case_attribute, event_attribute, ignore, "
    "time_format, time_format:<column>, date_order, zone, decimal, delimiter, encoding, quote, header"
)


class FlatMapping(BaseModel):
    """A confirmed mapping, or a draft of one while `unanswered` is not empty. Columns are named as landed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = ""
    columns: tuple[str, ...] = ()
    case: str = ""
    activity: str = ""
    time: str = ""
    start: str | None = None
    resource: str | None = None
    lifecycle: str | None = None
    objects: dict[str, str] = {}
    case_attributes: tuple[str, ...] = ()
    event_attributes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    types: dict[str, AttributeType] = {}
    time_formats: dict[str, tuple[str, ...]] = {}
    date_order: Literal["day", "month"] | None = None
    zone: str | None = None
    decimal: Literal[".", ","] | None = None
    delimiter: str | None = None
    encoding: str | None = None
    quote: str | None = None
    header: bool | None = None

    @property
    def unanswered(self) -> list[str]:
        """The roles a build cannot do without and that no column has yet."""
        return [role for role in REQUIRED if not getattr(self, role)]

    @property
    def read(self) -> set[str]:
        """Every column that a file must have to be read so."""
        roles = {getattr(self, role) for role in ROLES} - {None, ""}
        return roles | {*self.objects.values(), *self.case_attributes, *self.event_attributes}

    @property
    def used(self) -> set[str]:
        """Every column that was decided about."""
        return self.read | {*self.ignored}

    @property
    def time_columns(self) -> list[str]:
        """The columns an event's times are read from."""
        return [column for column in (self.time, self.start) if column]

    def type_of(self, column: str) -> AttributeType:
        return self.types.get(column, "string")

    def override(self, items: Sequence[str]) -> "FlatMapping":
        """This mapping with what the user said, such as `["case=Order", "zone=UTC", "object:client=Client"]`."""
        changed = self
        for item in items:
            key, equals, value = item.partition("=")
            if not equals:
                raise WrongUse(
                    f"--map {item} has no “=”. Write it as KEY=VALUE, such as --map case=Order. Keys: {KEYS}."
                )
            changed = changed._with(key.strip(), value)
        return changed

    def _with(self, key: str, value: str) -> "FlatMapping":
        kind, _, name = key.partition(":")
        if key in ROLES:
            return self._with_role(key, value)
        if kind == "object" and name:
            column = self.column(key, value)
            return self._without(column).model_copy(update={"objects": {**self.objects, name: column}})
        if key in ("case_attribute", "event_attribute", "ignore"):
            column = self.column(key, value)
            place = "ignored" if key == "ignore" else key + "s"
            freed = self._without(column)
            return freed.model_copy(update={place: (*getattr(freed, place), column)})
        if kind == "time_format":
            columns = [self.column(key, name)] if name else self._columns_with_a_time(value)
            return self.model_copy(update={"time_formats": {**self.time_formats, **dict.fromkeys(columns, (value,))}})
        return self.model_copy(update={key: _dialect_value(key, value)})

    def _with_role(self, role: str, value: str) -> "FlatMapping":
        if not value and role in OPTIONAL:
            return self.model_copy(update={role: None})
        column = self.column(role, value)
        return self._without(column).model_copy(update={role: column})

    def _without(self, column: str) -> "FlatMapping":
        """The column freed from whatever it was taken for, so that it can be taken for something else."""
        update: dict[str, object] = {role: "" for role in REQUIRED if getattr(self, role) == column}
        update |= {role: None for role in OPTIONAL if getattr(self, role) == column}
        for place in ("case_attributes", "event_attributes", "ignored"):
            update[place] = tuple(name for name in getattr(self, place) if name != column)
        update["objects"] = {kind: name for kind, name in self.objects.items() if name != column}
        return self.model_copy(update=update)

    def _columns_with_a_time(self, value: str) -> list[str]:
        if not self.time_columns:
            raise WrongUse(
                f"--map time_format={value} says how the times are written, but no column is the time yet. "
                f"Say --map time=COLUMN before it. The columns are: {listed(self.columns)}."
            )
        return self.time_columns

    def column(self, key: str, value: str) -> str:
        """The column the user means by `value`; capitals count only where two columns differ in nothing else."""
        if value in self.columns:
            return value
        alike = [name for name in self.columns if name.strip().casefold() == value.strip().casefold()]
        if len(alike) == 1:
            return alike[0]
        raise WrongUse(f"--map {key}={value}: there is no column “{value}”. The columns are: {listed(self.columns)}.")


def listed(names: Sequence[str], most: int = 40) -> str:
    """Names in a sentence, cut where nobody would read on."""
    shown = ", ".join(f"“{name}”" for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def dialect_items(items: Sequence[str]) -> FlatMapping:
    """What the user said about the file itself, which must be known before its columns can be."""
    about_the_file = ("delimiter", "encoding", "quote", "header")
    return FlatMapping().override([item for item in items if item.partition("=")[0].strip() in about_the_file])


def _dialect_value(key: str, value: str) -> object:
    if key == "zone":
        return _zone(value)
    if key == "date_order" and value in DATE_ORDERS:
        return value
    if key == "decimal" and value in (".", ",", "point", "comma"):
        return {"point": ".", "comma": ","}.get(value, value)
    if key == "header" and value in ("yes", "no"):
        return value == "yes"
    if key == "delimiter" and len(DELIMITERS.get(value, value)) == 1:
        return DELIMITERS.get(value, value)
    if key == "quote" and len(value) <= 1:
        return value
    if key == "encoding" and value:
        return value
    raise WrongUse(_wrong(key, value))


def _wrong(key: str, value: str) -> str:
    takes = {
        "date_order": "day or month: which comes first in dates such as 03/04/2026",
        "decimal": "point or comma: the mark before the cents",
        "header": "yes or no: does the first line name the columns",
        "delimiter": "one character, or tab, comma, semicolon, pipe",
        "quote": "one character, or nothing for no quotes",
        "encoding": "a name such as utf-8, cp1252 or utf-16",
    }
    if key in takes:
        return f"--map {key}={value} was not understood. It takes {takes[key]}."
    return f"--map {key}={value}: there is nothing called “{key}” to map. Keys: {KEYS}."


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise WrongUse(
            f"--map zone={value}: there is no time zone of that name. "
            "Use a name such as Europe/Berlin, America/New_York or UTC."
        ) from None
    return value
