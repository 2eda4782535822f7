"""What the last pull of each source came to, for the feeds: of now, and not of a generation.

A feed whose last pull found nothing new is as fresh as that pull, and one whose last pull failed is not fresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.errors import TraceworkError
from core.workspace import Workspace
from dashboards.health_page.facts import Feed
from ingest.last_try import LastTry, last_try
from ingest.source_settings import configured_sources


@dataclass(frozen=True)
class LastPull:
    """A source that firm.toml names, and what its last pull came to. Moments are None where there was none.

    `at` and `read_at`, of the last pull and of the last that did not fail, are of this machine's clock, `as_of` of the
    source's. `error` says why the last pull failed, as all since `failing_since` did.
    """

    source: str
    system: str
    brings: str
    at: datetime | None = None
    as_of: datetime | None = None
    read_at: datetime | None = None
    error: str | None = None
    failing_since: datetime | None = None


def last_pulls(workspace: Workspace) -> list[LastPull]:
    """Of each source that firm.toml names, by name; none where the file has mistakes."""
    try:
        sources = configured_sources(workspace)
    except TraceworkError:
        return []
    return [
        _of(LastPull(name, source.declared.title, source.declared.brings), last_try(workspace, name))
        for name, source in sorted(sources.items())
    ]


def as_pulled(feeds: Sequence[Feed], pulls: Sequence[LastPull]) -> list[Feed]:
    """The feeds with how far they have been read by now, and which of them fail."""
    by_source = {pull.source: pull for pull in pulls}
    known = [_with(feed, by_source.get(feed.source)) for feed in feeds]
    newest = max((feed.as_of for feed in known), default=datetime.now(UTC))
    return [replace(feed, age=newest - feed.as_of) for feed in known]


def without_a_load(feeds: Sequence[Feed], pulls: Sequence[LastPull]) -> list[LastPull]:
    """The sources of which nothing has been loaded."""
    loaded = {feed.source for feed in feeds}
    return [pull for pull in pulls if pull.source not in loaded]


def without_reasons(pulls: Sequence[LastPull]) -> list[LastPull]:
    """That they failed, but not why: for who sees a part of the rows, and not how systems are reached."""
    return [replace(pull, error="" if pull.error is not None else None) for pull in pulls]


def last_read(pulls: Sequence[LastPull]) -> datetime | None:
    """When any source was last read, by this machine's clock."""
    return max((pull.read_at for pull in pulls if pull.read_at), default=None)


def _of(pull: LastPull, tried: LastTry | None) -> LastPull:
    if tried is None:
        return pull
    read_at = tried.read_at if tried.read_at or tried.error else tried.at
    return replace(
        pull, at=_moment(tried.at), as_of=_moment(tried.as_of), read_at=_moment(read_at), error=tried.error,
        failing_since=_moment(tried.failing_since or tried.at) if tried.error else None,
    )  # fmt: skip


def _with(feed: Feed, pull: LastPull | None) -> Feed:
    if pull is None:
        return feed
    read_to = max(feed.as_of, pull.as_of) if pull.as_of else feed.as_of
    return replace(feed, as_of=read_to, failing=pull.error, failing_since=pull.failing_since)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
