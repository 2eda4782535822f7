"""What the interface tells of its objects and their fields."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulator.systems.salesforce.references import relation_name, target_of

KINDS: dict[type[pl.DataType], tuple[str, str]] = {
    pl.Datetime: ("datetime", "xsd:dateTime"),
    pl.Date: ("date", "xsd:date"),
    pl.Boolean: ("boolean", "xsd:boolean"),
    pl.Float64: ("double", "xsd:double"),
    pl.Int64: ("int", "xsd:int"),
    pl.Int32: ("int", "xsd:int"),
}
SYSTEM_FIELDS = (
    "Id",
    "IsDeleted",
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "LastModifiedById",
    "SystemModstamp",
)


def listed(name: str, version: str) -> dict[str, Any]:
    """An object as the list of all objects tells of it."""
    base = f"/services/data/v{version}/sobjects/{name}"
    return {
        "name": name,
        "label": _label(name),
        "labelPlural": _label(name),
        "custom": name.endswith("__c"),
        "queryable": True,
        "retrieveable": True,
        "replicateable": True,
        "createable": True,
        "updateable": True,
        "deletable": True,
        "urls": {"sobject": base, "describe": f"{base}/describe", "rowTemplate": f"{base}/{{ID}}"},
    }


def described(name: str, table: pl.DataFrame, version: str) -> dict[str, Any]:
    """An object with its fields."""
    prefix = table["Id"][0][:3] if table.height else None
    fields = [_field(name, column, kind) for column, kind in table.schema.items()]
    return {
        **listed(name, version),
        "keyPrefix": prefix,
        "fields": fields,
        "childRelationships": [],
        "recordTypeInfos": [],
    }


def _field(entity: str, column: str, kind: pl.DataType) -> dict[str, Any]:
    target = target_of(entity, column)
    shown, soap = KINDS.get(type(kind), ("string", "xsd:string"))
    if column == "Id" or target:
        shown, soap = ("id" if column == "Id" else "reference"), "tns:ID"
    return {
        "name": column,
        "label": _label(column),
        "type": shown,
        "soapType": soap,
        "length": {"id": 18, "reference": 18, "string": 255}.get(shown, 0),
        "custom": column.endswith("__c"),
        "nillable": column not in SYSTEM_FIELDS,
        "createable": column not in SYSTEM_FIELDS,
        "updateable": column not in SYSTEM_FIELDS,
        "filterable": True,
        "sortable": True,
        "referenceTo": [target] if target else [],
        "relationshipName": relation_name(column) if target else None,
    }


def _label(name: str) -> str:
    return name.removesuffix("__c").removeprefix("pse__").replace("_", " ")
