"""An independent client reads the NetSuite interface whole: netsuite-rest on Node, signed in token by token."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from simulator.interfaces import netsuite
from simulator.interfaces.serving import serve
from tests.ingest.sources.test_netsuite import posted
from tests.interfaces.node_packages import node_modules, program
from tests.simulator.hand_made_ledger import at

NETSUITE_REST = Path(__file__).parent / "netsuite_rest"
CARDS = 3_210


def test_netsuite_rest_reads_everything(tmp_path):
    modules = node_modules(NETSUITE_REST / "package.json")
    with serve(netsuite, posted(*[at(3, 9)] * CARDS)) as served:
        done = subprocess.run(
            [program("node"), str(NETSUITE_REST / "read_everything.cjs"), str(modules), served.url,
             json.dumps(netsuite.SECRETS)],
            capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["rows"] == [[str(number), "15.5", "2026-03-09 02:00:07"] for number in range(1, CARDS + 1)]
    assert (told["job"]["companyName"], told["job"]["customer"]) == ("Project 1", {"id": "1"})
    assert told["refused"] == 400
