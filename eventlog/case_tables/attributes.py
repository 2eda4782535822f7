"""What is known of each case: of its object under all its ids, and of the objects that describe it."""

from eventlog.case_tables.flattening import Flattening
from eventlog.case_tables.members import Reached, number_of
from eventlog.process_path import Path, Stop


def write_attributes(work: Flattening, reached: Reached) -> None:
    """Make `case_attribute` from `member`: one row per case's object and attribute."""
    described = ["select case_object_no, object_no, 0 as rank from leading_object", _other_ids("leading_object", 1)]
    for rank, by in enumerate(work.process.described_by, 1):
        if isinstance(by, Path):
            table = reached.table(by)
        else:
            table = f"shared_object_{rank}"
            related = reached.table(Path(work.process.object_type, (Stop(by),)))
            work.run("shared.sql", table=table, related=related, type=number_of(by))
        described += [f"select case_object_no, object_no, {2 * rank} from {table}", _other_ids(table, 2 * rank + 1)]
    work.run("case_attributes.sql", described=" union all ".join(described))


def _other_ids(table: str, rank: int) -> str:
    """What is the same as an object of the table, under another id."""
    return (
        f"select near.case_object_no, alias.object_no, {rank} from {table} as near "
        "join identity as alias on alias.canonical_no = near.object_no where alias.object_no <> alias.canonical_no"
    )
