"""Every vendor's connector against its interface that fails on purpose: healed, or told in a line without a secret."""

from __future__ import annotations

import importlib
import logging
from collections import Counter

import pyarrow.parquet as pq
import pytest

from core.errors import SourceFailed, TraceworkError
from core.workspace import create_workspace
from eventlog.landed import landed_runs
from ingest.last_try import last_try
from ingest.pull import pull_and_note
from ingest.source import Pulled
from ingest.source_settings import configured_source
from simulator.interfaces.serving import serve
from tests.simulator.hand_made_deals import hand_made_deals
from tests.simulator.hand_made_firm import hand_made_firm
from tests.simulator.hand_made_ledger import hand_made_ledger
from tracework.demo_systems import Systems, point_at

FIRMS = {
    "salesforce": hand_made_deals, "netsuite": hand_made_ledger, "coupa": hand_made_ledger,
    "bamboohr": hand_made_firm, "concur": hand_made_firm, "graph": hand_made_firm,
}  # fmt: skip
PASSING = ("server_error", "truncated", "throttled_silently", "cut", "unauthorized", "unavailable", "slow")
QUICK = "timeout = 0.5\nattempts = 4\npatience = 20\nfirst_wait = 0.01\nlongest_wait = 0.02\n"


@pytest.fixture(scope="module", params=FIRMS)
def vendor(request):
    """One vendor's name, its module and its interface over a small firm."""
    module = importlib.import_module(f"simulator.interfaces.{request.param}")
    with serve(module, FIRMS[request.param]()) as served:
        yield request.param, module, served


@pytest.fixture
def firm(vendor, tmp_path):
    name, module, served = vendor
    served.faults.clear()
    workspace = create_workspace(tmp_path / "firm")
    point_at(workspace, Systems({name: served}), {name: module}, "A firm")
    with workspace.settings_file.open("a", encoding="utf-8") as file:
        file.write(f"\n[sources.{name}.http]\n{QUICK}")
    yield workspace
    served.faults.clear()


def pull(firm, name):
    return pull_and_note(firm, configured_source(firm, name))


def tried(firm, name) -> tuple[Pulled | None, TraceworkError | None]:
    """What a pull brought, or why it failed."""
    try:
        return pull(firm, name), None
    except TraceworkError as error:
        return None, error


def landed(firm) -> Counter[object]:
    """The numbers of all that landed, by stream."""
    return Counter(
        (stream, number)
        for run in landed_runs(firm)
        for stream in run.manifest["streams"]
        if (path := run.stream(stream))
        for number in pq.read_table(path, columns=["_content"])["_content"].to_pylist()
    )


def secrets_of(module) -> list[str]:
    """All that a vendor's client signs in with, but for what is only an address or a name."""
    return [value for key, value in module.SECRETS.items() if any(w in key for w in ("secret", "key", "token"))]


def kept(firm) -> str:
    """Everything in the workspace that is written for people, but for the files that hold the secrets."""
    paths = [path for path in firm.root.rglob("*.json") if "secrets" not in path.parts]
    return "".join(path.read_text() for path in paths)


def test_what_passes_is_healed_and_a_second_pull_adds_nothing(vendor, firm, tmp_path):
    name, _, served = vendor
    undisturbed = create_workspace(tmp_path / "undisturbed")
    undisturbed.settings_file.write_text(firm.settings_file.read_text().replace('"secrets/', f'"{firm.root}/secrets/'))
    assert pull(undisturbed, name).refused == {}
    for place, kind in enumerate(PASSING):
        served.faults.plan(kind, after=2 + 2 * place, seconds=1)
    assert pull(firm, name).refused == {}
    assert landed(firm) == landed(undisturbed)
    assert landed(firm)
    assert max(landed(firm).values()) == 1
    served.faults.clear()
    assert pull(firm, name).run is None


@pytest.mark.parametrize("kind", ["server_error", "unauthorized", "truncated", "forbidden"])
def test_what_stays_is_told_in_one_line_without_a_secret(vendor, firm, caplog, kind):
    name, module, served = vendor
    caplog.set_level(logging.DEBUG)
    served.faults.plan(kind, after=3, times=10_000)
    pulled, error = tried(firm, name)
    if error:
        assert isinstance(error, SourceFailed) or kind == "forbidden"
        assert "\n" not in str(error)
        assert landed_runs(firm) == []
        assert last_try(firm, name).error == str(error)
    else:
        # streams may have been read before the right was taken away
        assert kind == "forbidden"
        assert pulled.refused
    heard = f"{error} {error!r} {pulled}" + caplog.text + kept(firm) + repr(configured_source(firm, name))
    assert [secret for secret in secrets_of(module) if secret in heard] == []
    served.faults.clear()
    assert pull(firm, name).refused == {}
    assert max(landed(firm).values()) == 1
