"""What git does with canvases after `cxcanvas git-install`, in real repositories, whatever command leads there."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.store import open_file
from cxcanvas.versions import conflicts
from tests.repository import TEXT, Repository, repository

FERRY = "night ferry's “text”.cx.yaml"  # a name that a shell could trip over


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with the drivers, to be copied: moving it must not matter."""
    made = repository(tmp_path_factory.mktemp("git") / "where it was", FERRY)
    made.cxcanvas("git-install")
    made.commit("Set git up")
    return made


@pytest.fixture
def repo(installed: Repository, tmp_path: Path) -> Repository:
    folder = tmp_path / "it's a $place"
    shutil.copytree(installed.folder, folder, symlinks=True)
    return Repository(folder, ticks=10)


def branch(repo: Repository, name: str, *edits: cx.Set | cx.Add | cx.Remove | cx.Rename | cx.Move) -> str:
    """A branch off main with one change; main is checked out again."""
    repo.git("checkout", "-q", "-b", name, "main")
    repo.edit(FERRY, *edits)
    id_ = repo.commit(f"On {name}", checked=False)
    repo.git("checkout", "-q", "main")
    return id_


RELIEF = "find-cabin.emotions.relief.valence"


def test_git_diff_reads_as_sentences(repo: Repository) -> None:
    repo.edit(FERRY, cx.Set(RELIEF, 2), cx.Set("find-cabin.stage", "sleep"))
    assert repo.git("diff").splitlines() == [
        FERRY, "~ Find the cabin: moved from Board to Sleep; relief −1 → +2", "2 changes in 1 place.",
    ]  # fmt: skip
    inner = repo.folder / "inner"
    inner.mkdir()
    assert "relief −1 → +2" in repo.git("diff", "HEAD", cwd=inner)
    assert "+        valence: 2" in repo.git("diff", "--no-ext-diff", "--no-textconv")


def test_files_that_came_went_and_have_another_name(repo: Repository) -> None:
    repo.git("mv", FERRY, "b.cx.yaml")
    repo.edit("b.cx.yaml", cx.Set("crew.name", "Crew"))
    (repo.folder / "c.cx.yaml").write_text("cxcanvas: 1\nparty:\n  bank: {name: Bank}\n", "utf-8")
    repo.git("add", "-A")
    told = repo.git("diff", "--cached", "-M").splitlines()
    assert f"{FERRY} → b.cx.yaml" in told and "~ Crew: name “The crew” → “Crew”" in told
    assert "+ Added party “Bank”" in told
    repo.commit("Names")
    repo.git("rm", "-q", "c.cx.yaml")
    assert "− Removed party “Bank”" in repo.git("diff", "--cached")


def test_log_show_and_stash_read_as_text(repo: Repository) -> None:
    repo.edit(FERRY, cx.Set(RELIEF, 2), cx.Set("crew.name", "Crew"))
    repo.commit("More relief")
    for words in (["log", "-p", "-1"], ["show"], ["diff", "--no-ext-diff", "HEAD~1"]):
        told = repo.git(*words).splitlines()
        assert "-      valence: −1" in told and "+      valence: +2" in told
        assert "-party “The crew” (crew)" in told and "+party “Crew” (crew)" in told
        changed = [line for line in told if line.startswith(("+", "-")) and line[:3] not in ("+++", "---")]
        assert len(changed) == 4, "nothing is told that did not change"
    assert any(
        line.endswith("@@ step “Find the cabin” (find-cabin)")
        for line in repo.git("show", "-U1").splitlines()
    )
    repo.edit(FERRY, cx.Set("lights-out.name", "Dark"))
    repo.git("stash", "-q")
    assert "+step “Dark” (lights-out)" in repo.git("stash", "show", "-p", "--textconv")
    assert "name “Lights out” → “Dark”" in repo.git("stash", "show", "-p", "--ext-diff")
    repo.git("stash", "show", "-p")


def test_a_text_that_is_no_canvas_is_compared_line_by_line(repo: Repository) -> None:
    (repo.folder / FERRY).write_text("party: [\nsecond\n", "utf-8")
    told = repo.git("diff")
    assert "+party: [" in told and "-cxcanvas: 1" in told
    repo.git("commit", "-q", "--no-verify", "-am", "Broken")
    assert "+party: [" in repo.git("show")


def test_a_merge_of_different_places_is_clean(repo: Repository) -> None:
    branch(repo, "side", cx.Set(RELIEF, 2), cx.Add("party", "port", {"name": "The port"}))
    repo.edit(FERRY, cx.Set("find-cabin.by", ["family"]), cx.Add("party", "bank", {"name": "A bank"}))
    repo.commit()
    repo.git("merge", "-q", "side", "-m", "Both")
    canvas = repo.canvas(FERRY)
    assert "port" in canvas and "bank" in canvas and canvas.value(RELIEF) == 2
    assert repo.git("status", "--porcelain") == "" and not conflicts(canvas)
    assert "# Who takes part" in (repo.folder / FERRY).read_text("utf-8")


def test_a_merge_with_a_conflict_loads_and_is_resolved(repo: Repository) -> None:
    branch(repo, "side", cx.Set(RELIEF, 2), cx.Set("crew.name", "Crew"))
    repo.edit(FERRY, cx.Set(RELIEF, 1))
    repo.commit()
    done = repo.run("git", "merge", "side", fine=False)
    assert f"{FERRY}:" in done.stderr and "conflict: both changed valence of “Find the cabin”" in done.stderr
    assert "CONFLICT" in done.stdout
    canvas = repo.canvas(FERRY)
    (left,) = conflicts(canvas)
    assert (left.address, left.base, left.local, left.remote) == (RELIEF, -1, 1, 2)
    assert canvas["crew"].name == "Crew"
    assert repo.git("status", "--porcelain").startswith("UU ")
    assert repo.git("diff")  # of an unmerged file
    done = repo.run("git", "commit", "-qam", "Undecided", fine=False)
    assert "which one stays is not decided" in done.stderr and "Nothing was committed" in done.stderr
    from cxcanvas.versions import resolved

    repo.edit(FERRY, *resolved(canvas, RELIEF, "remote"))
    repo.git("add", FERRY)
    repo.git("commit", "-qm", "Both")
    assert repo.canvas(FERRY).value(RELIEF) == 2 and repo.git("status", "--porcelain") == ""


def test_a_conflict_that_is_old_holds_up_no_other_merge(repo: Repository) -> None:
    branch(repo, "side", cx.Set(RELIEF, 2))
    repo.edit(FERRY, cx.Set(RELIEF, 1))
    repo.commit()
    repo.git("merge", "side", fine=False)
    repo.git("commit", "-qam", "Undecided", "--no-verify")
    branch(repo, "other", cx.Set("crew.name", "Crew"))
    repo.edit(FERRY, cx.Set("family.name", "Any family"))
    repo.git("commit", "-qam", "More", "--no-verify")
    repo.git("merge", "-q", "other", "-m", "Both")
    assert [one.address for one in conflicts(repo.canvas(FERRY))] == [RELIEF]


def test_rebase(repo: Repository) -> None:
    branch(repo, "side", cx.Set("crew.name", "Crew"), cx.Add("party", "port", {"name": "The port"}))
    repo.edit(FERRY, cx.Set("crew.note", "Tired"), cx.Add("party", "bank", {"name": "A bank"}))
    repo.commit()
    repo.git("checkout", "-q", "side")
    repo.git("rebase", "-q", "main")
    canvas = repo.canvas(FERRY)
    assert (
        canvas["crew"].name == "Crew"
        and canvas["crew"].note == "Tired"
        and "port" in canvas
        and "bank" in canvas
    )
    branch(repo, "third", cx.Set("crew.name", "They"))
    repo.git("checkout", "-q", "side")
    repo.git("rebase", "third", fine=False)
    (left,) = conflicts(repo.canvas(FERRY))
    assert {left.local, left.remote} == {"They", "Crew"}
    from cxcanvas.versions import resolved

    repo.edit(FERRY, *resolved(repo.canvas(FERRY), "crew.name", "remote"))
    repo.git("add", FERRY)
    repo.git("rebase", "--continue")
    assert repo.canvas(FERRY)["crew"].name == "Crew"


def test_cherry_pick_and_revert(repo: Repository) -> None:
    picked = branch(repo, "side", cx.Set("crew.name", "Crew"))
    repo.edit(FERRY, cx.Set("crew.note", "Tired"), cx.Set(RELIEF, 1))
    main = repo.commit()
    repo.git("cherry-pick", picked)
    assert repo.canvas(FERRY)["crew"].name == "Crew" and repo.canvas(FERRY)["crew"].note == "Tired"
    repo.git("revert", "--no-edit", main)
    canvas = repo.canvas(FERRY)
    assert canvas["crew"].name == "Crew" and "note" not in canvas["crew"] and canvas.value(RELIEF) == -1


def test_stash_pop_on_something_new(repo: Repository) -> None:
    repo.edit(FERRY, cx.Set("crew.name", "Crew"), cx.Set(RELIEF, 1))
    repo.git("stash", "-q")
    repo.edit(FERRY, cx.Set("crew.note", "Tired"), cx.Set(RELIEF, 2))
    repo.commit()
    repo.git("stash", "pop", fine=False)
    canvas = repo.canvas(FERRY)
    assert canvas["crew"].name == "Crew" and canvas["crew"].note == "Tired"
    assert [one.address for one in conflicts(canvas)] == [RELIEF]


def test_in_a_worktree(repo: Repository, tmp_path: Path) -> None:
    branch(repo, "side", cx.Set("crew.name", "Crew"))
    tree = tmp_path / "another tree"
    repo.git("worktree", "add", "-q", tree, "-b", "elsewhere")
    repo.edit(str(tree / FERRY), cx.Set("crew.note", "Tired"))
    assert "note added" in repo.git("diff", cwd=tree)
    repo.git("commit", "-qam", "Elsewhere", cwd=tree)
    repo.git("merge", "-q", "side", "-m", "Both", cwd=tree)
    canvas = cx.load(tree / FERRY)
    assert canvas["crew"].name == "Crew" and canvas["crew"].note == "Tired"


def test_one_side_renamed_the_file(repo: Repository) -> None:
    branch(repo, "side", cx.Set("crew.name", "Crew"))
    repo.git("mv", "--", FERRY, "-overnight.cx.yaml")
    repo.edit("-overnight.cx.yaml", cx.Set("crew.note", "Tired"))
    repo.commit()
    repo.git("merge", "-q", "side", "-m", "Both")
    canvas = repo.canvas("-overnight.cx.yaml")
    assert canvas["crew"].name == "Crew" and canvas["crew"].note == "Tired"
    assert not (repo.folder / FERRY).exists()


def test_both_began_a_file_of_one_name(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "side")
    (repo.folder / "new.cx.yaml").write_text(TEXT.replace("The crew", "Our crew"), "utf-8")
    repo.commit()
    repo.git("checkout", "-q", "main")
    (repo.folder / "new.cx.yaml").write_text(TEXT.replace("The crew", "A crew"), "utf-8")
    repo.commit()
    repo.git("merge", "side", fine=False)
    (left,) = conflicts(repo.canvas("new.cx.yaml"))
    assert (left.address, left.local, left.remote) == ("crew.name", "A crew", "Our crew")


def test_one_side_deleted_what_the_other_changed(repo: Repository) -> None:
    branch(repo, "side", cx.Set("crew.name", "Crew"))
    repo.git("rm", "-q", FERRY)
    repo.commit()
    repo.git("merge", "side", fine=False)
    assert repo.canvas(FERRY)["crew"].name == "Crew"
    assert repo.git("status", "--porcelain").startswith("DU ")


def test_two_hundred_edits_on_each_side(repo: Repository) -> None:
    text = "cxcanvas: 1\nparty:\n" + "".join(f"  p{at}:\n    name: Party {at}\n" for at in range(400))
    (repo.folder / FERRY).write_text(text, "utf-8")
    repo.git("commit", "-qam", "Many", "--no-verify")
    branch(repo, "side", *(cx.Set(f"p{at}.name", f"Side {at}") for at in range(0, 400, 2)))
    repo.edit(FERRY, *(cx.Set(f"p{at}.name", f"Main {at}") for at in range(1, 400, 2)))
    repo.commit()
    repo.git("merge", "-q", "side", "-m", "Both")
    canvas = repo.canvas(FERRY)
    assert not conflicts(canvas)
    assert [one.name for one in canvas.of("party")] == [
        f"{'Main' if at % 2 else 'Side'} {at}" for at in range(400)
    ]


def test_a_side_that_is_no_canvas_loses_nothing(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "side")
    (repo.folder / FERRY).write_text(TEXT.replace("name: The crew", "name: [The night crew"), "utf-8")
    repo.git("commit", "-qam", "Broken", "--no-verify")
    repo.git("checkout", "-q", "main")
    repo.edit(FERRY, cx.Set("crew.name", "Crew"))
    repo.commit()
    done = repo.run("git", "merge", "side", fine=False)
    assert (
        "brought together line by line, since one of the versions is no canvas that can be read"
        in done.stderr
    )
    text = (repo.folder / FERRY).read_text("utf-8")
    assert "<<<<<<< ours" in text and "[The night crew" in text and "name: Crew" in text
    assert repo.git("status", "--porcelain").startswith("UU ")


def test_when_cxcanvas_is_gone_git_goes_on_line_by_line(repo: Repository) -> None:
    driver = repo.folder / ".git" / "cxcanvas" / "driver"
    text = driver.read_text("utf-8")
    head, _, tail = text.partition("python='")
    driver.write_text(f"{head}python='/nowhere/python{tail[tail.index(chr(39)) :]}", "utf-8")
    lean = repo.folder.parent / "bin"
    lean.mkdir()
    for name in ("git", "sh", "rm", "mv", "cat", "dirname"):
        (lean / name).symlink_to(str(shutil.which(name)))
    repo.environment["PATH"] = str(lean)
    branch_edits = cx.Set(RELIEF, 2), cx.Set("lights-out.name", "Dark")
    branch(repo, "side", *branch_edits)
    repo.edit(FERRY, cx.Set(RELIEF, 1))
    done = repo.run("git", "diff")
    assert "no longer where it was" in done.stderr and "+        valence: 1" in done.stdout
    repo.commit()  # the check stands in nobody's way
    assert "valence: 1" in repo.git("show")
    repo.run("git", "merge", "side", fine=False)
    assert "<<<<<<<" in (repo.folder / FERRY).read_text("utf-8")
    canvas = open_file(repo.folder / FERRY).document.canvas
    assert canvas["lights-out"].name == "Dark" and [one.address for one in conflicts(canvas)] == [RELIEF]


def test_with_another_python_on_the_path_it_goes_on(repo: Repository) -> None:
    driver = repo.folder / ".git" / "cxcanvas" / "driver"
    head, _, tail = driver.read_text("utf-8").partition("python='")
    driver.write_text(f"{head}python='/nowhere/python{tail[tail.index(chr(39)) :]}", "utf-8")
    repo.edit(FERRY, cx.Set(RELIEF, 2))
    assert "relief −1 → +2" in repo.git("diff")


def test_a_module_in_the_repository_is_not_run(repo: Repository) -> None:
    for name in ("cxcanvas.py", "click.py", "yaml.py", "re.py"):
        (repo.folder / name).write_text("raise SystemExit('run from the repository')\n")
    repo.edit(FERRY, cx.Set(RELIEF, 2))
    assert "relief −1 → +2" in repo.git("diff")


def test_what_is_checked_is_what_is_staged(repo: Repository) -> None:
    good = (repo.folder / FERRY).read_text("utf-8")
    (repo.folder / FERRY).write_text(good.replace("by: [crew]", "by: [nobody]", 1), "utf-8")
    repo.git("add", FERRY)
    (repo.folder / FERRY).write_text(good, "utf-8")
    done = repo.run("git", "commit", "-qm", "Bad", fine=False)
    assert f"{FERRY}:" in done.stderr and "points at 'nobody'" in done.stderr
    (repo.folder / FERRY).write_text(good.replace("The crew", "Crew"), "utf-8")
    repo.git("commit", "-qam", "Good")
    (repo.folder / FERRY).write_text(good.replace("by: [crew]", "by: [nobody]", 1), "utf-8")
    assert repo.cxcanvas("check", "--staged").stdout == "No canvas is staged.\n"
    assert repo.cxcanvas("check", "--staged", "--format", "json").stdout == "[]\n"
    (repo.folder / "notes.txt").write_text("x")
    repo.git("add", "notes.txt")
    repo.git("commit", "-qm", "Only notes")
    assert repo.run("git", "commit", "-qm", "Bad", "--", FERRY, fine=False).returncode == 1
    repo.git("commit", "-qm", "All the same", "--no-verify", "--", FERRY)


def test_marks_are_not_committed(repo: Repository) -> None:
    text = (repo.folder / FERRY).read_text("utf-8")
    marked = text.replace(
        "    name: Lights out\n",
        "<<<<<<< a\n    name: Lights out\n=======\n    name: Lights out\n>>>>>>> b\n",
    )
    (repo.folder / FERRY).write_text(marked, "utf-8")
    done = repo.run("git", "commit", "-qam", "Marks", fine=False)
    assert "stand in this text with git's marks" in done.stderr and "nothing is left to decide" in done.stderr


def test_canvas_text_moves_no_terminal_in_git(repo: Repository) -> None:
    repo.edit(FERRY, cx.Set("crew.name", "\u202eevil \u009b2J"), cx.Set("crew.note", "a\u001b[2Jb"))
    assert not {"\x1b", "\u202e", "\x9b"} & set(repo.git("diff"))
    repo.commit("Evil")
    assert not {"\x1b", "\u202e", "\x9b"} & set(repo.git("show"))


def test_review_logs_keep_both_sides(repo: Repository) -> None:
    log = repo.folder / "ferry.reviews.jsonl"
    log.write_text('{"n": 0}\n')
    repo.commit()
    repo.git("checkout", "-q", "-b", "side")
    log.write_text('{"n": 0}\n{"n": 1}\n')
    repo.commit()
    repo.git("checkout", "-q", "main")
    log.write_text('{"n": 0}\n{"n": 2}\n')
    repo.commit()
    repo.git("merge", "-q", "side", "-m", "Both")
    assert sorted(log.read_text().splitlines()) == ['{"n": 0}', '{"n": 1}', '{"n": 2}']


def test_the_driver_is_no_program_of_its_own(installed: Repository) -> None:
    """It is read by sh; nothing depends on a disk that keeps modes."""
    driver = installed.folder / ".git" / "cxcanvas" / "driver"
    assert not driver.stat().st_mode & stat.S_IXUSR
