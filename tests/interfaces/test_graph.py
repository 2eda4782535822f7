"""Microsoft Graph's interface, asked over HTTP as its clients do."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from simulator.interfaces import graph
from simulator.interfaces.serving import serve
from tests.simulator.hand_made_firm import AS_OF, at, hand_made_firm

SECRETS = graph.SECRETS
GROUPS = "/v1.0/groups/delta"
DRIVE = f"/v1.0/drives/{SECRETS['drive']}/root/delta"
CALENDAR = f"/v1.0/users/{SECRETS['mailbox']}/calendarView/delta"
MARCH = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-03-31T23:59:00Z"}


@pytest.fixture
def served():
    with serve(graph, hand_made_firm()) as running:
        yield running


@pytest.fixture
def client(served):
    with httpx.Client(base_url=served.url, trust_env=False) as asking:
        asking.headers["authorization"] = f"Bearer {token(asking).json()['access_token']}"
        yield asking


def token(client, tenant=SECRETS["tenant"], **other):
    form = {
        "grant_type": "client_credentials", "client_id": SECRETS["client_id"],
        "client_secret": SECRETS["client_secret"], "scope": "https://graph.microsoft.com/.default", **other,
    }  # fmt: skip
    return client.post(f"/{tenant}/oauth2/v2.0/token", data=form)


def whole_round(client, place, params=None, headers=None):
    """All items of a round, and the link that it ends with."""
    answer = client.get(place, params=params, headers=headers).json()
    items = answer["value"]
    while "@odata.nextLink" in answer:
        answer = client.get(answer["@odata.nextLink"], headers=headers).json()
        items += answer["value"]
    return items, answer["@odata.deltaLink"]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"tenant": "elsewhere"}, "AADSTS90002"),
        ({"client_id": "unknown"}, "AADSTS700016"),
        ({"client_secret": "wrong"}, "AADSTS7000215"),
        ({"scope": "Group.Read.All"}, "AADSTS1002012"),
    ],
)
def test_why_a_sign_in_is_refused(client, other, code):
    refused = token(client, **other)
    assert (refused.status_code, refused.json()["error_description"].split(":")[0]) == (401, code)


def test_without_a_token_nothing_is_shown(client):
    refused = client.get(GROUPS, headers={"authorization": "Bearer old"})
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert set(refused.json()["error"]) == {"code", "message", "innerError"}


def test_a_round_ends_with_a_link_that_brings_only_what_changed(client, served):
    items, link = whole_round(client, GROUPS)
    assert [item["id"] for item in items] == ["grp-0000000001"]
    assert whole_round(client, link)[0] == []
    served.shown.change("groups", {"id": "grp-0000000001"}, {"displayName": "Renamed"})
    items, link = whole_round(client, link)
    assert [item["displayName"] for item in items] == ["Renamed"]
    served.shown.remove("groups", {"id": "grp-0000000001"})
    items, link = whole_round(client, link)
    assert items == [{"id": "grp-0000000001", "@removed": {"reason": "deleted"}}]
    assert whole_round(client, link)[0] == []


def test_pages_are_as_small_as_asked_for(client):
    small = {"prefer": "odata.maxpagesize=1"}
    first = client.get(DRIVE, headers=small).json()
    assert [item["name"] for item in first["value"]] == ["root"]
    items, _ = whole_round(client, DRIVE, headers=small)
    assert [item["name"] for item in items] == ["root", "SOW Acme.docx"]


def test_a_drive_tells_what_is_gone_by_a_facet(client, served):
    _, link = whole_round(client, DRIVE)
    served.shown.remove("driveItems", {"id": "01DOC0000000001"})
    assert whole_round(client, link)[0] == [{"id": "01DOC0000000001", "deleted": {"state": "deleted"}}]


def test_versions_of_a_file(client):
    path = f"/v1.0/drives/{SECRETS['drive']}/items/01DOC0000000001/versions"
    versions = client.get(path).json()["value"]
    assert [version["id"] for version in versions] == ["2.0", "1.0"]
    assert versions[0]["lastModifiedDateTime"] == "2026-03-01T12:00:00Z"
    assert client.get(path.replace("01DOC0", "01DOC1")).json()["error"]["code"] == "itemNotFound"


def test_a_calendars_round_is_bound_to_its_days(client, served):
    items, link = whole_round(client, CALENDAR, MARCH)
    assert [item["subject"] for item in items] == ["Kickoff [P-0001] Project 1"]
    assert items[0]["start"] == {"dateTime": "2026-03-11T14:00:00", "timeZone": "UTC"}
    later = {"start": "2026-03-30T10:00:00", "end": "2026-03-30T11:00:00"}
    served.shown.change("events", {"subject": "Kickoff [P-0003] Project 3"}, later)
    items, link = whole_round(client, link)
    assert [item["subject"] for item in items] == ["Kickoff [P-0003] Project 3"]
    assert client.get(CALENDAR).json()["error"]["code"] == "ErrorInvalidParameter"


@pytest.mark.parametrize("parameter", ["$deltatoken", "$skiptoken"])
def test_a_link_that_is_not_known_is_gone(client, served, parameter):
    refused = client.get(GROUPS, params={parameter: "unknown-0"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (410, "resyncRequired")
    assert refused.headers["location"] == f"{served.url}{GROUPS}"


def test_a_link_is_good_for_a_month_and_only_for_its_own_items(client, served):
    served.shown.set_clock(AS_OF - timedelta(days=31))
    _, link = whole_round(client, DRIVE)
    assert client.get(link.replace(DRIVE, GROUPS)).status_code == 410
    served.shown.set_clock(AS_OF)
    assert client.get(link).status_code == 410


def test_a_list_of_requests_with_its_own_columns(client):
    place = f"/v1.0/sites/{SECRETS['site']}/lists/{SECRETS['list']}/items/delta"
    items, _ = whole_round(client, place)
    assert [item["fields"]["Status"] for item in items] == ["Provisioned", "Open"]
    assert client.get(place.replace("workspace-requests", "other")).status_code == 404


def test_rounds_without_end_on_demand(client, served):
    httpx.post(f"{served.url}/_simulator/endless", json={"on": True}, trust_env=False)
    first = client.get(GROUPS).json()
    second = client.get(first["@odata.nextLink"]).json()
    assert first["value"] == second["value"]
    assert "@odata.nextLink" in second


def test_earlier_there_was_less(client, served):
    served.shown.set_clock(at(5))
    assert whole_round(client, GROUPS)[0] == []
