"""What every test may ask for: real event logs if at hand, how often to repeat. The environment is read here only."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from core import secret
from tests.tabs import Tabs
from tests.unpacked_wheel import DemoByWheel, demo, unpack

if TYPE_CHECKING:
    from tests.mariadb import MariaDb
    from tests.postgres import Postgres

SCALE = max(1, int(os.environ.get("SCALE", "1")))

# Neither how long an example takes to make decides a test, nor the day it runs; new examples are looked for in full.
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=SCALE == 1
)
settings.load_profile("patient")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
SHARED_DATA = os.environ.get("TRACEWORK_TEST_DATA", "")


@pytest.fixture(scope="session")
def scale() -> int:
    """How many times as often, or as large, a repeated test runs: 1 in `make test`, 10 in `make test-full`."""
    return SCALE


@pytest.fixture(scope="session", autouse=True)
def small_firms_go_on() -> Iterator[None]:
    """In tests a build goes on from the one before however few records there are."""
    from eventlog.incremental import reasons

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reasons, "FEWEST_RECORDS", 0)
        yield


@pytest.fixture(autouse=True)
def secrets_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test revealed would be blotted out of the texts of all tests after it."""
    monkeypatch.setattr("core.secret._revealed", set(secret._revealed))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real event logs. They are not part of the project, so a test that needs one skips without them."""
    if not SHARED_DATA:
        pytest.skip("needs the real event logs: name their folder in TRACEWORK_TEST_DATA")
    folder = Path(SHARED_DATA).resolve()
    if not folder.is_dir():
        pytest.skip(f"needs the real event logs, and there is no folder {SHARED_DATA}")
    return folder


@pytest.fixture(scope="session")
def pretend_firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a small pretend firm in it, built once; read from it, never write into it."""
    # only tests that ask for it pay for these imports
    from tests.kept_firms import kept_firm
    from tracework.demo import PretendFirm

    return kept_firm(PretendFirm(people=60, months=8), tmp_path_factory.mktemp("pretend") / "firm")


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the wheel lie, unpacked."""
    return unpack(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def demo_by_wheel(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> DemoByWheel:
    """What its command made of a small pretend firm; read from it, never write into it."""
    return demo(unpacked, tmp_path_factory.mktemp("demo"), "--seed", "2", "--people", "20", "--months", "2")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the tests' own, started once."""
    from tests.postgres import running_postgres

    # not below pytest's own folder, which other users may not enter; and the path of a socket is short
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with running_postgres(Path(folder) / "pg") as server:
            yield server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDb]:
    """A MariaDB of the tests' own, started once."""
    from tests.mariadb import running_mariadb

    with tempfile.TemporaryDirectory(prefix="my", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with running_mariadb(Path(folder) / "my") as server:
            yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser. One for all tests of a process: Playwright's loop cannot be started twice in a thread."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("needs Chromium, which `make setup` installs on Debian")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield found
        found.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """Tabs of it that one test uses after the other."""
    lent = Tabs(browser)
    yield lent
    lent.close()


def pytest_report_header() -> str:
    data = f"real event logs in {SHARED_DATA}" if SHARED_DATA else "no real event logs: tests that need them skip"
    return f"scale {SCALE} · {data}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(pytest_report_header())
