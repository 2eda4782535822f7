"""HTML: one page that stands alone, to read on a screen of any width, to print, or in a mail."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, Template
from markupsafe import Markup

from figures.svg import held
from reports.structure import Cell, Drawing, Report, words

MEDIA_TYPE = "text/html"


def rendered(report: Report) -> bytes:
    return page(report).encode()


def page(report: Report, more_style: str = "") -> str:
    """The page, with rules of style of its own before its end."""
    return _template().render(report=report, style=Markup(_style() + more_style))


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["words"] = _words
    environment.tests["drawing"] = lambda part: isinstance(part, Drawing)
    return environment.from_string(_asset("report.html"))


@cache
def _style() -> str:
    return _asset("report.css")


def _words(cell: Cell) -> str:
    return held(words(cell))


def _asset(name: str) -> str:
    return (files("reports") / "renderers" / name).read_text(encoding="utf-8")
