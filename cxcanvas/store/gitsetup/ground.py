"""Where git keeps what is set up: in one repository, or for everything that a person does."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cxcanvas.errors import StoreError
from cxcanvas.store.git import asked


@dataclass(frozen=True, slots=True)
class Ground:
    """The files that are touched, and how git calls the driver.

    `top` is the repository's folder, None where everything of a person is meant; `record`
    is where it is written down what was there before.
    """

    top: Path | None
    config: Path
    attributes: Path
    driver: Path
    record: Path
    #: The driver as a word of a shell line in git's settings.
    call: str


def of_repository(folder: Path) -> Ground:
    """The repository that a folder is in; Refusal in words where it is in none."""
    told = os.fsdecode(asked(folder, "rev-parse", "--show-toplevel", "--git-common-dir", hook=True))
    top, _, common = told.removesuffix("\n").partition("\n")
    if not top or "\n" in common:
        raise StoreError(f"{folder} is in no repository with files, or its name has a line break in it")
    own = (folder / common).resolve()
    # Asked for anew each time, so that a repository that is moved or copied goes on.
    call = 'sh "$(git rev-parse --git-common-dir)/cxcanvas/driver"'
    inner = own / "cxcanvas"
    return Ground(Path(top), own / "config", Path(top) / ".gitattributes", inner / "driver", inner / "installed.json", call)  # fmt: skip


def of_person() -> Ground:
    """Everything that a person does with git on this machine."""
    home = Path.home()
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    config = _config(home, settings)
    inner = settings / "cxcanvas"
    driver = inner / "git-driver"
    attributes = _told(config, "core.attributesFile") or settings / "git" / "attributes"
    call = f"sh {quoted(driver.as_posix())}"
    return Ground(None, config, attributes, driver, inner / "git-installed.json", call)


def quoted(word: str) -> str:
    """A word for a shell, whatever is in it."""
    return "'" + word.replace("'", "'\\''") + "'"


def _config(home: Path, settings: Path) -> Path:
    named = os.environ.get("GIT_CONFIG_GLOBAL")
    if named:
        return Path(named)
    own, shared = home / ".gitconfig", settings / "git" / "config"
    return shared if shared.exists() and not own.exists() else own


def _told(config: Path, name: str) -> Path | None:
    """A path in a file of settings; None where there is none."""
    try:
        told = asked(Path.home(), "config", "--file", str(config), "--type=path", "--get", name, hook=True)
    except StoreError:
        return None
    path = os.fsdecode(told).removesuffix("\n")
    return Path.home() / path if path else None
