"""The review log on disk: many programs at once, git's merges, what may be wrong with a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.errors import ReviewError, StoreError
from cxcanvas.review import Event, Who, draft, redaction_data, snapshot_data
from cxcanvas.review.event import parsed
from cxcanvas.store import concepts, load, save
from cxcanvas.store.appending import LARGEST_LOG
from cxcanvas.store.reviewed import reviewed, revision_of, user_name
from cxcanvas.store.reviews import ReviewFile, ReviewStore, log_path

INES = Who.named("Ines")


def begin(path: Path) -> tuple[ReviewFile, str]:
    """An open review of a canvas file."""
    store = ReviewFile(path)
    kept = store.append(draft("snapshot", "", snapshot_data(load(path), "v1")), INES)
    given = {
        "title": "Review", "deciders": ["Ines"], "reviewers": ["Dana"], "customer_facing": ["Dana"], "snapshot": kept.id,
        "parts": {"exchange": {"addresses": ["exchange"]}},
    }  # fmt: skip
    return store, store.append(draft("open", "", given), INES).id


def remark(store: ReviewStore, review: str, text: str, by: str = "Wei") -> str:
    """A comment, kept."""
    return store.append(draft("comment", review, {"type": "idea", "text": text}), Who.named(by)).id


@pytest.fixture
def opened(example_copy: Path) -> tuple[ReviewFile, str]:
    """An open review of the worked concept."""
    return begin(example_copy)


def texts(store: ReviewFile, review: str) -> list[str | None]:
    """What was said, in its order."""
    return [one.text for one in store.state().reviews[review].comments.values()]


# -- many at once -----------------------------------------------------------------------------------

_WRITER = """
import sys
from cxcanvas.review import Who, draft
from cxcanvas.store.reviews import ReviewFile
path, review, name = sys.argv[1:]
store, previous = ReviewFile(path), -1
for number in range(50):
    store.append(draft("comment", review, {"type": "idea", "text": f"{name} {number}"}), Who.named(name))
"""


def test_twenty_people_write_fifty_times_at_once_and_nothing_is_lost_or_doubled(
    opened: tuple[ReviewFile, str], example_copy: Path
) -> None:
    store, review = opened
    running = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(example_copy), review, f"P{number}"])
        for number in range(20)
    ]
    assert [one.wait(250) for one in running] == [0] * 20
    said = texts(store, review)
    assert len(said) == 1000 and set(said) == {f"P{who} {n}" for who in range(20) for n in range(50)}
    for who in range(
        20
    ):  # everybody's own words in their order, in a reader that followed and in a fresh one
        own = [one for one in said if one and one.startswith(f"P{who} ")]
        assert own == [f"P{who} {n}" for n in range(50)]
    assert texts(ReviewFile(example_copy), review) == said
    state = store.state()
    assert not state.troubles and len(state.heads) == 1
    lines = store.path.read_bytes().split(b"\n")
    assert len(lines) == 1003 and lines[-1] == b""


def test_threads_of_one_program_write_at_once(opened: tuple[ReviewFile, str]) -> None:
    store, review = opened
    each = [
        threading.Thread(target=lambda: [remark(store, review, "x") for _ in range(10)]) for _ in range(4)
    ]
    for one in each:
        one.start()
    for one in each:
        one.join()
    assert len(texts(store, review)) == 40 and len(store.state().heads) == 1


def test_what_one_says_another_reads_at_once_and_only_that(
    opened: tuple[ReviewFile, str], example_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, review = opened
    other = ReviewFile(example_copy)
    assert texts(other, review) == []
    known = other.log()
    assert other.log() is known  # nothing new: nothing is read
    read: list[str] = []

    def counted(line: str) -> Event:
        read.append(line)
        return parsed(line)

    monkeypatch.setattr("cxcanvas.review.log.parsed", counted)
    remark(store, review, "new")
    read.clear()
    assert texts(other, review) == ["new"]
    assert len(read) == 1


def test_a_store_is_what_a_review_asks_for(opened: tuple[ReviewFile, str]) -> None:
    store: ReviewStore = opened[0]
    assert store.read_only_reason == ""


# -- git --------------------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> str:
    """A git command in a folder."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *words],
        cwd=folder, env={**plain, "GIT_CONFIG_GLOBAL": os.devnull}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture
def repository(example_copy: Path) -> Path:
    """The worked concept in a repository whose review logs merge by union."""
    folder = example_copy.parent
    git(folder, "init", "-q", "-b", "main")
    (folder / ".gitattributes").write_text("*.reviews.jsonl merge=union\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "begin")
    return folder


def test_two_branches_merge_without_conflict_and_in_both_directions_alike(
    repository: Path, example_copy: Path
) -> None:
    store, review = begin(example_copy)
    first = remark(store, review, "first")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "opened")
    for branch in ("ours", "theirs"):
        git(repository, "checkout", "-qb", branch, "main")
        for number in range(3):
            remark(ReviewFile(example_copy), review, f"{branch} {number}", branch)
        said = {"to": first, "text": f"answer of {branch}"}
        ReviewFile(example_copy).append(draft("reply", review, said), Who.named(branch))
        git(repository, "commit", "-qam", branch)
    found = []
    for one, other in (("ours", "theirs"), ("theirs", "ours")):
        git(repository, "checkout", "-q", "-B", f"merged-{one}", one)
        git(repository, "merge", "-q", "--no-edit", other)
        state = ReviewFile(example_copy).state()
        assert not state.troubles and len(state.heads) == 2
        found.append(state.reviews[review])
    assert found[0] == found[1]
    assert len(found[0].comments) == 7 and len(found[0].comments[first].replies) == 2
    remark(store, review, "after the merge")  # the store that was open all the time follows
    assert len(store.state().heads) == 1 and len(texts(store, review)) == 8


def test_the_version_under_review_is_found_in_git_when_the_log_holds_it_no_more(
    repository: Path, example_copy: Path
) -> None:
    canvas = load(example_copy)
    revision = revision_of(example_copy, canvas)
    assert revision == git(repository, "rev-parse", "HEAD").strip()
    assert revision_of(example_copy, apply(canvas, Set("concept.title", "Not kept"))) == ""
    store = ReviewFile(example_copy)
    kept = store.append(draft("snapshot", "", snapshot_data(canvas, "v1", revision)), INES)
    given = {
        "title": "R",
        "deciders": ["Ines"],
        "customer_facing": ["Ines"],
        "snapshot": kept.id,
        "parts": {},
    }
    review = store.append(draft("open", "", given), INES).id
    state = store.state()
    data = redaction_data(state, kept.id, "words", "Names a customer")
    store.append(draft("redact", review, data), INES)
    save(apply(canvas, Set("concept.title", "Later")), example_copy)
    git(repository, "mv", example_copy.name, "other.cx.yaml")
    git(repository, "commit", "-qam", "renamed")
    snapshot = store.state().snapshot(store.state().reviews[review])
    assert reviewed(snapshot, repository / "other.cx.yaml") == canvas
    with pytest.raises(ReviewError, match="taken out"):
        reviewed(snapshot, repository / "nowhere.cx.yaml")


def test_who_works_here_is_known_to_git(repository: Path) -> None:
    git(repository, "config", "user.name", "Dana Å")
    assert user_name(repository) == "Dana Å"


# -- redaction ------------------------------------------------------------------------------------------


def test_what_is_taken_out_is_no_longer_in_the_file_and_the_rest_is_as_it_was(
    opened: tuple[ReviewFile, str], example_copy: Path
) -> None:
    store, review = opened
    secret = remark(store, review, "Mrs Secret")
    remark(store, review, "kept")
    with store.path.open("ab") as file:
        file.write(b"{broken\r\n")
    before = store.path.read_bytes().split(b"\n")
    state = store.state()
    data = redaction_data(state, secret, "words", "Names a customer")
    store.append(draft("redact", review, data), INES)
    after = store.path.read_bytes().split(b"\n")
    assert b"Secret" not in b"".join(after)
    assert [at for at, one in enumerate(before[:-1]) if one != after[at]] == [2]
    fresh = ReviewFile(example_copy)
    assert texts(fresh, review) == ["(taken out)", "kept"] and texts(store, review) == ["(taken out)", "kept"]
    assert [one.line for one in fresh.state().troubles] == [5]
    remark(store, review, "and on")
    assert texts(fresh, review)[-1] == "and on"


# -- what may be wrong with a file --------------------------------------------------------------------------


def test_a_line_that_was_cut_off_is_told_and_the_next_one_stands_by_itself(
    opened: tuple[ReviewFile, str], example_copy: Path
) -> None:
    store, review = opened
    remark(store, review, "lost")
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[:-20])
    state = store.state()
    assert [one.line for one in state.troubles] == [3] and not state.reviews[review].comments
    remark(store, review, "kept")
    for each in (store, ReviewFile(example_copy)):
        assert texts(each, review) == ["kept"]
        assert [(one.line, one.message) for one in each.state().troubles] == [(3, "it is broken or cut off")]


def test_windows_line_ends_do_no_harm(opened: tuple[ReviewFile, str]) -> None:
    store, review = opened
    remark(store, review, "said")
    store.path.write_bytes(store.path.read_bytes().replace(b"\n", b"\r\n"))
    assert texts(store, review) == ["said"] and not store.state().troubles


def test_a_change_in_what_was_read_before_shows_when_all_is_read_again(
    opened: tuple[ReviewFile, str], example_copy: Path
) -> None:
    store, review = opened
    remark(store, review, "I approve")
    store.state()
    store.path.write_bytes(store.path.read_bytes().replace(b"I approve", b"I refuse!"))
    state = store.reread()
    assert [one.message for one in state.troubles] == ["it was changed after it was written"]
    assert not state.reviews[review].comments


def test_a_log_of_a_newer_version_is_read_and_not_written(opened: tuple[ReviewFile, str]) -> None:
    store, review = opened
    with store.path.open("ab") as file:
        file.write(b'{"v":2,"new":true}\n')
    assert store.state().reviews and "newer version" in store.read_only_reason
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        remark(store, review, "x")
    assert store.path.read_bytes() == before


def test_what_does_not_fit_is_not_written(opened: tuple[ReviewFile, str]) -> None:
    store, review = opened
    before = store.path.read_bytes()
    with pytest.raises(ReviewError, match="decide is for its deciders"):
        store.append(draft("decide", review, {"outcome": "go"}), Who.named("Mallory"))
    many = {f"p{number}": {"addresses": ["x" * 400] * 100} for number in range(100)}
    data = {"title": "T", "deciders": ["Ines"], "customer_facing": ["Ines"], "parts": many}
    kept = next(iter(store.state().snapshots))
    with pytest.raises(ReviewError, match="expected at most 512,000"):
        store.append(draft("open", "", {**data, "snapshot": kept}), INES)
    assert store.path.read_bytes() == before


def test_a_log_that_is_full_or_too_large_says_so(
    opened: tuple[ReviewFile, str], monkeypatch: pytest.MonkeyPatch, example_copy: Path
) -> None:
    store, review = opened
    size = store.path.stat().st_size
    monkeypatch.setattr("cxcanvas.store.appending.LARGEST_LOG", size + 10)
    with pytest.raises(StoreError, match="is full"):
        remark(store, review, "x")
    assert store.path.stat().st_size == size
    monkeypatch.setattr("cxcanvas.store.appending.LARGEST_LOG", size - 10)
    with pytest.raises(StoreError, match="too large"):
        ReviewFile(example_copy).state()
    assert LARGEST_LOG == 64_000_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and links of POSIX")
@pytest.mark.parametrize("what", ["folder", "pipe", "link"])
def test_what_is_no_log_is_neither_read_nor_written(example_copy: Path, tmp_path: Path, what: str) -> None:
    path = log_path(example_copy)
    other = tmp_path / "elsewhere"
    other.write_text("mine\n")
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(other)
    store = ReviewFile(example_copy)
    with pytest.raises(StoreError, match=r"no file that holds text|is a folder|is a link|cannot be read"):
        store.state()
    with pytest.raises(StoreError):
        begin(example_copy)
    assert store.read_only_reason and other.read_text() == "mine\n"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_write_protected_log_says_so(opened: tuple[ReviewFile, str]) -> None:
    store, review = opened
    store.path.chmod(0o444)
    assert "write-protected" in store.read_only_reason
    with pytest.raises(StoreError, match="write-protected"):
        remark(store, review, "x")


def test_a_disk_that_is_full_leaves_no_half_line(
    opened: tuple[ReviewFile, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, review = opened
    before, real, calls = store.path.read_bytes(), os.write, iter([True, False])

    def full(handle: int, data: Any) -> int:
        if next(calls, True):
            return real(handle, bytes(data)[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cxcanvas.store.appending.os.write", full)
    with pytest.raises(StoreError, match="no space is left"):
        remark(store, review, "x")
    monkeypatch.undo()
    assert store.path.read_bytes() == before


# -- with its canvas ---------------------------------------------------------------------------------------


def test_a_log_goes_with_its_canvas_to_a_new_name(opened: tuple[ReviewFile, str], example_copy: Path) -> None:
    store, review = opened
    remark(store, review, "before")
    new = concepts.rename(example_copy, "Another name")
    assert texts(ReviewFile(new), review) == ["before"]
    remark(store, review, "after")  # from whoever had it open under its old name
    assert texts(ReviewFile(new), review) == ["before", "after"]
    assert not log_path(example_copy).exists()


def test_the_reviews_of_a_deleted_canvas_can_be_read_and_not_written(
    opened: tuple[ReviewFile, str], example_copy: Path
) -> None:
    store, review = opened
    remark(store, review, "said")
    word = concepts.remove(example_copy)
    for each in (store, ReviewFile(example_copy)):
        assert texts(each, review) == ["said"]
        assert "deleted" in each.read_only_reason and "read only" in each.read_only_reason
        with pytest.raises(StoreError, match="deleted"):
            remark(each, review, "more")
    back = concepts.restore(example_copy.parent, Path(word).name)
    assert texts(ReviewFile(back), review) == ["said"]
    remark(ReviewFile(back), review, "more")


def test_the_reviews_of_a_canvas_that_somebody_removed_can_be_read(
    opened: tuple[ReviewFile, str], example_copy: Path
) -> None:
    store, review = opened
    remark(store, review, "said")
    example_copy.unlink()
    assert texts(ReviewFile(example_copy), review) == ["said"]
    with pytest.raises(StoreError, match="no longer there"):
        remark(store, review, "more")


def test_a_copy_of_a_concept_begins_without_reviews(
    opened: tuple[ReviewFile, str], example_copy: Path
) -> None:
    copy = concepts.duplicate(example_copy)
    assert not ReviewFile(copy).state().reviews


def test_without_a_log_there_is_nothing_and_nothing_is_made_by_looking(example_copy: Path) -> None:
    store = ReviewFile(example_copy)
    assert not store.state().reviews and store.read_only_reason == ""
    with pytest.raises(ReviewError, match="no such review"):
        remark(store, "0" * 64, "x")
    assert not log_path(example_copy).exists()
    shutil.rmtree(example_copy.parent)
    assert not store.state().reviews


def test_a_clock_that_is_wrong_changes_no_order(example_copy: Path, worked: Canvas) -> None:
    store, review = begin(example_copy)
    ahead = ReviewFile(example_copy, clock=lambda: "2031-01-01T00:00:00Z")
    behind = ReviewFile(example_copy, clock=lambda: "1999-01-01T00:00:00Z")
    for number in range(4):
        remark((ahead, behind)[number % 2], review, str(number))
    assert texts(store, review) == ["0", "1", "2", "3"]
