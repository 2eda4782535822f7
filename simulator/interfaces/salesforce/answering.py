"""A query answered: conditions as expressions over a table, fields of the record and of what it refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import reduce
from operator import and_, or_

import polars as pl

from simulator.interfaces.salesforce.errors import malformed, no_such_column, no_such_object
from simulator.interfaces.salesforce.soql import Comparison, Condition, Joined, Literal, Query
from simulator.systems.salesforce.references import relation

Tables = Mapping[str, pl.DataFrame]


def answered(query: Query, tables: Tables, *, with_deleted: bool = False) -> pl.DataFrame:
    """The records that a query asks for, with its fields in order; a count is one column of no name and its height."""
    entity = next((name for name in tables if name.lower() == query.entity.lower()), None)
    if entity is None:
        raise no_such_object(query.entity)
    table = tables[entity]
    if not with_deleted and "IsDeleted" in table.columns:
        table = table.filter(~pl.col("IsDeleted"))
    names = _names(query)
    table = _with_related(table, entity, names, tables)
    columns = {name.lower(): name for name in table.columns}
    for name in names:
        if name.lower() not in columns:
            raise no_such_column(name, entity)
    if query.where is not None:
        table = table.filter(_expression(query.where, columns, table.schema))
    if query.order:
        table = table.sort(
            [columns[order.field.lower()] for order in query.order],
            descending=[order.descending for order in query.order],
            nulls_last=[order.nulls_last for order in query.order],
            maintain_order=True,
        )
    table = table.slice(query.offset, query.limit)
    return table.select(list(dict.fromkeys(columns[name.lower()] for name in query.fields))) if query.fields else table


def _names(query: Query) -> list[str]:
    return [*query.fields, *_fields_of(query.where), *(order.field for order in query.order)]


def _fields_of(condition: Condition | None) -> list[str]:
    if condition is None:
        return []
    if isinstance(condition, Comparison):
        return [condition.field]
    return [name for part in condition.parts for name in _fields_of(part)]


def _with_related(table: pl.DataFrame, entity: str, names: list[str], tables: Tables) -> pl.DataFrame:
    """The table with a column for each field of a related record that is asked for, named `Relation.Field`."""
    for name in dict.fromkeys(name for name in names if "." in name):
        step, field = name.split(".", 1)
        found = relation(entity, step, table.columns)
        if found is None or found[1] not in tables or field not in tables[found[1]].columns:
            raise no_such_column(name, entity)
        column, target = found
        related = tables[target].select(pl.col("Id").alias(column), pl.col(field).alias(name))
        table = table.join(related, on=column, how="left", maintain_order="left")
    return table


def _expression(condition: Condition, columns: Mapping[str, str], schema: pl.Schema) -> pl.Expr:
    if isinstance(condition, Joined):
        parts = [_expression(part, columns, schema) for part in condition.parts]
        return ~parts[0] if condition.word == "not" else reduce(and_ if condition.word == "and" else or_, parts)
    name = columns[condition.field.lower()]
    kind = schema[name]
    folded = kind == pl.String and not name.endswith("Id")
    column = pl.col(name).str.to_lowercase() if folded else pl.col(name)
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    fit = [_fitting(value, kind, condition.field, folded=folded) for value in values]
    if condition.operator in ("in", "not in"):
        found = column.is_in([value for value in fit if value is not None]).fill_null(False)
        return found if condition.operator == "in" else ~found
    return _compared(column, condition.operator, fit[0])


def _compared(column: pl.Expr, operator: str, value: Literal) -> pl.Expr:
    if operator == "like":
        pattern = "".join({"%": ".*", "_": "."}.get(sign, re.escape(sign)) for sign in str(value))
        return column.str.contains(f"(?s)^{pattern}$").fill_null(False)
    if operator == "=":
        return column.eq_missing(pl.lit(value))
    if operator == "!=":
        return column.ne_missing(pl.lit(value))
    compared = {"<": column.lt, "<=": column.le, ">": column.gt, ">=": column.ge}[operator](pl.lit(value))
    return compared.fill_null(False)


def _fitting(value: Literal, kind: pl.DataType, field: str, *, folded: bool) -> Literal:
    """The literal as the column's type takes it; refuses one that the vendor would refuse."""
    if value is None:
        return None
    if isinstance(kind, pl.Datetime):
        fits = isinstance(value, date)
        if fits and not isinstance(value, datetime):
            value = datetime.combine(value, time(), UTC)  # type: ignore[arg-type]
    elif kind == pl.Date:
        fits = isinstance(value, date) and not isinstance(value, datetime)
    elif kind == pl.Boolean:
        fits = isinstance(value, bool)
    elif kind.is_numeric():
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        fits = isinstance(value, str)
    if not fits:
        raise malformed(f"value of filter criterion for field '{field}' must be of type {kind} and not {value!r}")
    return value.lower() if folded and isinstance(value, str) else value
