"""BambooHR's answers as XML, which is what a client gets that does not ask for JSON."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET


def changed(content: dict[str, Any]) -> bytes:
    """Who changed."""
    root = ET.Element("employees", latest=content["latest"])
    for row in content["employees"].values():
        ET.SubElement(root, "employee", row)
    return _written(root)


def employee(content: dict[str, Any]) -> bytes:
    """One employee."""
    root = ET.Element("employee", id=content["id"])
    _fields(root, {name: value for name, value in content.items() if name != "id"})
    return _written(root)


def table(content: dict[str, Any]) -> bytes:
    """The rows of a table, by employee."""
    root = ET.Element("table", id=content["table"])
    for number, told in content["employees"].items():
        one = ET.SubElement(root, "employee", id=number, lastChanged=told["lastChanged"])
        for row in told["rows"]:
            _fields(ET.SubElement(one, "row"), row)
    return _written(root)


def requests(content: list[dict[str, Any]]) -> bytes:
    """Requests for time off."""
    root = ET.Element("requests")
    for row in content:
        one = ET.SubElement(root, "request", id=row["id"])
        ET.SubElement(one, "employee", id=row["employeeId"]).text = row["name"]
        ET.SubElement(one, "status", lastChanged=row["status"]["lastChanged"]).text = row["status"]["status"]
        for name in ("start", "end", "created"):
            ET.SubElement(one, name).text = row[name]
        ET.SubElement(one, "type", id=row["type"]["id"]).text = row["type"]["name"]
        ET.SubElement(one, "amount", unit=row["amount"]["unit"]).text = row["amount"]["amount"]
    return _written(root)


def _fields(parent: ET.Element, values: dict[str, Any]) -> None:
    for name, value in values.items():
        ET.SubElement(parent, "field", id=name).text = value


def _written(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
