"""Concepts are begun, duplicated, renamed, deleted and brought back; nothing is ever overwritten or lost."""

from __future__ import annotations

import contextlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.edits import Set
from cxcanvas.errors import CxError, StoreError, UsageError
from cxcanvas.session import open as open_session
from cxcanvas.store import Preferences, load, workspace
from cxcanvas.store.concepts import create, duplicate, remove, rename, restore
from cxcanvas.store.locks import locked
from cxcanvas.store.naming import stems, title_of
from cxcanvas.store.traces import deleted, whereabouts
from tests.serving import until

unix = pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights on Windows")


def title(path: Path) -> str:
    return str(load(path).concept["title"])


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != ".cxcanvas"}


def everything(folder: Path) -> dict[str, bytes]:
    kept = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".lock", ".tmp"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept}


# Names


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("Night Ferry", "night-ferry"),
        ("  What if nobody\n had to ask?  ", "what-if-nobody-had-to-ask"),
        ("Grüße & mehr", "grue-mehr"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\con.txt", "c-windows-con-txt"),
        ("CON", "con-concept"),
        ("nul", "nul-concept"),
        ("Com1", "com1-concept"),
        ("مساحة للتنفس", "concept"),
        ("喘息の場", "concept"),
        ("🚀", "concept"),
        ("👩‍👩‍👧 family", "family"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("--title: [x]", "title-x"),
        (".hidden", "hidden"),
    ],
)
def test_any_sentence_is_a_name(tmp_path: Path, words: str, file: str) -> None:
    path = create(tmp_path, words)
    assert path.parent == tmp_path
    assert path.name == f"{file}.cx.yaml"
    assert title(path) == title_of(words)


def test_a_name_is_kept_as_it_was_typed(tmp_path: Path) -> None:
    assert title(create(tmp_path, 'Say "yes": 1.10, no # really')) == 'Say "yes": 1.10, no # really'


def test_signs_that_hide_are_taken_out() -> None:
    assert title_of("care\u202egnp.\u200b call\ufeff") == "caregnp. call"


@pytest.mark.parametrize("words", ["", "   ", "\n", "'", "…", "a\0b", "\ud800", "x" * 201, "\u202e"])
def test_what_is_no_name_is_said_in_words(tmp_path: Path, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        create(tmp_path, words)
    assert len(str(caught.value)) < 120
    assert files(tmp_path) == set()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=250))
def test_a_file_made_from_a_name_is_plain_on_every_system(words: str) -> None:
    try:
        name = title_of(words)
    except UsageError:
        return
    stem = next(stems(name))
    assert stem.isascii() and 0 < len(stem) <= 80
    assert all(sign.isalnum() or sign == "-" for sign in stem)
    assert title_of(name) == name


def test_a_very_long_name_has_a_short_file(tmp_path: Path) -> None:
    words = "Why nobody reads the second letter and " * 5
    path = create(tmp_path, words)
    assert len(path.name) < 90
    assert title(path) == words.strip()


# Beginning


def test_two_names_that_look_alike_have_two_files(tmp_path: Path) -> None:
    one, other = create(tmp_path, "Care call"), create(tmp_path, "Care: call!")
    assert {one.name, other.name} == {"care-call.cx.yaml", "care-call-2.cx.yaml"}


def test_one_name_has_one_concept(tmp_path: Path) -> None:
    before = create(tmp_path, "Care call").read_bytes()
    with pytest.raises(StoreError, match="“Care call” already"):
        create(tmp_path, "care CALL")
    assert everything(tmp_path)["care-call.cx.yaml"] == before


@pytest.mark.parametrize("content", [b"mine", b"", b"\xff\xfe", b"cxcanvas: 99\n"])
def test_whatever_is_there_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "care-call.cx.yaml").write_bytes(content)
    with contextlib.suppress(StoreError):
        create(tmp_path, "Care call")
    assert (tmp_path / "care-call.cx.yaml").read_bytes() == content


def test_the_worked_concept_can_be_begun_from(tmp_path: Path) -> None:
    assert len(load(create(tmp_path, "My copy", "example")).of("step")) > 10


@pytest.mark.parametrize("template", ["../blank", "", "blank.cx.yaml", "x" * 5000])
def test_a_starter_that_is_none_is_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(UsageError):
        create(tmp_path, "Care", template)
    assert files(tmp_path) == set()


@unix
def test_a_link_in_the_way_is_not_written_through(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    home.mkdir()
    (home / "care.cx.yaml").symlink_to(outside)
    path = create(home, "Care")
    assert path.name == "care-2.cx.yaml"
    assert not outside.exists()


@unix
def test_a_hidden_folder_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    home.mkdir()
    outside.mkdir()
    path = create(tmp_path / "made", "Care")
    path = path.rename(home / path.name)
    (home / ".cxcanvas").symlink_to(outside)
    acts = (partial(create, home, "Other"), partial(remove, path), partial(rename, path, "Other"))
    for act in acts:
        with pytest.raises(StoreError, match="link"):
            act()
    assert files(home) == {"care.cx.yaml"}
    assert not list(outside.iterdir())


# Duplicating


def test_a_duplicate_has_all_but_the_review(tmp_path: Path) -> None:
    path = create(tmp_path, "Care", "service-concept")
    (tmp_path / "care.reviews.jsonl").write_text("{}\n")
    Preferences.load(path).kept(view="journey")
    made = duplicate(path)
    assert title(made) == "Care (copy)"
    lines = zip(path.read_text().splitlines(), made.read_text().splitlines(), strict=True)
    assert [new for old, new in lines if old != new] == ["  title: Care (copy)"]
    assert not (tmp_path / "care-copy.reviews.jsonl").exists()
    assert Preferences.load(made).view == "journey"


def test_duplicates_of_duplicates_count_on(tmp_path: Path) -> None:
    first = duplicate(create(tmp_path, "Care"))
    assert title(duplicate(first)) == "Care (copy 2)"
    assert title(duplicate(first, "Calm")) == "Calm"


# Renaming


def test_a_new_name_is_the_only_change(tmp_path: Path) -> None:
    path = create(tmp_path, "Care", "service-concept")
    before = path.read_text().splitlines()
    (tmp_path / "care.reviews.jsonl").write_text("{}\n")
    Preferences.load(path).kept(view="journey")
    made = rename(path, "Calm bills")
    assert made.name == "calm-bills.cx.yaml"
    assert files(tmp_path) == {"calm-bills.cx.yaml", "calm-bills.reviews.jsonl"}
    after = made.read_text().splitlines()
    assert [new for old, new in zip(before, after, strict=True) if old != new] == ["  title: Calm bills"]
    assert Preferences.load(made).view == "journey"
    assert Preferences.load(path).view == "canvas"


def test_a_name_that_differs_in_signs_only_keeps_the_file(tmp_path: Path) -> None:
    path = create(tmp_path, "Care call")
    assert rename(path, "Care, call!") == path
    assert title(path) == "Care, call!"


def test_the_name_of_another_concept_is_refused(tmp_path: Path) -> None:
    path, other = create(tmp_path, "Care"), create(tmp_path, "Calm")
    before = everything(tmp_path)
    with pytest.raises(StoreError, match="“Calm” already"):
        rename(path, "calm")
    assert {name: everything(tmp_path)[name] for name in before} == before
    assert other.exists()


def test_a_broken_file_keeps_its_name_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "broken.cx.yaml"
    path.write_text("concept: [\n")
    for act in (partial(rename, path, "Mended"), partial(duplicate, path)):
        with pytest.raises(CxError, match=r"broken\.cx\.yaml"):
            act()
    assert files(tmp_path) == {"broken.cx.yaml"}
    remove(path)
    assert files(tmp_path) == set()


def test_a_renamed_concept_is_found_again(tmp_path: Path) -> None:
    first = create(tmp_path, "One")
    third = rename(rename(first, "Two"), "Three")
    gone = whereabouts(first)
    assert gone is not None
    assert (gone.now, gone.sentence) == (third, "this concept was renamed to “Three”")
    assert whereabouts(third) is None
    assert rename(third, "One") == first
    assert whereabouts(first) is None
    assert whereabouts(third) is not None


def test_what_is_saved_meanwhile_is_not_lost(tmp_path: Path) -> None:
    path = create(tmp_path, "Care")
    session = open_session(path)
    session.apply(Set("concept.tagline", "Said while it was renamed"))
    started, done = threading.Event(), []

    def renaming() -> None:
        started.set()
        done.append(rename(path, "Calm"))

    with locked(path):
        other = threading.Thread(target=renaming)
        other.start()
        started.wait()
        assert not done
        text = path.read_text().replace("title: Care", "title: Care\n  tagline: Kept")
        path.write_text(text)
    other.join()
    assert "tagline: Kept" in done[0].read_text()


# Deleting, and back


def test_what_is_deleted_can_be_brought_back_as_it_was(tmp_path: Path) -> None:
    path = create(tmp_path, "Care")
    (tmp_path / "care.reviews.jsonl").write_text("{}\n")
    undo = tmp_path / ".cxcanvas" / "undo" / "care.json"
    undo.parent.mkdir()
    undo.write_text("{}")
    before = everything(tmp_path)
    folder = remove(path)
    assert files(tmp_path) == set()
    assert not undo.exists()
    assert [(one.word, one.title) for one in deleted(tmp_path)] == [(folder.name, "Care")]
    gone = whereabouts(path)
    assert gone is not None and gone.word == folder.name
    assert restore(tmp_path, folder.name) == path
    assert everything(tmp_path) == before
    assert deleted(tmp_path) == []
    assert workspace(tmp_path)[0].path == path


def test_it_comes_back_beside_one_that_took_its_name(tmp_path: Path) -> None:
    folder = remove(create(tmp_path, "Care", "service-concept"))
    fresh = create(tmp_path, "Care")
    back = restore(tmp_path, folder.name)
    assert back.name == "care-2.cx.yaml"
    assert len(load(fresh).of("step")) < len(load(back).of("step"))


def test_what_is_brought_back_twice_is_there_once(tmp_path: Path) -> None:
    folder = remove(create(tmp_path, "Care"))
    restore(tmp_path, folder.name)
    with pytest.raises(StoreError, match="already"):
        restore(tmp_path, folder.name)
    assert files(tmp_path) == {"care.cx.yaml"}


@pytest.mark.parametrize(
    "word", ["", ".", "..", "../..", "/etc", "a/b", "a\\b", "C:x", "x" * 5000, "a\0b", "none"]
)
def test_only_what_was_deleted_comes_back(tmp_path: Path, word: str) -> None:
    create(tmp_path, "Care")
    before = everything(tmp_path)
    with pytest.raises(StoreError):
        restore(tmp_path, word)
    assert everything(tmp_path) == before


@unix
def test_a_link_among_the_deleted_is_not_followed(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.cx.yaml").write_text("cxcanvas: 1\n")
    place = remove(create(home, "Care")).parent
    (place / "one").symlink_to(outside)
    (place / "two").mkdir()
    (place / "two" / "secret.cx.yaml").symlink_to(outside / "secret.cx.yaml")
    for word in ("one", "two"):
        with pytest.raises(StoreError):
            restore(home, word)
    assert [one.title for one in deleted(home)] == ["Care"]


@unix
def test_links_folders_and_pipes_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "care.cx.yaml").symlink_to(create(tmp_path, "Real"))
    (tmp_path / "folder.cx.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.cx.yaml")
    before = files(tmp_path)
    for name in ("care", "folder", "pipe", "none", "real.cx.yaml/x", "a\0b"):
        path = tmp_path / f"{name}.cx.yaml"
        for act in (partial(remove, path), partial(rename, path, "New"), partial(duplicate, path)):
            with pytest.raises(StoreError):
                act()
    with pytest.raises(StoreError):
        remove(tmp_path / "notes.txt")
    assert files(tmp_path) == before


@unix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_write_protected_concept_stays(tmp_path: Path) -> None:
    path = create(tmp_path, "Care")
    path.chmod(0o444)
    with pytest.raises(StoreError, match="write-protected"):
        remove(path)
    assert path.exists()


def test_a_forged_note_of_what_was_renamed_leads_nowhere(tmp_path: Path) -> None:
    create(tmp_path / "home", "Care")
    (tmp_path / "out.cx.yaml").write_text("cxcanvas: 1\n")
    note = tmp_path / "home" / ".cxcanvas" / "renamed.json"
    for text in (
        '{"renamed": {"a.cx.yaml": "../out.cx.yaml"}}',
        '{"renamed": {"a.cx.yaml": "a.cx.yaml"}}',
        "[",
        "[]",
        '{"renamed": 3}',
    ):
        note.write_text(text)
        gone = whereabouts(tmp_path / "home" / "a.cx.yaml")
        assert gone is not None and gone.now is None


# Many at once


def test_many_who_begin_rename_and_delete_at_once_lose_nothing(tmp_path: Path) -> None:
    first = create(tmp_path, "Care")

    def act(number: int) -> str:
        try:
            match number % 3:
                case 0:
                    return create(tmp_path, f"Made {number // 6}").name
                case 1:
                    return duplicate(first).name
                case _:
                    return rename(first, f"Renamed {number}").name
        except CxError as error:
            assert len(str(error)) < 200
            return ""

    with ThreadPoolExecutor(8) as pool:
        done = [name for name in pool.map(act, range(24)) if name]
    there = files(tmp_path)
    assert set(done) | {"care.cx.yaml"} >= there
    assert sum(name.startswith("renamed") for name in there) == 1
    assert {f"made-{number}.cx.yaml" for number in range(4)} <= there
    assert all(title(tmp_path / name) for name in there)


def test_two_who_delete_one_concept_delete_it_once(tmp_path: Path) -> None:
    path = create(tmp_path, "Care")

    def act(_: int) -> bool:
        try:
            remove(path)
        except StoreError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(act, range(4))) == 1
    assert len(deleted(tmp_path)) == 1


def test_an_open_session_goes_along_with_what_is_not_saved_yet(tmp_path: Path) -> None:
    path = create(tmp_path, "Care")
    session = open_session(path)
    session.apply(Set("concept.tagline", "Typed before"))
    session.following = True
    made = rename(path, "Calm")
    until(lambda: session.path == made)
    session.save()
    assert title(made) == "Calm"
    assert load(made).concept["tagline"] == "Typed before"
    until(lambda: session.canvas.concept["title"] == "Calm")
    assert files(tmp_path) == {"calm.cx.yaml"}
    session.close()


def test_an_open_session_does_not_write_what_was_deleted(tmp_path: Path) -> None:
    path = create(tmp_path, "Care")
    session = open_session(path)
    session.following = session.autosave = True
    folder = remove(path)
    session.apply(Set("concept.tagline", "Typed after"))
    until(lambda: "no longer there" in session.saving)
    assert files(tmp_path) == set()
    restore(tmp_path, folder.name)
    until(lambda: load(path).concept.get("tagline") == "Typed after")
    session.close()
