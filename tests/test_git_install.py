"""`cxcanvas git-install`: what it sets up, that it can be taken back byte for byte, and whom it leaves alone."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

import cxcanvas as cx
from tests.repository import TEXT, Repository, repository

FERRY = "ferry.cx.yaml"


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return repository(tmp_path / "a place")


def snapshot(*folders: Path) -> dict[str, tuple[int, bytes | str]]:
    """Every file with its mode and its bytes, links as links, and every folder; what git keeps for itself is left out."""
    found: dict[str, tuple[int, bytes | str]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inner = path.relative_to(folder).parts
            if inner[:2] in ((".git", "objects"), (".git", "logs")) or inner[:2] == (".git", "index"):
                continue
            mode = stat.S_IMODE(path.lstat().st_mode)
            what = os.readlink(path) if path.is_symlink() else "" if path.is_dir() else path.read_bytes()
            found[str(path)] = (mode, what)
    return found


def script(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    path.chmod(0o755)


def prepare_nothing(repo: Repository) -> None:
    """As it comes from git."""


def prepare_much(repo: Repository) -> None:
    """A repository of somebody with habits."""
    (repo.folder / ".gitattributes").write_bytes(
        b"*.yaml diff=yaml\r\n# mine\r\n*.png binary"
    )  # no end of line
    config = repo.folder / ".git" / "config"
    config.write_bytes(
        config.read_bytes()
        + b'; a remark\n\n[diff "cxcanvas"]\n\tcommand = mine # earlier\n[alias]\nst=status'
    )
    script(repo.folder / ".git" / "hooks" / "pre-commit", "echo first >&2")


def prepare_link(repo: Repository) -> None:
    """A hook that is a link, as some tools make it."""
    script(repo.folder / "tools" / "hook", "echo linked >&2")
    (repo.folder / ".git" / "hooks").mkdir(exist_ok=True)
    (repo.folder / ".git" / "hooks" / "pre-commit").symlink_to("../../tools/hook")


def prepare_moved(repo: Repository) -> None:
    """Hooks that are kept in the repository."""
    script(repo.folder / ".githooks" / "pre-commit", "echo kept >&2")
    repo.git("config", "core.hooksPath", ".githooks")


@pytest.mark.parametrize("prepare", [prepare_nothing, prepare_much, prepare_link, prepare_moved])
@pytest.mark.parametrize("times", [1, 2])
def test_undo_makes_everything_as_it_was(repo: Repository, prepare: object, times: int) -> None:
    prepare(repo)  # type: ignore[operator]
    before = snapshot(repo.folder, repo.home)
    for _ in range(times):
        repo.cxcanvas("git-install")
    assert snapshot(repo.folder, repo.home) != before
    assert repo.git("check-attr", "diff", "merge", "--", "x.cx.yaml").split() == [
        "x.cx.yaml:", "diff:", "cxcanvas", "x.cx.yaml:", "merge:", "cxcanvas",
    ]  # fmt: skip
    repo.edit(FERRY, cx.Set("crew.name", "Crew"))
    assert "name “The crew” → “Crew”" in repo.git("diff")
    (repo.folder / FERRY).write_text(TEXT, "utf-8")
    shutil.rmtree(repo.folder / ".cxcanvas")
    repo.cxcanvas("git-install", "--undo")
    assert snapshot(repo.folder, repo.home) == before
    assert "nothing to undo" in repo.cxcanvas("git-install", "--undo").stdout
    assert snapshot(repo.folder, repo.home) == before


def test_a_second_time_changes_nothing_and_says_so(repo: Repository) -> None:
    first = repo.cxcanvas("git-install").stdout
    assert "canvases are compared and merged by meaning" in first and "checked before each commit" in first
    before = snapshot(repo.folder)
    second = repo.cxcanvas("git-install").stdout
    assert snapshot(repo.folder) == before
    assert second.count("already") == 3 and len(second.splitlines()) == 3


def test_undo_after_others_changed_the_files_takes_only_ours(repo: Repository) -> None:
    (repo.folder / ".gitattributes").write_text("*.png binary\n")
    repo.git("config", "merge.cxcanvas.driver", "mine %A")
    repo.cxcanvas("git-install")
    repo.git("config", "user.signingKey", "theirs")
    with (repo.folder / ".gitattributes").open("a") as file:
        file.write("*.svg text\n")
    told = repo.cxcanvas("git-install", "--undo").stdout
    assert told.count("what else was changed since stays") == 2
    assert (repo.folder / ".gitattributes").read_text() == "*.png binary\n*.svg text\n"
    assert repo.git("config", "user.signingKey") == "theirs\n"
    assert repo.git("config", "--get-regexp", "cxcanvas") == "merge.cxcanvas.driver mine %A\n"


def test_when_python_has_moved_a_second_time_mends_it(repo: Repository) -> None:
    before = snapshot(repo.folder)
    repo.cxcanvas("git-install")
    driver = repo.folder / ".git" / "cxcanvas" / "driver"
    driver.write_text(driver.read_text("utf-8").replace(sys.executable, "/nowhere/python"), "utf-8")
    assert str(driver) in repo.cxcanvas("git-install").stdout
    assert f"python='{sys.executable}'" in driver.read_text("utf-8")
    repo.cxcanvas("git-install", "--undo")
    assert snapshot(repo.folder) == before


def test_the_hook_that_was_there_runs_first_and_may_refuse(repo: Repository) -> None:
    hook = repo.folder / ".git" / "hooks" / "pre-commit"
    script(hook, 'echo "first with $# words" >&2')
    repo.cxcanvas("git-install")
    (repo.folder / FERRY).write_text(TEXT.replace("by: [crew]", "by: [nobody]", 1), "utf-8")
    done = repo.run("git", "commit", "-qam", "Bad", fine=False)
    assert done.stderr.index("first with 0 words") < done.stderr.index("points at 'nobody'")
    script(hook.with_name("pre-commit.before-cxcanvas"), "echo no >&2; exit 1")
    done = repo.run("git", "commit", "-qam", "Bad", fine=False)
    assert "no\n" in done.stderr and "nobody" not in done.stderr


def test_somebodys_own_way_with_canvases_stays(repo: Repository) -> None:
    (repo.folder / ".gitattributes").write_text("*.cx.yaml merge=binary\n")
    assert (
        "stays as it is; for ours, put there: *.cx.yaml diff=cxcanvas" in repo.cxcanvas("git-install").stdout
    )
    assert (repo.folder / ".gitattributes").read_text() == "*.cx.yaml merge=binary\n"


def test_attributes_that_are_a_link_are_not_written_through(repo: Repository, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine\n")
    (repo.folder / ".gitattributes").symlink_to(precious)
    assert "is a link" in repo.cxcanvas("git-install").stdout
    repo.cxcanvas("git-install", "--undo")
    assert precious.read_text() == "mine\n" and (repo.folder / ".gitattributes").is_symlink()


def test_outside_a_repository_it_is_one_sentence(repo: Repository, tmp_path: Path) -> None:
    repo.environment["GIT_CEILING_DIRECTORIES"] = str(tmp_path.parent)
    done = repo.cxcanvas("git-install", fine=False, cwd=tmp_path)
    assert (
        done.returncode == 2
        and "is in no git repository" in done.stderr
        and len(done.stderr.splitlines()) == 1
    )


def test_from_an_inner_folder_and_from_a_worktree(repo: Repository, tmp_path: Path) -> None:
    (repo.folder / "inner").mkdir()
    repo.cxcanvas("git-install", cwd=repo.folder / "inner")
    assert (repo.folder / ".gitattributes").exists()
    repo.commit()
    repo.git("worktree", "add", "-q", tmp_path / "tree", "-b", "elsewhere")
    assert "already" in repo.cxcanvas("git-install", cwd=tmp_path / "tree").stdout
    (tmp_path / "tree" / FERRY).write_text(TEXT.replace("The crew", "Crew"), "utf-8")
    assert "“The crew” → “Crew”" in repo.git("diff", cwd=tmp_path / "tree")


@pytest.mark.parametrize("habits", ["none", "own", "shared"])
def test_for_everything_that_a_person_does(repo: Repository, habits: str) -> None:
    repo.home.mkdir(exist_ok=True)
    attributes = repo.home / ".config" / "git" / "attributes"
    if habits == "own":
        attributes = repo.home / "my attributes"
        attributes.write_text("*.png binary\n")
        (repo.home / ".gitconfig").write_text('[core]\n\tattributesFile = "~/my attributes"')
    elif habits == "shared":
        attributes.parent.mkdir(parents=True)
        (attributes.parent / "config").write_text("[user]\n\tname = x\n")
        attributes.write_text("*.png binary\n")
    before = snapshot(repo.home, repo.folder)
    told = repo.cxcanvas("git-install", "--global").stdout
    assert "belongs to a repository" in told
    assert "*.cx.yaml diff=cxcanvas merge=cxcanvas" in attributes.read_text()
    fresh = repository(repo.folder.parent / "another")
    fresh.edit(FERRY, cx.Set("crew.name", "Crew"))
    assert "“The crew” → “Crew”" in fresh.git("diff")
    assert repo.cxcanvas("git-install", "--global").stdout.count("already") == 2
    repo.cxcanvas("git-install", "--global", "--undo")
    assert snapshot(repo.home, repo.folder) == before


def test_hooks_that_all_repositories_share_are_left_alone(repo: Repository) -> None:
    script(repo.home / "hooks" / "pre-commit", "exit 0")
    repo.git("config", "--global", "core.hooksPath", "~/hooks")
    told = repo.cxcanvas("git-install").stdout
    assert "No check before commits: hooks are kept in" in told and 'driver" check' in told
    assert (repo.home / "hooks" / "pre-commit").read_text() == "#!/bin/sh\nexit 0\n"


# -- side by side with the others ----------------------------------------------------------------------

NOTEBOOK = {
    "cells": [{"cell_type": "code", "execution_count": 1, "id": "a", "metadata": {}, "outputs": [{"name": "stdout", "output_type": "stream", "text": ["out\n"]}], "source": ["print('out')"]}],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip


@pytest.mark.parametrize("first", [True, False], ids=["we first", "we last"])
def test_beside_nbdime_and_nbstripout(repo: Repository, first: bool) -> None:
    for program in ("nbdime", "nbstripout"):
        assert shutil.which(program, path=repo.surroundings()["PATH"]), f"{program} is part of the tests"
    if first:
        repo.cxcanvas("git-install")
    repo.run("nbdime", "config-git", "--enable")
    repo.run("nbstripout", "--install", "--attributes", ".gitattributes")
    theirs = None
    if not first:
        theirs = snapshot(repo.folder)
        repo.cxcanvas("git-install")
    (repo.folder / "a.ipynb").write_text(json.dumps(NOTEBOOK, indent=1) + "\n", "utf-8")
    repo.commit("A notebook")
    assert '"text"' not in repo.git("cat-file", "blob", "HEAD:a.ipynb"), "nbstripout still strips"
    told = repo.git("check-attr", "diff", "merge", "filter", "--", "a.ipynb", "x.cx.yaml")
    assert "a.ipynb: filter: nbstripout" in told and "a.ipynb: merge: jupyternotebook" in told
    assert "x.cx.yaml: diff: cxcanvas" in told and "x.cx.yaml: filter: unspecified" in told
    repo.edit(FERRY, cx.Set("crew.name", "Crew"))
    assert "“The crew” → “Crew”" in repo.git("diff", "--", FERRY)
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("Side")
    repo.git("checkout", "-q", "main")
    changed = json.loads(json.dumps(NOTEBOOK).replace("print('out')", "print('more')"))
    (repo.folder / "a.ipynb").write_text(json.dumps(changed, indent=1) + "\n", "utf-8")
    repo.edit(FERRY, cx.Set("crew.note", "Tired"))
    repo.commit("Main")
    repo.git("merge", "-q", "side", "-m", "Both")
    assert repo.canvas(FERRY)["crew"].name == "Crew" and repo.canvas(FERRY)["crew"].note == "Tired"
    shutil.rmtree(repo.folder / ".cxcanvas")
    repo.cxcanvas("git-install", "--undo")
    told = repo.git("check-attr", "diff", "merge", "filter", "--", "a.ipynb", "x.cx.yaml")
    assert "a.ipynb: filter: nbstripout" in told and "x.cx.yaml: diff: unspecified" in told
    if theirs is not None:
        for name in (".gitattributes", ".git/config"):
            path = str(repo.folder / name)
            assert snapshot(repo.folder)[path] == theirs[path]


FRAMEWORK = """\
repos:
  - repo: local
    hooks:
      - id: say
        name: say
        entry: sh -c 'echo framework-ran'
        language: system
        verbose: true
        always_run: true
"""


@pytest.fixture
def framed(repo: Repository) -> Repository:
    """A repository with pre-commit's own hooks in its configuration; nothing is fetched."""
    assert shutil.which("pre-commit", path=repo.surroundings()["PATH"]), "pre-commit is part of the tests"
    repo.environment["PRE_COMMIT_HOME"] = str(repo.home / "pre-commit")
    (repo.folder / ".pre-commit-config.yaml").write_text(FRAMEWORK, "utf-8")
    repo.commit()
    return repo


def test_where_pre_commit_has_the_hooks_it_keeps_them(framed: Repository) -> None:
    framed.run("pre-commit", "install")
    hook = framed.folder / ".git" / "hooks" / "pre-commit"
    before = hook.read_bytes()
    told = framed.cxcanvas("git-install").stdout
    assert "pre-commit has the hooks here, and keeps them" in told
    assert hook.read_bytes() == before
    snippet = told[told.index("  - repo: local") :]
    (framed.folder / ".pre-commit-config.yaml").write_text(FRAMEWORK + snippet, "utf-8")
    framed.commit("As told")
    assert "knows cxcanvas already" in framed.cxcanvas("git-install").stdout
    (framed.folder / FERRY).write_text(TEXT.replace("by: [crew]", "by: [nobody]", 1), "utf-8")
    done = framed.run("git", "commit", "-qam", "Bad", fine=False)
    assert "framework-ran" in done.stdout + done.stderr and "points at 'nobody'" in done.stdout + done.stderr
    framed.cxcanvas("git-install", "--undo")
    assert hook.read_bytes() == before


def test_where_pre_commit_comes_later_both_run_and_undo_takes_only_ours(repo: Repository) -> None:
    repo.environment["PRE_COMMIT_HOME"] = str(repo.home / "pre-commit")
    repo.cxcanvas("git-install")
    (repo.folder / ".pre-commit-config.yaml").write_text(FRAMEWORK, "utf-8")
    repo.run("pre-commit", "install")
    repo.commit("Both")
    (repo.folder / FERRY).write_text(TEXT.replace("by: [crew]", "by: [nobody]", 1), "utf-8")
    done = repo.run("git", "commit", "-qam", "Bad", fine=False)
    assert "framework-ran" in done.stdout + done.stderr and "points at 'nobody'" in done.stdout + done.stderr
    hooks = repo.folder / ".git" / "hooks"
    framework = (hooks / "pre-commit").read_bytes()
    repo.cxcanvas("git-install", "--undo")
    assert (hooks / "pre-commit").read_bytes() == framework and not (hooks / "pre-commit.legacy").exists()
    repo.git("commit", "-qam", "Bad")
