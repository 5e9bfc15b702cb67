"""Commands that make and serve workspaces: new, demo, lab, serve."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cxcanvas import places
from cxcanvas.cli.new_command import TEMPLATES
from tests.command_line import cxcanvas

ROOT = Path(__file__).resolve().parent.parent
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not here")


def git(folder: Path, *words: str) -> str:
    """What git says in a folder."""
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True)
    return done.stdout


# new


@pytest.mark.parametrize("template", TEMPLATES)
def test_new_begins_a_concept_that_is_sound(template: str, tmp_path: Path) -> None:
    done = cxcanvas("new", "Night Ferry", "--template", template, "--dir", tmp_path)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "night-ferry.cx.yaml"
    assert str(path) in done.stdout
    assert "title: Night Ferry" in path.read_text(encoding="utf-8")
    assert cxcanvas("check", path).returncode == 0
    assert cxcanvas("format", "--check", path).returncode == 0


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "night-ferry.cx.yaml"
    path.write_text("mine", encoding="utf-8")
    done = cxcanvas("new", "Night Ferry", "--dir", tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "   ", "☃", "../up", "Ö/ä", "a: b # c", "con\nx", "'"])
def test_new_with_an_odd_name_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = cxcanvas("new", name, "--dir", home)
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    if done.returncode == 0:
        (made,) = [path for path in home.iterdir() if path.name.endswith(".cx.yaml")]
        assert cxcanvas("show", made).returncode == 0
    else:
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


# demo


def test_demo_makes_a_workspace_and_keeps_it(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert cxcanvas("demo", folder, "--no-serve").returncode == 0
    canvas = folder / places.example().name
    assert canvas.read_bytes() == places.example().read_bytes()
    notebooks = {path.name for path in places.shipped("notebooks").glob("*.ipynb")}
    assert notebooks <= {path.name for path in folder.iterdir()}
    canvas.write_text("cxcanvas: 1\n", encoding="utf-8")
    assert cxcanvas("demo", folder, "--no-serve").returncode == 0
    assert canvas.read_text(encoding="utf-8") == "cxcanvas: 1\n"


@needs_git
def test_a_change_in_the_demo_is_a_git_diff(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    # A machine on which git does not know who works there.
    done = cxcanvas("demo", folder, "--no-serve", HOME=str(tmp_path), GIT_CONFIG_NOSYSTEM="1")
    assert done.returncode == 0, done.stderr
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "log", "--oneline").count("\n") == 1


@needs_git
def test_a_demo_inside_a_repository_makes_no_second_one(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert cxcanvas("demo", tmp_path / "demo", "--no-serve").returncode == 0
    assert not (tmp_path / "demo" / ".git").exists()


def test_demo_where_nothing_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    done = cxcanvas("demo", file / "demo", "--no-serve")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


# serve and lab


@pytest.mark.parametrize("command", ["serve", "lab"])
def test_a_folder_that_is_not_there(command: str, tmp_path: Path) -> None:
    done = cxcanvas(command, tmp_path / "nothing", "--no-browser")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "nothing" in done.stderr


def test_lab_without_jupyterlab_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\nu.find_spec = lambda n, *a: None if n == 'jupyterlab' else find(n, *a)\n",
        encoding="utf-8",
    )
    done = cxcanvas("lab", tmp_path, PYTHONPATH=os.pathsep.join([str(tmp_path), *sys.path]))
    assert done.returncode == 2
    assert "pip install" in done.stderr


def test_serve_on_a_port_that_is_taken_says_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = cxcanvas("serve", tmp_path, "--no-browser", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "port" in done.stderr.lower()
    assert "Traceback" not in done.stderr


HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_lets_a_beginning_pass(hook: dict[str, str], tmp_path: Path) -> None:
    cxcanvas("new", "Night Ferry", "--dir", tmp_path)
    path = tmp_path / "night-ferry.cx.yaml"
    assert re.search(hook["files"], str(path)) and not re.search(hook["files"], "notes.yaml")
    program, *words = hook["entry"].split()
    assert program == "cxcanvas"
    assert cxcanvas(*words, path).returncode == 0


def test_pre_commit_runs_the_hooks(tmp_path: Path) -> None:
    """As they are, but for the environment that it would install them into."""
    path = tmp_path / "a.cx.yaml"
    path.write_text(
        "cxcanvas: 1\n\nchannel:\n  bot:\n    handoff_to: [bot]\n    name:    Bot\n", encoding="utf-8"
    )
    hooks = [
        {**hook, "language": "system", "entry": f"{sys.executable} -m {hook['entry']}"} for hook in HOOKS
    ]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    run("git", "init", "-q")
    run("git", "add", "-A")
    first = run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    assert first.returncode == 1, first.stderr
    assert "a.cx.yaml:5:5: error: “Bot” hands over to itself (hands-over-to-itself)" in first.stdout
    assert "files were modified by this hook" in first.stdout and "    name: Bot" in path.read_text(
        encoding="utf-8"
    )
    path.write_text("cxcanvas: 1\n\nchannel:\n  bot:\n    name: Bot\n", encoding="utf-8")
    run("git", "add", "-A")
    second = run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    assert second.returncode == 0, second.stdout


def test_the_hook_keeps_a_contradiction_out(tmp_path: Path) -> None:
    path = tmp_path / "a.cx.yaml"
    path.write_text(
        "cxcanvas: 1\n\nchannel:\n  bot:\n    name: Bot\n    handoff_to: [bot]\n", encoding="utf-8"
    )
    _, *words = HOOKS[0]["entry"].split()
    done = cxcanvas(*words, path)
    assert (done.returncode, "hands-over-to-itself" in done.stderr) == (1, True)
