"""`cxcanvas check` with what people and scripts really give it: slips, broken files, odd places, odd days."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.command_line import Done, cxcanvas

ITSELF = "cxcanvas: 1\n\nparty:\n  dana:\n    part_of: [dana]\n"
ONLY = ("--select", "part-of-itself")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "itself.cx.yaml"
    found.write_text(ITSELF, encoding="utf-8")
    return found


def rules(done: Done) -> list[str]:
    assert "Traceback" not in done.stderr and "Error" not in done.stderr
    return [one["rule"] for one in json.loads(done.stdout)]


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "9999-12-31"])
def test_any_day_can_be_judged_by(day: str, example_path: Path) -> None:
    assert rules(cxcanvas("check", example_path, "--format", "json", "--date", day))


@pytest.mark.parametrize("name", ["part-of-itself", "Part-Of-Itself", "part_of_itself", "CODE", "code"])
def test_a_rule_is_known_by_its_name_or_code_in_whatever_case(name: str, path: Path) -> None:
    code = json.loads(cxcanvas("rule", "part-of-itself", "--format", "json").stdout)["code"]
    asked = {"CODE": code, "code": code.lower()}.get(name, name)
    assert rules(cxcanvas("check", path, "--format", "json", "--select", asked)) == ["part-of-itself"]
    assert cxcanvas("check", path, *ONLY, "--ignore", asked).stdout.strip() == "No problems."
    assert cxcanvas("rule", asked).stdout.startswith("part-of-itself ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "FILE", "--select", "part-of-itsef"), "did you mean 'part-of-itself'?"),
        (("check", "FILE", "--ignore", "xyzzy"), "'cxcanvas rule' lists them"),
        (("measure", "FILE", "Bonds"), "did you mean 'bonds'?"),
        (("measure", "FILE", "trust-anatomy"), "did you mean 'trust_anatomy'?"),
    ],
)
def test_a_slip_is_told_what_was_probably_meant(words: tuple[str, ...], told: str, path: Path) -> None:
    done = cxcanvas(*(str(path) if one == "FILE" else one for one in words))
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_one_broken_file_hides_nothing_of_the_others(form: str, path: Path) -> None:
    broken, missing = path.with_name("broken.cx.yaml"), path.with_name("missing.cx.yaml")
    broken.write_text("cxcanvas: 1\nparty: [\n", encoding="utf-8")
    done = cxcanvas("check", broken, path, missing, "--format", form, *ONLY)
    assert done.returncode == 2
    assert "broken.cx.yaml:3:1: " in done.stderr and "missing.cx.yaml cannot be read" in done.stderr
    assert "a part of itself" in (done.stderr if form == "text" else done.stdout)
    if form in ("json", "sarif"):
        json.loads(done.stdout)


def uri(log: Any) -> str:
    found = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert isinstance(found, str)
    return found


def test_places_are_told_from_the_repositorys_root(tmp_path: Path) -> None:
    """Where a check of a code host looks for them, wherever the command was started and however the file was named."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "con cepts" / "ä,b%"
    folder.mkdir(parents=True)
    path = folder / "x:1 #?.cx.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + ITSELF.replace("\n", "\r\n").encode())
    prints = set()
    for cwd, name in [(tmp_path, str(path)), (folder, path.name), (folder.parent, f"ä,b%/{path.name}")]:
        log = json.loads(cxcanvas("check", name, "--format", "sarif", *ONLY, cwd=cwd).stdout)
        assert uri(log) == "con%20cepts/%C3%A4%2Cb%25/x%3A1%20%23%3F.cx.yaml"
        assert unquote(uri(log)) == path.relative_to(tmp_path).as_posix()
        prints.add(json.dumps(log["runs"][0]["results"][0]["partialFingerprints"]))
        line = cxcanvas("check", name, "--format", "github", *ONLY, cwd=cwd).stdout
        assert line.startswith("::error file=con cepts/ä%2Cb%25/x%3A1 #?.cx.yaml,line=5,col=5,")
    assert len(prints) == 1


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.cx.yaml").write_text(ITSELF, encoding="utf-8")
    done = cxcanvas("check", "a/same.cx.yaml", "b/same.cx.yaml", "--format", "sarif", *ONLY, cwd=tmp_path)
    found = json.loads(done.stdout)["runs"][0]["results"]
    assert len({json.dumps(one["partialFingerprints"]) for one in found}) == 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            "rule: part-of-itself\n    reason: x\n    by: y\n    until: soon",
            "its day, 'soon', cannot be read",
        ),
        ("rule: part-of-itself\n    reason: x\n    by: y\n    until: [1]", "cannot be read"),
        ("rule: part-of-itslf\n    reason: x\n    by: y", "there is no rule 'part-of-itslf'"),
    ],
)
def test_a_waiver_that_cannot_be_read_waives_nothing(fields: str, told: str, path: Path) -> None:
    path.write_text(f"{ITSELF}\nwaivers:\n  it:\n    {fields}\n", encoding="utf-8")
    done = cxcanvas("check", path, *ONLY)
    assert done.returncode == 1
    assert "the waiver 'it' does not count" in done.stderr and told in done.stderr


def test_waivers_that_do_not_count_or_are_not_needed_say_so(path: Path) -> None:
    fields = "rule: part-of-itself\n    reason: x\n    by: y"
    some = {
        "ended": f"{fields}\n    until: 2026-01-01",
        "nameless": "rule: part-of-itself\n    reason: x",
        "elsewhere": f"{fields}\n    address: bo",
        "held": fields,
        "again": fields,
    }
    told = "".join(f"  {slug}:\n    {text}\n" for slug, text in some.items())
    path.write_text(f"{ITSELF}  bo:\n    name: Bo\n\nwaivers:\n{told}", encoding="utf-8")
    done = cxcanvas("check", path, *ONLY, "--date", "2026-11-21")
    assert (done.returncode, done.stdout.strip()) == (0, "No problems.")
    assert "waived by y: x" in done.stderr
    assert "the waiver 'ended' does not count: it ended on 2026-01-01" in done.stderr
    assert "the waiver 'nameless' does not count: it lacks by" in done.stderr
    for slug in ("elsewhere", "again"):
        assert f"the waiver '{slug}' is not needed: 'part-of-itself' finds nothing there" in done.stderr
    assert "'held'" not in done.stderr


def test_a_file_of_another_repository_is_placed_from_its_own_root(tmp_path: Path) -> None:
    for name in ("here/.git", "there/.git", "there/concepts"):
        (tmp_path / name).mkdir(parents=True)
    path = tmp_path / "there" / "concepts" / "a.cx.yaml"
    path.write_text(ITSELF, encoding="utf-8")
    for cwd in (tmp_path, tmp_path / "here"):
        assert (
            uri(json.loads(cxcanvas("check", path, "--format", "sarif", *ONLY, cwd=cwd).stdout))
            == "concepts/a.cx.yaml"
        )


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_name_that_is_no_text_breaks_no_report(form: str, tmp_path: Path) -> None:
    """Some systems let a file be named by any bytes."""
    name = os.fsdecode(b"caf\xe9.cx.yaml")
    try:
        (tmp_path / name).write_text(ITSELF, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    done = cxcanvas("check", name, "--format", form, *ONLY, cwd=tmp_path)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    if form == "sarif":
        assert uri(json.loads(done.stdout)) == "caf%E9.cx.yaml"


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_closed_stream_is_no_trouble(form: str, path: Path) -> None:
    line = [sys.executable, "-m", "cxcanvas", "check", str(path), "--format", form, *ONLY]
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *line], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "AttributeError" not in done.stderr


def test_json_comes_through_a_terminal_that_knows_no_accents(example_path: Path) -> None:
    done = cxcanvas("check", example_path, "--format", "json", PYTHONIOENCODING="ascii")
    assert rules(done)
