"""The notebooks run from top to bottom in a real kernel, and say the same each time where they can."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxcanvas import places
from cxcanvas.cli.workspace import make_demo

NOTEBOOKS = sorted(places.shipped("notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
ROOT = Path(__file__).resolve().parent.parent
LONGEST_CELL = 10  # lines: a notebook explains, it does not compute


def cells(path: Path, kind: str) -> list[dict[str, object]]:
    """The cells of a notebook of one kind."""
    return [one for one in json.loads(path.read_text(encoding="utf-8"))["cells"] if one["cell_type"] == kind]


def lines(cell: dict[str, object]) -> list[str]:
    """The lines of a cell that do something."""
    source = cell["source"]
    assert isinstance(source, list)
    return [line for line in source if line.strip() and not line.startswith(("import ", "from "))]


def nbval(option: str, notebook: Path) -> subprocess.CompletedProcess[str]:
    """Run one notebook in its folder, as `pytest --nbval` does."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", option, notebook.name]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return subprocess.run(
        command, cwd=notebook.parent, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )


def test_the_notebooks_are_there() -> None:
    assert NAMES == [
        "01-first-tour",
        "02-capture-on-boards",
        "03-graph-in-ten-lines",
        "04-review-dashboard",
        "05-journey-workshop",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_outputs_are_stripped_and_ids_are_words(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(id_.replace("-", "").isalpha() for id_ in ids)
    for cell in cells(path, "code"):
        assert cell["outputs"] == [] and cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_thin(path: Path) -> None:
    code, prose = cells(path, "code"), cells(path, "markdown")
    assert all(len(lines(cell)) <= LONGEST_CELL for cell in code)
    assert len(prose) >= len(code) - 2


@pytest.mark.notebook
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_it_runs_in_a_fresh_folder(path: Path, tmp_path: Path) -> None:
    """In a folder with nothing but the notebook, as in a fresh clone: it brings the example itself."""
    notebook = tmp_path / path.name
    notebook.write_bytes(path.read_bytes())
    done = nbval("--nbval-lax", notebook)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(tmp_path.glob("*.cx.yaml"))


@pytest.mark.notebook
@pytest.mark.parametrize(
    "name", ["01-first-tour", "03-graph-in-ten-lines", "04-review-dashboard", "05-journey-workshop"]
)
def test_it_says_the_same_each_time(name: str, tmp_path: Path) -> None:
    """Run once to have outputs, then compare them strictly; cells that show boards are marked to be left out."""
    folder = tmp_path / "demo"
    make_demo(folder)
    notebook = folder / f"{name}.ipynb"
    before = (folder / places.example().name).read_bytes()
    execute(notebook)
    done = nbval("--nbval", notebook)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / places.example().name).read_bytes() == before


def execute(path: Path) -> None:
    """Run a notebook and keep its outputs in it."""
    import nbclient
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    nbformat.write(notebook, path)
