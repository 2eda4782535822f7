"""What the orchestration servers are installed from: every package pinned by hash, and no address to fetch it from."""

from __future__ import annotations

import json
import re

from tests.orchestration.environment import NODE_RED, PREFECT_PINS


def test_each_package_of_node_red_has_its_hash_and_no_address():
    locked = json.loads((NODE_RED / "package-lock.json").read_text())["packages"]
    # what comes inside another package is pinned by its hash
    packages = [package for path, package in locked.items() if path and not package.get("inBundle")]
    assert packages
    assert [package for package in packages if not package.get("integrity") or "resolved" in package] == []
    asked = json.loads((NODE_RED / "package.json").read_text())["dependencies"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_each_package_of_prefect_has_its_hash_and_no_address():
    text = PREFECT_PINS.read_text()
    pins = re.split(r"\n(?=\S)", text.strip())
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
    assert "://" not in text
