"""A real git repository for a test: nothing of whoever runs the tests reaches into it."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import cxcanvas as cx
from tests.command_line import Done

ROOT = Path(__file__).resolve().parent.parent
BEGIN = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)

TEXT = """\
cxcanvas: 1
concept: {name: Night ferry, state: draft}
# Who takes part
party:
  family: {name: A family}
  crew: {name: The crew}
stage:
  board: {name: Board}
  sleep: {name: Sleep}
step:
  find-cabin:
    name: Find the cabin
    stage: board
    by: [crew]
    emotions: {relief: {valence: -1}}
  lights-out:
    name: Lights out
    stage: sleep
    by: [crew]
"""


@dataclass
class Repository:
    """A folder under git, with a home of its own; `name` is who commits."""

    folder: Path
    name: str = "Ines Duarte"
    ticks: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """The home folder of whoever works here."""
        return self.folder.parent / "home"

    def surroundings(self) -> dict[str, str]:
        """The environment of git and of what it starts: a home of our own, and `cxcanvas` on the PATH."""
        self.home.mkdir(exist_ok=True)
        moment = (BEGIN + dt.timedelta(hours=self.ticks)).isoformat()
        plain = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("GIT_", "XDG_")) and name not in ("CXCANVAS_DEBUG", "FORCE_COLOR")
        }  # fmt: skip
        return {
            **plain, "HOME": str(self.home), "USERPROFILE": str(self.home), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_NAME": self.name, "GIT_AUTHOR_EMAIL": "ines@example.org", "GIT_COMMITTER_NAME": self.name,
            "GIT_COMMITTER_EMAIL": "ines@example.org", "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment,
            "GIT_EDITOR": "true", "GIT_PAGER": "cat", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8",
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), plain.get("PATH", "")]), **self.environment,
        }  # fmt: skip

    def run(self, *words: str | Path, fine: bool | None = True, cwd: Path | None = None) -> Done:
        """Any program in the folder; `fine` says whether it must succeed (None: either)."""
        done = subprocess.run(
            [*map(str, words)], cwd=cwd or self.folder, env=self.surroundings(), capture_output=True, text=True,
            encoding="utf-8", errors="surrogateescape", stdin=subprocess.DEVNULL, timeout=120, check=False,
        )  # fmt: skip
        if fine is not None:
            assert (done.returncode == 0) is fine, f"{shlex.join(done.args)}\n{done.stdout}\n{done.stderr}"
        return done

    def git(self, *words: str | Path, fine: bool | None = True, cwd: Path | None = None) -> str:
        """What git prints."""
        return self.run("git", *words, fine=fine, cwd=cwd).stdout

    def cxcanvas(self, *words: str | Path, fine: bool | None = True, cwd: Path | None = None) -> Done:
        """The command line, in the folder."""
        return self.run(sys.executable, "-m", "cxcanvas", *words, fine=fine, cwd=cwd)

    def commit(self, subject: str = "A change", by: str = "", checked: bool = True) -> str:
        """Commit everything, an hour after the commit before, past the hook where it is not to be `checked`; gives the id."""
        self.ticks += 1
        before, self.name = self.name, by or self.name
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject, *([] if checked else ["--no-verify"]))
        self.name = before
        return self.git("rev-parse", "HEAD").strip()

    def edit(self, file: str, *edits: cx.Set | cx.Add | cx.Remove | cx.Rename | cx.Move) -> None:
        """Change a canvas file by its meaning."""
        path = self.folder / file
        cx.save(cx.apply(cx.load(path), *edits), path)

    def canvas(self, file: str) -> cx.Canvas:
        """The canvas in a file, as it loads."""
        return cx.load(self.folder / file)


def repository(folder: Path, file: str = "ferry.cx.yaml", text: str = TEXT) -> Repository:
    """A repository with one canvas, committed."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Repository(folder)
    made.git("init", "-q", "-b", "main")
    (folder / file).write_text(text, "utf-8")
    made.commit("Begin the night ferry")
    return made
