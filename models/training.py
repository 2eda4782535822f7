"""Learning anew on schedule: the new one is taken only if it does better on a later part that neither has seen."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from core.audit.entry import Told
from core.audit.reading import Wanted, entries
from core.audit.writing import write_down
from core.settings import ReviewSettings
from core.state import State
from eventlog.reading import EventLog
from models import saved as store
from models.cards import write_card
from models.detector import Detector, Measured
from models.saved import Saved

SHORTEST_PART = 5
"""Of a log shorter than this many times the later part, the last fifth is the later part."""
TAKEN = "model taken"


def trained(
    state: State, log: EventLog, detector: Detector, moment: datetime, settings: ReviewSettings, *, lacks: bool = False
) -> Saved:
    """What the detector goes by at a moment: what it had learnt, or what it learns now because that is due. `lacks`:
    nothing of what it looks at is there."""
    declaration = detector.declaration
    before = store.read(state.workspace, declaration, _audited(state, declaration.name))
    if before is not None and before.lacked and not lacks:
        # a system was connected, or a service level declared: what was learnt of nothing is no reason to wait
        before = None
    if before is not None and moment < before.considered + timedelta(days=settings.retrain_days):
        return before
    since = moment - _later_part(log, moment, settings)
    text = store.written(declaration.name, declaration.version, detector.fit(log, since))
    learned = json.loads(text)["learned"]
    measured = detector.measure(log, learned, since, moment)
    if before is not None and not _is_better(measured, detector.measure(log, before.learned, since, moment)):
        kept = replace(before, considered=moment)
        store.note(state.workspace, kept)
        write_down(state, _who(detector), Told("model kept", "model", declaration.name, None, _told(kept, measured)))
        return kept
    taken = Saved(
        detector=declaration.name, version=declaration.version,
        number=store.next_number(state.workspace, declaration.name), fitted_until=since, considered=moment,
        generation=log.generation, events=int(log.database.value("select count(*) from event where ts <= $t", t=since)),
        learned=learned, sha256=store.hash_of(text), measured=measured, lacked=lacks,
    )  # fmt: skip
    told = (_told(before, before.measured) if before else None, _told(taken, measured))
    # first in the audit: what is kept and not there would be taken for changed by somebody
    write_down(state, _who(detector), Told(TAKEN, "model", declaration.name, *told))
    store.keep(state.workspace, taken)
    write_card(state.workspace, declaration, taken)
    return taken


def _is_better(new: Measured | None, old: Measured | None) -> bool:
    """Of two that cannot be told apart the old one is kept."""
    if new is None or old is None:
        return new is not None
    return new.value > old.value if new.higher_is_better else new.value < old.value


def _later_part(log: EventLog, moment: datetime, settings: ReviewSettings) -> timedelta:
    first: datetime | None = log.database.value("select min(ts) from event where ts <= $moment", moment=moment)
    span = moment - first if first else timedelta()
    return min(timedelta(days=settings.retrain_days), span / SHORTEST_PART)


def _audited(state: State, name: str) -> set[str]:
    """The hashes of the models that were taken, as the audit has them."""
    found = entries(state, Wanted(act=TAKEN, words=name))
    return {json.loads(entry.after)["sha256"] for entry in found if entry.subject_id == name and entry.after}


def _who(detector: Detector) -> str:
    return f"model {detector.declaration.name}, version {detector.declaration.version}"


def _told(saved: Saved, measured: Measured | None) -> dict[str, object]:
    figure = None if measured is None else [measured.measure, measured.value, measured.naive]
    until = saved.fitted_until.isoformat()
    return {"number": saved.number, "sha256": saved.sha256, "fitted_until": until, "measured": figure}
