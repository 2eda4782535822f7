"""How the command line speaks: the next command that it names works where this one did."""

from pathlib import Path

import pytest

from tests.served_orders import imported, orders
from tests.tracework.command_line import tracework
from tracework.terminal import tell, work_in


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2 runs. Next: tracework serve", "2 runs. Next: tracework serve -w '/a firm'"),
        ("Next: tracework audit verify, or --json.", "Next: tracework audit -w '/a firm' verify, or --json."),
        (
            "Next: tracework act changes C-3 shows one; act decide C-3 --refuse.",
            "Next: tracework act changes -w '/a firm' C-3 shows one; act decide -w '/a firm' C-3 --refuse.",
        ),
        (
            "Next: tracework act approve A-1, or act refuse A-1",
            "Next: tracework act approve -w '/a firm' A-1, or act refuse -w '/a firm' A-1",
        ),
        ("Next: tracework serve -w /here", "Next: tracework serve -w /here"),
        ("The tracework serve of old.", "The tracework serve of old."),
    ],
)
def test_the_next_command_has_the_workspace(capsys: pytest.CaptureFixture[str], told: str, expected: str):
    work_in(Path("/a firm"))
    try:
        tell(told)
    finally:
        work_in(None)
    assert capsys.readouterr().err == f"{expected}\n"
    tell(told)
    assert capsys.readouterr().err == f"{told}\n"


def test_a_command_names_the_next_one_for_its_workspace(tmp_path: Path):
    workspace = imported(tmp_path / "a firm", orders(1))
    told = tracework("map", "-w", workspace.root).err
    assert told.startswith("1 case, ")
    assert told.endswith(f"Next: tracework serve -w '{workspace.root}'\n")
    assert tracework("variants", "-w", workspace.root).err == "1 case runs in 1 way.\n"
    assert tracework("act", "template", "secure_staff", "-w", tmp_path).code == 1
    found = tracework("act", "template", "secure_staff", "-w", workspace.root)
    assert found.out == tracework("act", "template", "secure_staff").out
    assert f"act change -w '{workspace.root}' policies/secure_staff.toml FILE" in found.err
