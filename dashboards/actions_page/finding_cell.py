"""A finding in a table of actions: its number, which opens it, and what it says."""

from collections.abc import Mapping

from dash import html

from dashboards.parts import Part


def finding_cell(number: int, subject: str, titles: Mapping[int, str]) -> list[Part]:
    """Of one that whoever looks may not see, or that is no more, the id of what it is about."""
    link = html.A(f"F-{number}", href=f"/findings?pick=F-{number}", className="mono")
    title = titles.get(number)
    if title is None:
        return [link, html.Span(subject, className="second mono")]
    return [link, html.Span(title, className="second")]
