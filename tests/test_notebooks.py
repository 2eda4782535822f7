"""Every notebook runs from its first cell to its last on a freshly built firm, and shows a map."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, pretend_firm: Path, tmp_path: Path):
    beside = tmp_path / "notebooks"
    beside.mkdir()
    shutil.copytree(pretend_firm, tmp_path / "firm")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(beside)}}).execute()
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/svg+xml" in data for data in shown)
    assert any("text/html" in data for data in shown)


def test_the_first_look_asks_for_all_that_a_firm_has_to_tell():
    cells = nbformat.read(NOTEBOOKS / "first_look.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert set(re.findall(r"firm\.(\w+)\(", code)) == {"process", "indicator", "findings", "sql"}


def test_notebooks_are_kept_without_results():
    for path in NOTEBOOKS.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in cells), (
            f"{path} holds results"
        )
