"""The version in words: what git knows of a file, asked so that a hostile repository can do nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxcanvas.store import git as asking_git
from cxcanvas.store.versions import in_words
from tests.keeping import TEXT, opened

DATE = "2026-10-28T12:00:00+00:00"


def git(folder: Path, *words: str) -> None:
    environment = {**os.environ, "GIT_COMMITTER_DATE": DATE, "GIT_AUTHOR_DATE": DATE}
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, env=environment)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "care [1].cx.yaml"  # a name that git could take for a pattern
    path.write_text(TEXT)
    return path


@pytest.fixture
def committed(path: Path) -> Path:
    git(path.parent, "init", "-q")
    git(path.parent, "--literal-pathspecs", "add", path.name)
    git(path.parent, "commit", "-qm", "Add the care call\n\nAnd more about it.")
    return path


def test_without_git_it_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")
    assert in_words(path) == "No versions kept"
    monkeypatch.setenv("PATH", str(path.parent))
    assert in_words(path) == "No versions kept"


def test_a_file_that_git_does_not_know(path: Path) -> None:
    git(path.parent, "init", "-q")
    assert in_words(path) == "No version kept yet"
    (path.parent / "other").write_text("x")
    git(path.parent, "add", "other")
    git(path.parent, "commit", "-qm", "Something else")
    assert in_words(path) == "No version kept yet"
    git(path.parent, "--literal-pathspecs", "add", path.name)
    assert in_words(path) == "No version kept yet"


def test_the_version_and_what_changed_since(committed: Path) -> None:
    assert in_words(committed) == "As in the version of 28 Oct 2026: “Add the care call”"
    committed.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert in_words(committed).startswith("As in the version"), "line ends are git's affair"
    committed.write_text(TEXT.replace("Calls", "Writes"))
    assert in_words(committed) == "Changed since 28 Oct 2026 (1 line)"
    committed.write_text(TEXT.replace("Calls", "Writes") + "value:\n  v:\n    name: V\n")
    assert in_words(committed) == "Changed since 28 Oct 2026 (4 lines)"
    lines = TEXT.splitlines(keepends=True)
    committed.write_text("".join([*lines[:5], *lines[8:], *lines[5:8]]))
    assert in_words(committed) == "Lines moved since 28 Oct 2026"


def test_a_long_or_odd_subject_becomes_one_short_line(path: Path) -> None:
    git(path.parent, "init", "-q")
    git(path.parent, "--literal-pathspecs", "add", path.name)
    git(path.parent, "commit", "-qm", "Größe \u202e\x1b[31m " + "word " * 40)
    words = in_words(path)
    assert words.startswith("As in the version of 28 Oct 2026: “Größe [31m word")
    assert words.endswith("…”")
    assert len(words) < 120
    assert all(sign.isprintable() for sign in words)


def test_a_link_is_asked_about_where_it_leads(
    committed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link.cx.yaml"
    link.symlink_to(committed)
    assert in_words(link).startswith("As in the version of 28 Oct 2026")


def test_a_file_that_is_gone_or_no_name_raises_nothing(committed: Path) -> None:
    committed.unlink()
    assert in_words(committed) == ""
    assert in_words(Path("a\0b")) == ""
    assert in_words(Path("/nowhere/at/all.cx.yaml")) == ""


@pytest.mark.skipif(os.name != "posix", reason="the traps are shell scripts")
def test_a_hostile_repository_starts_nothing(committed: Path) -> None:
    trap, sprung = committed.parent / "trap.sh", committed.parent / "sprung"
    trap.write_text(f"#!/bin/sh\necho $0 $@ >> '{sprung}'\nexit 1\n")
    trap.chmod(0o755)
    hooks = committed.parent / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        (hooks / hook).write_text(trap.read_text())
        (hooks / hook).chmod(0o755)
    for name, value in {
        "core.fsmonitor": trap, "core.hooksPath": hooks, "core.pager": trap, "pager.log": trap, "diff.external": trap,
        "diff.evil.textconv": trap, "diff.evil.command": trap, "filter.evil.clean": trap, "filter.evil.smudge": trap,
        "filter.evil.process": trap, "filter.evil.required": "true", "gpg.program": trap, "log.showSignature": "true",
        "core.sshCommand": trap, "core.editor": trap, "core.askPass": trap, "core.gitProxy": trap,
        "credential.helper": f"!{trap}", "alias.log": f"!{trap}", "alias.cat-file": f"!{trap}", "alias.rev-parse": f"!{trap}",
        "extensions.partialClone": "origin", "remote.origin.promisor": "true", "remote.origin.url": f"ext::{trap}",
        "remote.origin.uploadpack": str(trap), "protocol.ext.allow": "always", "core.alternateRefsCommand": trap,
        "log.diffMerges": "on", "uploadpack.packObjectsHook": trap, "mailmap.file": trap,
    }.items():  # fmt: skip
        git(committed.parent, "config", name, str(value))
    (committed.parent / ".gitattributes").write_text("* filter=evil diff=evil\n")
    committed.write_text(TEXT.replace("Calls", "Writes"))
    words = in_words(committed)
    assert not sprung.exists(), sprung.read_text()
    assert words == "Changed since 28 Oct 2026 (1 line)"


@pytest.mark.skipif(os.name != "posix", reason="the traps are shell scripts")
def test_a_missing_object_is_not_fetched(committed: Path) -> None:
    trap, sprung = committed.parent / "trap.sh", committed.parent / "sprung"
    trap.write_text(f"#!/bin/sh\necho $0 $@ >> '{sprung}'\nexit 1\n")
    trap.chmod(0o755)
    blob = subprocess.run(
        ["git", "rev-parse", f"HEAD:./{committed.name}"], cwd=committed.parent, check=True, capture_output=True, text=True
    ).stdout.strip()  # fmt: skip
    for name, value in {
        "core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{trap} now", "protocol.ext.allow": "always",
    }.items():  # fmt: skip
        git(committed.parent, "config", name, value)
    (committed.parent / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert in_words(committed) in ("", "No version kept yet")
    assert not sprung.exists(), sprung.read_text()


def test_a_git_inside_the_workspace_is_not_started(
    committed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Programs are found on the PATH, never in the folder that came from somebody."""
    fake = committed.parent / "git"
    fake.write_text("#!/bin/sh\ntouch sprung\n")
    fake.chmod(0o755)
    monkeypatch.chdir(committed.parent)
    assert in_words(committed).startswith("As in the version")
    assert not (tmp_path / "sprung").exists()


def test_a_repository_inside_a_bare_one_is_not_believed(path: Path) -> None:
    for name in ("objects", "refs"):
        (path.parent / name).mkdir()
    (path.parent / "HEAD").write_text("ref: refs/heads/main\n")
    (path.parent / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tworktree = .\n"
    )
    assert in_words(path) == "No versions kept"


def test_git_that_hangs_is_not_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking_git, "SECONDS", 0.05)
    monkeypatch.setattr(asking_git, "_SAFE", (sys.executable, "-c", "import time; time.sleep(30)"))
    assert in_words(path) == ""


def test_a_session_finds_out_in_the_background_and_tells(committed: Path) -> None:
    with opened(committed) as (session, waiting):
        assert session.version == ""
        waiting.until(lambda: session._keeper.version)
        assert session.version == "As in the version of 28 Oct 2026: “Add the care call”"
        assert len(waiting.heard) == 1
