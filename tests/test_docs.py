"""What the README and the docs promise is there: commands, files, pictures; and the tree names nobody's machine."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cxcanvas.cli.group import COMMANDS
from tests.command_line import cxcanvas

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "bench" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href|srcset)=\"([^\"]+)\"")
COMMAND = re.compile(r"^\s*(?:\$ )?(?:\S*[/\\])?cxcanvas ([a-z][a-z-]*)", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
# A registry's host has no place in a tree that any mirror must serve; nor has a folder of one machine.
FORBIDDEN = re.compile(
    r"py"
    r"pi\.org|python"
    r"hosted|registry\.npm"
    r"js|deb\.deb"
    r"ian\.org|npm"
    r"mirror|/ro"
    r"ot/|/ho"
    r"me/\w|/wo"
    r"rk/|[^\w.]/tm"
    r"p/venv"
)
TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".js", ".css", ".html", ".json", ".ipynb", ".cfg", ""}


def links(page: Path) -> Iterator[str]:
    """The places within the tree that a page links to."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for match in LINK.finditer(text):
        target = match[1] or match[2]
        if not re.match(r"[a-z]+:|#", target):
            yield target


def tracked() -> list[Path]:
    """The files of the tree; without git, those that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file() and not (ROOT / name).is_symlink()]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_picture_is_there(page: Path) -> None:
    missing = [link for link in links(page) if not (page.parent / link.split("#")[0]).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if anchor and target.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}
            assert anchor in slugs, f"{link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_named_exists(page: Path) -> None:
    code = "\n".join(span.strip("`") for span in CODE.findall(page.read_text(encoding="utf-8")))
    named = set(COMMAND.findall(code))
    assert named <= set(COMMANDS)


def test_every_picture_is_shown_on_a_page_and_light() -> None:
    shown = {
        (page.parent / link).resolve() for page in PAGES for link in links(page) if link.endswith(".png")
    }
    pictures = set((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures == shown
    assert [path.name for path in pictures if path.stat().st_size > 400_000] == []


def test_the_keys_are_as_the_studio_shows_them() -> None:
    from cxcanvas.boards.keys import keys_table

    assert keys_table() in (ROOT / "docs" / "designer.md").read_text(encoding="utf-8")


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        for line in re.findall(
            r"`(make [a-z]+)[^`]*`|^(make [a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE
        ):
            target = "".join(line).split()[1]
            assert target in targets, f"{page.name}: make {target}"


def test_every_command_is_in_the_readme_or_the_docs() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    missing = [name for name in COMMANDS if f"cxcanvas {name}" not in text]
    assert not missing


def test_the_readme_says_what_each_notebook_is_for() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [path.name for path in sorted((ROOT / "notebooks").glob("*.ipynb")) if path.name not in readme]
    assert not missing


def test_the_canvas_in_the_readme_is_a_canvas_and_canonical() -> None:
    import cxcanvas as cx

    (text,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert cx.dumps(cx.loads(text)) == text


def test_the_python_of_the_readme_runs(example_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example_copy.parent)
    before = example_copy.read_bytes()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL):
        exec(compile(block, "README.md", "exec"), {})
    assert example_copy.read_bytes() == before, "nothing is saved unasked"


def test_the_changelog_has_a_place_for_what_is_new() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_tree_names_no_registry_and_no_ones_folder() -> None:
    found = []
    for path in tracked():
        if path.suffix in TEXT and path.stat().st_size < 2_000_000:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in FORBIDDEN.finditer(text)]
    assert not found


def test_notebooks_carry_no_output_and_no_ones_kernel() -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        assert notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[A-Za-z0-9.!]+", line)]
    assert not odd
    assert len(lines) > 50


def test_what_the_docs_tell_a_ci_to_run_is_run_by_the_command() -> None:
    """Each example is YAML, and each call of the check in it is one that the check takes."""
    blocks = re.findall(
        r"```yaml\n(.*?)```", (ROOT / "docs" / "engineer.md").read_text(encoding="utf-8"), re.DOTALL
    )
    told = [yaml.safe_load(one) for one in blocks if "jobs:" in one or "repos:" in one]
    assert len(told) == 2
    steps = next(one for one in told if "jobs" in one)["jobs"]["check"]["steps"]
    lines = [step["run"] for step in steps if "cxcanvas check" in step.get("run", "")]
    example = ROOT / "cxcanvas" / "examples" / "breathing-space.cx.yaml"
    assert len(lines) == 2
    for line in lines:
        words = shlex.split(line.partition(">")[0])[1:]
        done = cxcanvas(*(str(example) if "*" in word else word for word in words))
        assert done.returncode == 1, done.stderr
    hooks = {
        one["id"] for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    }
    config = next(one for one in told if "repos" in one)
    assert {one["id"] for one in config["repos"][0]["hooks"]} == hooks
