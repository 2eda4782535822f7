"""What only the other entities of the pretend firm have, so that who sees one of them must meet it nowhere."""

from __future__ import annotations

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log


def only_others_have(workspace: Workspace, entity: str) -> set[str]:
    """Names, numbers and codes of projects, clients, contracts and invoices; not those in rows that two entities share,
    such as the hours that a person of one works on a project of the other. Of people none, for the same reason."""
    with open_log(workspace, Viewer.owner()) as log:
        own, others = _of(log, f"= '{entity}'"), _of(log, f"<> '{entity}'")
        shared = [
            text
            for name in log.processes()
            for text in log.database.column(
                f'select to_json(slices)::varchar from "{name}".case_slice as slices where entity = $entity',
                entity=entity,
            )
        ]
        shared += [
            text
            for schema, table in log.database.rows(
                "select table_schema, table_name from information_schema.columns "
                "where table_schema in ('fact', 'indicator') and column_name = 'entity' order by all"
            )
            for text in log.database.column(
                f'select to_json(own)::varchar from "{schema}"."{table}" as own where entity = $entity', entity=entity
            )
        ]
    every = "\n".join(shared)
    return {value for value in others - own if value not in every}


def _of(log: EventLog, entities: str) -> set[str]:
    return set(
        log.database.column(
            "select distinct value from object_attribute where name in ('name', 'project', 'client', 'code', "
            "'invoice_number', 'number') and length(value) > 7 and object_no in (select object_no from "
            f"object_attribute where name = 'entity' and value {entities}) and object_no not in (select object_no "
            "from object join object_type using (type_no) where object_type.name = 'resource')"
        )
    )
