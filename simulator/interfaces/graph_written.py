"""Records of Microsoft 365 in the shape in which Graph hands them out."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def group(row: Row) -> Row:
    """A group that is a team's workspace."""
    return {**row, "groupTypes": ["Unified"], "resourceProvisioningOptions": ["Team"], "mailEnabled": True}


def event(row: Row) -> Row:
    """An event of a calendar, in UTC."""
    address = {"name": row["organizerName"], "address": row["organizerAddress"]}
    return {
        "id": row["id"],
        "subject": row["subject"],
        "type": "singleInstance",
        "isCancelled": row["isCancelled"],
        "organizer": {"emailAddress": address},
        "start": {"dateTime": row["start"], "timeZone": "UTC"},
        "end": {"dateTime": row["end"], "timeZone": "UTC"},
        "createdDateTime": row["createdDateTime"],
        "lastModifiedDateTime": row["lastModifiedDateTime"],
    }


def list_item(row: Row) -> Row:
    """An item of a SharePoint list; the list's own columns are its fields."""
    return {
        "id": row["id"],
        "createdDateTime": row["createdDateTime"],
        "lastModifiedDateTime": row["lastModifiedDateTime"],
        "createdBy": {"user": {"email": row["createdBy"]}},
        "fields": {name: row[name] for name in ("Title", "ProjectCode", "GroupId", "Status")},
    }


def drive_item(row: Row) -> Row:
    """A file of a document library; the library's own columns are the fields of its list item."""
    return {
        "id": row["id"],
        "name": row["name"],
        "createdDateTime": row["createdDateTime"],
        "lastModifiedDateTime": row["lastModifiedDateTime"],
        "size": row["size"],
        "file": {"mimeType": row["mimeType"]},
        "parentReference": {"path": row["path"]},
        "listItem": {"fields": {name: row[name] for name in ("Contract", "ContractNumber", "DocumentKind")}},
    }
