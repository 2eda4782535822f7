"""Mistakes in content are told with their place, and what a check of ours says is told as it was written."""

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from core.mistakes import mistake_words


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    zone: str
    kind: Literal["CRM", "ERP"] = "CRM"

    @field_validator("zone")
    @classmethod
    def known(cls, zone: str) -> str:
        if zone != "Europe/Berlin":
            raise ValueError(f"There is no time zone {zone}, did you mean Europe/Berlin?")
        return zone


class Outer(BaseModel):
    inner: list[Inner]
    named: dict[str, dict[str, Inner | None]] = Field(default_factory=dict)
    least: int = 0

    @model_validator(mode="after")
    def whole(self) -> "Outer":
        if self.least >= 10:
            raise ValueError("Least is below 10")
        return self


def told(content: dict[str, object], **named: object) -> list[str]:
    with pytest.raises(ValidationError) as raised:
        Outer.model_validate(content)
    return [mistake_words(each, **named) for each in raised.value.errors()]


def test_a_check_of_ours_keeps_its_words_and_capitals():
    (words,) = told({"inner": [{"zone": "Europe/Berlinn"}]})
    assert words == "inner.0.zone: There is no time zone Europe/Berlinn, did you mean Europe/Berlin?"


def test_pydantics_own_words_begin_small_and_keep_names():
    assert told({"inner": [{"zone": "Europe/Berlin", "kind": "crm"}]}) == [
        "inner.0.kind: input should be 'CRM' or 'ERP'"
    ]
    assert told({}, inside=["reports"]) == ["reports.inner: field required"]


def test_a_mistake_of_the_whole_has_the_name_of_the_whole_or_none():
    assert told({"inner": [], "least": 12}, whole="header") == ["header: Least is below 10"]
    assert told({"inner": [], "least": 12}) == ["Least is below 10"]


def test_a_key_that_is_none_is_told_with_the_nearest_of_its_table():
    wrong = {"zone": "Europe/Berlin", "knid": "CRM"}
    assert told({"inner": [wrong]}, model=Outer) == ['inner.0.knid: there is no such key; the nearest is "kind"']
    assert told({"inner": [], "named": {"a": {"b": {"zone": "Europe/Berlin", "x": 1}, "c": 3}}}, model=Outer) == [
        "named.a.b.x: there is no such key; there are zone, kind",
        "named.a.c: it should be a table of zone, kind",
    ]
    assert told({"inner": [], "named": 3}, model=Outer) == ["named: it should be a table"]
