"""The command line as scripts and people meet it: exit statuses, messages, help."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

import cxcanvas as cx
from cxcanvas.cli.group import COMMANDS
from tests.command_line import Done, cxcanvas

PLACE = re.compile(r"^[^\n]+:\d+:\d+: [^\n]+$")

GOOD = """\
cxcanvas: 1
concept:
  title: Night Ferry

party:
  line:
    name: The ferry line
    role: provider
  traveller:
    name: A traveller who must be there by eight
    role: customer
"""
FAULTY = (
    GOOD
    + """\

bond:
  habit:
    name: The Friday boat
    between: [line, nobody]
    strength: 9
"""
)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.cx.yaml"
    path.write_text(GOOD, encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.cx.yaml"
    path.write_text(FAULTY, encoding="utf-8", newline="\n")
    return path


def refused(done: Done) -> str:
    """The one sentence of a command that could not do anything with its input."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_ends_with_an_example(name: str) -> None:
    done = cxcanvas(name, "--help")
    assert done.returncode == 0
    last = done.stdout.strip().splitlines()[-1].strip()
    assert re.match(rf"Example: cxcanvas {name}\b", last), last


def test_help_lists_every_command_with_a_sentence() -> None:
    done = cxcanvas("--help")
    assert done.returncode == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\w", done.stdout, re.MULTILINE)
    assert done.stdout.strip().splitlines()[-1].strip() == "Example: cxcanvas demo"


def test_version() -> None:
    import cxcanvas as package

    assert cxcanvas("--version").stdout.strip() == f"cxcanvas {package.__version__}"


def test_without_a_command_the_help_is_the_answer() -> None:
    done = cxcanvas()
    assert done.returncode == 2
    assert "Commands:" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["shwo", "x"],
        ["show"],
        ["show", "a", "b"],
        ["check"],
        ["export", "x", "--to", "docx"],
        ["new", "x", "--template", "y"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence(words: list[str]) -> None:
    assert "--help" in refused(cxcanvas(*words))


# Input that cannot be used


@pytest.mark.parametrize(
    "command",
    [["show"], ["check"], ["measure"], ["format"], ["format", "--check"], ["export", "--to", "html"]],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "kind", ["missing", "folder", "not-yaml", "a-list", "binary", "duplicate", "brackets"]
)
def test_a_text_that_is_no_canvas_is_one_line(command: list[str], kind: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.cx.yaml"
    content = {
        "not-yaml": b"cxcanvas: 1\nparty:\n\t- x: [",
        "a-list": b"- 1\n- 2\n",
        "binary": b"\xff\xfe\x00\x00\x01",
        "duplicate": b"cxcanvas: 1\nparty:\n  a: {}\n  a: {}\n",
        "brackets": b"cxcanvas: 1\nconcept: " + b"[" * 50_000,
    }
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(content[kind])
    line = refused(cxcanvas(*command, path))
    assert "bad.cx.yaml" in line
    if kind in content:
        assert PLACE.match(line), line
        assert path.read_bytes() == content[kind]
    assert [entry.name for entry in tmp_path.iterdir() if not entry.name.startswith(".")] in (
        [],
        ["bad.cx.yaml"],
    )


# show


def test_show_fits_one_screen(example_path: Path) -> None:
    done = cxcanvas("show", example_path, COLUMNS="80")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines[:-1])) <= 80
    assert lines[-1] == f"cxcanvas check {example_path}"
    assert "Breathing Space" in lines[0]
    assert "★" in done.stdout


def test_show_fits_one_screen_however_much_there_is(example_path: Path, tmp_path: Path) -> None:
    canvas = cx.load(example_path)
    many = [
        cx.Add(kind, f"{kind}-{n}", {**(canvas.of(kind)[0].fields if kind != "step" else {}), "name": f"{kind} {n}", **more})
        for kind, more in (("exchange", {}), ("journey", {}), ("step", {"moment": {"name": "M"}}))
        for n in range(5)
    ]  # fmt: skip
    path = tmp_path / "many.cx.yaml"
    cx.save(cx.apply(canvas, *many), path)
    lines = cxcanvas("show", path, COLUMNS="80").stdout.splitlines()
    assert len(lines) == 24
    assert sum("more" in line for line in lines) >= 3
    for label in ("balance", "feeling", "evidence", "in all"):
        assert any(line.strip().startswith(label) for line in lines), label


def test_show_of_an_almost_empty_canvas(tmp_path: Path) -> None:
    path = tmp_path / "empty.cx.yaml"
    path.write_text("cxcanvas: 1\n", encoding="utf-8")
    assert cxcanvas("show", path).returncode == 0


def test_show_of_a_faulty_canvas_points_to_check(faulty: Path) -> None:
    done = cxcanvas("show", faulty)
    assert done.returncode == 0, done.stderr
    assert f"cxcanvas check {faulty}" in done.stdout


# check


def test_check_of_a_good_canvas(good: Path) -> None:
    done = cxcanvas("check", good, "--depth", "none")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "No problems.", "")


def test_what_a_draft_lacks_is_listed_and_does_not_count(good: Path) -> None:
    done = cxcanvas("check", good)
    assert done.returncode == 0
    assert "(retention-unknown)" in done.stderr
    assert done.stdout.endswith("not there yet (a draft may lack what it lacks).\n")
    assert cxcanvas("check", good, "--select", "retention-unknown").returncode == 1, "it was asked for"
    good.write_text(GOOD.replace("concept:\n", "concept:\n  state: agreed\n"), encoding="utf-8")
    assert cxcanvas("check", good).returncode == 1
    assert cxcanvas("check", good, "--depth", "sketch", "--severity", "error").returncode == 0


def test_check_judges_by_the_day_it_is_told(example_path: Path) -> None:
    def stale(day: str) -> bool:
        words = ("--format", "json", "--date", day, "--select", "stale-map")
        return bool(json.loads(cxcanvas("check", example_path, *words).stdout))

    assert (stale("2026-11-21"), stale("2028-11-21")) == (False, True)
    assert "does not match" in refused(cxcanvas("check", example_path, "--date", "tomorrow"))


def test_check_of_a_rule_that_there_is_not(good: Path) -> None:
    assert "there is no rule 'charm'" in refused(cxcanvas("check", good, "--select", "charm"))


WAIVED = (
    GOOD
    + """\

waivers:
  known:
    rule: retention-unknown
    address: traveller
    reason: The line is new
    by: Ines
    until: 2027-01-01
"""
)


def test_what_is_waived_is_said_and_does_not_count(good: Path) -> None:
    words = ("check", good, "--select", "retention-unknown", "--date")
    good.write_text(WAIVED, encoding="utf-8")
    done = cxcanvas(*words, "2026-12-31")
    assert (done.returncode, done.stdout.strip()) == (0, "No problems.")
    assert "waived by Ines until 2027-01-01: The line is new" in done.stderr
    late = cxcanvas(*words, "2027-01-02")
    assert late.returncode == 1
    assert "the waiver 'known' does not count: it ended on 2027-01-01" in late.stderr


def test_check_in_sarif_is_what_its_schema_says(good: Path, example_path: Path) -> None:
    good.write_text(WAIVED, encoding="utf-8")
    done = cxcanvas(
        "check", good, example_path, "--format", "sarif", "--severity", "info", "--date", "2026-11-21"
    )
    assert (done.returncode, done.stderr) == (1, "")
    log = json.loads(done.stdout)
    schema = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) > 50
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    waived = [one for one in run["results"] if "suppressions" in one]
    assert [one["suppressions"][0]["justification"] for one in waived] == [
        "The line is new (Ines, until 2027-01-01)"
    ]
    prints = [one["partialFingerprints"]["address/v1"] for one in run["results"]]
    assert len(set(prints)) == len(prints)


def test_check_as_annotations_escapes_what_github_would_take_for_its_own(tmp_path: Path) -> None:
    path = tmp_path / "odd, 100%: name.cx.yaml"
    path.write_text('cxcanvas: 1\n\nparty:\n  a:\n    name: "50%\\n::error::x"\n', encoding="utf-8")
    done = cxcanvas("check", path, "--format", "github", "--select", "island")
    (line,) = done.stdout.splitlines()
    assert (
        line.startswith("::warning file=")
        and "odd%2C 100%25%3A name.cx.yaml,line=4,col=3,title=island::" in line
    )
    assert "50%25" in line and done.stderr == ""


def test_a_rule_has_a_manual_and_without_a_name_there_is_a_list() -> None:
    done = cxcanvas("rule", "coin-flip")
    assert done.returncode == 0 and "Looks at:" in done.stdout and "Fails:" in done.stdout
    assert "chance = 0.25, in [tool.cxcanvas.rules.coin-flip]" in done.stdout
    assert cxcanvas("rule", "EC005").stdout == done.stdout
    rows = cxcanvas("rule").stdout.splitlines()
    told = json.loads(cxcanvas("rule", "--format", "json").stdout)
    assert len(rows) == len(told) >= 113
    assert {row.split()[2] for row in rows} == {one["rule"] for one in told}
    assert "did you mean 'coin-flip'" in refused(cxcanvas("rule", "coin-flop"))


def test_simulate_says_what_may_come_out(example_path: Path, good: Path) -> None:
    done = cxcanvas("simulate", example_path, "--runs", "2000", "--seed", "5")
    assert done.returncode == 0 and "chance of a loss" in done.stdout and "█" in done.stdout
    words = ("simulate", example_path, "--format", "json", "--runs", "2000", "--seed", "5")
    told = json.loads(cxcanvas(*words).stdout)
    assert told["runs"] == 2000 and told["quantiles"]["0.05"] < told["mean"] < told["quantiles"]["0.95"]
    again = json.loads(cxcanvas(*words, "--chunk", "7").stdout)
    assert again == told, "neither chance nor the order of chunks is in the answer"
    assert "there is no business case yet" in refused(cxcanvas("simulate", good))


def test_check_says_each_problem_with_its_line(faulty: Path) -> None:
    done = cxcanvas("check", faulty)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines and all(PLACE.match(line) for line in lines)
    text = FAULTY.splitlines()
    row = next(line for line in lines if "'nobody'" in line)
    assert "between" in text[int(row.split(".cx.yaml:")[1].split(":")[0]) - 1]
    assert any("strength" in text[int(line.split(".cx.yaml:")[1].split(":")[0]) - 1] for line in lines)


def test_check_in_json_is_one_document_and_nothing_else(good: Path, faulty: Path) -> None:
    done = cxcanvas("check", good, faulty, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    problems = json.loads(done.stdout)
    assert {problem["file"] for problem in problems} == {str(good), str(faulty)}
    for problem in problems:
        assert {"rule", "severity", "address", "message", "line"} <= set(problem)
    assert json.loads(cxcanvas("check", good, "--depth", "none", "--format", "json").stdout) == []


def test_measure_says_a_sentence_first(example_path: Path) -> None:
    done = cxcanvas("measure", example_path, "presence", "maturity")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["maturity", "presence"]
    assert all(line.endswith((".", "!")) for line in lines)


def test_a_measure_opens_to_what_it_is_made_of_and_cannot_tell(example_path: Path) -> None:
    told = cxcanvas("measure", example_path, "business_case", "recommendation", "--explain").stdout
    for label in (
        "formula:",
        "made of: case.investment",
        "convention:",
        "sample: 400 and 400 answers",
        "source:",
        "cannot tell:",
    ):
        assert label in told


def test_measure_in_json_is_one_object_a_measure(example_path: Path) -> None:
    import cxcanvas as cx

    found = json.loads(cxcanvas("measure", example_path, "--format", "json").stdout)
    assert list(found) == list(cx.measure(cx.load(example_path)))
    assert all(one["sentence"] and one["name"] == name for name, one in found.items())


def test_a_measure_that_there_is_not_is_said(example_path: Path) -> None:
    done = cxcanvas("measure", example_path, "charm")
    assert done.returncode == 2 and done.stdout == ""
    assert "there is no measure 'charm'" in done.stderr


def test_check_of_some_rules_only(faulty: Path) -> None:
    def rules(*words: str) -> set[str]:
        return {
            one["rule"] for one in json.loads(cxcanvas("check", faulty, "--format", "json", *words).stdout)
        }

    assert "broken-reference" in rules()
    assert rules("--select", "broken-reference") == {"broken-reference"}
    assert "broken-reference" not in rules("--ignore", "broken-reference")


@pytest.mark.parametrize("command", [["show"], ["check"], ["diff", "GOOD"]])
def test_a_terminal_obeys_nothing_that_stands_in_a_canvas(
    command: list[str], good: Path, tmp_path: Path
) -> None:
    hostile = tmp_path / "hostile.cx.yaml"
    hostile.write_text(
        'cxcanvas: 1\nconcept: {title: "Calm\\e]0;owned\\a\\x9b31m", question: "\\e[2J\\u202e"}\n'
        '"steps\\e[2J":\n  a: {title: "\\e[8mhidden"}\n'
    )
    words = [str(good) if one == "GOOD" else one for one in command]
    done = cxcanvas(*words, hostile)
    shown = done.stdout + done.stderr
    assert "\\u001b" in shown
    assert not re.search("\x1b(?!\\[(0|[39][0-7])m)|[\x07\x9b\u202e]", shown)


def test_colours_follow_no_color(faulty: Path) -> None:
    assert "\x1b[" not in cxcanvas("check", faulty, NO_COLOR="1", FORCE_COLOR="1").stderr
    assert "\x1b[" not in cxcanvas("check", faulty).stderr, "no colours in a pipe"


# format


def test_format_leaves_canonical_text_alone(good: Path) -> None:
    assert cxcanvas("format", "--check", good).returncode == 0
    before = good.stat().st_mtime_ns
    done = cxcanvas("format", good)
    assert (done.returncode, done.stdout) == (0, "")
    assert good.stat().st_mtime_ns == before


def test_format_brings_a_text_into_canonical_form(good: Path) -> None:
    good.write_bytes(
        GOOD.replace("title: Night Ferry", 'title:    "Night Ferry"').replace("\n", "\r\n").encode()
    )
    done = cxcanvas("format", "--check", good)
    assert done.returncode == 1
    assert PLACE.match(done.stderr.strip())
    assert b"\r\n" in good.read_bytes(), "--check changes nothing"
    assert cxcanvas("format", good).returncode == 0
    assert good.read_bytes() == GOOD.encode()
    assert cxcanvas("format", "--check", good).returncode == 0


def test_the_example_is_canonical(example_path: Path) -> None:
    done = cxcanvas("format", "--check", example_path)
    assert done.returncode == 0, done.stderr


# schema


def test_schema_is_one_json_document() -> None:
    done = cxcanvas("schema")
    assert (done.returncode, done.stderr) == (0, "")
    schema = json.loads(done.stdout)
    assert "$schema" in schema
    assert "party" in schema["properties"]


def test_a_reader_of_a_pipe_may_leave() -> None:
    import subprocess
    import sys

    with subprocess.Popen(
        [sys.executable, "-m", "cxcanvas", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        process.wait(timeout=30)


# export


def test_export_writes_one_page_beside_the_canvas(good: Path) -> None:
    done = cxcanvas("export", good, "--to", "html")
    assert done.returncode == 0, done.stderr
    page = (good.parent / "good.html").read_text(encoding="utf-8")
    assert "Night Ferry" in page
    assert "<script" not in page
    assert "Content-Security-Policy" in page
    assert "//" not in re.sub(r"xmlns(:\w+)?=\"[^\"]+\"", "", page).split("<body")[0].replace("</", "")


def test_export_where_asked(good: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.htm"
    assert cxcanvas("export", good, "--to", "html", "-o", target).returncode == 0
    printed = cxcanvas("export", good, "--to", "html", "-o", "-")
    assert printed.stdout == target.read_text(encoding="utf-8")


@pytest.mark.parametrize("where", ["no-folder/page.html", "."])
def test_export_to_where_nothing_can_be_written(good: Path, tmp_path: Path, where: str) -> None:
    refused(cxcanvas("export", good, "--to", "html", "-o", tmp_path / where))


def test_export_of_a_view_that_is_none(good: Path) -> None:
    line = refused(cxcanvas("export", good, "--to", "html", "--view", "nothing"))
    assert "journey" in line, "the views that there are"
