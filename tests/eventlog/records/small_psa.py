"""A small system that knows people, their weeks, billing events and closes, for tests of what is derived."""

from eventlog.record_mapping import ChangesOf, EventsOf, LinksOf, ObjectsOf, RecordMapping, Role
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource

THING = Stream(
    name="thing",
    key=("id",),
    columns={
        "id": "text", "type": "text", "entity": "text", "hours": "number", "hired": "date", "left": "date",
        "week": "date", "month": "text", "amount": "number", "terms": "instant", "acceptance": "boolean",
        "cancelled": "instant",
    },
)  # fmt: skip
TIE = Stream(name="tie", key=("id",), columns={"id": "text", "from": "text", "to": "text", "as": "text"})
HAPPENED = Stream(
    name="happened",
    key=("id",),
    columns={"id": "text", "what": "text", "of": "text", "on": "text", "for": "text", "card": "text", "at": "instant"},
    append_only=True,
)
LEAVE = Stream(name="leave", key=("id",), columns={"id": "text", "who": "text", "from": "date", "to": "date"})

KINDS = {
    "B": "billing_event", "C": "contract", "E": "expense_report", "I": "invoice", "L": "legal_entity", "M": "milestone",
    "O": "period_close", "P": "project", "R": "resource", "T": "timesheet", "Y": "payment",
}  # fmt: skip
ABOUT = {
    "entity": "r.entity", "weekly_hours": "r.hours", "hired_on": "r.hired", "left_on": "r.left", "week_end": "r.week",
    "month": "r.month", "amount": "r.amount", "terms_complete_at": "r.terms", "requires_acceptance": "r.acceptance",
    "cancelled_at": "r.cancelled",
}  # fmt: skip
TIES = (
    ("T", "R", "of"), ("B", "P", "of"), ("B", "T", "gathers"), ("B", "E", "gathers"), ("B", "M", "of"),
    ("P", "C", "under"), ("Y", "I", "settles"),
)  # fmt: skip
EVENT_OF = {
    "timesheet_submitted": "T", "timesheet_approved": "T", "time_posted": "T", "expense_finance_approved": "E",
    "expense_posted": "E", "milestone_accepted": "M", "became_billable": "B", "payment_received": "Y",
    "invoice_settled": "I",
}  # fmt: skip
PSA = DeclaredSource(
    name="psa",
    connector="salesforce",
    system="The PSA",
    streams=(THING, TIE, HAPPENED, LEAVE),
    yields=RecordMapping(
        objects=tuple(
            ObjectsOf(kind, "thing", "r.id", attributes=ABOUT, where=f"r.type = '{letter}'")
            for letter, kind in KINDS.items()
        ),
        changes=(
            ChangesOf("resource", "leave", "r.who", 'r."from"::timestamp', {"on_leave": "true"}),
            ChangesOf("resource", "leave", "r.who", 'r."to"::timestamp + interval 1 day', {"on_leave": "false"}),
        ),
        links=tuple(
            LinksOf(
                "tie",
                Role(KINDS[origin], 'r."from"'),
                Role(KINDS[target], 'r."to"', qualifier),
                f"""r."as" = '{qualifier}' and r."from"[1] = '{origin}' and r."to"[1] = '{target}'""",
            )
            for origin, target, qualifier in TIES
        ),
        events=tuple(
            EventsOf(
                what, "happened", 'r."at"',
                (
                    Role(KINDS[letter], 'r."of"'), Role("project", 'r."on"', "on"),
                    Role("billing_event", 'r."for"', "for"),
                ),
                attributes={"timecard": "r.card"}, where=f"r.what = '{what}'",
            )
            for what, letter in EVENT_OF.items()
        ),
    ),
)  # fmt: skip


def thing(name: str, **values: str | None) -> dict[str, str | None]:
    return {"id": name, "type": name[0], **values}


def tie(origin: str, target: str, qualifier: str) -> dict[str, str | None]:
    return {"id": f"{origin}-{target}", "from": origin, "to": target, "as": qualifier}


def happened(what: str, of: str, at: str, on: str | None = None, **more: str) -> dict[str, str | None]:
    return {"id": f"{what}-{of}-{at}", "what": what, "of": of, "at": at, "on": on, **more}
