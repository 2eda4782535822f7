"""What the records of Microsoft 365 are, and what they yield."""

from __future__ import annotations

from eventlog.record_mapping import EventsOf, LinksOf, Lookup, ObjectsOf, RecordMapping, Role
from eventlog.record_stream import Stream

REQUESTS = Stream(
    "workspaceRequests", ("id",),
    {
        "id": "text", "createdDateTime": "instant", "lastModifiedDateTime": "instant", "ProjectCode": "text",
        "GroupId": "text", "Status": "text", "requestedBy": "text", "fields": "json",
    },
    version="lastModifiedDateTime", required=("createdDateTime", "GroupId"),
)  # fmt: skip
GROUPS = Stream(
    "groups", ("id",),
    {
        "id": "text", "displayName": "text", "description": "text", "mailNickname": "text",
        "createdDateTime": "instant", "visibility": "text", "projectCode": "text",
    },
    required=("createdDateTime",),
)  # fmt: skip
EVENTS = Stream(
    "events", ("id",),
    {
        "id": "text", "subject": "text", "createdDateTime": "instant", "lastModifiedDateTime": "instant",
        "isCancelled": "boolean", "startsAt": "instant", "endsAt": "instant", "organizerAddress": "text",
        "projectCode": "text", "start": "json", "end": "json", "organizer": "json",
    },
    version="lastModifiedDateTime", required=("createdDateTime", "startsAt"),
    checks={"it ends before it starts": "r.endsAt is null or r.endsAt >= r.startsAt"},
)  # fmt: skip
DRIVE_ITEMS = Stream(
    "driveItems", ("id",),
    {
        "id": "text", "name": "text", "createdDateTime": "instant", "lastModifiedDateTime": "instant",
        "size": "integer", "Contract": "text", "ContractNumber": "text", "DocumentKind": "text", "file": "json",
        "parentReference": "json", "listItem": "json",
    },
    version="lastModifiedDateTime", required=("name", "createdDateTime"),
)  # fmt: skip
VERSIONS = Stream(
    "versions", ("itemId", "id"),
    {"itemId": "text", "id": "text", "lastModifiedDateTime": "instant", "size": "integer"},
    required=("lastModifiedDateTime",), references={"itemId": "driveItems"},
)  # fmt: skip
STREAMS = (REQUESTS, GROUPS, EVENTS, DRIVE_ITEMS, VERSIONS)


def _project(code: str, stream: str) -> ObjectsOf:
    return ObjectsOf("project", stream, code, keys={"code": code})


def _person(mail: str, stream: str) -> ObjectsOf:
    return ObjectsOf("resource", stream, mail, keys={"email": mail})


def _workspace(workspace: str, code: str) -> tuple[Role, Role]:
    return Role("workspace", workspace), Role("project", code, "for")


ASKER, ORGANIZER = "lower(r.requestedBy)", "lower(r.organizerAddress)"
REQUESTED = _workspace("r.GroupId", "r.ProjectCode")
PROVISIONED = _workspace("r.id", "r.projectCode")
SAVED = (Role("document", "r.id"), Role("contract", "r.ContractNumber", "evidence_for"))

YIELDS = RecordMapping(
    objects=(
        ObjectsOf("workspace", GROUPS.name, "r.id", attributes={"name": "r.displayName", "project": "r.displayName"}),
        ObjectsOf(
            "workspace", REQUESTS.name, "r.GroupId", attributes={"status": "r.Status"}, since="r.createdDateTime"
        ),
        ObjectsOf(
            "document", DRIVE_ITEMS.name, "r.id", attributes={"name": "r.name", "kind": "r.DocumentKind"},
            since="r.createdDateTime",
        ),
        ObjectsOf(
            "contract", DRIVE_ITEMS.name, "r.ContractNumber",
            keys={"number": "r.ContractNumber"},
        ),
        _person(ASKER, REQUESTS.name),
        _person(ORGANIZER, EVENTS.name),
        _project("r.ProjectCode", REQUESTS.name),
        _project("r.projectCode", GROUPS.name),
        _project("r.projectCode", EVENTS.name),
    ),
    links=(
        LinksOf(REQUESTS.name, *REQUESTED),
        LinksOf(GROUPS.name, *PROVISIONED),
        LinksOf(DRIVE_ITEMS.name, *SAVED),
    ),
    events=(
        EventsOf(
            "workspace_requested", REQUESTS.name, "r.createdDateTime", (*REQUESTED, Role("resource", ASKER, "by")),
            by="r.requestedBy",
        ),
        EventsOf("workspace_provisioned", GROUPS.name, "r.createdDateTime", PROVISIONED),
        EventsOf(
            "kickoff_held", EVENTS.name, "r.startsAt",
            (Role("project", "r.projectCode"), Role("resource", ORGANIZER, "by")), by="r.organizerAddress",
            logged_at="r.lastModifiedDateTime", quality="business_date",
            where="not coalesce(r.isCancelled, false)",
        ),
        EventsOf(
            "contract_document_saved", VERSIONS.name, "r.lastModifiedDateTime",
            (Role("document", "r.itemId"), Role("contract", "item.ContractNumber", "evidence_for")),
            attributes={"version": "r.id", "kind": "item.DocumentKind"},
            lookups={"item": Lookup(DRIVE_ITEMS.name, "r.itemId")},
        ),
        EventsOf(
            "contract_document_saved", DRIVE_ITEMS.name, "r.lastModifiedDateTime", SAVED,
            attributes={"kind": "r.DocumentKind"}, unless=VERSIONS.name,
        ),
    ),
)  # fmt: skip
