"""Every vendor's door, with what a person gets wrong: one line says what, where and what to do; nothing half lands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from core.settings import firm_content
from core.workspace import Workspace, create_workspace
from eventlog.landed import landed_runs
from simulator.interfaces.vendors import vendors_of
from simulator.life.simulate import small_firm
from tracework import demo_systems, pipeline

VENDORS = ("salesforce", "netsuite", "bamboohr", "concur", "coupa", "graph")
WRONG = "Wr0ng-and-never-told"


@pytest.fixture(scope="module")
def systems():
    with demo_systems.running(small_firm()) as running:
        assert tuple(running.served) == VENDORS
        yield running


@pytest.fixture(scope="module")
def pointed(systems, tmp_path_factory) -> Path:
    place = create_workspace(tmp_path_factory.mktemp("pointed") / "firm")
    demo_systems.point_at(place, systems, vendors_of(small_firm()), "Firm")
    return place.root


@pytest.fixture
def place(pointed, tmp_path) -> Workspace:
    return Workspace(Path(shutil.copytree(pointed, tmp_path / "firm")))


def told(place: Workspace, name: str) -> str:
    """What a pull of the system says, which has failed whole."""
    pulled = pipeline.pull(place, [name], build=False)
    (said,) = pulled.failed.values()
    assert not pulled.pulled
    assert not landed_runs(place)
    assert not list((place.root / "landing").rglob("*.part"))
    assert said.startswith(f"{name}: ")
    assert "\n" not in said
    assert "Traceback" not in said
    for kept in (place.root / "secrets").iterdir():
        secret = kept.read_text() if kept.exists() else ""
        assert not secret or secret not in said
    return said


def secrets_of(place: Workspace, name: str) -> list[Path]:
    table = firm_content(place)["sources"][name]
    return [place.root / each["file"] for each in table.values() if isinstance(each, dict) and "file" in each]


@pytest.mark.parametrize("name", VENDORS)
def test_a_wrong_secret(place, name):
    for kept in secrets_of(place, name):
        right = kept.read_text()
        kept.write_text(WRONG)
        said = told(place, name)
        assert WRONG not in said
        not_accepted = f"sign-in is not accepted .*Check the secrets and ids that .sources.{name}. in firm.toml names"
        assert re.search(f"{not_accepted}|private key cannot sign .* It should be a PEM file", said)
        kept.write_text("\n")
        assert f"The secret in {kept} is empty. Write it there" in told(place, name)
        kept.unlink()
        assert f"The secret in {kept} cannot be read: No such file" in told(place, name)
        kept.write_text(right)


@pytest.mark.parametrize("name", VENDORS)
def test_a_wrong_id(place, name):
    table = firm_content(place)["sources"][name]
    text = place.settings_file.read_text()
    for key in ("client_id", "certificate_id", "tenant"):
        if key in table:
            place.settings_file.write_text(text.replace(table[key], "not-" + table[key], 1))
            assert "the sign-in is not accepted" in told(place, name), key


@pytest.mark.parametrize("name", VENDORS)
def test_the_address_of_another_system(place, systems, name):
    other = next(served.url for each, served in systems.served.items() if each != name)
    text = place.settings_file.read_text()
    place.settings_file.write_text(text.replace(systems.served[name].url, other))
    assert f"Check url, and what else [sources.{name}] in firm.toml names: it is not there." in told(place, name)


@pytest.mark.parametrize("kind", ["unauthorized", "forbidden"])
@pytest.mark.parametrize("name", VENDORS)
def test_what_is_taken_away_in_the_middle_of_a_run(place, systems, name, kind):
    faults = systems.served[name].faults
    # from the first page on, behind the sign-in and what tells which columns there are
    faults.plan(kind, after=6, times=10_000)
    try:
        said = told(place, name)
    finally:
        faults.clear()
    assert ("not accepted" if kind == "unauthorized" else "not permitted") in said
    assert ("Check the secrets and ids" if kind == "unauthorized" else "Ask for the right to read it") in said
    pulled = pipeline.pull(place, [name], build=False)
    assert not pulled.failed
    assert len(landed_runs(place)) == 1
