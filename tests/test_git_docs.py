"""The worked session in docs/git.md says what really happens."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.repository import ROOT, Repository

PAGE = (ROOT / "docs" / "git.md").read_text("utf-8")
ID = re.compile(r" [0-9a-f]{8}$")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def steps() -> list[tuple[str, list[str]]]:
    """Each command with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks("console")).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def test_the_worked_session(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "work")
    repo.folder.mkdir()
    repo.git("init", "-q", "-b", "main")
    (repo.folder / "ferry.cx.yaml").write_text(blocks("yaml")[0], "utf-8")
    for command, told in steps():
        repo.ticks += 1
        done = subprocess.run(
            ["sh", "-c", command], cwd=repo.folder, env=repo.surroundings(), capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        printed = [ID.sub(" ID", line) for line in (done.stdout + done.stderr).splitlines()]
        assert told == ["…"] or printed == [ID.sub(" ID", line) for line in told], command
    assert len(steps()) > 10


def test_the_python_in_it_runs(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "work")
    repo.folder.mkdir()
    repo.git("init", "-q", "-b", "main")
    (repo.folder / "ferry.cx.yaml").write_text(blocks("yaml")[0], "utf-8")
    repo.commit("Begin")
    assert repo.run("python", "-c", blocks("python")[0]).stdout == "2026-10-01 Ines Duarte Begin\n"
