"""The records of findings and actions, and the objects, relations and events that they are."""

from eventlog.landed import LandedRun
from eventlog.numbering import OURS
from eventlog.record_mapping import EventsOf, LinksOf, Lookup, ObjectsOf, RecordMapping, Role
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource

FINDING, ACTION = "finding", "action"
OWN_TYPES = (FINDING, ACTION)
"""The types of objects that no system of the firm knows."""
ABOUT = "about"
"""The qualifier of what a finding or an action, or an event of theirs, is about."""

STREAMS = (
    Stream(
        name="finding",
        key=("id",),
        columns={
            "id": "text", "detector": "text", "version": "integer", "kind": "text", "subject_type": "text",
            "subject_id": "text", "owner_role": "text", "entity": "text", "practice": "text", "client": "text",
            "project": "text", "state": "text", "first_seen": "instant",
        },
        required=("detector", "kind", "subject_type", "subject_id", "state", "first_seen"),
    ),
    Stream(
        name="finding_sighting",
        key=("id",),
        columns={
            "id": "integer", "finding": "text", "at": "instant", "act": "text", "chance": "number",
            "base_money": "number",
        },
        required=("finding", "at", "act"),
        references={"finding": "finding"},
        append_only=True,
    ),
    Stream(
        name="finding_verdict",
        key=("id",),
        columns={
            "id": "integer", "finding": "text", "at": "instant", "who": "text", "verdict": "text", "undone": "boolean",
            "chance": "number", "base_money": "number",
        },
        required=("finding", "at", "who", "verdict"),
        references={"finding": "finding"},
    ),
    Stream(
        name="action",
        key=("id",),
        columns={
            "id": "text", "policy": "text", "policy_version": "integer", "action": "text", "channel": "text",
            "state": "text", "proposed_at": "instant", "proposed_by": "text", "decided_at": "instant",
        },
        required=("action", "channel", "state", "proposed_at", "proposed_by"),
    ),
    Stream(
        name="action_finding",
        key=("action", "finding"),
        columns={"action": "text", "finding": "text"},
        references={"action": "action", "finding": "finding"},
        append_only=True,
    ),
    Stream(
        name="action_answer",
        key=("id",),
        columns={"id": "integer", "action": "text", "who": "text", "answer": "text", "at": "instant"},
        required=("action", "who", "answer", "at"),
        references={"action": "action"},
        append_only=True,
    ),
    Stream(
        name="action_delivery",
        key=("id",),
        columns={
            "id": "integer", "action": "text", "channel": "text", "state": "text", "tries": "integer", "at": "instant",
        },
        required=("action", "channel", "state", "at"),
        references={"action": "action"},
    ),
    Stream(
        name="action_outcome",
        key=("id",),
        columns={
            "id": "integer", "action": "text", "kind": "text", "at": "instant", "result": "text", "source": "text",
        },
        required=("action", "kind", "at", "result"),
        references={"action": "action"},
        append_only=True,
    ),
)  # fmt: skip
"""What people wrote (a reason, a note, an instruction, a report's words) stays where it was written."""

THE_FINDING, THE_ACTION = (Role(FINDING, "r.finding"),), (Role(ACTION, "r.action"),)
SEEN = {"chance": "r.chance", "base_money": "r.base_money"}
SIGHTINGS = {
    "raised": "finding_raised",
    "reopened": "finding_reopened",
    "awake": "finding_awoken",
    "gone": "finding_gone",
}
VERDICTS = {
    "assign": "finding_assigned",
    "snooze": "finding_snoozed",
    "confirm": "finding_confirmed",
    "dismiss": "finding_dismissed",
    "settle": "finding_settled",
}
ENDS = {"expired": "action_expired", "withdrawn": "action_withdrawn", "held_out": "action_held_out"}
"""States in which an action ends without anybody's answer."""

_EVENTS = (
    *(
        EventsOf(
            type=event, stream="finding_sighting", at='r."at"', objects=THE_FINDING, by="found.detector",
            attributes=SEEN, where=f"r.act = '{act}'", lookups={"found": Lookup("finding", "r.finding")},
        )
        for act, event in SIGHTINGS.items()
    ),
    *(
        EventsOf(
            type=event, stream="finding_verdict", at='r."at"', objects=THE_FINDING, by="r.who",
            attributes={**SEEN, "undone": "r.undone"}, where=f"r.verdict = '{verdict}'",
        )
        for verdict, event in VERDICTS.items()
    ),
    EventsOf(
        type="action_proposed", stream="action", at="r.proposed_at", objects=(Role(ACTION, "r.id"),),
        by="r.proposed_by",
    ),
    *(
        EventsOf(
            type=event, stream="action", at="r.decided_at", objects=(Role(ACTION, "r.id"),),
            where=f"r.state = '{state}'",
        )
        for state, event in ENDS.items()
    ),
    *(
        EventsOf(
            type=event, stream="action_answer", at='r."at"', objects=THE_ACTION, by="r.who",
            where=f"r.answer = '{answer}'",
        )
        for answer, event in {"approve": "action_approved", "refuse": "action_refused"}.items()
    ),
    *(
        EventsOf(
            type=event, stream="action_delivery", at='r."at"', objects=THE_ACTION,
            attributes={"channel": "r.channel", "tries": "r.tries"}, where=f"r.state = '{state}'",
        )
        for state, event in {"sent": "action_sent", "dead": "action_undeliverable"}.items()
    ),
    *(
        EventsOf(
            type=event, stream="action_outcome", at='r."at"', objects=THE_ACTION, by="r.source",
            attributes={"result": "r.result"}, where=f"r.kind = '{kind}'",
        )
        for kind, event in {"receipt": "action_receipted", "outcome": "action_concluded"}.items()
    ),
)  # fmt: skip

ACTS = DeclaredSource(
    OURS,
    OURS,
    "Tracework",
    STREAMS,
    RecordMapping(
        objects=(
            ObjectsOf(
                FINDING, "finding", "r.id", since="r.first_seen",
                attributes={
                    name: f"r.{name}" for name in (
                        "kind", "state", "detector", "owner_role", "entity", "practice", "client", "project",
                        "subject_type", "subject_id",
                    )
                },
            ),
            ObjectsOf(
                ACTION, "action", "r.id", since="r.proposed_at",
                attributes={name: f"r.{name}" for name in ("policy", "action", "channel", "state")},
            ),
        ),
        links=(LinksOf("action_finding", Role(ACTION, "r.action"), Role(FINDING, "r.finding", ABOUT)),),
        events=_EVENTS,
    ),
)  # fmt: skip

NAMES = frozenset(stream.name for stream in STREAMS)


def holds_acts_only(run: LandedRun) -> bool:
    """Whether a run is of such records alone: unlike a decision, they say nothing about what other records mean."""
    return run.source == OURS and run.kind == "records" and run.manifest["streams"].keys() <= NAMES
