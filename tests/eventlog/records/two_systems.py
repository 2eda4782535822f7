"""Two systems that know the same clients, an ERP and a CRM, for tests of identities."""

from eventlog.record_mapping import EventsOf, ObjectsOf, RecordMapping, Role
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource

CLIENT = Stream(
    name="client",
    key=("id",),
    columns={
        "id": "text", "name": "text", "country": "text", "tax_number": "text", "crm_id": "text", "code": "text",
        "at": "instant",
    },
)  # fmt: skip
ITEM = Stream(name="item", key=("id",), columns={"id": "text", "itemid": "text"})
CONTRACT = Stream(name="contract", key=("id",), columns={"id": "text", "service_code": "text", "amount": "number"})
YIELDS = RecordMapping(
    objects=(
        ObjectsOf(
            "client",
            "client",
            "r.id",
            attributes={"name": "r.name", "country": "r.country"},
            keys={"crm_id": "r.crm_id", "tax_number": "r.tax_number"},
        ),
        ObjectsOf("contract", "contract", "r.id", attributes={"service_code": "r.service_code", "amount": "r.amount"}),
    ),
    events=(EventsOf("client_validated", "client", "r.at", objects=(Role("client", "r.id"),)),),
)


def system(name: str, connector: str) -> DeclaredSource:
    return DeclaredSource(name, connector, name.upper(), (CLIENT, ITEM, CONTRACT), YIELDS)


CRM, ERP = system("sales", "salesforce"), system("books", "netsuite")


def client(number: str, name: str = "Northwind Ltd", **values: str | None) -> dict[str, str | None]:
    return {"id": number, "name": name, "at": "2026-03-01T09:00:00Z", **values}
