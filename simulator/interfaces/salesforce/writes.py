"""What a client writes into an object: checked as the vendor checks, kept with who and when, and with its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import polars as pl

from simulator.interfaces.salesforce.errors import Refusal, no_such_column, not_found
from simulator.interfaces.salesforce.org import Org
from simulator.systems.salesforce.references import target_of
from simulator.systems.salesforce.tracked import TRACKED
from simulator.systems.salesforce.writing import HISTORY

SYSTEM_FIELDS = {
    "Id", "IsDeleted", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp",
}  # fmt: skip
# A detail cannot be without its master; a name is asked for wherever the object has no number of its own.
NEEDED = {
    "Account": ("Name",),
    "pse__Proj__c": ("Name",),
    "pse__Milestone__c": ("Name", "pse__Project__c"),
    "pse__Budget__c": ("Name", "pse__Project__c"),
    "pse__Assignment__c": ("pse__Project__c",),
}
# Unique fields by which a client may name a record instead of by its id.
EXTERNAL_IDS = {
    "pse__Proj__c": ("pse__Project_ID__c",),
    **dict.fromkeys(("pse__Milestone__c", "pse__Budget__c", "pse__Resource_Request__c"), ("External_Key__c",)),
}
AUTO_NUMBERS = {"Contract": "ContractNumber", "Case": "CaseNumber"}
FIRST_NUMBER = 90_000_000  # above what the firm itself reaches
FIRST: Mapping[str, Mapping[str, Any]] = {
    "pse__Proj__c": {"pse__Stage__c": "Planned", "pse__Is_Active__c": True, "pse__Is_Billable__c": True},
    "pse__Milestone__c": {"pse__Status__c": "Planned"},
    "pse__Budget__c": {"pse__Status__c": "Open"},
    "pse__Resource_Request__c": {"pse__Status__c": "Ready to Staff"},
    "pse__Assignment__c": {"pse__Status__c": "Scheduled"},
}


class Writes:
    """Creating and changing records of one organisation."""

    def __init__(self, org: Org) -> None:
        self._org, self._numbers = org, count(1)

    def create(self, name: str, sent: Mapping[str, Any], user: str) -> str:
        """A new record's id."""
        frame = self._org.tables()[name]
        values = self._read(name, frame, sent)
        empty = [field for field in NEEDED.get(name, ()) if values.get(field) in (None, "")]
        if empty:
            raise Refusal(400, "REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(empty)}]", empty)
        self._check_unique(name, frame, values)
        key = self.next_id(frame["Id"][0][:3] if frame.height else "a99")
        unchecked = {field: False for field, kind in frame.schema.items() if kind == pl.Boolean}
        made = {"OwnerId": user, "CreatedDate": self._org.shown.now(), "CreatedById": user, **self.touched(user)}
        row = {
            **unchecked,
            **known(frame, {**FIRST.get(name, {}), **made}),
            **values,
            **self._auto_number(name),
            "Id": key,
        }
        self._org.shown.create(name, row)
        return key

    def change(self, name: str, key: str, sent: Mapping[str, Any], user: str) -> None:
        """Other values for a record; what is tracked of them goes into its history."""
        frame = self._org.tables()[name]
        old = one(frame, key).to_dicts()[0]
        values = self._read(name, frame, sent)
        self._check_unique(name, frame.filter(pl.col("Id") != key), values)
        self.set(name, old, values, user)

    def set(self, name: str, old: Mapping[str, Any], values: Mapping[str, Any], user: str) -> None:
        """As `change`, of values that the system itself gives."""
        frame = self._org.tables()[name]
        self._org.shown.change(name, {"Id": old["Id"]}, {**values, **known(frame, self.touched(user))})
        tracked = TRACKED.get(name)
        if tracked is None or not self._org.shown.keeps("history"):
            return
        for field in tracked.fields:
            if field in values and values[field] != old[field]:
                change = {
                    "Id": self.next_id(HISTORY), tracked.parent: old["Id"], "Field": field, "DataType": "Text",
                    "OldValue": old[field], "NewValue": values[field], "IsDeleted": False, "CreatedById": user,
                    "CreatedDate": self._org.shown.now(),
                }  # fmt: skip
                self._org.shown.create(tracked.table, change)

    def delete(self, name: str, key: str, user: str) -> None:
        frame = self._org.tables()[name]
        one(frame, key)
        self._org.shown.change(name, {"Id": key}, {"IsDeleted": True, **known(frame, self.touched(user))})

    def next_id(self, prefix: str) -> str:
        return f"{prefix}9{next(self._numbers):011d}"

    def touched(self, user: str) -> dict[str, Any]:
        now = self._org.shown.now()
        return {"LastModifiedDate": now, "SystemModstamp": now, "LastModifiedById": user}

    def _auto_number(self, name: str) -> dict[str, str]:
        field = AUTO_NUMBERS.get(name)
        return {field: str(FIRST_NUMBER + next(self._numbers))} if field else {}

    def _read(self, name: str, frame: pl.DataFrame, sent: Mapping[str, Any]) -> dict[str, Any]:
        """What a client sent, in the types of the columns."""
        read: dict[str, Any] = {}
        for field, value in sent.items():
            if field == "attributes":
                continue
            if field not in frame.columns:
                raise no_such_column(field, name)
            if field in SYSTEM_FIELDS:
                raise _read_only(field)
            read[field] = None if value is None else _typed(field, value, frame.schema[field])
            self._check_reference(target_of(name, field), field, read[field])
        return read

    def _check_reference(self, target: str | None, field: str, value: Any) -> None:
        tables = self._org.tables()
        # people of elsewhere own things too: users are not all shown
        if value is None or target in (None, "User") or target not in tables:
            return
        there = tables[target].filter((pl.col("Id") == value) & ~pl.col("IsDeleted"))
        if there.is_empty():
            raise Refusal(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [field])

    def _check_unique(self, name: str, others: pl.DataFrame, values: Mapping[str, Any]) -> None:
        for field in EXTERNAL_IDS.get(name, ()):
            if values.get(field) is not None:
                found = named(others, field, str(values[field]))
                if found.height:
                    words = f"duplicate value found: {field} duplicates value on record with id: {found['Id'][0]}"
                    raise Refusal(400, "DUPLICATE_VALUE", words, [])


def one(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    found = frame.filter((pl.col("Id") == key) & ~pl.col("IsDeleted"))
    if not found.height:
        raise not_found("Provided external ID field does not exist or is not accessible: " + key)
    return found


def named(frame: pl.DataFrame, field: str, value: str) -> pl.DataFrame:
    """The records that an external id names, whatever the case of its letters."""
    return frame.filter((pl.col(field).str.to_lowercase() == value.lower()) & ~pl.col("IsDeleted"))


def known(frame: pl.DataFrame, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in frame.columns}


def _read_only(field: str) -> Refusal:
    words = (
        f"Unable to create/update fields: {field}. Please check the security settings of this field and verify that it "
        "is read/write for your profile or permission set."
    )
    return Refusal(400, "INVALID_FIELD_FOR_INSERT_UPDATE", words, [field])


def _typed(field: str, value: Any, kind: pl.DataType) -> Any:
    try:
        if isinstance(kind, pl.Datetime):
            return datetime.fromisoformat(value).astimezone(UTC)
        if kind == pl.Date:
            return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _unreadable(field, value, "date") from None
    if kind == pl.Boolean and not isinstance(value, bool):
        raise _unreadable(field, value, "boolean")
    if kind.is_numeric() and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise _unreadable(field, value, "double")
    return str(value) if kind == pl.String else value


def _unreadable(field: str, value: Any, kind: str) -> Refusal:
    words = f"Cannot deserialize instance of {kind} from VALUE_STRING value {value} for field {field}"
    return Refusal(400, "JSON_PARSER_ERROR", words)
