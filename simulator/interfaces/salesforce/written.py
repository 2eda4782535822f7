"""Records as the two interfaces write them: JSON objects with their attributes, and CSV with every value in quotes."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulator.systems.salesforce.references import relation

JSON_INSTANT = "%Y-%m-%dT%H:%M:%S%.3f+0000"
CSV_INSTANT = "%Y-%m-%dT%H:%M:%S%.3fZ"


def as_objects(rows: pl.DataFrame, entity: str, version: str) -> list[dict[str, Any]]:
    """JSON objects, one a record; a related record's fields stand in an object of their own."""
    plain = rows.with_columns(
        pl.col(name).dt.strftime(JSON_INSTANT) for name, kind in rows.schema.items() if isinstance(kind, pl.Datetime)
    )
    own = [name for name in plain.columns if "." not in name]
    related = [name for name in plain.columns if "." in name]
    base = f"/services/data/v{version}/sobjects/"
    objects = []
    for row in plain.iter_rows(named=True):
        attributes = {"type": entity} | ({"url": f"{base}{entity}/{row['Id']}"} if "Id" in row else {})
        objects.append({"attributes": attributes, **{name: row[name] for name in own}})
        for name in related:
            step, field = name.split(".", 1)
            found = relation(entity, step, [])
            inner = objects[-1].setdefault(step, {"attributes": {"type": found[1] if found else step}})
            inner[field] = row[name]
    return objects


def as_csv(rows: pl.DataFrame) -> bytes:
    """A page of Bulk results: the header, then the records, also where there are none."""
    return rows.write_csv(datetime_format=CSV_INSTANT, quote_style="always").encode()
