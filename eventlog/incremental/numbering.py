"""Runs that landed since the last build get the numbers after its own; the others keep theirs."""

from collections.abc import Sequence

from core.database import Database
from eventlog.landed import LandedRun
from eventlog.numbering import NumberedRun


def number_fresh_runs(database: Database, runs: Sequence[LandedRun]) -> tuple[list[NumberedRun], list[NumberedRun]]:
    """All runs with their numbers, and of these the ones that the generation does not know yet, which it then does."""
    sources = dict(database.rows("select name, source_no from source"))
    known = {
        (source, run): number
        for source, run, number in database.rows(
            "select source.name, landed_run.run, landed_run.run_no from landed_run join source using (source_no)"
        )
    }
    following: int = max(known.values(), default=-1) + 1
    numbered: list[NumberedRun] = []
    fresh: list[NumberedRun] = []
    for run in runs:
        number = known.get((run.source, run.run), following + len(fresh))
        one = NumberedRun(run, number, sources[run.source])
        numbered.append(one)
        if (run.source, run.run) not in known:
            fresh.append(one)
            database.run(
                "insert into landed_run values ($run_no, $source_no, $run, null, $as_of)",
                run_no=one.run_no,
                source_no=one.source_no,
                run=run.run,
                as_of=one.as_of.replace(tzinfo=None),
            )
    return numbered, fresh
