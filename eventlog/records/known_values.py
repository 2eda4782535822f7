"""The values that master data knows, such as the ERP's service codes, to hold against them what others say."""

from core.sql import quoted
from eventlog.identities.declaration import declared_master_data
from eventlog.records.record_query import SourceRecords


def keep_known_values(records: SourceRecords) -> None:
    """Add the values that this source knows to the temporary `known_value`."""
    for master in declared_master_data():
        for known in master.known:
            if known.connector == records.source.connector and known.stream in records.streams:
                for column in known.columns:
                    records.database.run(
                        f"insert into known_value select distinct $attribute, {quoted(column)}::varchar "
                        f"from {records.streams[known.stream].records} where _deleted_at is null",
                        attribute=master.attribute,
                    )
