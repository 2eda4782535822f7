"""Records that stood in quarantine and that somebody mended: the decision's values take the place of what came."""

from dataclasses import replace

from core.database import Database
from core.sql import literal, quoted
from eventlog.records.decisions import MEND
from eventlog.records.landed_stream import LandedStream
from eventlog.records.record_text import record_text


def mend(database: Database, landed: LandedStream, refused: str) -> LandedStream | None:
    """The stream with its mended records as they should be, or None where no decision is about one of `refused`."""
    if not database.value(
        f"select count(*) from {MEND} where source = $source and stream = $stream",
        source=landed.source.name,
        stream=landed.stream.name,
    ):
        return None
    mends = landed.named("mends of")
    database.run(
        f"create or replace temp table {mends} as "
        f'select landed._run_no, landed._row, decided."values", decided._run_no as by_run_no, decided._row as by_row '
        f"from {refused} join {landed.relation} as landed using (_run_no, _row) "
        "join landed_run on landed_run.run_no = landed._run_no "
        f"join {MEND} as decided on decided.source = $source and decided.stream = $stream "
        f"and case when decided.record is not null then decided.record::varchar = {record_text(landed, 'landed')} "
        'else decided.run = landed_run.run and decided."row" = landed._row end '
        "qualify row_number() over ("
        'partition by landed._run_no, landed._row order by decided."at" desc, decided.id) = 1',
        source=landed.source.name,
        stream=landed.stream.name,
    )
    if not database.value(f"select count(*) from {mends}"):
        return None
    return _with_corrections(database, landed, mends)


def keep_mended(database: Database, landed: LandedStream, left_out: str) -> None:
    """Note which records count because they were mended, and by which decision."""
    database.run(
        f"insert into mended select _run_no, {landed.stream_no}, _row, by_run_no, "
        f"(select stream_no from stream where name = '{MEND}' and source_no = "
        "(select source_no from landed_run where run_no = by_run_no)), by_row "
        f"from {landed.named('mends of')} anti join {left_out} using (_run_no, _row)"
    )


def _with_corrections(database: Database, landed: LandedStream, mends: str) -> LandedStream:
    names = sorted({*landed.columns, *landed.stream.columns})
    columns = ", ".join(
        f'case when json_exists(mend."values", {_path(name)}) then mend."values" ->> {_path(name)} '
        f"else {f'landed.{quoted(name)}' if landed.has(name) else 'null'} end as {quoted(name)}"
        for name in names
    )
    relation = landed.named("mended")
    database.run(
        f"create or replace temp view {relation} as "
        f"select landed._run_no, landed._row, landed._as_of, landed._turn, landed._gone, {columns} "
        f"from {landed.relation} as landed left join {mends} as mend using (_run_no, _row)"
    )
    return replace(landed, relation=relation, columns=tuple(names))


def _path(name: str) -> str:
    return literal(f'$."{name}"')
