"""Records of Microsoft 365 in the shape in which Graph hands them out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

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
    """A file of a document library; the library's own columns are the fields of its list item. Delta queries name its
    folder by id only, and leave the tag of its content out."""
    return {
        "id": row["id"],
        "name": row["name"],
        "eTag": row["eTag"],
        "createdDateTime": row["createdDateTime"],
        "lastModifiedDateTime": row["lastModifiedDateTime"],
        "size": row["size"],
        "file": {"mimeType": row["mimeType"]},
        "parentReference": {"driveId": _drive(row), "driveType": "documentLibrary", "id": row["folderId"]},
        "listItem": {"fields": {name: row[name] for name in ("Contract", "ContractNumber", "DocumentKind")}},
    }


def folder(row: Row, root: str) -> Row:
    """The folder that a file lies in, at the top of the library."""
    above, _, name = row["path"].rpartition("/")
    parent = {"driveId": _drive(row), "driveType": "documentLibrary", "id": root, "path": encoded(above)}
    return {"id": row["folderId"], "name": name, "folder": {"childCount": 1}, "parentReference": parent}


def encoded(path: str) -> str:
    """A path as Graph writes it."""
    return quote(path, safe="/:!")


def _drive(row: Row) -> str:
    return str(row["path"]).split("/")[2]
