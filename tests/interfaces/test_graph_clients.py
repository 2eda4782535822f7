"""Independent clients read Microsoft Graph's interface: MSAL signs in over TLS, office365-rest-python-client reads."""

from __future__ import annotations

from dataclasses import replace

import msal
import polars as pl
import pytest
import trustme
from office365 import graph_request
from office365.graph_client import GraphClient
from office365.runtime.client_request_exception import ClientRequestException

from simulator.documents.signed import content
from simulator.interfaces import graph
from simulator.interfaces.serving import Certificate, serve
from tests.ingest.signed_library import library_firm
from tests.simulator.hand_made_firm import AS_OF, hand_made_firm

WORKSPACES = 250
SCOPE = "https://graph.microsoft.com/.default"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The hand-made firm with so many workspaces that they take three pages, over TLS."""
    folder, firm = tmp_path_factory.mktemp("tls"), hand_made_firm()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    made = authority.issue_cert("127.0.0.1")
    made.private_key_pem.write_to_path(folder / "key.pem")
    for number, part in enumerate(made.cert_chain_pems):
        part.write_to_path(folder / "chain.pem", append=number > 0)
    one = firm["workspace"].head(1)
    many = pl.concat([one] * WORKSPACES).with_columns(id=pl.int_range(1, WORKSPACES + 1), provisioned_at=pl.lit(AS_OF))
    state = replace(firm, tables={**firm.tables, "workspace": many, "contract": library_firm()["contract"]})
    with serve(graph, state, certificate=Certificate(folder / "chain.pem", folder / "key.pem")) as running:
        yield running, str(folder / "authority.pem")


@pytest.fixture
def application(served, monkeypatch):
    running, authority = served
    monkeypatch.setenv(
        "REQUESTS_CA_BUNDLE", authority
    )  # where it is set, it goes before what a client is told to trust

    def signing_in_with(secret):
        return msal.ConfidentialClientApplication(
            graph.SECRETS["client_id"], client_credential=secret, instance_discovery=False, verify=authority,
            authority=f"{running.url}/{graph.SECRETS['tenant']}",
        )  # fmt: skip

    return signing_in_with


@pytest.fixture
def client(served, application, monkeypatch):
    monkeypatch.setattr(graph_request, "get_graph_authority", lambda environment: served[0].url)
    msal_client = application(graph.SECRETS["client_secret"])
    return GraphClient(lambda: msal_client.acquire_token_for_client([SCOPE]))


def test_msal_signs_in_and_tells_why_not(application):
    granted = application(graph.SECRETS["client_secret"]).acquire_token_for_client([SCOPE])
    assert (granted["token_type"], granted["expires_in"]) == ("Bearer", 3600)
    refused = application("wrong").acquire_token_for_client([SCOPE])
    assert (refused["error"], "AADSTS7000215" in refused["error_description"]) == ("invalid_client", True)


def test_a_delta_query_is_followed_through_its_pages(client):
    groups = client.groups.delta.get_all().execute_query()
    assert len({group.id for group in groups}) == len(groups) == WORKSPACES


def test_a_library_and_the_versions_of_a_file(client):
    drive = client.drives[graph.SECRETS["drive"]]
    assert [item.name for item in drive.root.delta.get_all().execute_query()] == ["root", "SOW Acme.docx"]
    assert [version.id for version in drive.items["01DOC0000000001"].versions.get().execute_query()] == ["2.0", "1.0"]


def test_a_file_is_followed_to_where_its_content_lies(client):
    item = client.drives[graph.SECRETS["drive"]].items["01DOC0000000001"]
    paper = item.get_content().execute_query().value
    assert paper == content(library_firm(), 1, "SOW Acme.docx")


def test_a_group_is_made_and_is_no_team_without_an_owner(client):
    made = client.groups.create_m365("p-0900", "Workspace of project [P-0900]").execute_query()
    assert (made.properties["mailNickname"], list(made.properties["resourceProvisioningOptions"])) == ("p-0900", [])
    with pytest.raises(ClientRequestException, match="at least one owner"):
        made.add_team().execute_query()
