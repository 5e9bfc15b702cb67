"""The notebooks run from top to bottom in a real kernel, beside a fresh copy of the worked concept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cxcanvas import places

NOTEBOOKS = sorted(places.shipped("notebooks").glob("*.ipynb"))


def test_there_is_one_for_each_use() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01-first-tour", "02-capture-on-boards", "03-graph-in-ten-lines", "04-review-dashboard",
    ]  # fmt: skip


@pytest.mark.notebook
def test_every_cell_runs(tmp_path: Path) -> None:
    shutil.copy(places.example(), tmp_path)
    for path in NOTEBOOKS:
        shutil.copy(path, tmp_path)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]
    assert (tmp_path / places.example().name).read_bytes() == places.example().read_bytes(), (
        "a tour changes nothing"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin_and_carries_no_output(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert cells[0]["cell_type"] == "markdown"
    assert "".join(cells[0]["source"]).startswith("# ")
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    assert all(len(cell["source"]) <= 7 for cell in code), "logic belongs in the package"
    assert not any(word in text for word in ("def ", "class ", "import os", "import sys"))
