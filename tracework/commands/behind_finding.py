"""The command that opens what a finding rests on: records where its subject has some, else the figures or the map."""

import shlex

from eventlog.filters.tokens import written
from models.detector import Suspicion

PLACES = {"legal_entity": "entity", "practice": "practice", "client": "client"}
"""Parts of the firm that figures are sliced by; as what."""


def behind(told: Suspicion) -> str | None:
    """The command and what it shows; None where the command line has nothing about such a subject."""
    if told.subject_type == "role":
        return None
    if told.subject_type == "process":
        return _of_process(told)
    if told.subject_type != "firm" and told.subject_type not in PLACES:
        return f"tracework lineage {shlex.quote(told.subject_id)} shows the records behind it"
    evidence = next((one for reason in told.reasons for one in reason.evidence), None)
    if evidence:
        return f"tracework lineage {shlex.quote(evidence)} shows the first record behind it"
    return f"tracework indicators{_where(told)} shows the figures behind it"


def _where(told: Suspicion) -> str:
    slice_ = PLACES.get(told.subject_type)
    value = getattr(told.place, slice_) if slice_ else None
    return f" --where {shlex.quote(f'{slice_} = {written(value)}')}" if value else ""


def _of_process(told: Suspicion) -> str:
    name, _, entity = told.subject_id.partition("/")
    where = f" --where {shlex.quote(f'case.entity = {written(entity)}')}" if entity else ""
    return f"tracework map {name}{where} shows how its cases run"
