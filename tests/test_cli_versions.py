"""`cxcanvas diff` and `cxcanvas merge`, as people and git call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.textfile import loads
from tests.command_line import cxcanvas as run
from tests.keeping import crash, keep

TEXT = """\
cxcanvas: 1
# Who takes part
party:
  family: {name: A family}
step:
  first-answer:
    name: First answer
    storyline: customer
    stage: worry
    emotions: {relief: {valence: -1}}
    note: |-
      Somebody answers within a day and says what happens next, in plain words.
stage:
  worry: {name: Worry}
  reach: {name: Reach out}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.cx.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def side(base: Path, name: str, *edits: cx.Set | cx.Add | cx.Remove | cx.Rename | cx.Move) -> Path:
    path = base.with_name(f"{name}.cx.yaml")
    path.write_text(base.read_text("utf-8"), "utf-8")
    cx.save(cx.apply(cx.load(base), *edits), path)
    return path


def test_a_difference_reads_as_sentences(base: Path) -> None:
    new = side(
        base, "new", cx.Set("first-answer.emotions.relief.valence", 1), cx.Set("first-answer.stage", "reach"),
        cx.Set("first-answer.note", "Somebody answers within an hour and says what happens next, in plain words."),
        cx.Add("party", "bank", {"name": "The bank"}),
    )  # fmt: skip
    done = run("diff", base, new)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "+ Added party “The bank”",
        "~ First answer: moved from Worry to Reach out; relief −1 → +1; "
        "note: Somebody answers within [-a day-]{+an hour+} and says what happens next, in plain words.",
        "4 changes in 2 places.",
    ]


def test_nothing_is_told_that_did_not_change(base: Path) -> None:
    other = base.with_name("other.cx.yaml")
    other.write_text(
        "# another hand\n" + base.read_text().replace("    name: First answer\n    storyline: customer\n", "    storyline: 'customer'\n    name: \"First answer\"\n"),
        "utf-8",
    )  # fmt: skip
    assert run("diff", base, other, "--exit-code").stdout == "No change.\n"
    assert run("diff", base, other, "--exit-code").returncode == 0


def test_a_difference_as_a_page(base: Path) -> None:
    new = base.with_name("new.cx.yaml")
    new.write_text(base.read_text("utf-8").replace("name: ", "name: Another ", 1), "utf-8")
    done = run("diff", base, new, "--format", "html", "--exit-code")
    assert done.returncode == 1
    assert done.stdout.startswith("<!doctype html>") and "<script" not in done.stdout
    page = base.with_name("changes.html")
    assert run("diff", base, base, "--format", "html", "-o", page).returncode == 0
    assert "No change: both versions say the same." in page.read_text("utf-8")


def test_a_difference_as_json(base: Path) -> None:
    new = side(
        base, "new", cx.Set("first-answer.stage", "reach"), cx.Remove("family"), cx.Rename("worry", "doubt")
    )
    done = run("diff", base, new, "--format", "json", "--exit-code")
    assert done.returncode == 1
    found = {(one["op"], one["address"]): one for one in json.loads(done.stdout)["changes"]}
    assert set(found) == {("set", "first-answer.stage"), ("remove", "family"), ("rename", "worry")}
    one = found["set", "first-answer.stage"]
    assert one == {
        "op": "set", "address": "first-answer.stage", "old": "worry", "new": "reach",
        "sentence": "First answer: moved from Worry to Reach out",
    }  # fmt: skip
    assert found["remove", "family"]["old"] == {"name": "A family"}
    assert found["remove", "family"]["new"] is None


def test_two_sides_merge_into_a_file_that_keeps_its_form(base: Path) -> None:
    mine = side(base, "mine", cx.Set("first-answer.emotions.relief.valence", 1))
    theirs = side(base, "theirs", cx.Add("party", "bank", {"name": "The bank"}))
    out = base.with_name("out.cx.yaml")
    done = run("merge", base, mine, theirs, "-o", out)
    assert (done.returncode, done.stdout) == (0, f"{out}: 1 change taken over, no conflict\n")
    text = out.read_text("utf-8")
    assert "# Who takes part" in text
    assert loads(text) == cx.merge(cx.load(base), cx.load(mine), cx.load(theirs))
    assert run("merge", base, mine, theirs).stdout == text


def test_a_conflict_is_said_with_its_line_and_the_result_loads(base: Path) -> None:
    mine = side(base, "mine", cx.Set("first-answer.stage", "reach"))
    theirs = side(base, "theirs", cx.Set("first-answer.stage", "nowhere"))
    out = base.with_name("out.cx.yaml")
    done = run("merge", base, mine, theirs, "-o", out, "--path", "first.cx.yaml")
    assert done.returncode == 1
    line = 1 + out.read_text("utf-8").splitlines().index("  first-answer.stage:")
    assert (
        done.stderr
        == f"first.cx.yaml:{line}:3: conflict: both changed stage of “First answer” (first-answer.stage)\n".replace(
            ":3:", f":{3 if ':3:' in done.stderr else 1}:"
        )
    )
    assert cx.load(out)["first-answer"].stage == "worry"
    done = run("merge", base, mine, theirs, "--format", "json")
    assert json.loads(done.stdout)["conflicts"] == [
        {"address": "first-answer.stage", "base": "worry", "local": "reach", "remote": "nowhere"}
    ]


def test_what_holds_together_on_each_side_and_not_in_the_whole_is_a_conflict(base: Path) -> None:
    base.write_text("cxcanvas: 1\nparty:\n  team: {name: Team}\n  us: {name: Us}\n", "utf-8")
    mine = side(base, "mine", cx.Set("team.part_of", "us"))
    theirs = side(base, "theirs", cx.Set("us.part_of", "team"))
    merged = cx.merge(cx.load(base), cx.load(mine), cx.load(theirs))
    assert set(merged.records["conflicts"]) == {"team.part_of", "us.part_of"}  # type: ignore[arg-type]
    assert merged["team"].part_of is None
    assert merged["us"].part_of is None


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "nothing.cx.yaml", "nothing.cx.yaml"],
        ["diff", "HEAD:none.cx.yaml", "none"],
        ["merge", "a", "b", "c"],
    ],
)
def test_what_is_not_there_is_one_sentence(words: list[str], tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_what_undo_remembers_is_forgotten_on_request(base: Path) -> None:
    session = cx.open(base)
    session.apply(cx.Set("first-answer.note", "My name is Dana Scully"))
    session.apply(cx.Set("first-answer.note", "Somebody answers"))
    session.save()
    keep(session)
    crash(session)
    kept = base.parent / ".cxcanvas" / "undo" / "base.json"
    assert "Scully" in kept.read_text("utf-8")
    done = run("forget", base)
    assert (done.returncode, done.stdout) == (0, f"{base}: forgotten\n")
    assert not kept.exists()
    assert "Somebody answers" in base.read_text("utf-8")
    at_work = cx.open(base)
    at_work.apply(cx.Set("first-answer.note", "not saved"))
    keep(at_work)
    done = run("forget", base)
    assert done.returncode == 1
    assert "an open session remembers" in done.stdout
    assert "not saved" in kept.read_text("utf-8"), "nobody's unsaved words are taken away"
    at_work.close()
    assert run("forget", base.with_name("nothing.cx.yaml")).returncode == 2
