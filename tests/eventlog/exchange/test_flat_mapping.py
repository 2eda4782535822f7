"""What a user says with --map, and what is kept of it."""

import pytest

from core.errors import WrongUse
from eventlog.exchange.flat_mapping import FlatMapping

DRAFT = FlatMapping(
    columns=("Order", "Step", "When", "Client", "when"), case="Order", event_attributes=("Step", "Client")
)


def test_columns_get_roles_and_leave_what_they_were() -> None:
    mapping = DRAFT.override(["activity=Step", "time=When", "object:client=Client", "zone=Europe/Berlin"])
    assert (mapping.case, mapping.activity, mapping.time, mapping.zone) == ("Order", "Step", "When", "Europe/Berlin")
    assert mapping.objects == {"client": "Client"}
    assert mapping.event_attributes == ()
    assert mapping.unanswered == []


def test_a_column_that_gets_another_role_leaves_the_first_open() -> None:
    assert DRAFT.override(["activity=Order"]).unanswered == ["case", "time"]


def test_an_optional_role_can_be_emptied() -> None:
    assert DRAFT.override(["resource=Client", "resource="]).resource is None


def test_attributes_and_ignored_columns() -> None:
    mapping = DRAFT.override(["case_attribute=Client", "ignore=Step"])
    assert (mapping.case_attributes, mapping.event_attributes, mapping.ignored) == (("Client",), (), ("Step",))


def test_a_time_format_holds_for_time_and_start_or_for_the_column_named() -> None:
    mapping = DRAFT.override(["time=When", "start=when", "time_format=%d.%m.%Y", "time_format:Client=%Y"])
    assert mapping.time_formats == {"When": ("%d.%m.%Y",), "when": ("%d.%m.%Y",), "Client": ("%Y",)}


def test_capitals_count_only_where_they_must() -> None:
    assert DRAFT.override(["activity=step"]).activity == "Step"
    with pytest.raises(WrongUse, match="no column “WHEN”"):
        DRAFT.override(["time=WHEN"])


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        ("decimal=,", "decimal", ","),
        ("decimal=comma", "decimal", ","),
        ("date_order=month", "date_order", "month"),
        ("delimiter=tab", "delimiter", "\t"),
        ("delimiter==", "delimiter", "="),
        ("quote=", "quote", ""),
        ("header=no", "header", False),
        ("encoding=utf-16", "encoding", "utf-16"),
    ],
)
def test_the_other_keys(item: str, field: str, value: object) -> None:
    assert getattr(DRAFT.override([item]), field) == value


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("case=Nothing", "no column “Nothing”. The columns are: “Order”, “Step”"),
        ("case=", "no column “”"),
        ("case", "has no “=”"),
        ("colour=red", "nothing called “colour”"),
        ("object:=Client", "nothing called"),
        ("zone=Mars/Olympus", "no time zone of that name"),
        ("zone=../etc/passwd", "no time zone of that name"),
        ("date_order=year", "takes day or month"),
        ("decimal=;", "takes point or comma"),
        ("time_format=%Y", "no column is the time yet"),
        ("time_format:Nothing=%Y", "no column “Nothing”"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_columns_or_keys(item: str, words: str) -> None:
    with pytest.raises(WrongUse, match=words.replace("(", r"\(")) as caught:
        DRAFT.override([item])
    assert item.partition("=")[0] in str(caught.value)


def test_a_mapping_survives_being_kept() -> None:
    mapping = DRAFT.override(
        ["activity=Step", "time=When", "time_format=%d.%m.%Y", "object:client=Client", "decimal=,"]
    )
    assert FlatMapping.model_validate_json(mapping.model_dump_json()) == mapping
    assert FlatMapping.model_validate(mapping.model_dump(mode="json")) == mapping
