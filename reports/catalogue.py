"""Which reports and which formats there are: those in the folders `templates` and `renderers`."""

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import NotFound
from core.registry import found, module
from metrics.period import Grain
from reports.asked import Asked
from reports.structure import Report


@dataclass(frozen=True)
class Template:
    """One report: what it is called, what it tells of, the grain of its period, and how it is made."""

    name: str
    title: str
    tells: str
    grain: Grain
    make: Callable[[Asked], Report]


@dataclass(frozen=True)
class Format:
    """One format: its name, which is what its files end with, their media type, and how a report becomes one."""

    name: str
    media_type: str
    rendered: Callable[[Report], bytes]


def templates() -> list[Template]:
    return [template(name) for name in found("reports.templates")]


def template(name: str) -> Template:
    """The report of that name, also with hyphens; the error for another says which there are."""
    there = found("reports.templates")
    wanted = name.replace("-", "_")
    if wanted not in there:
        raise NotFound(f'There is no report "{name}". There are: {", ".join(there)}.')
    of = module("reports.templates", wanted)
    return Template(wanted, of.TITLE, of.TELLS, of.GRAIN, of.make)


def format_named(name: str) -> Format:
    there = found("reports.renderers")
    if name not in there:
        raise NotFound(f'No report is written as "{name}". There are: {", ".join(there)}.')
    of = module("reports.renderers", name)
    return Format(name, of.MEDIA_TYPE, of.rendered)


def format_names() -> list[str]:
    return found("reports.renderers")
