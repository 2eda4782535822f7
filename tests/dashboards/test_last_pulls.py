"""What the last pulls came to, beside the loads: fresh without news, failing with fresh records, never loaded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import SourceFailed
from core.workspace import Workspace, create_workspace
from dashboards.health_page.facts import Feed
from dashboards.health_page.last_pulls import LastPull, as_pulled, last_pulls, last_read, without_a_load
from dashboards.pages.health import freshness
from ingest.last_try import LastTry, last_try, note_try
from ingest.pull import pull_and_note
from ingest.source_settings import configured_source

NOW = datetime.now(UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def feed(source: str, behind: timedelta) -> Feed:
    return Feed(source, source.title(), "", NOW - behind, behind, 36 * HOUR, 10, None, None, 0, {})


def pull(source: str, *, read: timedelta = HOUR, error: str | None = None) -> LastPull:
    since = NOW - DAY if error is not None else None
    return LastPull(source, source.title(), "", NOW, NOW - read, NOW - read, error, since)


def test_a_feed_whose_last_pull_found_nothing_new_is_fresh():
    feeds = [feed("crm", timedelta()), feed("bank", 20 * DAY)]
    assert freshness(feeds, []) == "1 of 2 feeds are fresh; Bank is 20 days behind."
    pulls = [pull("crm"), pull("bank")]
    known = as_pulled(feeds, pulls)
    assert [each.late for each in known] == [False, False]
    assert known[1].as_of == NOW - HOUR
    assert freshness(known, pulls) == "All 2 feeds are fresh."


def test_a_feed_whose_pulls_fail_is_not_fresh_whatever_the_others_do():
    feeds, pulls = [feed("crm", timedelta()), feed("erp", timedelta())], [pull("crm"), pull("erp", error="erp: down")]
    known = as_pulled(feeds, pulls)
    assert [each.failing for each in known] == [None, "erp: down"]
    assert known[1].failing_since == NOW - DAY
    assert freshness(known, pulls) == "1 of 2 feeds are fresh; Erp could not be read by the last pull."
    all_down = [pull("crm", error="crm: down"), pull("erp", error="erp: down")]
    assert freshness(as_pulled(feeds, all_down), all_down).startswith("0 of 2 feeds are fresh; Crm, Erp could not")


def test_a_source_that_never_came_is_one_of_those_that_are_missing():
    feeds, pulls = [feed("crm", timedelta())], [pull("crm"), pull("hr", error="hr: no entry"), pull("bank")]
    assert [each.source for each in without_a_load(feeds, pulls)] == ["hr", "bank"]
    assert freshness(as_pulled(feeds, pulls), pulls) == (
        "1 of 2 feeds are fresh; Hr could not be read by the last pull."
    )
    assert freshness([], pulls[1:2]) == "Hr could not be read by the last pull."


def test_feeds_that_nobody_has_read_for_days_are_not_called_fresh():
    feeds, pulls = [feed("crm", timedelta()), feed("erp", timedelta())], [pull("crm", read=8 * DAY)]
    assert last_read(pulls) == NOW - 8 * DAY
    assert freshness(as_pulled(feeds, pulls), pulls) == "All 2 feeds were fresh when last read, 8 days ago."


def test_two_feeds_of_one_system_are_told_apart_by_their_sources():
    munich = replace(feed("netsuite_munich", timedelta()), system="NetSuite")
    york = replace(feed("netsuite", timedelta()), system="NetSuite")
    pulls = [
        replace(pull("netsuite", error="down"), system="NetSuite"),
        replace(pull("netsuite_munich", error="down"), system="NetSuite"),
        pull("hr", error="down"),
    ]
    assert freshness(as_pulled([york, munich], pulls), pulls) == (
        "0 of 3 feeds are fresh; "
        "NetSuite (netsuite), NetSuite (netsuite_munich), Hr could not be read by the last pull."
    )
    # one of them has never come
    assert freshness(as_pulled([york], pulls[1:2]), pulls[1:2]) == (
        "1 of 2 feeds are fresh; NetSuite (netsuite_munich) could not be read by the last pull."
    )


FOLDERS = """[sources.bank]
connector = "folder"
path = "exports"
[sources.bank.tables.statement]
[sources.later]
connector = "folder"
path = "later"
[sources.later.tables.statement]
"""


@pytest.fixture
def place(tmp_path) -> Workspace:
    found = create_workspace(tmp_path / "firm")
    found.settings_file.write_text(FOLDERS)
    (found.root / "exports" / "statement").mkdir(parents=True)
    return found


def test_failures_in_a_row_are_told_since_the_first_and_keep_what_was_read(place):
    source = configured_source(place, "bank")
    pull_and_note(place, source)
    good = last_try(place, "bank")
    assert good is not None
    assert good.read_at == good.at
    (place.root / "exports" / "statement").rmdir()
    (place.root / "exports").rmdir()
    for _ in range(2):
        with pytest.raises(SourceFailed, match="is not there"):
            pull_and_note(place, source)
    failed = last_try(place, "bank")
    assert failed is not None
    assert good.at < str(failed.failing_since) < failed.at
    assert (failed.as_of, failed.read_at) == (good.as_of, good.at)
    bank, later = last_pulls(place)
    assert str(bank.error).startswith("bank: the folder ")
    assert (str(bank.as_of), str(bank.read_at)) == tuple(
        text.replace("T", " ") for text in (str(good.as_of), str(good.read_at))
    )
    assert (later.source, later.at, later.error) == ("later", None, None)


def test_what_an_older_program_noted_is_understood(place):
    moment = "2026-04-14T06:00:00+00:00"
    note_try(place, "bank", LastTry(moment, moment))
    bank, _ = last_pulls(place)
    assert bank.read_at == datetime.fromisoformat(moment)
