"""Coupa's answers as bytes: XML with types, or JSON."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson

LIST_OF = {"tolerance-failures": "tolerance-failure"}


def as_json(found: list[dict[str, Any]]) -> bytes:
    return orjson.dumps(found)


def as_xml(found: list[dict[str, Any]], plural: str, element: str) -> bytes:
    root = Element(plural.replace("_", "-"), type="array")
    for each in found:
        _add(SubElement(root, element), each)
    return _bytes(root)


def errors(detail: str, *, json: bool) -> bytes:
    """The body of an error."""
    if json:
        return orjson.dumps({"errors": {"error": [detail]}})
    root = Element("errors")
    SubElement(root, "error").text = detail
    return _bytes(root)


def _bytes(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode()


def _add(parent: Element, value: dict[str, Any]) -> None:
    for name, inner in value.items():
        child = SubElement(parent, name)
        if isinstance(inner, dict):
            _add(child, inner)
        elif isinstance(inner, list):
            child.set("type", "array")
            for each in inner:
                _add(SubElement(child, LIST_OF[name]), each)
        elif inner is None:
            child.set("nil", "true")
        else:
            _write(child, name, inner)


def _write(element: Element, name: str, value: Any) -> None:
    if isinstance(value, bool):
        element.set("type", "boolean")
        element.text = "true" if value else "false"
        return
    if isinstance(value, int):
        element.set("type", "integer")
    elif name.endswith(("-at", "-date")):
        element.set("type", "dateTime")
    element.text = str(value)
