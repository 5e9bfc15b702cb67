"""`cxcanvas log`: the history of a concept, told as people would tell it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import cxcanvas as cx
from tests.repository import TEXT, Repository, repository

FERRY = "ferry.cx.yaml"


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return repository(tmp_path / "work")


def told(repo: Repository, *words: str) -> list[list[str]]:
    """The versions as blocks of lines, without their ids."""
    blocks = repo.cxcanvas("log", FERRY, *words).stdout.rstrip("\n").split("\n\n")
    return [[head.rpartition(" ")[0], *rest] for head, *rest in (block.split("\n") for block in blocks)]


def test_each_version_is_told_in_sentences(repo: Repository) -> None:
    repo.edit(
        FERRY, cx.Set("find-cabin.emotions.relief.valence", 1), cx.Set("find-cabin.stage", "sleep"),
        cx.Add("party", "bank", {"name": "A bank"}),
    )  # fmt: skip
    repo.commit("Somebody shows the way", by="Ada Öz")
    repo.edit(FERRY, cx.Remove("bank"))
    repo.commit("No bank")
    assert told(repo) == [
        ["1 Oct 2026 · Ines Duarte · No bank", "  − Removed party “A bank”"],
        [
            "1 Oct 2026 · Ada Öz · Somebody shows the way",
            "  + Added party “A bank”",
            "  ~ Find the cabin: moved from Board to Sleep; relief −1 → +1",
        ],
        ["1 Oct 2026 · Ines Duarte · Begin the night ferry", "  began with 6 elements"],
    ]


def test_a_merge_tells_what_was_decided_in_it_and_the_versions_tell_the_rest(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.edit(FERRY, cx.Set("lights-out.name", "Dark"), cx.Set("crew.name", "The night crew"))
    repo.commit("Side")
    repo.git("checkout", "-q", "main")
    repo.edit(FERRY, cx.Set("lights-out.name", "Lights off"), cx.Set("family.name", "Any family"))
    repo.commit("Main")
    repo.git("merge", "side", fine=False)
    canvas = cx.apply(
        cx.loads(repo.git("show", f"HEAD:{FERRY}")), cx.Set("crew.name", "The night crew"),
        cx.Set("lights-out.name", "Dark by ten"), cx.Set("find-cabin.name", "Be shown the cabin"),
    )  # fmt: skip
    (repo.folder / FERRY).write_text(cx.dumps(canvas), "utf-8")
    repo.commit("Both")
    merge, main, side, _ = told(repo)
    assert merge == [
        "1 Oct 2026 · Ines Duarte · Both",
        "  brought 2 lines of work together, and decided:",
        "  ~ Be shown the cabin: name “Find the cabin” → “Be shown the cabin”",
        "  ~ Dark by ten: name “Lights out” → “Dark by ten”",
    ]
    assert "Lights off" in main[2] and "Dark" in side[2]


def test_a_merge_that_nobody_had_to_decide(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.edit(FERRY, cx.Set("lights-out.name", "Dark"))
    repo.commit("Side")
    repo.git("checkout", "-q", "main")
    repo.edit(FERRY, cx.Set("concept.name", "Night boat"))
    repo.commit("Main")
    repo.ticks += 1
    repo.git("merge", "-q", "side", "-m", "Both")
    assert told(repo)[0][1:] == ["  brought 2 lines of work together"]


def test_a_rename_a_deletion_and_what_was_no_canvas(repo: Repository) -> None:
    good = (repo.folder / FERRY).read_text("utf-8")
    repo.git("mv", FERRY, "b.cx.yaml")
    repo.commit("To b")
    (repo.folder / "b.cx.yaml").rename(repo.folder / FERRY)
    (repo.folder / FERRY).write_text(good + "  - \x1b[31m: [\n", "utf-8")
    repo.commit("Broken")
    (repo.folder / FERRY).write_text(good + "# a remark\n", "utf-8")
    repo.commit("Mended")
    (repo.folder / FERRY).unlink()
    repo.commit("Away")
    repo.git("revert", "--no-edit", "HEAD")
    found = told(repo)
    assert [block[0].split(" · ")[2].split(" ")[0] for block in found] == [
        "Revert", "Away", "Mended", "Broken", "To", "Begin",
    ]  # fmt: skip
    assert found[1][1] == "  the file was deleted"
    assert found[2][1].startswith("  it is a canvas, and what it was made from was none: ")
    assert "it was no canvas: " in found[3][2] and ":" in found[3][2] and "\x1b" not in "".join(found[3])
    assert found[3][1] == "  renamed from b.cx.yaml to ferry.cx.yaml"
    assert found[4][1:] == ["  renamed from ferry.cx.yaml to b.cx.yaml"]


def test_a_version_that_was_committed_with_marks_is_told(repo: Repository) -> None:
    text = (repo.folder / FERRY).read_text("utf-8")
    marked = text.replace(
        "    name: Lights out\n", "<<<<<<< a\n    name: Dark\n=======\n    name: Light\n>>>>>>> b\n"
    )
    (repo.folder / FERRY).write_text(marked, "utf-8")
    repo.commit("Oh")
    block = told(repo)[0]
    assert "  ~ Two versions: name of “Dark” waits for a decision (Dark or Light)" in block


def test_only_some_of_them(repo: Repository) -> None:
    for number in range(3):
        repo.ticks += 24
        repo.edit(FERRY, cx.Set("crew.name", f"Crew {number}"))
        repo.commit(f"Crew {number}")
    assert [block[0][-6:] for block in told(repo, "-n", "2")] == ["Crew 2", "Crew 1"]
    assert len(told(repo, "--since", "2026-10-03")) == 2
    assert repo.cxcanvas("log", FERRY, "--since", "2026-10-09").stdout == "No version since then.\n"
    done = repo.cxcanvas("log", FERRY, "--since", "whenever", fine=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "'whenever' is no day; expected one like 2026-10-01 or '2 weeks ago'\n"


def test_many_changes_are_counted_unless_all_are_asked_for(repo: Repository) -> None:
    repo.edit(FERRY, *(cx.Add("party", f"p{number}", {"name": f"P {number}"}) for number in range(30)))
    repo.commit("Many")
    assert told(repo)[0][-1] == "  and 10 more (--full tells them)"
    assert len(told(repo, "--full")[0]) == 31


def test_as_json(repo: Repository) -> None:
    repo.edit(FERRY, cx.Set("crew.name", "Crew"))
    repo.commit("Shorter")
    document = json.loads(repo.cxcanvas("log", FERRY, "--format", "json").stdout)
    latest, first = document["versions"]
    assert latest["changes"] == [
        {"op": "set", "address": "crew.name", "old": "The crew", "new": "Crew", "sentence": "Crew: name “The crew” → “Crew”"}
    ]  # fmt: skip
    assert latest["parents"] == [{"id": first["id"], "path": FERRY}] and first["parents"] == []
    assert document["cut"] is None and document["file"] == FERRY


def test_what_somebody_wrote_moves_no_terminal(repo: Repository) -> None:
    repo.edit(FERRY, cx.Set("crew.name", "\u202eevil"))
    repo.commit("\x1b]0;title\x07 \x1b[2J and more", by="A\x1b[1mda")
    done = repo.cxcanvas("log", FERRY)
    assert "\x1b" not in done.stdout and "\u202e" not in done.stdout


def test_without_versions_it_is_one_sentence(repo: Repository, tmp_path: Path) -> None:
    (repo.folder / "new.cx.yaml").write_text(TEXT, "utf-8")
    done = repo.cxcanvas("log", "new.cx.yaml", fine=False)
    assert (done.returncode, done.stderr) == (
        2, "new.cx.yaml was never committed: git keeps no version of it yet\n",
    )  # fmt: skip


def test_the_first_version_comes_before_the_last_is_read(repo: Repository) -> None:
    """A reader who leaves after the first lines does not wait for a thousand versions."""
    stream = "".join(
        f"commit refs/heads/long\ncommitter A <a@example.org> {1790000000 + at} +0000\ndata 1\nx\n"
        f"M 100644 inline {FERRY}\ndata <<END\n{TEXT.replace('The crew', f'Crew {at}')}END\n\n"
        for at in range(1000)
    )
    subprocess.run(
        ["git", "fast-import", "--quiet"], input=stream.encode(), cwd=repo.folder, env=repo.surroundings(), check=True
    )  # fmt: skip
    repo.git("checkout", "-q", "long")
    with subprocess.Popen(
        [sys.executable, "-m", "cxcanvas", "log", FERRY], cwd=repo.folder, env=repo.surroundings(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        assert " · A · x " in process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 0 and process.stderr.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_json_shows_its_progress_on_a_terminal_only(repo: Repository) -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "cxcanvas", "log", FERRY, "--format", "json"], cwd=repo.folder, env=repo.surroundings(),
        stdout=subprocess.PIPE, stderr=follower, check=True,
    )  # fmt: skip
    os.close(follower)
    assert "1 of 1 versions" in os.read(leader, 1000).decode() and json.loads(done.stdout)
    os.close(leader)
    assert repo.cxcanvas("log", FERRY, "--format", "json").stderr == ""
