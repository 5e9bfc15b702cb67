"""A file full of git's marks opens all the same, both sides brought together by meaning, and nothing of either is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.errors import TextError
from cxcanvas.store import Stored, open_file, save_stored
from cxcanvas.store import unmerged as unmerging
from cxcanvas.store.files import UnfinishedMerge, format_file
from cxcanvas.store.markers import sides
from cxcanvas.store.merging import by_meaning
from cxcanvas.versions import conflicts
from tests.repository import TEXT, Repository, repository
from tests.test_versions_merge import changed, files, read

FERRY = "ferry.cx.yaml"


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository in which two have worked on the same lines, and on others."""
    made = repository(tmp_path / "work")
    made.git("checkout", "-q", "-b", "side")
    made.edit(
        FERRY, cx.Set("find-cabin.emotions.relief.valence", 2), cx.Set("find-cabin.name", "Find your cabin"),
        cx.Add("party", "port", {"name": "The port"}), cx.Set("lights-out.note", "Quiet, and it stays quiet."),
    )  # fmt: skip
    made.commit("On the side", by="Ada")
    made.git("checkout", "-q", "main")
    made.edit(
        FERRY, cx.Set("find-cabin.emotions.relief.valence", 1), cx.Set("find-cabin.by", ["crew", "family"]),
        cx.Add("party", "bank", {"name": "A bank"}), cx.Set("concept.name", "Night ferry home"),
    )  # fmt: skip
    made.commit("On the main line")
    return made


def merge(repo: Repository, style: str = "merge") -> Path:
    repo.git("-c", f"merge.conflictStyle={style}", "merge", "side", fine=False)
    path = repo.folder / FERRY
    assert "<<<<<<< HEAD" in path.read_text("utf-8")
    return path


def is_whole(canvas: cx.Canvas) -> bool:
    """Everything that only one side said is there, and what both said differently waits with both sides."""
    assert canvas["port"].name == "The port" and canvas["bank"].name == "A bank"
    assert canvas["find-cabin"].name == "Find your cabin"
    assert tuple(canvas["find-cabin"].by) == ("crew", "family")
    assert canvas["lights-out"].note == "Quiet, and it stays quiet."
    assert canvas.records["concept"]["name"] == "Night ferry home"  # type: ignore[index, call-overload]
    (left,) = conflicts(canvas)
    assert (left.address, left.local, left.remote) == ("find-cabin.emotions.relief.valence", 1, 2)
    return True


def opened(path: Path) -> Stored:
    found = open_file(path)
    assert found.told
    return found


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_unfinished_merge_opens_from_gits_index(repo: Repository, style: str, newline: str) -> None:
    path = merge(repo, style)
    path.write_bytes(path.read_bytes().replace(b"\n", newline.encode()))
    found = opened(path)
    assert is_whole(found.document.canvas)
    assert conflicts(found.document.canvas)[0].base == -1
    assert found.document.newline == newline
    assert found.told == (
        "both sides of a merge (HEAD and side) stand in this text with git's marks; they were brought together by "
        "meaning: 1 place waits for a decision. Saving writes the whole without the marks"
    )


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_without_an_index_the_sides_are_taken_from_between_the_marks(
    repo: Repository, tmp_path: Path, style: str
) -> None:
    path = Path(shutil.copy(merge(repo, style), tmp_path / "sent around.cx.yaml"))
    found = opened(path)
    assert is_whole(found.document.canvas)
    assert "as far as the text tells them: 1 place waits" in found.told


def test_saving_writes_a_clean_canvas_and_keeps_the_old_text(repo: Repository) -> None:
    path = merge(repo)
    marked, found = path.read_bytes(), opened(path)
    after = save_stored(found, found.document.canvas)
    assert not after.told and not open_file(path).told
    text = path.read_text("utf-8")
    assert "<<<<<<<" not in text and "# Who takes part" in text and is_whole(cx.load(path))
    assert (path.parent / ".cxcanvas" / "marked" / "ferry.txt").read_bytes() == marked
    repo.git("add", FERRY)
    assert repo.git("status", "--porcelain", "--", FERRY).startswith("M ")


def test_it_opens_everywhere_and_is_told_everywhere(repo: Repository) -> None:
    path = merge(repo)
    with pytest.warns(UnfinishedMerge, match=r"ferry.cx.yaml:\d+:1: both sides of a merge"):
        assert is_whole(cx.load(path))
    session = cx.open(path)
    assert is_whole(session.canvas) and session.dirty and session.marked.startswith("both sides of a merge")
    assert session.saving.startswith("Git left both sides of a merge in this file")
    session.save()
    assert not session.dirty and not session.marked and session.saving.startswith("Saved at")
    assert "<<<<<<<" not in path.read_text("utf-8")
    session.apply(cx.Set("lights-out.name", "Lights go out"))
    session.save()
    session.forget_history()
    session.close()
    assert not list((path.parent / ".cxcanvas").rglob("ferry.txt"))
    assert not open_file(path).told and is_whole(cx.load(path))


def test_an_open_file_that_a_merge_has_marked_is_taken_over_by_meaning(repo: Repository) -> None:
    path = repo.folder / FERRY
    session = cx.open(path)
    merge(repo)
    session.reload()
    assert is_whole(session.canvas) and session.marked
    session.undo()
    assert session.canvas["find-cabin"].name == "Find the cabin"
    session.redo()
    session.save()
    session.close()
    assert is_whole(cx.load(path))


def test_what_was_not_saved_is_merged_into_a_file_that_was_marked_meanwhile(repo: Repository) -> None:
    path = repo.folder / FERRY
    session = cx.open(path)
    session.apply(cx.Set("family.name", "Any family"))
    merge(repo)
    session.save()
    session.close()
    canvas = cx.load(path)
    assert is_whole(canvas) and canvas["family"].name == "Any family"


def test_the_command_line_tells_of_it_in_one_line(repo: Repository) -> None:
    merge(repo)
    for command in ("show", "measure", "check"):
        done = repo.cxcanvas(command, FERRY, fine=None)
        assert done.stderr.count("both sides of a merge (HEAD and side) stand in this text") == 1
        assert "Warning" not in done.stderr and f"{FERRY}:9:1: " in done.stderr
    found = json.loads(repo.cxcanvas("check", "--format", "json", FERRY, fine=False).stdout)
    assert {one["line"] for one in found} == {9}, "the lines of the whole are in no file"
    assert [one["address"] for one in found if one["rule"] == "undecided-conflict"] == [
        "conflicts.find-cabin.emotions.relief.valence"
    ]
    done = repo.cxcanvas("check", "--select", "undecided-conflict", FERRY, fine=False)
    assert done.returncode == 1
    assert "error: both sides of a merge changed valence of “Find your cabin”" in done.stderr, done.stderr
    assert format_file(repo.folder / FERRY, write=False)
    repo.cxcanvas("format", FERRY)
    assert "<<<<<<<" not in (repo.folder / FERRY).read_text("utf-8")


def test_what_was_put_in_order_by_hand_already_stays(repo: Repository) -> None:
    path = merge(repo, "diff3")
    text = path.read_text("utf-8")
    head, _, rest = text.partition("<<<<<<< HEAD\n")
    tail = rest.partition(">>>>>>> side\n")[2]
    assert "<<<<<<<" in tail  # there is another place
    by_hand = f"{head}  port: {{name: The harbour}}\n  bank: {{name: A bank}}\n{tail}"
    if "valence" in rest.partition(">>>>>>>")[0]:
        pytest.fail("the first place was meant to be the parties")
    path.write_text(by_hand.replace("name: Lights out", "name: All lights out"), "utf-8")
    canvas = opened(path).document.canvas
    assert canvas["lights-out"].name == "All lights out"
    assert canvas["port"].name == "The harbour"
    assert [one.address for one in conflicts(canvas)] == ["find-cabin.emotions.relief.valence"]


def test_a_field_that_was_decided_by_hand_is_decided(repo: Repository) -> None:
    path = merge(repo)
    text = path.read_text("utf-8")
    before, _, rest = text.rpartition("<<<<<<< HEAD\n")
    inside, _, after = rest.partition(">>>>>>> side\n")
    assert "valence: 1" in inside and "valence: 2" in inside
    chosen = inside.partition("=======\n")[0].replace("valence: 1", "valence: 3")
    path.write_text(before + chosen + after, "utf-8")
    assert "<<<<<<<" in path.read_text("utf-8")
    canvas = opened(path).document.canvas
    assert canvas.value("find-cabin.emotions.relief.valence") == 3
    assert not conflicts(canvas) and canvas["port"].name == "The port"


def test_marks_within_marks(tmp_path: Path) -> None:
    path = tmp_path / FERRY
    lines = TEXT.replace(
        "    name: Lights out\n",
        "<<<<<<< HEAD\n<<<<<<< one\n    name: Lights off\n=======\n    name: Dark\n>>>>>>> two\n"
        "||||||| base\n<<<<<<<<< a\n    name: Lights\n=========\n    name: Light\n>>>>>>>>> b\n=======\n    name: Lights go out\n"
        "    note: Softly\n>>>>>>> side\n",
    )
    path.write_text(lines, "utf-8")
    canvas = opened(path).document.canvas
    assert canvas["lights-out"].note == "Softly"
    assert [one.address for one in conflicts(canvas)] == ["lights-out.name"]
    assert {"Dark", "Lights off", "Lights go out"} <= words(canvas.records["conflicts"])
    assert canvas["find-cabin"].name == "Find the cabin"


def words(value: object) -> set[str]:
    """Every text within a value."""
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return {word for one in inner for word in words(one)}


def test_one_element_that_both_added_differently(tmp_path: Path) -> None:
    repo = repository(tmp_path / "work")
    repo.git("checkout", "-q", "-b", "side")
    repo.edit(FERRY, cx.Add("party", "port", {"name": "The port"}))
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.edit(FERRY, cx.Add("party", "port", {"name": "A harbour", "note": "Far"}))
    repo.commit()
    repo.git("merge", "side", fine=False)
    canvas = opened(repo.folder / FERRY).document.canvas
    assert [one.address for one in conflicts(canvas)] == ["port"]
    assert {"The port", "A harbour", "Far"} <= words(canvas.records["conflicts"])


def test_a_file_that_both_began(tmp_path: Path) -> None:
    repo = repository(tmp_path / "work", "other.cx.yaml")
    repo.git("checkout", "-q", "-b", "side")
    (repo.folder / FERRY).write_text(TEXT.replace("Lights out", "Dark"), "utf-8")
    repo.commit()
    repo.git("checkout", "-q", "main")
    (repo.folder / FERRY).write_text(TEXT.replace("The crew", "Our crew"), "utf-8")
    repo.commit()
    repo.git("merge", "side", fine=False)
    left = conflicts(opened(repo.folder / FERRY).document.canvas)
    assert {one.address for one in left} == {"lights-out.name", "crew.name"}
    assert all(one.local != one.remote for one in left)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT + "<<<<<<< HEAD\n",
        TEXT + "=======\n>>>>>>> side\n",
        TEXT + "<<<<<<< HEAD\n=======\n",
        TEXT.replace("The crew", '"<<<<<<< a ======= b >>>>>>> c"'),
        TEXT + "    note: |\n      <<<<<<< HEAD\n      =======\n      >>>>>>> side\n",
    ],
)
def test_signs_that_are_no_whole_marks_are_somebodys_own(text: str) -> None:
    assert sides(text) is None


def test_marks_around_no_canvas_are_refused_with_the_line_and_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / FERRY
    path.write_text("cxcanvas: 1\n<<<<<<< a\nparty: [\n=======\nparty: {\n>>>>>>> b\n", "utf-8")
    with pytest.raises(TextError, match=r":2:1: git's marks of a merge stand here.*git checkout --ours"):
        open_file(path)


LINES = st.lists(st.text("ab <=>|\r", max_size=9).map(lambda line: f"x{line}\n"), max_size=4).map("".join)


@given(st.lists(st.tuples(LINES, LINES, LINES, LINES), min_size=1, max_size=5), st.integers(7, 12), LINES)
def test_the_sides_are_what_git_put_between_its_marks(
    hunks: list[tuple[str, str, str, str]], size: int, end: str
) -> None:
    marked = "".join(
        f"{before}{'<' * size} a\n{mine}{'|' * size} 0\n{base}{'=' * size}\n{theirs}{'>' * size} b\n"
        for before, mine, base, theirs in hunks
    )
    found = sides(marked + end)
    assert found is not None
    assert found.local == "".join(before + mine for before, mine, _, _ in hunks) + end
    assert found.remote == "".join(before + theirs for before, _, _, theirs in hunks) + end
    assert found.base == "".join(before + base for before, _, base, _ in hunks) + end
    assert found.names == ("a", "b")


@settings(max_examples=30)
@given(files, st.data(), st.sampled_from(["", "--diff3", "--zdiff3"]))
def test_a_text_that_nobody_touched_comes_to_the_merge_of_the_three_versions(
    base: Canvas, data: st.DataObject, style: str
) -> None:
    """Whatever lines git has put together, what git's index says is what counts."""
    three = base, changed(base, data), changed(base, data)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name, canvas in zip("blr", three, strict=True):
            Path(folder, name).write_text(cx.dumps(canvas), "utf-8")
        words = ["git", "merge-file", "-p", *([style] if style else []), "l", "b", "r"]
        text = subprocess.run(words, cwd=folder, capture_output=True, check=False).stdout.decode("utf-8")
        # The index is played, since three commits for each example would take minutes.
        patch.setattr(unmerging, "_from_index", lambda path: three)
        found = unmerging.unmerged(Path(folder, "x.cx.yaml"), text)
    if found is not None:
        assert found.document.canvas == read(by_meaning(*three))


def test_the_example_without_marks_is_read_as_before(example_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cx.load(example_path)
