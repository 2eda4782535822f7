"""A small system of records for tests: accounts, deals with a history of stages, and cards with their days."""

from eventlog.record_mapping import ChangesOf, EventsOf, LinksOf, Lookup, ObjectsOf, ObservedIn, RecordMapping, Role
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource

ACCOUNT = Stream(
    name="Account",
    key=("Id",),
    columns={"Id": "text", "Name": "text", "Tax": "text", "Modified": "instant", "Country": "text"},
    version="Modified",
    required=("Name",),
)
DEAL = Stream(
    name="Deal",
    key=("Id",),
    columns={
        "Id": "text", "AccountId": "text", "Name": "text", "Stage": "text", "Amount": "number", "Currency": "text",
        "Created": "instant", "Closed": "date", "Met": "local_time", "Won": "boolean", "Seats": "integer",
        "Modified": "instant",
    },
    version="Modified",
    required=("Name",),
    checks={"the amount is below zero": "r.Amount >= 0"},
    references={"AccountId": "Account"},
    deleted="r.Stage = 'Deleted'",
    worth="r.Amount",
    currency="r.Currency",
)  # fmt: skip
HISTORY = Stream(
    name="DealHistory",
    key=("Id",),
    columns={"Id": "text", "DealId": "text", "Field": "text", "New": "text", "At": "instant", "By": "text"},
    append_only=True,
)
CARD = Stream(
    name="Card",
    key=("Person", "Week"),
    columns={"Person": "text", "Week": "date", "Mon": "number", "Tue": "number", "Status": "text"},
)

YIELDS = RecordMapping(
    objects=(
        ObjectsOf(
            "client",
            "Account",
            "r.Id",
            attributes={"name": "r.Name", "country": "r.Country"},
            keys={"tax_number": "r.Tax"},
        ),
        ObjectsOf(
            "opportunity",
            "Deal",
            "r.Id",
            attributes={"name": "r.Name", "amount": "r.Amount", "stage": "r.Stage", "client": "a.Name", "won": "r.Won"},
            since="r.Created",
            lookups={"a": Lookup("Account", "r.AccountId")},
        ),
        ObjectsOf("timesheet", "Card", "r._key"),
    ),
    changes=(
        ChangesOf("opportunity", "DealHistory", "r.DealId", "r.At", {"stage": "r.New"}, where="r.Field = 'Stage'"),
    ),
    links=(LinksOf("Deal", Role("opportunity", "r.Id"), Role("client", "r.AccountId", "for")),),
    events=(
        EventsOf(
            "opportunity_created",
            "Deal",
            "r.Created",
            objects=(Role("opportunity", "r.Id"), Role("client", "r.AccountId", "for")),
            attributes={"amount": "r.Amount"},
        ),
        EventsOf("kickoff_held", "Deal", "r.Met", objects=(Role("opportunity", "r.Id"),)),
        EventsOf(
            "opportunity_won",
            "Deal",
            "r.Closed",
            objects=(Role("opportunity", "r.Id"),),
            quality="business_date",
            where="r.Won",
            unless="DealHistory",
        ),
        EventsOf(
            "opportunity_won",
            "DealHistory",
            "r.At",
            objects=(Role("opportunity", "r.DealId"),),
            by="r.By",
            where="r.Field = 'Stage' and r.New = 'Won'",
        ),
        EventsOf(
            "time_logged",
            "Card",
            "each.day",
            objects=(Role("timesheet", "r._key"),),
            quality="business_date",
            attributes={"hours": "each.hours"},
            each="[{'day': r.Week, 'hours': r.Mon}, {'day': r.Week + 1, 'hours': r.Tue}]",
            where="each.hours > 0",
        ),
    ),
    observed=(
        ObservedIn(
            "timesheet_approved",
            "Card",
            "old.Status is distinct from 'approved' and r.Status = 'approved'",
            objects=(Role("timesheet", "r._key"),),
        ),
        ObservedIn("timesheet_submitted", "Card", "old.Person is null", objects=(Role("timesheet", "r._key"),)),
    ),
)

CRM = DeclaredSource("crm", "small", "The CRM", (ACCOUNT, DEAL, HISTORY, CARD), YIELDS, zone="America/New_York")


def account(number: int = 1, **values: str | None) -> dict[str, str | None]:
    return {"Id": f"A{number}", "Name": f"Client {number}", "Modified": "2026-03-01T08:00:00Z", **values}


def deal(number: int = 1, **values: str | None) -> dict[str, str | None]:
    return {
        "Id": f"D{number}", "AccountId": "A1", "Name": f"Deal {number}", "Stage": "New", "Amount": "1200.50",
        "Currency": "USD", "Created": "2026-03-01T09:00:00.000+0000", "Modified": "2026-03-01T09:00:00Z", **values,
    }  # fmt: skip


def history(number: int, value: str, at: str, deal_id: str = "D1") -> dict[str, str | None]:
    return {"Id": f"H{number}", "DealId": deal_id, "Field": "Stage", "New": value, "At": at, "By": "Ann"}


def card(status: str = "draft", person: str = "P1", mon: str = "8", tue: str = "0") -> dict[str, str | None]:
    return {"Person": person, "Week": "2026-03-02", "Mon": mon, "Tue": tue, "Status": status}
