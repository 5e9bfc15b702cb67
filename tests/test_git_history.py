"""The versions of a canvas that git keeps, whatever the file was called and however the branches ran."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.errors import StoreError, TextError
from cxcanvas.store.git import Refusal
from cxcanvas.store.history import history
from tests.repository import TEXT, Repository, repository

FERRY = "ferry.cx.yaml"


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return repository(tmp_path / "a place")


def told(path: Path, **asked: object) -> list[str]:
    return [one.subject for one in history(path, **asked).revisions]  # type: ignore[arg-type]


def test_a_version_has_its_day_its_author_and_what_it_was_made_from(repo: Repository) -> None:
    first = repo.git("rev-parse", "HEAD").strip()
    repo.edit(FERRY, cx.Set("find-cabin.name", "Find your cabin"))
    second = repo.commit("Speak to them", by="Ada  Öz")
    found = history(repo.folder / FERRY)
    latest, earliest = found.revisions
    assert (latest.id, latest.day, latest.author, latest.subject) == (
        second, "2026-10-01", "Ada  Öz", "Speak to them",
    )  # fmt: skip
    assert latest.parents == (earliest.place,) == ((first, FERRY),)
    assert earliest.parents == () and not found.cut
    assert found.canvas(earliest.place)["find-cabin"].name == "Find the cabin"
    assert found.canvas(latest.place)["find-cabin"].name == "Find your cabin"


def test_commits_about_something_else_are_no_versions(repo: Repository) -> None:
    (repo.folder / "notes.txt").write_text("x")
    repo.commit("Notes")
    assert told(repo.folder / FERRY) == ["Begin the night ferry"]


def test_history_survives_a_rename_with_many_edits(repo: Repository) -> None:
    (repo.folder / "concepts").mkdir()
    repo.git("mv", FERRY, "concepts/overnight.cx.yaml")
    repo.edit(
        "concepts/overnight.cx.yaml", cx.Set("find-cabin.name", "Somebody shows the cabin"),
        cx.Add("party", "port", {"name": "The port"}), cx.Set("concept.name", "Overnight"),
    )  # fmt: skip
    repo.commit("Another name")
    repo.edit("concepts/overnight.cx.yaml", cx.Remove("port"))
    repo.commit("No port")
    found = history(repo.folder / "concepts" / "overnight.cx.yaml").revisions
    assert [one.path for one in found] == ["concepts/overnight.cx.yaml", "concepts/overnight.cx.yaml", FERRY]
    assert found[1].parents == (found[2].place,)


def test_there_and_back_under_another_name(repo: Repository) -> None:
    repo.git("mv", FERRY, "b.cx.yaml")
    repo.commit("To b")
    repo.git("mv", "b.cx.yaml", FERRY)
    repo.commit("And back")
    found = history(repo.folder / FERRY).revisions
    assert [(one.subject, one.path) for one in found] == [
        ("And back", FERRY), ("To b", "b.cx.yaml"), ("Begin the night ferry", FERRY),
    ]  # fmt: skip
    assert all(one.there for one in found)


def test_a_file_that_took_the_name_of_another_has_its_own_history(repo: Repository) -> None:
    repo.git("mv", FERRY, "old.cx.yaml")
    repo.commit("Put aside")
    (repo.folder / FERRY).write_text("cxcanvas: 1\nparty:\n  bank: {name: A bank}\n  shop: {name: A shop}\n")
    repo.commit("Something new")
    (repo.folder / "new.cx.yaml").write_text((repo.folder / FERRY).read_text())
    (repo.folder / FERRY).unlink()
    repo.commit("Its own name")
    assert told(repo.folder / "new.cx.yaml")[:2] == ["Its own name", "Something new"]
    assert told(repo.folder / "old.cx.yaml") == ["Put aside", "Begin the night ferry"]


def test_both_sides_of_a_merge_are_told_where_one_renamed_the_file(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.edit(FERRY, cx.Set("crew.name", "The night crew"))
    side = repo.commit("On the side", by="Ada")
    repo.git("checkout", "-q", "main")
    repo.git("mv", FERRY, "overnight.cx.yaml")
    main = repo.commit("Another name")
    repo.ticks += 1
    repo.git("merge", "-q", "side", "-m", "Together")
    merge, *rest = history(repo.folder / "overnight.cx.yaml").revisions
    assert merge.parents == ((main, "overnight.cx.yaml"), (side, FERRY))
    assert [one.subject for one in rest] == ["Another name", "On the side", "Begin the night ferry"]


def test_a_deleted_file_that_came_back_has_all_its_versions(repo: Repository) -> None:
    (repo.folder / FERRY).unlink()
    repo.commit("Away")
    gone = history(repo.folder / FERRY).revisions
    assert [one.there for one in gone] == [False, True]
    repo.git("revert", "--no-edit", "HEAD")
    assert [one.there for one in history(repo.folder / FERRY).revisions] == [True, False, True]


def test_only_the_latest_when_asked(repo: Repository) -> None:
    for number in range(4):
        repo.edit(FERRY, cx.Set("crew.name", f"Crew {number}"))
        repo.commit(f"Crew {number}")
    found = history(repo.folder / FERRY, most=2)
    assert [one.subject for one in found.revisions] == ["Crew 3", "Crew 2"]
    assert found.cut == "only the latest 2 versions are listed"
    assert len(told(repo.folder / FERRY, most=5)) == 5 and not history(repo.folder / FERRY, most=5).cut
    repo.ticks += 24
    repo.edit(FERRY, cx.Set("crew.name", "A crew"))
    repo.commit("A day later")
    assert told(repo.folder / FERRY, since="2026-10-02") == ["A day later"]
    with pytest.raises(StoreError, match="'whenever you like' is no day"):
        history(repo.folder / FERRY, since="whenever you like")


def test_where_there_is_no_version_it_says_so_in_words(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.folder / "new.cx.yaml").write_text(TEXT)
    with pytest.raises(StoreError, match="is a folder"):
        history(repo.folder)
    with pytest.raises(Refusal, match=r"new.cx.yaml was never committed"):
        history(repo.folder / "new.cx.yaml")
    fresh = Repository(tmp_path / "fresh")
    fresh.folder.mkdir()
    (fresh.folder / FERRY).write_text(TEXT)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(Refusal, match="is in no git repository"):
        history(fresh.folder / FERRY)
    fresh.git("init", "-q")
    with pytest.raises(Refusal, match="was never committed"):
        history(fresh.folder / FERRY)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="git is not installed here"):
        history(repo.folder / FERRY)


def test_a_shallow_clone_says_that_there_is_more(repo: Repository, tmp_path: Path) -> None:
    repo.edit(FERRY, cx.Set("crew.name", "Crew"))
    repo.commit("Shorter")
    repo.git("clone", "-q", "--depth", "1", repo.folder.as_uri(), tmp_path / "shallow")
    found = history(tmp_path / "shallow" / FERRY)
    assert [one.subject for one in found.revisions] == ["Shorter"]
    assert "shallow" in found.cut


def test_in_a_worktree_and_in_a_submodule(repo: Repository, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", tmp_path / "tree", "-b", "elsewhere")
    repo.edit("../tree/ferry.cx.yaml", cx.Set("crew.name", "Crew"))
    repo.git("commit", "-qam", "Elsewhere", cwd=tmp_path / "tree")
    assert told(tmp_path / "tree" / FERRY) == ["Elsewhere", "Begin the night ferry"]
    assert told(repo.folder / FERRY) == ["Begin the night ferry"]
    outer = repository(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", repo.folder, "sub")
    outer.commit("A submodule")
    assert told(outer.folder / "sub" / FERRY) == ["Begin the night ferry"]


def test_a_bare_repository_in_the_way_is_not_entered(repo: Repository) -> None:
    repo.git("init", "-q", "--bare", "hidden")
    with pytest.raises(Refusal, match="no git repository"):
        history(repo.folder / "hidden" / FERRY)


def test_names_and_subjects_may_be_anything(repo: Repository) -> None:
    name = "-n [1] *ä.cx.yaml"
    (repo.folder / name).write_text(TEXT)
    repo.git("add", "-A")
    subject = "\x1b[31mred \x1e\x1f\u202e end"
    repo.commit(subject)
    assert told(repo.folder / name) == [subject]
    repo.git("mv", "--", name, ":(top)x.cx.yaml")
    repo.commit("x" * 4000)
    found = history(repo.folder / ":(top)x.cx.yaml").revisions
    assert [one.path for one in found] == [":(top)x.cx.yaml", name] and len(found[0].subject) == 300


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names as text")
def test_a_name_that_is_no_text(repo: Repository) -> None:
    name = os.fsdecode(b"caf\xe9.cx.yaml")
    (repo.folder / name).write_text(TEXT)
    repo.commit("Bytes")
    found = history(repo.folder / name)
    assert found.revisions[0].path == name and len(found.canvas(found.revisions[0].place)) == 6


def test_a_commit_that_is_dated_before_its_parent_comes_after_it(repo: Repository) -> None:
    repo.edit(FERRY, cx.Set("crew.name", "Crew"))
    repo.ticks = -1000
    repo.commit("From the past")
    assert told(repo.folder / FERRY) == ["From the past", "Begin the night ferry"]


def test_a_version_that_is_no_canvas_is_listed_and_says_so_when_it_is_read(repo: Repository) -> None:
    (repo.folder / FERRY).write_text("party: [\n")
    repo.commit("Broken")
    found = history(repo.folder / FERRY)
    with pytest.raises(TextError, match=r"ferry.cx.yaml"):
        found.canvas(found.revisions[0].place)


def test_a_hostile_repository_starts_nothing(repo: Repository, tmp_path: Path) -> None:
    started = tmp_path / "started"
    bad = f"touch '{started}'; cat"
    for setting in (
        "core.fsmonitor", "diff.evil.command", "diff.evil.textconv", "diff.external", "core.pager", "gpg.program",
        "filter.evil.smudge", "filter.evil.clean", "core.sshCommand", "alias.log", "core.alternateRefsCommand",
    ):  # fmt: skip
        repo.git("config", setting, f"!{bad}" if setting.startswith("alias") else bad)
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "log.follow", "true")
    (repo.folder / ".gitattributes").write_text("*.cx.yaml diff=evil filter=evil\n")
    found = history(repo.folder / FERRY)
    found.canvas(found.revisions[0].place)
    assert not started.exists()
