"""One round of a Microsoft Graph delta query: all pages up to the link that brings what changes after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import SourceFailed
from ingest.http import Http

GONE = 410
Item = dict[str, Any]


@dataclass(frozen=True)
class DeltaPage:
    """A page of a round. `link` begins the next round, and is told by the last page only; `first` is where a round
    begins that brings all there is."""

    items: list[Item]
    link: str | None
    first: bool


def delta_pages(api: Http, start: str, asked: Mapping[str, str], link: str | None) -> Iterator[DeltaPage]:
    """The pages of a round.

    `link` is that of the round before; without one the round brings all there is, as it does where Graph has dropped
    the link (410). What did not change lands nothing then; what was deleted meanwhile is not told.
    """
    try:
        yield from _round(api, api.get(link) if link else api.get(start, params=asked), whole=not link)
    except SourceFailed as error:
        if error.status != GONE:
            raise
        yield from _round(api, api.get(start, params=asked), whole=True)


def _round(api: Http, page: Any, *, whole: bool) -> Iterator[DeltaPage]:
    """The pages from this one on. Graph has been seen to lead on for ever with the same items: the pull ends that."""
    first = whole
    while True:
        yield DeltaPage(page["value"], page.get("@odata.deltaLink"), first)
        if "@odata.nextLink" not in page:
            return
        page, first = api.get(page["@odata.nextLink"]), False
