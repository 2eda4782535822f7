"""Small log files for tests: the cases of `generated_logs` written as XES or CSV by plain code."""

import csv
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tests.generated_logs import Case


def write_xes(path: Path, cases: Sequence[Case]) -> Path:
    """An XES file with resource, one event attribute and the cases' attributes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">']
    for case in cases:
        lines.append("<trace>" + _attribute("string", "concept:name", case.id))
        for name, value in case.attributes.items():
            lines.append(_attribute("float" if isinstance(value, float) else "string", name, str(value)))
        for event in case.events:
            lines.append("<event>" + _attribute("string", "concept:name", event.activity))
            lines.append(_attribute("date", "time:timestamp", event.at.isoformat(timespec="microseconds")))
            if event.resource:
                lines.append(_attribute("string", "org:resource", event.resource))
            lines += [_attribute("string", name, value) for name, value in event.attributes.items()]
            lines.append("</event>")
        lines.append("</trace>")
    path.write_text("\n".join([*lines, "</log>\n"]), encoding="utf-8")
    return path


def write_csv(path: Path, cases: Sequence[Case]) -> Path:
    """A CSV file: case, activity, time (ISO, UTC), person, and the cases' attributes."""
    names = sorted({name for case in cases for name in case.attributes})
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Case", "Activity", "Time", "Person", *names])
        for case in cases:
            for event in case.events:
                at = event.at.isoformat(timespec="microseconds")
                own = [case.attributes.get(name, "") for name in names]
                writer.writerow([case.id, event.activity, at, event.resource or "", *own])
    return path


def _attribute(kind: str, key: str, value: str) -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"
