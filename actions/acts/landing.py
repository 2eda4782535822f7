"""Landing what was done since the last time, as a run of the source `tracework`: nothing where there is nothing new."""

from datetime import UTC, datetime

from actions.acts.reading import records_of
from core.state import State
from eventlog.acts.declaration import ACTS
from eventlog.landed import landed_runs
from eventlog.numbering import OURS
from ingest.landing import RunFolder
from ingest.records_run import StreamLanding
from ingest.source import Pulled


def land_acts(state: State) -> Pulled | None:
    """Land what is new in the state or has changed there; None where nothing has. The caller holds the lock of the
    workspace."""
    before = [run for run in landed_runs(state.workspace) if run.source == OURS and run.kind == "records"]
    # first the moment: what is done while this reads is of the next run
    as_of = datetime.now(UTC)
    with state.reading() as connection, RunFolder(state.workspace, OURS) as folder:
        landings = [StreamLanding(folder, stream, before, frozen=False) for stream in ACTS.streams]
        for landing in landings:
            landing.land(records_of(connection, landing.stream.name))
            landing.end()
        if not any(landing.rows for landing in landings):
            return None
        described = {landing.stream.name: landing.described() for landing in landings if landing.rows}
        run = folder.commit(
            {"kind": "records", "connector": OURS, "system": ACTS.system, "as_of": as_of.isoformat(),
             "streams": described}
        )  # fmt: skip
    return Pulled(OURS, run, {landing.stream.name: landing.rows for landing in landings}, as_of=as_of)
